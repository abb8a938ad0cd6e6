import assert from 'node:assert/strict';
import type { NothingReason } from '../../../src/completion/outcome.ts';
import type { TimeLimits } from '../../../src/tiers/http.ts';
import { type VirtualClock, virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { type Answer, says } from '../../fakes/ollamaAnswers.ts';
import * as faults from '../../fakes/ollamaFaults.ts';
import { type FakeModel, coder as plainCoder, writer } from '../../fakes/ollamaModels.ts';
import { Pipeline } from '../../soak/pipeline.ts';
import { patient, until } from '../tiers/requests.ts';
import { shown } from './keystrokes.ts';
import { at } from './places.ts';

/**
 * The column "while typing" of the fault matrix (design: `reliability.md`), at a fake engine over real sockets, through all that
 * stands behind the ghost text. What the status bar makes of it is tested in the real extension host.
 */
describe('while the engine fails, typing', () => {
  const coder: FakeModel = { ...plainCoder, loaded: true };
  let fake: FakeOllama;
  let clock: VirtualClock;
  let typing: Pipeline;
  const stops: (() => Promise<void>)[] = [];

  const start = async (
    models: readonly FakeModel[] = [coder, { ...writer, loaded: true }],
    settings: Readonly<Record<string, unknown>> = {},
    limit: Partial<TimeLimits> = {},
  ) => {
    fake = await startFakeOllama({ models });
    clock = virtualClock();
    const patientLimit: TimeLimits = { connectMs: 5000, firstByteMs: 5000, betweenPiecesMs: 5000 };
    const limits = {
      completion: { ...patientLimit, ...limit },
      answer: patientLimit,
      load: patientLimit,
      question: patientLimit,
    };
    typing = new Pipeline({ url: fake.url, clock, settings, limits });
    stops.push(async () => {
      typing.dispose();
      await until(() => fake.sockets === 0);
      await fake.stop();
    });
  };
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  let version = 1;
  /** Types something else each time. @returns what is shown, or why nothing is */
  const types = async () => {
    version++;
    return shown(await typing.complete({ ...at(`line${version} = █`), version }, patient()));
  };
  const why = (reason: NothingReason) => ({ why: reason });
  const askedForText = () => fake.requests.filter(({ path, body }) => path === '/api/generate' && body?.prompt !== '');

  /** What passes by itself: it is skipped, and the next key is served. */
  const passing: readonly (readonly [string, Answer, NothingReason])[] = [
    ['something else answers', faults.htmlPage(), 'notTheEngine'],
    ['it sends us elsewhere', faults.redirects('http://127.0.0.1:9/'), 'redirected'],
    ['it breaks', faults.refuses(500, 'llama runner crashed'), 'engineFailed'],
    ['it is busy (503)', faults.busy(), 'busy'],
    ['it ends before its end', faults.endsWithoutDone('a + '), 'cutShort'],
    ['it ends within a line of the stream', faults.endsInHalfALine('a + '), 'cutShort'],
    ['an error comes in the middle', faults.failsMidStream('it broke', 'a + '), 'engineFailed'],
    ['it is restarted in the middle', faults.resetsConnection('a + '), 'cutShort'],
    ['a line of the stream is endless', faults.longLine(), 'engineFailed'],
  ];
  for (const [what, fault, reason] of passing) {
    it(`${what}: nothing is shown of it, the status has it, and the next key is served`, async () => {
      await start();
      fake.enqueue(fault);
      assert.deepEqual(await types(), why(reason));
      assert.equal(typing.board.status.failing?.reason, reason);
      await until(() => fake.sockets === 0);
      fake.script(says('a + b'));
      assert.equal(await types(), 'a + b');
      assert.equal(typing.board.status.failing, undefined);
    });

    it(`${what}, three times in a row: the engine is left alone, and looked at before it is asked again`, async () => {
      await start();
      fake.script(fault);
      for (let times = 0; times < 5; times++) assert.deepEqual(await types(), why(reason));
      assert.equal(askedForText().length, 3);
      fake.script(says('a + b'));
      const before = fake.requests.length;
      assert.deepEqual(await types(), why(reason));
      assert.equal(fake.requests.length, before, 'not even a question');
      await clock.advance(6000);
      assert.equal(await types(), 'a + b');
      assert.equal(fake.requests[before]?.path, '/api/version');
    });
  }

  /** What only a change mends: it is off at once. */
  const lasting: readonly (readonly [string, Answer, NothingReason])[] = [
    ['the model was removed', faults.modelMissing(), 'modelMissing'],
    ['the model cannot fill in', faults.insertUnsupported(), 'cannotComplete'],
    ['memory runs out', faults.outOfMemory(), 'outOfMemory'],
    ['another host answers behind a local name', faults.answersFromAfar('a + b'), 'remoteModel'],
  ];
  for (const [what, fault, reason] of lasting) {
    it(`${what}: off at once, until something is changed`, async () => {
      await start();
      fake.enqueue(fault);
      fake.script(says('a + b'));
      assert.deepEqual(await types(), why(reason));
      assert.equal(typing.board.status.failing?.reason, reason);
      const before = fake.requests.length;
      for (let times = 0; times < 3; times++) assert.deepEqual(await types(), why(reason));
      assert.equal(fake.requests.length, before, 'not even a question');
      await typing.settingsChanged();
      assert.equal(await types(), 'a + b');
    });
  }

  for (const [what, models, chosen, reason] of [
    ['no model is installed', [], '', 'noModel'],
    ['no model can fill in', [{ ...writer, loaded: true }], '', 'unknownFamily'],
    ['the chosen one is not installed', [coder], 'gone:7b', 'modelMissing'],
    [
      'the chosen one runs elsewhere',
      [{ ...coder, name: 'far:latest', remote: { host: 'x', model: 'y' } }],
      'far',
      'remoteModel',
    ],
  ] as const) {
    it(`${what}: nothing is asked for, the status says why`, async () => {
      await start(models, { 'hearth.models.completion': chosen });
      for (let times = 0; times < 3; times++) assert.deepEqual(await types(), why(reason));
      assert.equal(typing.board.status.failing?.reason, reason);
      assert.deepEqual(askedForText(), []);
    });
  }

  it('it is off: the status has it, it is left alone after three times, and found again', async () => {
    await start();
    await fake.stop();
    for (let times = 0; times < 5; times++) assert.deepEqual(await types(), why('unreachable'));
    assert.equal(typing.board.status.failing?.reason, 'unreachable');
    await fake.restart();
    fake.script(says('a + b'));
    assert.deepEqual(await types(), why('unreachable'));
    assert.deepEqual(fake.requests, []);
    await clock.advance(6000);
    assert.equal(await types(), 'a + b');
  });

  it('another program stands on its port: the status has it, and nothing of the text went there', async () => {
    await start();
    for (const path of ['/api/tags', '/api/version', '/api/ps'] as const) fake.script(faults.htmlPage(), path);
    for (let times = 0; times < 5; times++) assert.deepEqual(await types(), why('notTheEngine'));
    assert.equal(typing.board.status.failing?.reason, 'notTheEngine');
    assert.deepEqual(askedForText(), []);
  });

  it('the model is not in memory: it is loaded, silently, and nothing waits for it', async () => {
    await start([{ ...plainCoder, loaded: false }]);
    const gate = new Gate();
    fake.enqueue(says(gate), 'load');
    fake.script(says('a + b'));
    for (let times = 0; times < 3; times++) assert.deepEqual(await types(), why('loading'));
    await gate.reached;
    assert.equal(typing.board.status.loading?.model, 'coder:latest');
    assert.equal(typing.board.status.failing, undefined);
    assert.deepEqual(askedForText(), []);
    gate.open();
    await until(() => typing.board.status.loading === undefined);
    assert.equal(await types(), 'a + b');
  });

  for (const [what, fault, limit, reason] of [
    ['hangs', faults.hangs(), { firstByteMs: 100 }, 'timedOut'],
    ['stops in the middle', faults.stalls('a + '), { betweenPiecesMs: 100 }, 'stalled'],
    ['comes to no end', faults.neverStops('x'), { totalMs: 300 }, 'timedOut'],
  ] as const) {
    it(`it ${what}: dropped at the limit, and its connection closed`, async () => {
      await start(undefined, undefined, limit);
      fake.enqueue(fault);
      assert.deepEqual(await types(), why(reason));
      assert.equal(typing.board.status.failing?.reason, reason);
      assert.equal(await askedForText()[0]?.closed, 'aborted');
      await until(() => fake.sockets === 0);
    });
  }

  it('the context is small: the text is cut to it beforehand, and nothing cuts it in silence', async () => {
    await start([{ ...coder, contextLength: 1024 }]);
    fake.script(says('a + b'));
    const long = 'const number = count(items);\n'.repeat(600);
    // A fast machine: much text before the cursor is worth its time.
    for (let times = 0; times < 4; times++) {
      const uri = `file:///project/src/file${times}.ts`;
      const cursor = { ...at(`${long}line${times} = █\n${long}`, { uri }), version: ++version };
      assert.equal(shown(await typing.complete(cursor, patient())), 'a + b');
      typing.completions.clear();
    }
    for (const { body } of askedForText()) {
      const characters = `${body?.prompt}${body?.suffix ?? ''}`.length;
      assert.ok(characters / 3 + 256 <= 1024, `${characters} characters and 256 tokens`);
      assert.equal(body?.truncate, false);
    }
  });

  it('the text has more tokens than was thought: it is asked with half as much until it fits', async () => {
    await start();
    fake.script((exchange) => {
      const fits = String(exchange.request.body?.prompt).length < 400;
      return (fits ? says('a + b') : faults.refuses(400, 'the input length exceeds the context length'))(exchange);
    });
    const long = '数は数えられる;\n'.repeat(600);
    const came: unknown[] = [];
    for (let times = 0; times < 6; times++) {
      const cursor = { ...at(`${long}line${times} = █`), version: ++version };
      came.push(shown(await typing.complete(cursor, patient())));
      typing.completions.clear();
    }
    const refused = came.indexOf('a + b');
    assert.ok(refused > 0 && refused < 5, JSON.stringify(came));
    assert.deepEqual(came.slice(0, refused), Array(refused).fill(why('tooLong')));
    assert.deepEqual(came.slice(refused), Array(6 - refused).fill('a + b'));
    assert.equal(typing.board.status.failing, undefined);
  });
});
