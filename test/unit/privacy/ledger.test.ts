import assert from 'node:assert/strict';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { checkLedger } from '../../../src/privacy/ledgerChecks.ts';
import { chainEnd, chainStart, ledgerLine, readRecord } from '../../../src/privacy/ledgerLines.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { anIntent, aTraffic, ledgerOn } from './ledgers.ts';
import { memoryFiles } from './samples.ts';

const name = '2026-11-one.jsonl';

describe('the ledger', () => {
  it('records an intent and its outcome under one id, in a file a month', async () => {
    const { ledger, files, clock } = ledgerOn();
    const entry = await ledger.begin(anIntent);
    await entry.end({ ended: 'done', status: 200, bytesIn: 900, promptTokens: 20, answerTokens: 7 });
    await clock.advance(7 * 24 * 3600 * 1000);
    await ledger.begin(anIntent);
    const first = { version: 1, kind: 'intent', previous: chainStart, ...anIntent, process: 7 };
    assert.deepEqual(await ledger.records(), [
      { ...first, id: 'one-1', time: '2026-11-25T00:00:00.000Z' },
      {
        version: 1,
        kind: 'outcome',
        id: 'one-1',
        time: '2026-11-25T00:00:00.000Z',
        previous: chainEnd(files.texts.get(name)?.split('\n')[0] ?? '').end,
        ended: 'done',
        status: 200,
        bytesIn: 900,
        promptTokens: 20,
        answerTokens: 7,
      },
      { ...first, id: 'one-2', time: '2026-12-02T00:00:00.000Z' },
    ]);
    assert.deepEqual([...files.texts.keys()], [name, '2026-11-one.end', '2026-12-one.jsonl', '2026-12-one.end']);
  });

  it('puts an outcome beside its intent, also when the month has changed meanwhile', async () => {
    const { ledger, files, clock } = ledgerOn();
    const entry = await ledger.begin(anIntent);
    await clock.advance(7 * 24 * 3600 * 1000);
    await ledger.note(aTraffic);
    await entry.end({ ended: 'done', bytesIn: 1 });
    assert.equal(chainEnd(files.texts.get(name) ?? '').lines, 2);
    assert.equal(chainEnd(files.texts.get('2026-12-one.jsonl') ?? '').lines, 1);
    assert.deepEqual(checkLedger(files.texts).faults, []);
  });

  it('keeps the first outcome only', async () => {
    const { ledger } = ledgerOn();
    const entry = await ledger.begin(anIntent);
    await Promise.all([entry.end({ ended: 'aborted', bytesIn: 1 }), entry.end({ ended: 'done', bytesIn: 2 })]);
    const kinds = (await ledger.records()).map((each) => (each.kind === 'outcome' ? each.ended : each.kind));
    assert.deepEqual(kinds, ['intent', 'aborted']);
  });

  it('is read from a month on', async () => {
    const { ledger, clock } = ledgerOn();
    await ledger.begin(anIntent);
    await clock.advance(7 * 24 * 3600 * 1000);
    await ledger.note(aTraffic);
    const kinds = async (since?: string) => (await ledger.records(since)).map(({ kind }) => kind);
    assert.deepEqual(await kinds(), ['intent', 'traffic']);
    assert.deepEqual(await kinds('2026-11'), ['intent', 'traffic']);
    assert.deepEqual(await kinds('2026-12'), ['traffic']);
    assert.deepEqual(await kinds('2027-01'), []);
  });

  it('tells of each record, until nobody wants to hear', async () => {
    const { ledger } = ledgerOn();
    const heard: string[] = [];
    const listening = ledger.onChange((kind) => heard.push(kind));
    const entry = await ledger.begin(anIntent);
    await entry.end({ ended: 'done', bytesIn: 1 });
    await ledger.note(aTraffic);
    assert.deepEqual(heard, ['intent', 'outcome', 'traffic']);
    listening.dispose();
    await ledger.note(aTraffic);
    assert.equal(heard.length, 3);
  });

  it('goes on with the chain after a restart, and after a line that a crash cut short', async () => {
    const { ledger, files } = ledgerOn();
    await ledger.begin(anIntent);
    await ledgerOn(files).ledger.begin(anIntent);
    const whole = files.texts.get(name) ?? '';
    assert.equal(chainEnd(whole).lines, 2);
    const outcome = { kind: 'outcome', version: 1, id: 'x', time: '', ended: 'done', bytesIn: 0 } as const;
    const next = ledgerLine(outcome, chainEnd(whole).end);
    for (const length of [1, 8, 60, 100, next.length - 1, next.length]) {
      files.texts.set(name, whole + next.slice(0, length));
      await ledgerOn(files).ledger.begin(anIntent);
      const { faults, lines, unreadable } = checkLedger(files.texts);
      assert.deepEqual([faults, lines], [[], 4], `cut at ${length}`);
      assert.deepEqual(unreadable, length < next.length ? [{ file: name, line: 3 }] : []);
    }
  });

  it('goes on from what the file holds when somebody else changed it', async () => {
    const { ledger, files } = ledgerOn();
    await ledger.begin(anIntent);
    await ledgerOn(files).ledger.begin(anIntent);
    await ledger.begin(anIntent);
    files.texts.delete(name);
    await ledger.begin(anIntent);
    assert.match(files.texts.get(name) ?? '', new RegExp(`^{"previous":"${chainStart}"`));
    assert.deepEqual([checkLedger(files.texts).faults, chainEnd(files.texts.get(name) ?? '').lines], [[], 1]);
  });

  it('reads its file once, not for each line', async () => {
    const { ledger, files } = ledgerOn();
    const read: string[] = [];
    const original = files.read.bind(files);
    files.read = (each) => {
      read.push(each);
      return original(each);
    };
    for (let count = 0; count < 3; count += 1) await ledger.begin(anIntent);
    assert.deepEqual(read, [name]);
  });

  it('gives up when the file never holds still', async () => {
    const { ledger, files } = ledgerOn();
    let tries = 0;
    files.append = async () => {
      tries += 1;
      return false;
    };
    await assert.rejects(ledger.begin(anIntent), /is being changed by somebody else/);
    assert.equal(tries, 5);
  });

  it('recovers after a write that failed half-way', async () => {
    const { ledger, files } = ledgerOn();
    await ledger.begin(anIntent);
    files.isBroken = true;
    await assert.rejects(ledger.begin(anIntent), /no space/);
    files.isBroken = false;
    files.texts.set(name, `${files.texts.get(name)}{"prev`);
    await ledger.begin(anIntent);
    const { faults, lines, unreadable } = checkLedger(files.texts);
    assert.deepEqual([faults, lines, unreadable], [[], 3, [{ file: name, line: 2 }]]);
  });

  it('is written when only its seal cannot be', async () => {
    const { ledger, files } = ledgerOn();
    files.write = () => Promise.reject(new Error('no space left on device'));
    await ledger.begin(anIntent);
    await ledger.begin(anIntent);
    assert.deepEqual([...files.texts.keys()], [name]);
    assert.deepEqual(checkLedger(files.texts).faults, []);
  });

  it('holds together when many write at once, in two windows', async () => {
    const files = memoryFiles();
    const windows = [ledgerOn(files, 'one').ledger, ledgerOn(files, 'two').ledger];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const entry = await windows[index % 2]?.begin(anIntent);
        await entry?.end({ ended: 'done', bytesIn: index });
      }),
    );
    const { files: count, lines, faults, unreadable } = checkLedger(files.texts);
    assert.deepEqual([count, lines, faults, unreadable], [2, 40, [], []]);
  });

  it('writes lines of plain ASCII that read as what was meant', async () => {
    const { ledger, files } = ledgerOn();
    const path = 'src/größe\u007f\u2028 😀/数.ts';
    await ledger.begin({ ...anIntent, files: [{ path, firstLine: 1, lastLine: 1, characters: 1 }] });
    const text = files.texts.get(name) ?? '';
    assert.match(text, /^[\x20-\x7e]+\n$/);
    const record = readRecord(text);
    assert.equal(record?.kind === 'intent' && record.files[0]?.path, path);
  });

  describe('keeps bodies beside it', () => {
    it('only when one is given, under the entry’s id', async () => {
      const { ledger, files } = ledgerOn();
      await ledger.begin(anIntent);
      await ledger.begin(anIntent, 'the body');
      assert.equal(files.texts.get('2026-11.bodies/one-2'), 'the body');
      assert.deepEqual(
        (await ledger.records()).map((each) => each.kind === 'intent' && each.bodyKept),
        [undefined, true],
      );
    });

    it('and records nothing when the body cannot be kept; and keeps none when nothing can be recorded', async () => {
      const { ledger, files } = ledgerOn();
      files.isBroken = true;
      await assert.rejects(ledger.begin(anIntent, 'the body'), /no space/);
      files.isBroken = false;
      files.append = () => Promise.reject(new Error('read-only'));
      await assert.rejects(ledger.begin(anIntent, 'the body'), /read-only/);
      assert.deepEqual([...files.texts.keys()], []);
    });
  });

  it('has lines that code of the first version reads', async () => {
    const { ledger, files } = ledgerOn();
    await (await ledger.begin({ ...anIntent, tier: 'handedOver', estimatedUsd: 0.1 })).end({
      ended: 'done',
      bytesIn: 1,
    });
    await ledger.note(aTraffic);
    // As `recordsOf` and `unfinished` were in the first version.
    const read = (files.texts.get(name) ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .filter(({ id, kind }) => typeof id === 'string' && (kind === 'intent' || kind === 'outcome'));
    assert.deepEqual(
      read.map(({ kind, id }) => [kind, id]),
      [
        ['intent', 'one-1'],
        ['outcome', 'one-1'],
      ],
    );
  });

  it('names its files by the writer, so that no two share one', async () => {
    const files = memoryFiles();
    const parts = { files, clock: virtualClock(), newId: () => 'id', process: 1 };
    await openLedger({ ...parts, writer: 'a' }).note(aTraffic);
    await openLedger({ ...parts, writer: 'b' }).note(aTraffic);
    assert.deepEqual(await files.list(), ['2026-01-a.jsonl', '2026-01-a.end', '2026-01-b.jsonl', '2026-01-b.end']);
  });
});
