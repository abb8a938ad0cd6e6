import assert from 'node:assert/strict';
import { leastTokens, noticingCuts } from '../../../src/tiers/noticingCuts.ts';
import type { AnswerRequest, TierEvent } from '../../../src/tiers/tier.ts';
import { done } from './fakeTier.ts';
import { allOf, question } from './requests.ts';

/** Asks with these prompts, one after the other; the engine says how many tokens it read of each. */
async function asks(...all: readonly (readonly [prompt: string, read: number | undefined])[]) {
  let read: number | undefined;
  const answerer = noticingCuts({
    async *answer(): AsyncGenerator<TierEvent> {
      yield { kind: 'piece', text: 'a' };
      if (done.kind !== 'done') return;
      yield { ...done, measured: { totalMs: 1, ...(read === undefined ? {} : { promptTokens: read }) } };
    },
  });
  const noticed: unknown[] = [];
  for (const [prompt, tokens] of all) {
    read = tokens;
    const request: AnswerRequest = {
      ...question(),
      messages: [{ role: 'user', parts: [{ kind: 'instruction', text: prompt }] }],
    };
    const last = (await allOf(answerer.answer(request, new AbortController().signal))).at(-1);
    noticed.push(last?.kind === 'done' ? last.readLess : assert.fail('no end'));
  }
  return noticed;
}

const prose = 'The quick brown fox jumps over the lazy dog and goes on to the river. '.repeat(300);

describe('an engine that reads less than it was sent', () => {
  it('is noticed: a prompt of about 5,000 tokens of which 1,024 were read', async () => {
    assert.deepEqual(await asks([prose, 1024]), [{ read: 1024, sent: leastTokens(prose) }]);
  });

  it('one that read it all is not, however few tokens its tokenizer makes', async () => {
    const code = 'export const value = compute(first, second);\n'.repeat(400);
    const blank = `${' '.repeat(20_000)}\n${'-'.repeat(20_000)}\n`;
    assert.deepEqual(await asks([prose, 4500], [code, 4800], [blank, 90], ['short', 1]), [
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('nor is one that does not count what it had read before, or does not count at all', async () => {
    assert.deepEqual(await asks([prose, 4500], [`${prose}And then?`, 4], [`${prose}And now?`, 3], [prose, undefined]), [
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    // What is new must have been read.
    const other = prose.replaceAll('fox', 'wolf');
    assert.deepEqual(await asks([prose, 4500], [other, 700]), [undefined, { read: 700, sent: leastTokens(other) - 2 }]);
  });
});
