import assert from 'node:assert/strict';
import { explain } from '../../../src/tasks/explain.ts';
import { fitOf } from '../../../src/tasks/fit.ts';
import { followUp } from '../../../src/tasks/followUp.ts';
import { type AnswerRequest, messageText } from '../../../src/tiers/tier.ts';
import { excerptOf } from './excerpts.ts';

const model = { name: 'writer', contextTokens: 8192 };
const first = explain.messages(excerptOf('const a = 1;'));
const roles = ({ messages }: AnswerRequest) => messages.map(({ role }) => role).join(' ');
const texts = ({ messages }: AnswerRequest) => messages.map(messageText);

describe('A question about an answer', () => {
  it('comes with the excerpt and the answer', () => {
    const request = followUp(first, 'It is one.', 'Why?', model);
    assert.equal(roles(request), 'system user assistant user');
    assert.match(texts(request)[1] ?? '', /const a = 1;/);
    assert.deepEqual(texts(request).slice(2), ['It is one.', 'Why?']);
  });

  it('keeps where each text comes from', () => {
    const { messages } = followUp(first, 'It is one.', 'Why?', model);
    const origins = messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'excerpt' ? [part.origin] : [])),
    );
    assert.deepEqual(
      origins.map(({ kind, uri }) => [kind, uri]),
      [
        ['selection', 'file:///project/src/total.ts'],
        ['answer', 'hearth:answer'],
        ['typed', 'hearth:typed'],
      ],
    );
  });

  it('comes with what was said before, as far as it fits, and always with the excerpt and the last answer', () => {
    const second = followUp(first, 'It is one.', 'Why?', model);
    const third = followUp(second.messages, 'Because it says so.', 'Where?', model);
    assert.deepEqual(texts(third).slice(2), ['It is one.', 'Why?', 'Because it says so.', 'Where?']);
    const long = followUp(first, 'word '.repeat(3000), 'Why?', { ...model, contextTokens: 20_000 });
    const small = { ...model, contextTokens: 2048 };
    const cut = followUp(long.messages, 'Because it says so.', 'Where?', small);
    assert.deepEqual(texts(cut).slice(2), ['Because it says so.', 'Where?']);
    assert.match(texts(cut)[1] ?? '', /const a = 1;/);
    assert.ok(fitOf(cut).promptTokens <= fitOf(cut).availableTokens);
  });

  it('may be answered in any way, and says so once', () => {
    const second = followUp(first, 'It is one.', 'Why?', model);
    const third = followUp(second.messages, 'Because.', 'Where?', model);
    assert.equal(texts(third)[0]?.match(/Questions after/g)?.length, 1);
  });
});
