import assert from 'node:assert/strict';
import { asComments } from '../../../src/writing/lineComments.ts';

describe('a text as comments', () => {
  it('has the mark of the language before each line, blank ones too', () => {
    assert.equal(asComments('# Sums\n\nAll of them', 'python'), '# # Sums\n#\n# All of them');
    assert.equal(asComments('Sums', 'typescript'), '// Sums');
    assert.equal(asComments('Sums', 'sql'), '-- Sums');
  });

  it('is none in a language whose comments are not known', () => {
    for (const id of ['json', 'html', 'markdown', '']) assert.equal(asComments('Sums', id), undefined);
  });
});
