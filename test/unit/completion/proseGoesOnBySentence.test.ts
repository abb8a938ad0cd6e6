import assert from 'node:assert/strict';
import fc from 'fast-check';
import { proseEnd } from '../../../src/completion/prose.ts';

/** `|` where the continuation ends; without one, it waits for more. */
function ends(before: string, marked: string): void {
  const at = marked.indexOf('|');
  const arrived = marked.replace('|', '');
  assert.equal(proseEnd(before, arrived), at < 0 ? undefined : at, JSON.stringify(marked));
}

describe('prose goes on by sentence', () => {
  it('to the end of the first one, with its quotes and brackets', () => {
    ends('The model ', 'runs here.| It needs no cloud.');
    ends('Is it ', 'here?| Yes.');
    ends('It is ', 'here!| Yes.');
    ends('He said: "', 'It runs here."| Then he left.');
    ends('(', 'It runs here.)| Then');
    ends('**', 'It runs here.**| Then');
    ends('Well', '...| So');
    ends('它', '在这里运行。|然后');
    ends('The file ', '`main.ts`.| `Next` comes');
  });

  it('it waits until what follows tells that it is an end', () => {
    ends('The model ', 'runs here.');
    ends('The model ', 'runs here. ');
    ends('The model ', 'runs here."');
    ends('The model ', 'runs');
    ends('The model ', '');
    ends('The model ', ' \n');
  });

  it('abbreviations, initials and numbers end nothing', () => {
    ends('Ask ', 'Dr. Smith or Mrs. Jones.| They know.');
    ends('Use a small one, ', 'e.g. Qwen, i.e. The small.| Then');
    ends('See ', 'Fig. 3 and No. 5.| Then');
    ends('It is ', '3.14 or so.| Then');
    ends('It took ', '2.5 s.| Then');
    ends('By ', 'J. Smith et al. and others.| Then');
    ends('It runs, ', 'z. B. hier, z.B. Hier.| Dann');
    ends('The answer is ', 'no.| Then');
    ends('You are better than ', 'I.| Then');
    ends('', '1. First|\n');
    ends('Open ', 'main.ts or a.b.c of it.| Then');
    ends('It goes on', '... and on.| Then');
    ends('"', 'Why?" he asked.| Then');
  });

  it('full stops within code end nothing', () => {
    ends('Call ', '`a. B` first.| Then');
    ends('Call `a', '. B` first.| Then');
    ends('Call ', '``a ` . B`` first.| Then');
    ends('A stray ` above.\n\nCall ', 'it.| Then');
  });

  it('to the end of the paragraph', () => {
    ends('The model ', 'runs here|\n\nNext');
    ends('The model ', 'runs here|\n \nNext');
    ends('The model ', 'runs here.|\n\nnext');
    ends('The model ', 'runs here.|\n\n');
    ends('The model ', 'runs here|\n# Next');
    ends('The model ', 'runs here|\n- a');
    ends('The model ', 'runs here|\n1. a');
    ends('The model ', 'runs here|\n```');
    ends('The `model ', 'runs. Here|\n\nNext');
  });

  it('a line break in wrapped text ends nothing', () => {
    ends('The model ', 'runs\nhere.| It');
    ends('The model ', 'runs here.|\nIt needs');
    ends('The model ', 'runs\n');
    ends('The model ', 'runs\n-');
    ends('The model ', 'runs\n-5 degrees.| It');
  });

  it('headings, list items and quotes are one line', () => {
    ends('# The ', 'model|\nIt runs');
    ends('- The ', 'model|\n');
    ends('', '- The model|\n');
    ends('1. The ', 'model|\n');
    ends('> The ', 'model|\n');
  });

  it('a new paragraph does not tear a sentence', () => {
    ends('The model', '|\n\n# Next');
    ends('The model runs.', '\n\nIt needs nothing.| It');
    ends('# The model', '\n\nIt runs.| It');
    ends('The model runs.\n\n', '\nIt needs nothing.| It');
  });

  it('an end, once found, stays where it is when more arrives', () => {
    const piece = fc.constantFrom('a', ' ', '\n', '.', 'The', '`', '- ', '"', '3', 'e.g.', '!', '。');
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (before, arrived, more) => {
        const end = proseEnd(before, arrived);
        if (end === undefined) return;
        assert.ok(end >= 0 && end <= arrived.length);
        assert.equal(proseEnd(before, arrived + more), end);
      }),
    );
  });
});
