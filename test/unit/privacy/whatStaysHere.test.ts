import assert from 'node:assert/strict';
import type { Origin } from '../../../src/base/text.ts';
import { readExclusions } from '../../../src/privacy/exclusions.ts';
import { type KeepingHere, keepingHere } from '../../../src/privacy/keepingHere.ts';
import type { AnswerRequest, Message, TierEvent } from '../../../src/tiers/tier.ts';
import { allOf, patient, reasonOf } from '../tiers/requests.ts';

const originOf = (path: string): Origin => ({
  kind: 'selection',
  uri: `file:///w/${path}`,
  path,
  range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
});
const about = (...paths: readonly string[]): Message => ({
  role: 'user',
  parts: [
    { kind: 'instruction', text: 'Explain.' },
    ...paths.map((path) => ({ kind: 'excerpt', text: 'TOKEN=1', origin: originOf(path) }) as const),
  ],
});

describe('what must not leave this computer', () => {
  function keeping(change: Partial<KeepingHere> = {}) {
    const asked: AnswerRequest[] = [];
    const answerer = {
      async *answer(request: AnswerRequest): AsyncGenerator<TierEvent> {
        asked.push(request);
        yield { kind: 'piece', text: 'said' };
      },
    };
    const kept = keepingHere(answerer, {
      isElsewhere: () => true,
      letsHandedGo: () => false,
      exclusionsFor: async () => readExclusions(['.env*', 'secrets.*']),
      ...change,
    });
    const answerUntil = (signal: AbortSignal, ...messages: readonly Message[]) =>
      allOf(kept.answer({ model: 'm', messages, maximumTokens: 10, contextTokens: 1000 }, signal));
    const answer = (...messages: readonly Message[]) => answerUntil(patient(), ...messages);
    return { asked, answer, answerUntil };
  }

  it('goes to an engine on this machine, and to none on another', async () => {
    const here = keeping({ isElsewhere: () => false });
    await here.answer(about('.env'));
    assert.equal(here.asked.length, 1);
    const there = keeping();
    await assert.rejects(there.answer(about('main.ts', '.env.local', 'a/secrets.json', '.env.local')), {
      reason: 'keptHere',
      message: '.env.local, a/secrets.json',
    });
    assert.deepEqual(there.asked, []);
  });

  it('is named, three files of it at most', async () => {
    const refused = keeping().answer(about('.env', '.env.a', '.env.b', '.env.c'));
    await assert.rejects(refused, { reason: 'keptHere', message: '.env, .env.a, .env.b' });
  });

  it('is no matter any more to somebody who stopped meanwhile, and goes nowhere', async () => {
    const stopped = new AbortController();
    const { asked, answerUntil } = keeping({
      async exclusionsFor() {
        stopped.abort();
        return readExclusions(['.env*']);
      },
    });
    assert.deepEqual(await answerUntil(stopped.signal, about('.env')), []);
    assert.deepEqual(asked, []);
  });

  it('neither do our own words that name it', async () => {
    const { asked, answer } = keeping();
    const named: Message = { role: 'user', parts: [{ kind: 'instruction', text: 'In .env', about: originOf('.env') }] };
    assert.equal(await reasonOf(answer(named)), 'keptHere');
    assert.deepEqual(asked, []);
  });

  it('what may leave goes', async () => {
    const { asked, answer } = keeping();
    await answer(about('main.ts'));
    assert.equal(asked.length, 1);
  });

  it('what other extensions hand over goes only where the user lets it, and a file’s own text not even then', async () => {
    const nowhere = { line: 0, character: 0 };
    const origin: Origin = { kind: 'handed', uri: 'hearth:handed', path: '', range: { start: nowhere, end: nowhere } };
    const handed: Message = { role: 'user', parts: [{ kind: 'excerpt', text: 'TOKEN=1', origin }] };
    const not = keeping();
    assert.equal(await reasonOf(not.answer(handed)), 'keptHere');
    const willing = keeping({ letsHandedGo: () => true });
    await willing.answer(handed);
    assert.equal(await reasonOf(willing.answer(handed, about('.env'))), 'keptHere');
    assert.deepEqual([not.asked.length, willing.asked.length], [0, 1]);
  });

  it('where the rules cannot be applied, nothing goes', async () => {
    const { asked, answer } = keeping({ exclusionsFor: async () => Promise.reject(new Error('the disk is gone')) });
    assert.equal(await reasonOf(answer(about('main.ts'))), 'notChecked');
    assert.deepEqual(asked, []);
  });
});
