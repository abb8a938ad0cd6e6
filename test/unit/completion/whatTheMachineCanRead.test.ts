import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WindowBudget } from '../../../src/completion/windowBudget.ts';
import { Gate } from '../../fakes/gate.ts';
import { done } from '../tiers/fakeTier.ts';
import { typist } from './typist.ts';

/** A prompt that shares nothing with another one. */
const cold = (characters: number, name = 'a') => name.repeat(characters);

/** The window after one cold prompt, read in this time. */
function windowAfter(characters: number, ms: number): number {
  const budget = new WindowBudget();
  budget.measured(cold(characters), ms);
  return budget.characters;
}

describe('how much text the machine can read in time', () => {
  it('2000 characters until something is measured', () => assert.equal(new WindowBudget().characters, 2000));

  it('what it reads in a second and a half, in steps of 500', () => {
    assert.equal(windowAfter(2000, 1500), 2000);
    assert.equal(windowAfter(2000, 1000), 3000);
    assert.equal(windowAfter(2000, 750), 4000);
    assert.equal(windowAfter(2000, 700), 4500, '4286');
    assert.equal(windowAfter(1000, 700), 2000, '2143');
  });

  it('of other files what it reads in half a second, in steps of 500: none on a slow machine, nor before it is known', () => {
    const othersAfter = (characters: number, ms: number) => {
      const budget = new WindowBudget();
      budget.measured(cold(characters), ms);
      return budget.othersCharacters;
    };
    assert.equal(new WindowBudget().othersCharacters, 0);
    assert.equal(othersAfter(2000, 1), 4000);
    assert.equal(othersAfter(2000, 500), 2000);
    assert.equal(othersAfter(2000, 571), 2000, '1751');
    assert.equal(othersAfter(2000, 1000), 1000);
    assert.equal(othersAfter(2000, 1400), 0, '714 is not worth it');
    assert.equal(othersAfter(2000, 4000), 0);
  });

  it('never less than 1000 characters nor more than 6000', () => {
    assert.equal(windowAfter(2000, 60_000), 1000);
    assert.equal(windowAfter(2000, 1), 6000);
    assert.equal(windowAfter(2000, 0), 6000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(8000), fc.nat(20_000), fc.constantFrom('a', 'b', 'c'))), (all) => {
        const budget = new WindowBudget();
        for (const [characters, ms, name] of all) {
          budget.measured(cold(characters, name), ms);
          assert.ok(budget.characters >= 1000 && budget.characters <= 6000);
          assert.equal(budget.characters % 500, 0);
        }
      }),
    );
  });

  it('a prompt that the engine knew already says nothing, nor does a short one', () => {
    const budget = new WindowBudget();
    budget.measured(cold(2000), 1000);
    budget.measured(`${cold(2000)}${cold(699, 'b')}`, 1);
    assert.equal(budget.characters, 3000);
    budget.measured(cold(699, 'c'), 60_000);
    assert.equal(budget.characters, 3000);
    budget.measured(cold(700, 'd'), 60_000);
    assert.equal(budget.characters, 1000);
  });

  it('only what is new in a prompt counts', () => {
    const budget = new WindowBudget();
    budget.measured(cold(4000), 2000);
    assert.equal(budget.characters, 3000);
    budget.measured(`${cold(4000)}${cold(1000, 'b')}`, 1500);
    assert.equal(budget.characters, 1000);
  });

  it('the next prompts are cut to it', async () => {
    const gate = new Gate();
    const { completions, question, sent, clock } = typist([gate, 'a();', done], ['b();', done]);
    const text = 'line();\n'.repeat(1000);
    const first = question(`${text}x = █`);
    await gate.reached;
    await clock.advance(3000);
    gate.open();
    await first;
    completions.clear();
    await question(`${text}y(); z = █`);
    assert.ok((sent[0]?.prompt.length ?? 0) > 990);
    assert.ok((sent[1]?.prompt.length ?? 0) <= 1000, `${sent[1]?.prompt.length}`);
  });
});
