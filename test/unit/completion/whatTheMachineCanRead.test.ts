import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EngineSpeed } from '../../../src/completion/engineSpeed.ts';
import { beforeCharacters, othersCharacters } from '../../../src/completion/windowBudget.ts';
import { Gate } from '../../fakes/gate.ts';
import { done } from '../tiers/fakeTier.ts';
import { completion } from '../tiers/requests.ts';
import { typist } from './typist.ts';

/** A prompt that shares nothing with another one. */
const cold = (characters: number, name = 'a') => name.repeat(characters);

/** An engine that has read these prompts, each in so many ms. */
function having(...read: (readonly [string, number])[]): EngineSpeed {
  const speed = new EngineSpeed();
  for (const [prompt, ms] of read) speed.read({ prompt }, ms);
  return speed;
}

const windowAfter = (...read: Parameters<typeof having>) => beforeCharacters(having(...read).charactersPerSecond);

describe('how much text the machine can read in time', () => {
  it('2000 characters until something is measured', () => assert.equal(windowAfter(), 2000));

  it('what it reads in a second and a half, in steps of 500', () => {
    assert.equal(windowAfter([cold(2000), 1500]), 2000);
    assert.equal(windowAfter([cold(2000), 1000]), 3000);
    assert.equal(windowAfter([cold(2000), 750]), 4000);
    assert.equal(windowAfter([cold(2000), 700]), 4500, '4286');
    assert.equal(windowAfter([cold(1000), 700]), 2000, '2143');
  });

  it('of other files what it reads in half a second, in steps of 500: none on a slow machine, nor before it is known', () => {
    const othersAfter = (characters: number, ms: number) =>
      othersCharacters(having([cold(characters), ms]).charactersPerSecond);
    assert.equal(othersCharacters(undefined), 0);
    assert.equal(othersAfter(2000, 1), 4000);
    assert.equal(othersAfter(2000, 500), 2000);
    assert.equal(othersAfter(2000, 571), 2000, '1751');
    assert.equal(othersAfter(2000, 1000), 1000);
    assert.equal(othersAfter(2000, 1400), 0, '714 is not worth it');
    assert.equal(othersAfter(2000, 4000), 0);
  });

  it('with text of other files in the prompt, so much less before the cursor, where the machine is not fast enough for both', () => {
    assert.equal(beforeCharacters(2667, 1300), 2700);
    assert.equal(beforeCharacters(2667, 3900), 1000);
    assert.equal(beforeCharacters(6667, 4000), 6000, 'of 10,000');
  });

  it('never less than 1000 characters nor more than 6000', () => {
    assert.equal(windowAfter([cold(2000), 60_000]), 1000);
    assert.equal(windowAfter([cold(2000), 1]), 6000);
    assert.equal(windowAfter([cold(2000), 0]), 6000);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(8000), fc.nat(20_000), fc.constantFrom('a', 'b', 'c'))), (all) => {
        const speed = new EngineSpeed();
        for (const [characters, ms, name] of all) {
          speed.read({ prompt: cold(characters, name) }, ms);
          const window = beforeCharacters(speed.charactersPerSecond);
          assert.ok(window >= 1000 && window <= 6000);
          assert.equal(window % 500, 0);
        }
      }),
    );
  });

  it('a prompt that the engine knew already says nothing, nor does a short one', () => {
    const known: readonly [string, number] = [cold(2000), 1000];
    const more: readonly [string, number] = [`${cold(2000)}${cold(699, 'b')}`, 1];
    assert.equal(windowAfter(known, more), 3000);
    assert.equal(windowAfter(known, more, [cold(699, 'c'), 60_000]), 3000);
    assert.equal(windowAfter(known, more, [cold(700, 'd'), 60_000]), 1000);
  });

  it('only what is new in a prompt counts', () => {
    assert.equal(windowAfter([cold(4000), 2000], [`${cold(4000)}${cold(1000, 'b')}`, 1500]), 1000);
  });

  it('after something else was asked, nothing of a prompt is known', () => {
    const speed = having([cold(2000), 1000]);
    speed.forget();
    speed.read({ prompt: cold(2000) }, 500);
    assert.equal(speed.charactersPerSecond, 4000);
  });

  it('the engine’s own figures at the end are more exact than our clock', () => {
    const speed = having([cold(2000), 1000]);
    speed.ended({ totalMs: 2000, promptMs: 500 });
    assert.equal(speed.charactersPerSecond, 4000);
    speed.read({ prompt: `${cold(2000)}a` }, 1);
    speed.ended({ totalMs: 5, promptMs: 1 });
    assert.equal(speed.charactersPerSecond, 4000, 'nothing new was read');
  });

  it('a conversation is read like any other prompt', () => {
    const speed = new EngineSpeed();
    const part = { kind: 'instruction', text: cold(2000) } as const;
    speed.read({ prompt: '', messages: [{ role: 'user', parts: [part] }] }, 1000);
    assert.equal(speed.charactersPerSecond, 2000);
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

describe('whether the engine would have said something by now', () => {
  const slow = () => having([cold(2000), 4000]);
  const request = (prompt: string) => completion({ prompt });

  it('a long text that is read for the first time takes its time', () => {
    const { bytesWereDue } = slow();
    assert.equal(bytesWereDue(request(cold(3000, 'b')), 4000, false), false, '3000 characters take 6 s');
    assert.equal(slow().bytesWereDue(request(cold(1000, 'b')), 4000, false), true);
  });

  it('what it knows already takes none', () => {
    assert.equal(slow().bytesWereDue(request(`${cold(2000)}${cold(1000, 'b')}`), 4000, false), true);
  });

  it('after a task it knows nothing', () => {
    const speed = slow();
    speed.forget();
    assert.equal(speed.bytesWereDue(request(`${cold(2000)}${cold(1000, 'b')}`), 4000, false), false);
  });

  it('before anything is measured, the first window may take longer than the limit; the next one is smaller', () => {
    const speed = new EngineSpeed();
    assert.equal(speed.bytesWereDue(request(cold(2000)), 4000, false), false);
    assert.equal(beforeCharacters(speed.charactersPerSecond), 1000);
    assert.equal(speed.bytesWereDue(request(cold(1000)), 4000, false), true, 'then it counts');
  });

  it('between two pieces, by how fast it writes', () => {
    const speed = having([cold(2000), 1000]);
    assert.equal(speed.bytesWereDue(request('a'), 3000, true), true, 'nothing is known');
    speed.wrote(2, 8000);
    assert.equal(speed.bytesWereDue(request('a'), 3000, true), false);
    speed.ended({ totalMs: 1, answerTokens: 10, answerMs: 500 });
    assert.equal(speed.bytesWereDue(request('a'), 3000, true), true);
  });
});
