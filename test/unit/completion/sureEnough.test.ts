import assert from 'node:assert/strict';
import fc from 'fast-check';
import { partAt } from '../../../src/completion/answerText.ts';
import { Flight } from '../../../src/completion/flight.ts';
import { openGate, shows, usualGate } from '../../../src/completion/gate.ts';
import type { TierEvent } from '../../../src/tiers/tier.ts';
import { done } from '../tiers/fakeTier.ts';
import { shown } from './keystrokes.ts';
import { at } from './places.ts';
import { typist } from './typist.ts';

const piece = (text: string, ...logprobs: number[]): TierEvent => ({ kind: 'piece', text, logprobs });
const { leastCertainty } = usualGate;

describe('sure enough', () => {
  it('is what reaches the least certainty', () => {
    assert.equal(shows(usualGate, leastCertainty), true);
    assert.equal(shows(usualGate, leastCertainty - 0.001), false);
    assert.equal(shows(openGate, -100), true);
  });

  it('is whatever an engine says that does not tell', async () => {
    assert.equal(shows(usualGate, undefined), true);
    const { question } = typist(['sum();', done]);
    assert.equal(shown(await question('a = █')), 'sum();');
  });

  it('below it nothing is shown, with the reason, from the engine as from what is known', async () => {
    const { question, key, sent } = typist([piece('sum(items.all());', -0.9), done]);
    assert.deepEqual(shown(await question('a = █')), { why: 'unsure' });
    assert.deepEqual(await key('a = s█'), { why: 'unsure' });
    assert.equal(sent.length, 1);
  });

  it('it is shown when a person asks, with no further request', async () => {
    const { question, sent } = typist([piece('sum(items.all());', -0.9), done]);
    await question('a = █');
    assert.equal(shown(await question('a = █', { invoked: true })), 'sum(items.all());');
    assert.equal(sent.length, 1);
  });

  it('also straight from the engine', async () => {
    const { question } = typist([piece('sum(items.all());', -0.9), done]);
    assert.equal(shown(await question('a = █', { invoked: true })), 'sum(items.all());');
  });

  it('each line for itself, and what is left of it', async () => {
    const tokens = [
      piece('sum', -0.1),
      piece('(items)', -0.9),
      piece(';', -0.1),
      piece('\nwrong', -3),
      piece('();\n', -1),
    ];
    const { question, key } = typist([...tokens, done]);
    assert.equal(shown(await question('a = █')), 'sum(items);', 'on the whole');
    assert.equal(await key('a = su█'), 'm(items);');
    assert.deepEqual(await key('a = sum(items█'), { why: 'unsure' }, 'the sure start is typed');
    assert.equal(await key('a = sum(items)█'), ';');
    assert.deepEqual(await key('a = sum(items);█'), { why: 'unsure' });
  });

  it('exactly the tokens of which something is shown count, whatever is typed of them', () => {
    const logprob = fc.integer({ min: -40, max: 0 }).map((tenths) => tenths / 10);
    const token = fc.tuple(fc.constantFrom('a', 'b(', ');', '\n', ';\n', '\n  ', 'word'), logprob);
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 15 }), fc.nat(20), fc.boolean(), (tokens, typed, over) => {
        const text = tokens.map(([one]) => one).join('');
        const from = Math.min(typed, text.length);
        const flight = new Flight(at('x = █'), false, 0);
        for (const [one, certainty] of tokens) flight.add(one, [certainty]);
        if (over) flight.over('whole', {});
        const part = partAt(flight, at(`x = ${text.slice(0, from)}█`));
        if (!part || part === 'notYet') return;
        const to = from + part.text.length;
        let start = 0;
        const counted = tokens.flatMap(([one, certainty]) => {
          const [begin, end] = [start, start + one.length];
          start = end;
          return end > from && begin < to ? [certainty] : [];
        });
        const mean = counted.reduce((sum, one) => sum + one, 0) / counted.length;
        assert.ok(Math.abs((part.certainty ?? Number.NaN) - mean) < 1e-9, `${part.certainty} for ${mean}`);
      }),
      { numRuns: 500 },
    );
  });

  it('several tokens in one piece share its text', () => {
    const flight = new Flight(at('x = █'), false, 0);
    flight.add('abcd\n', [-1, -3]);
    const certainty = (typed: string) => {
      const part = partAt(flight, at(`x = ${typed}█`));
      return part && part !== 'notYet' ? part.certainty : part;
    };
    assert.equal(certainty(''), -2);
    assert.equal(certainty('abc'), -3);
  });
});
