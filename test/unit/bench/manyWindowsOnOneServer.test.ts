import assert from 'node:assert/strict';
import type { CompletionRequest } from '../../../src/tiers/tier.ts';
import { EventClock } from '../../bench/physics/eventClock.ts';
import { profiles } from '../../bench/physics/profiles.ts';
import { SharedServer } from '../../bench/physics/sharedServer.ts';
import { fairness, measureLoad } from '../../bench/sharedLoad.ts';
import { hearth } from '../../bench/systems/hearth.ts';
import { readAllPieces } from '../../bench/traces/readPieces.ts';
import { allOf, patient } from '../tiers/requests.ts';

const request = (prompt: string): CompletionRequest => ({
  model: 'm',
  prompt,
  raw: true,
  stop: [],
  maximumTokens: 10,
  contextTokens: 1000,
});

describe('many windows on one server', () => {
  const start = (slots: number) => {
    const clock = new EventClock();
    const server = new SharedServer({ clock, profile: profiles.fast, slots });
    const window = (word: string) => server.window({ answer: () => [{ text: word, logprob: 0 }] });
    return { clock, server, window };
  };

  it('each gets its own answer, and what it asked before is in memory of the slot that it gets again', async () => {
    const { clock, window } = start(2);
    const [one, other] = [window('one'), window('other')];
    const ask = ({ completer }: typeof one, prompt: string) =>
      clock.runUntil(allOf(completer.complete(request(prompt), patient())));
    const said = await Promise.all([ask(one, 'a b c d'), ask(other, 'x y z w')]);
    assert.deepEqual(
      said.map(([first]) => first?.kind === 'piece' && first.text),
      ['one', 'other'],
    );
    await ask(one, 'a b c d e');
    await ask(other, 'x y z w v');
    assert.deepEqual(
      [one, other].map((each) => each.served().at(-1)?.evaluatedTokens),
      [1, 1],
    );
  });

  it('a request waits in line for a slot; one that is not wanted any more leaves the line, and nobody is forgotten', async () => {
    const { clock, server, window } = start(1);
    const windows = ['a', 'b', 'c'].map(window);
    const leaving = new AbortController();
    const asked = windows.map(({ completer }, index) =>
      allOf(completer.complete(request('p'), index === 1 ? leaving.signal : patient())),
    );
    leaving.abort();
    const said = await clock.runUntil(Promise.all(asked));
    assert.deepEqual(
      said.map(({ length }) => length),
      [2, 0, 2],
    );
    assert.equal(server.mostWaiting, 2);
  });

  it('a few windows type to their end: every request ends, and a contradiction ends its request within a token', async () => {
    const pieces = readAllPieces().slice(0, 6);
    const plan = { system: hearth(), windows: 6, slots: 2, pieces, piecesEach: 1 };
    const load = await measureLoad(plan);
    assert.equal(load.lost, 0);
    assert.ok(load.done + load.cancelled > 6);
    assert.equal(
      load.played.flat().reduce((sum, { overruns }) => sum + overruns, 0),
      0,
    );
    assert.deepEqual(await measureLoad(plan), load, 'it repeats');
  });

  it('fairness is 1 where all have the same, and falls to 1/n', () => {
    assert.equal(fairness([3, 3, 3]), 1);
    assert.equal(fairness([1, 0, 0, 0]), 0.25);
  });
});
