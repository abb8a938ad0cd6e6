import assert from 'node:assert/strict';
import { Completions } from '../../../src/completion/complete.ts';
import { fimFor } from '../../../src/completion/fim.ts';
import type { Answered } from '../../../src/completion/outcome.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { neverStops, stalls } from '../../fakes/ollamaFaults.ts';
import { done } from '../tiers/fakeTier.ts';
import { ollamaAt, patient, until } from '../tiers/requests.ts';
import { coder, key, room, shown } from './keystrokes.ts';
import { at } from './places.ts';

describe('what the model is told', () => {
  it('in the engine’s own template: the text before the cursor, and what stands below it', async () => {
    const { ask, sent } = room();
    await ask('const total = █;\nnext();');
    assert.deepEqual(sent[0], {
      model: 'coder',
      maximumTokens: 256,
      contextTokens: 2048,
      raw: false,
      prompt: 'const total = ',
      suffix: '\nnext();',
      stop: [],
      logprobs: true,
      document: 'file:///project/src/total.ts',
    });
  });

  it('a family of its own gets its own markers', async () => {
    const { ask, sent, state } = room();
    const way = fimFor('codellama:7b-code', []);
    assert.ok(way);
    state.model = { name: 'codellama:7b-code', contextTokens: 4096, way };
    await ask('sum(█)\nnext();');
    const { raw, prompt, suffix, stop } = sent[0] ?? {};
    assert.deepEqual([raw, prompt, suffix], [true, '<PRE> sum( <SUF>\nnext(); <MID>', undefined]);
    assert.ok(stop?.includes('<EOT>'));
  });

  it('the rest of the line, where it is more than closing brackets', async () => {
    const { ask, sent } = room();
    await ask('sum(█, second)\nnext();');
    assert.equal(sent[0]?.suffix, ', second)\nnext();');
  });

  it('the word that is being typed is left to the model, and its answer must begin with it', async () => {
    const { ask, sent } = room(['total += 1;', done]);
    assert.equal(shown(await ask('  tot█')), 'al += 1;');
    assert.equal(sent[0]?.prompt, '  ');
  });

  it('an answer that begins with another word is asked for once more, behind the word', async () => {
    const { ask, sent } = room(['sum += 1;', done], ['al += 1;', done]);
    assert.equal(shown(await ask('  tot█')), 'al += 1;');
    assert.deepEqual(
      sent.map(({ prompt }) => prompt),
      ['  ', '  tot'],
    );
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
    const two = completions.complete(at('const other = █'), patient());
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
