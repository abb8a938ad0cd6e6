import assert from 'node:assert/strict';
import { below } from '../../../src/review/below.ts';
import { withHunks } from '../../../src/writing/guards/change.ts';

/** The document after a text was put below its part between `‹` and `›`. */
function withText(marked: string, text: string, by: 'paragraph' | 'line' = 'paragraph'): string {
  const [start, end] = [marked.indexOf('‹'), marked.indexOf('›')];
  const [before, own, rest] = [marked.slice(0, start), marked.slice(start + 1, end), marked.slice(end + 1)];
  const next = own.endsWith('\n') ? rest.split('\n')[0] : rest.split('\n')[1];
  return before + withHunks(own, [below(own, text, rest === '' ? undefined : next, by)]) + rest;
}

describe('A text put below another', () => {
  for (const [what, marked, result] of [
    ['is a paragraph of its own', '‹Notes.›\n\nEnd.\n', 'Notes.\n\nNew.\n\nEnd.\n'],
    ['stays apart from the line behind', '‹Notes.›\nEnd.\n', 'Notes.\n\nNew.\n\nEnd.\n'],
    ['stays apart where the line’s end was selected too', '‹Notes.\n›End.\n', 'Notes.\n\nNew.\n\nEnd.\n'],
    ['comes at the end of the file', '‹Notes.›', 'Notes.\n\nNew.'],
    ['comes before the last line’s end', '‹Notes.\n›', 'Notes.\n\nNew.\n'],
    ['is all there is in an empty file', '‹›', 'New.'],
    ['leaves blank lines that were selected behind it', '‹Notes.\n\n›End.\n', 'Notes.\n\nNew.\n\nEnd.\n'],
  ] as const) {
    it(what, () => assert.equal(withText(marked, 'New.\n'), result));
  }

  it('is on the next line in code, as it was indented', () => {
    assert.equal(withText('‹  a();›\n  c();\n', '\n  b();\n', 'line'), '  a();\n  b();\n  c();\n');
  });
});
