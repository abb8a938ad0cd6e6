import assert from 'node:assert/strict';
import { chatRequest } from '../../../src/tasks/chat.ts';
import { explain } from '../../../src/tasks/explain.ts';
import { fits } from '../../../src/tasks/fit.ts';
import { review } from '../../../src/tasks/reading/review.ts';
import { messageText } from '../../../src/tiers/tier.ts';
import { excerptOf } from './excerpts.ts';

const model = { name: 'writer', contextTokens: 2048 };
const earlier = [
  { question: 'What is one?', answer: 'The first.' },
  { question: 'And two?', answer: 'word '.repeat(600) },
];

function put(asked: Omit<Parameters<typeof chatRequest>[0], 'earlier'> & { readonly earlier?: typeof earlier }) {
  const made = chatRequest({ earlier: [], ...asked }, model) ?? assert.fail('it has no room');
  const { messages } = made.request;
  return { ...made, messages, roles: messages.map(({ role }) => role).join(' '), texts: messages.map(messageText) };
}

describe('A message in a chat', () => {
  it('comes with what was said before, between who is asked and what is asked now', () => {
    const { roles, texts } = put({ question: 'And three?', earlier: earlier.slice(0, 1) });
    assert.equal(roles, 'system user assistant user');
    assert.deepEqual(texts.slice(1), ['What is one?', 'The first.', 'And three?']);
  });

  it('leaves out the oldest where not all has room, and never a part of the text', () => {
    const excerpt = excerptOf('const a = 1;\n'.repeat(100));
    const { texts, request, excerpt: used } = put({ question: 'Why?', excerpt, earlier });
    assert.ok(fits(request));
    assert.equal(used, excerpt);
    assert.ok(!texts.join('\n').includes('What is one?'));
    assert.ok(texts.at(-1)?.includes(excerpt.text));
  });

  it('of a text that has no room, it has the beginning, and says which', () => {
    const excerpt = excerptOf('const a = 1;\n'.repeat(2000));
    const { request, excerpt: used, texts } = put({ task: explain, question: '', excerpt, earlier });
    assert.ok(fits(request));
    assert.ok(used && used.text.length > 100 && excerpt.text.startsWith(used.text));
    assert.equal(used.origin.range.end.line, used.origin.range.start.line + used.text.split('\n').length - 1);
    assert.equal(texts.length, 2);
  });

  it('is refused where not even a line has room', () => {
    const excerpt = excerptOf('a'.repeat(100_000));
    assert.equal(chatRequest({ task: explain, question: '', excerpt, earlier: [] }, model), undefined);
    assert.equal(chatRequest({ question: 'why '.repeat(5000), earlier: [] }, model), undefined);
  });

  it('with an answer that has a form, has nothing of what was said before', () => {
    const { request, roles } = put({ task: review, question: '', excerpt: excerptOf('a'), earlier });
    assert.equal(roles, 'system user');
    assert.deepEqual(request.format, review.format);
  });

  it('keeps where each text is from', () => {
    const { messages } = put({ question: 'Why?', excerpt: excerptOf('a'), earlier: earlier.slice(0, 1) });
    const kinds = messages.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'excerpt' ? [part.origin.kind] : [])),
    );
    assert.deepEqual(kinds, ['typed', 'answer', 'typed', 'selection']);
  });
});
