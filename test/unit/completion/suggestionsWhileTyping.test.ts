import assert from 'node:assert/strict';
import { type Answered, type CompletionModel, Completions } from '../../../src/completion/complete.ts';
import { fimFor } from '../../../src/completion/fim.ts';
import { type CompletionRequest, TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { Turns } from '../../../src/tiers/turns.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { neverStops, stalls } from '../../fakes/ollamaFaults.ts';
import { done, fakeTier, type Script } from '../tiers/fakeTier.ts';
import { allOf, ollamaAt, patient, question, until } from '../tiers/requests.ts';
import { at } from './places.ts';

const coder: CompletionModel = { name: 'coder', contextTokens: 2048, way: { way: 'suffix' } };

/** Completions over a tier that answers each request with the next script. */
function room(...scripts: Script[]) {
  const clock = virtualClock();
  const tier = fakeTier(...scripts);
  const sent: CompletionRequest[] = [];
  const state: { model: CompletionModel | 'loading' | Error; busy: boolean } = { model: coder, busy: false };
  const completions = new Completions({
    completer: {
      complete(request, signal) {
        sent.push(request);
        return tier.complete(request, signal);
      },
    },
    model: async () => {
      if (state.model instanceof Error) throw state.model;
      return state.model;
    },
    busy: () => state.busy,
    clock,
  });
  const ask = (marked: string, signal = patient()) => completions.complete(at(marked), signal);
  return { clock, tier, sent, state, completions, ask };
}

/** What is shown, or why nothing is. */
const shown = (answered: Answered) => ('suggestion' in answered ? answered.suggestion.text : { why: answered.nothing });

/** A keystroke that VS Code can cancel. */
function key() {
  const ended = new AbortController();
  return { signal: ended.signal, cancel: () => ended.abort() };
}

describe('suggestions while typing', () => {
  it('what the model says, fit for its place, and who said it', async () => {
    const { ask } = room(['sum(', 'items);', done]);
    assert.deepEqual(await ask('const total = █;'), {
      suggestion: { text: 'sum(items)', from: 'engine', model: 'coder' },
      measured: { totalMs: 1 },
    });
  });

  it('the same place again, or further along it, costs no request', async () => {
    const { ask, sent } = room(['sum(items)', done]);
    await ask('const total = █;');
    for (const [place, left] of [
      ['const total = █;', 'sum(items)'],
      ['const total = su█;', 'm(items)'],
      ['const total = sum(item█;', 's)'],
    ] as const) {
      assert.deepEqual(await ask(place), { suggestion: { text: left, from: 'cache', model: 'coder' } });
    }
    assert.equal(sent.length, 1);
  });

  it('typing something else asks anew', async () => {
    const { ask, sent } = room(['sum(items)', done], ['max(items)', done]);
    await ask('const total = █;');
    assert.equal(shown(await ask('const total = m█;')), 'max(items)');
    assert.equal(sent.length, 2);
  });

  it('the keystrokes that agree share the request in flight', async () => {
    const gate = new Gate();
    const { ask, sent } = room(['sum', gate, '(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    assert.deepEqual(shown(await one), { why: 'cancelled' });
    const two = ask('const total = s█;');
    const three = ask('const total = su█;');
    gate.open();
    assert.equal(shown(await three), 'm(items)');
    assert.equal(shown(await two), 'um(items)');
    assert.equal(sent.length, 1);
  });

  it('at the first contradiction the request is ended before the next one is made', async () => {
    const gate = new Gate();
    const { ask, tier } = room(['sum', gate, done], ['max(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    const two = ask('const total = m█;');
    assert.equal(tier.asked[0]?.signal.aborted, true);
    assert.equal(shown(await two), 'max(items)');
    assert.equal(tier.asked[0]?.over, true);
  });

  it('when the answer turns out to contradict what was typed meanwhile, it is ended and asked anew', async () => {
    const [gate, rest] = [new Gate(), new Gate()];
    const { ask, tier } = room([gate, 'sum', rest, '(items)', done], ['max(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    const two = ask('const total = m█;');
    assert.equal(tier.asked.length, 1, 'what has not arrived cannot contradict');
    gate.open();
    // The rest of the contradicting answer is never waited for.
    assert.equal(shown(await two), 'max(items)');
    assert.equal(tier.asked.length, 2);
    assert.ok(tier.asked.every(({ over }) => over));
  });

  it('a request whose keystroke is gone goes on for 150 ms, and no longer', async () => {
    const gate = new Gate();
    const { clock, ask, tier } = room(['sum', gate, done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    await clock.advance(149);
    assert.equal(tier.asked[0]?.signal.aborted, false);
    await clock.advance(1);
    assert.equal(tier.asked[0]?.signal.aborted, true);
    assert.equal(clock.waiting, 0);
  });

  it('an answer that comes within those 150 ms is kept for when the cursor comes back', async () => {
    const gate = new Gate();
    const { clock, ask, sent } = room(['sum', gate, '(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    await clock.advance(100);
    gate.open();
    await clock.advance(1000);
    assert.equal(clock.waiting, 0);
    assert.equal(shown(await ask('const total = █;')), 'sum(items)');
    assert.equal(sent.length, 1);
  });

  it('a keystroke that shares the request keeps it alive', async () => {
    const gate = new Gate();
    const { clock, ask } = room(['sum', gate, '(items)', done]);
    const first = key();
    const one = ask('const total = █;', first.signal);
    await gate.reached;
    first.cancel();
    await one;
    const two = ask('const total = s█;');
    await clock.advance(10_000);
    gate.open();
    assert.equal(shown(await two), 'um(items)');
  });

  it('an older keystroke that still waits does not end the newer one’s request', async () => {
    const [gate, later] = [new Gate(), new Gate()];
    const { ask, tier } = room([gate, done], [later, 'max(items)', done], ['wrong', done]);
    const one = ask('const total = █;');
    await gate.reached;
    const two = ask('const total = s█;');
    const three = ask('const totals█');
    await later.reached;
    assert.deepEqual(shown(await one), { why: 'cancelled' });
    assert.deepEqual(shown(await two), { why: 'cancelled' });
    later.open();
    assert.equal(shown(await three), 'max(items)');
    assert.equal(tier.asked.length, 2);
  });

  it('a keystroke that is gone before it is considered asks nothing', async () => {
    const { ask, sent, clock } = room();
    const gone = key();
    gone.cancel();
    assert.deepEqual(await ask('const total = █;', gone.signal), { nothing: 'cancelled' });
    assert.deepEqual([sent.length, clock.waiting], [0, 0]);
  });

  it('the engine stops as soon as there is enough', async () => {
    const gate = new Gate();
    const { ask, tier } = room(['\n  b();', '\n}\n', 'next();', gate, done]);
    assert.equal(shown(await ask('if (a) {█')), '\n  b();\n}');
    assert.equal(tier.asked[0]?.over, true);
  });

  it('nothing to add is no suggestion', async () => {
    const { ask } = room([';', done], ['', done]);
    assert.deepEqual(await ask('const total = 1█;'), { nothing: 'empty', measured: { totalMs: 1 } });
    assert.deepEqual(shown(await ask('const other = 1█;')), { why: 'empty' });
  });

  it('what is no text is not completed', async () => {
    const { ask, sent } = room();
    assert.deepEqual(await ask('a\u0000b█'), { nothing: 'notText' });
    assert.equal(sent.length, 0);
  });

  it('while the model is being loaded, nothing is sent; when it is there, it is asked', async () => {
    const { ask, sent, state } = room(['sum(items)', done]);
    state.model = 'loading';
    assert.deepEqual(await ask('const total = █;'), { nothing: 'loading' });
    assert.equal(sent.length, 0);
    state.model = coder;
    assert.equal(shown(await ask('const total = █;')), 'sum(items)');
  });

  it('while a task is being answered, nothing is sent', async () => {
    const { ask, sent, state } = room();
    state.busy = true;
    assert.deepEqual(await ask('const total = █;'), { nothing: 'taskRunning' });
    assert.equal(sent.length, 0);
  });

  it('a completion that gave way to a task is no suggestion', async () => {
    const turns = new Turns();
    const gate = new Gate();
    const completions = new Completions({
      completer: turns.forCompletions(fakeTier(['sum', gate, done])),
      model: async () => coder,
      busy: () => turns.taken,
      clock: virtualClock(),
    });
    const one = completions.complete(at('const total = █;'), patient());
    await gate.reached;
    const task = new Gate();
    const answering = allOf(turns.forTasks(fakeTier([task, done])).answer(question(), patient()));
    assert.deepEqual(shown(await one), { why: 'taskRunning' });
    task.open();
    await answering;
  });

  for (const reason of [
    'unreachable',
    'cutShort',
    'stalled',
    'outOfMemory',
    'modelMissing',
  ] satisfies TierErrorReason[]) {
    it(`${reason} is a reason, and half an answer is not shown`, async () => {
      const { ask, sent } = room(['sum(', new TierError(reason, 'as told')], ['sum(items)', done]);
      assert.deepEqual(await ask('const total = █;'), { nothing: reason, detail: 'as told' });
      assert.equal(shown(await ask('const total = █;')), 'sum(items)', 'and it is over with the next key');
      assert.equal(sent.length, 2);
    });
  }

  it('a failure meets all who share the request, and none of them asks again', async () => {
    const gate = new Gate();
    const { ask, sent } = room([gate, new TierError('stalled', 'as told')]);
    const one = ask('const total = █;');
    await gate.reached;
    const two = ask('const total = s█;');
    gate.open();
    assert.deepEqual(shown(await one), { why: 'stalled' });
    assert.deepEqual(shown(await two), { why: 'stalled' });
    assert.equal(sent.length, 1);
  });

  it('no model is a reason', async () => {
    const { ask, state } = room();
    state.model = new TierError('noModel', 'none fits');
    assert.deepEqual(await ask('const total = █;'), { nothing: 'noModel', detail: 'none fits' });
  });

  it('a fault of our own is a reason too, and nothing is thrown', async () => {
    const { ask, state } = room([new RangeError('ours')]);
    assert.deepEqual(await ask('const total = █;'), { nothing: 'engineFailed', detail: 'RangeError: ours' });
    state.model = new TypeError('also ours');
    assert.deepEqual(shown(await ask('const total = █;')), { why: 'engineFailed' });
  });

  it('after a change of model nothing of the old one is shown', async () => {
    const { ask, sent, state, completions } = room(['old()', done], ['new()', done]);
    await ask('const total = █;');
    state.model = { ...coder, name: 'other' };
    completions.clear();
    assert.deepEqual((await ask('const total = █;')) as object, {
      suggestion: { text: 'new()', from: 'engine', model: 'other' },
      measured: { totalMs: 1 },
    });
    assert.deepEqual(
      sent.map(({ model }) => model),
      ['coder', 'other'],
    );
  });

  it('a change of model, or the end, ends the request in flight for all who wait', async () => {
    const gate = new Gate();
    const { ask, completions, tier } = room([gate, done]);
    const one = ask('const total = █;');
    await gate.reached;
    const two = ask('const total = s█;');
    completions.dispose();
    assert.deepEqual([shown(await one), shown(await two)], [{ why: 'cancelled' }, { why: 'cancelled' }]);
    assert.deepEqual(
      tier.asked.map(({ over }) => over),
      [true],
    );
  });
});

describe('what the model is told', () => {
  it('one line stops at its end, a block does not and may be longer', async () => {
    const { ask, sent } = room();
    await ask('const total = █;');
    await ask('if (a) {█');
    assert.deepEqual(sent[0], {
      model: 'coder',
      maximumTokens: 64,
      contextTokens: 2048,
      raw: false,
      prompt: 'const total = ',
      suffix: ';',
      stop: ['\n'],
    });
    assert.deepEqual([sent[1]?.maximumTokens, sent[1]?.stop, sent[1]?.suffix], [256, [], '\n']);
  });

  it('a family of its own gets its own markers', async () => {
    const { ask, sent, state } = room();
    const way = fimFor('codellama:7b-code', []);
    assert.ok(way);
    state.model = { name: 'codellama:7b-code', contextTokens: 4096, way };
    await ask('sum(█)');
    assert.deepEqual(sent[0], {
      model: 'codellama:7b-code',
      maximumTokens: 64,
      contextTokens: 4096,
      raw: true,
      prompt: '<PRE> sum( <SUF>) <MID>',
      stop: ['<PRE>', '<SUF>', '<MID>', '<EOT>', '\n'],
    });
  });
});

describe('suggestions while typing, at the engine', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.stop());

  const start = () => {
    const clock = virtualClock();
    const completions = new Completions({
      completer: ollamaAt(fake.url),
      model: async () => coder,
      busy: () => false,
      clock,
    });
    return { clock, completions };
  };

  it('a contradiction closes the connection', async () => {
    const { completions } = start();
    fake.enqueue(stalls('sum'));
    const first = key();
    const one = completions.complete(at('const total = █;'), first.signal);
    await until(() => fake.requests.length === 1);
    first.cancel();
    await one;
    fake.enqueue(says('max(items)'));
    const two = completions.complete(at('const totals█'), patient());
    assert.equal(await fake.requests[0]?.closed, 'aborted');
    assert.equal(shown(await two), 'max(items)');
  });

  it('enough of an answer closes the connection', async () => {
    const { completions } = start();
    fake.enqueue(neverStops('x();\n'));
    assert.match(String(shown(await completions.complete(at('const total = █'), patient()))), /^x\(\);/);
    assert.equal(await fake.requests[0]?.closed, 'aborted');
  });

  it('a word typed key by key, each key cancelling the last, is one request at a time', async () => {
    const { clock, completions } = start();
    const gate = new Gate();
    fake.script(says(gate, 'total(items)'));
    let last: Promise<Answered> | undefined;
    let previous = key();
    const line = 'const sum = ';
    for (let typed = 0; typed <= 5; typed++) {
      previous.cancel();
      previous = key();
      last = completions.complete(at(`${line}${'total'.slice(0, typed)}█;`), previous.signal);
      await clock.advance(50);
    }
    await gate.reached;
    gate.open();
    assert.equal(shown((await last) ?? { nothing: 'empty' }), '(items)');
    assert.equal(fake.requests.length, 1);
    assert.equal(fake.mostInFlight, 1);
  });
});
