import assert from 'node:assert/strict';
import { nameIt, offeredNames } from '../../../../src/tasks/code/nameIt.ts';
import { excerptOf } from '../excerpts.ts';

describe('Name It', () => {
  const excerpt = excerptOf('const x = total / count;\nuse(x);');
  const answer = (...names: string[]) => JSON.stringify({ names: names.map((name) => ({ name, why: 'because' })) });

  it('offers names that could be used, each once, three at most', () => {
    assert.deepEqual(
      offeredNames(answer('`average`', 'mean', 'average', 'perItem', 'ratio'), 'x', excerpt)?.map(({ name }) => name),
      ['average', 'mean', 'perItem'],
    );
  });

  it('offers no name that is taken, that is no name, or that is the one there is', () => {
    assert.deepEqual(offeredNames(answer('x', 'total', 'two words', '1st', '', 'a-b', 'drop()'), 'x', excerpt), []);
  });

  it('says so when the answer has no list of names', () => {
    assert.equal(offeredNames('I would call it average.', 'x', excerpt), undefined);
  });

  it('tells the model the name as text of the file', () => {
    const parts = nameIt('x')
      .messages(excerpt)
      .flatMap((message) => message.parts);
    assert.deepEqual(
      parts.filter((part) => part.kind === 'excerpt').map((part) => part.text),
      ['x', excerpt.text],
    );
  });
});
