import assert from 'node:assert/strict';
import type { Destination } from '../../../src/privacy/destination.ts';
import { type AskOtherModel, openHandOver } from '../../../src/privacy/handOver.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { TierError } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { approvalOf, draftOf, explainSum, memoryFiles } from './samples.ts';

const destination: Destination = {
  provider: 'Acme',
  api: 'extension',
  baseUrl: 'vscode-lm://acme',
  model: 'big',
  price: 'unknown',
};

/** Never answers, and takes no notice of a cancel. */
const deaf: AskOtherModel = async function* () {
  yield 'one';
  await new Promise(() => {});
};

describe('the door to other extensions', () => {
  function room(ask: AskOtherModel) {
    const files = memoryFiles();
    const clock = virtualClock();
    const logged: string[] = [];
    const write = (message: string) => void logged.push(message);
    let ids = 0;
    const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => `id-${++ids}` });
    const switches = { isEnabled: true };
    const door = openHandOver({
      ask,
      ledger,
      isEnabled: () => switches.isEnabled,
      keepsBodies: () => false,
      fitsBudget: async () => true,
      clock,
      log: { debug: write, info: write, warn: write, error: write },
    });
    return { files, clock, ledger, door, logged, switches };
  }

  it('records what is handed over before it is', async () => {
    const recorded: number[] = [];
    const { door, ledger } = room(async function* () {
      recorded.push((await ledger.records()).length);
      yield 'x';
    });
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), new AbortController().signal);
    for await (const _ of handed.pieces());
    assert.deepEqual(recorded, [1]);
    const [intent] = await ledger.records();
    assert.ok(intent?.kind === 'intent');
    assert.deepEqual(
      [intent.tier, intent.method, intent.destination, intent.path, intent.provider, intent.model],
      ['handedOver', 'HAND OVER', 'vscode-lm://acme', '/big', 'Acme', 'big'],
    );
  });

  it('hands nothing over when that cannot be recorded', async () => {
    let asked = 0;
    const { door, files } = room(async function* () {
      asked += 1;
      yield 'x';
    });
    files.isBroken = true;
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), new AbortController().signal);
    await assert.rejects(
      async () => {
        for await (const _ of handed.pieces());
      },
      { reason: 'notRecorded', cause: new Error('no space left on device') },
    );
    assert.equal(asked, 0);
  });

  it('opens for an approval of a draft for an extension only, and once', async () => {
    const { door, ledger } = room(async function* () {
      yield 'x';
    });
    const { signal } = new AbortController();
    const forTheNetwork = await approvalOf(draftOf());
    assert.throws(() => door.open(forTheNetwork, signal), { reason: 'notApproved' });
    assert.throws(() => door.open({} as never, signal), { reason: 'notApproved' });
    const approved = await approvalOf(draftOf(explainSum, destination));
    for await (const _ of door.open(approved, signal).pieces());
    await assert.rejects(
      async () => {
        for await (const _ of door.open(approved, signal).pieces());
      },
      { reason: 'notApproved' },
    );
    assert.equal((await ledger.records()).length, 1);
  });

  it('stays shut while the cloud is switched off', async () => {
    const { door, ledger, switches } = room(async function* () {
      yield 'x';
    });
    const { signal } = new AbortController();
    const approved = await approvalOf(draftOf(explainSum, destination));
    switches.isEnabled = false;
    assert.throws(() => door.open(approved, signal), { reason: 'cloudOff' });
    switches.isEnabled = true;
    const handed = door.open(approved, signal);
    switches.isEnabled = false;
    await assert.rejects(
      async () => {
        for await (const _ of handed.pieces());
      },
      { reason: 'cloudOff' },
    );
    assert.deepEqual(await ledger.records(), []);
  });

  it('tells the extension to stop when the user does, and waits for it no longer', async () => {
    const signals: AbortSignal[] = [];
    const { door, clock } = room((vendor, model, messages, signal) => {
      signals.push(signal);
      return deaf(vendor, model, messages, signal);
    });
    const cancel = new AbortController();
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), cancel.signal);
    const heard: string[] = [];
    await assert.rejects(
      async () => {
        for await (const text of handed.pieces()) {
          heard.push(text);
          cancel.abort();
        }
      },
      { name: 'AbortError' },
    );
    assert.deepEqual(heard, ['one']);
    assert.equal(signals[0]?.aborted, true);
    assert.equal(clock.waiting, 0);
  });

  it('takes nothing from it when the user cancels while it is put on record', async () => {
    const { door, files } = room(deaf);
    const cancel = new AbortController();
    const append = files.append.bind(files);
    files.append = (...parameters) => {
      cancel.abort();
      return append(...parameters);
    };
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), cancel.signal);
    const heard: string[] = [];
    await assert.rejects(
      async () => {
        for await (const text of handed.pieces()) heard.push(text);
      },
      { name: 'AbortError' },
    );
    assert.deepEqual(heard, []);
  });

  it('tells the extension to stop when the reader has enough', async () => {
    const signals: AbortSignal[] = [];
    const { door } = room((vendor, model, messages, signal) => {
      signals.push(signal);
      return deaf(vendor, model, messages, signal);
    });
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), new AbortController().signal);
    for await (const _ of handed.pieces()) break;
    assert.equal(signals[0]?.aborted, true);
  });

  it('does not wait for ever', async () => {
    const { door, clock } = room(deaf);
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), new AbortController().signal);
    const pieces = handed.pieces()[Symbol.asyncIterator]();
    await pieces.next();
    const next = pieces.next();
    next.catch(() => {});
    await clock.advance(600_000);
    await assert.rejects(next, (error) => error instanceof TierError && error.reason === 'timedOut');
  });

  it('records how it ended, once, and says so in the log when it cannot', async () => {
    const { door, ledger, files, logged } = room(async function* () {
      yield 'né';
    });
    const { signal } = new AbortController();
    const handed = door.open(await approvalOf(draftOf(explainSum, destination)), signal);
    for await (const _ of handed.pieces());
    await handed.close({ ended: 'done' });
    await handed.close({ ended: 'aborted' });
    const outcomes = (await ledger.records()).filter((each) => each.kind === 'outcome');
    assert.deepEqual(
      outcomes.map(({ ended, bytesIn }) => [ended, bytesIn]),
      [['done', 3]],
    );
    const another = door.open(await approvalOf(draftOf(explainSum, destination)), signal);
    for await (const _ of another.pieces());
    files.isBroken = true;
    await another.close({ ended: 'done' });
    assert.equal(logged.length, 1);
    await door.open(await approvalOf(draftOf(explainSum, destination)), signal).close({ ended: 'aborted' });
    assert.equal(logged.length, 1, 'what never began has no end');
  });
});
