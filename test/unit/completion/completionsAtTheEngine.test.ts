import assert from 'node:assert/strict';
import { type Answered, Completions } from '../../../src/completion/complete.ts';
import { fimFor } from '../../../src/completion/fim.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { neverStops, stalls } from '../../fakes/ollamaFaults.ts';
import { ollamaAt, patient, until } from '../tiers/requests.ts';
import { coder, key, room, shown } from './keystrokes.ts';
import { at } from './places.ts';

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
