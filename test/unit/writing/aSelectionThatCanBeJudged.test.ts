import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expand } from '../../../src/writing/reading/expand.ts';
import { markdownDocument } from './documents.ts';

/** What is worked on for a selection that stands between `‹` and `›`. */
function workedOn(marked: string, languageId = 'markdown'): string {
  const start = marked.indexOf('‹');
  const end = marked.indexOf('›') - 1;
  const text = marked.replace(/[‹›]/g, '');
  const expanded = expand(text, languageId, { start, end });
  return text.slice(expanded.start, expanded.end);
}

describe('What is worked on for a selection', () => {
  for (const [what, marked, languageId] of [
    ['a sentence of a paragraph', 'One is here. ‹Two is here.› Three.', 'markdown'],
    ['a word', 'One ‹two› three.', 'markdown'],
    ['a sentence with a whole link', 'See it. ‹Read [the guide](https://a.example) first.› Then go.', 'markdown'],
    ['a sentence with a code span', 'See it. ‹Set `retry` first.› Then go.', 'markdown'],
    [
      'a sentence with a label that is defined far away',
      '‹See [the guide][g] now.› Go.\n\n[g]: https://a.example',
      'markdown',
    ],
    ['an item of a list', '- one\n‹- two›\n- three\n', 'markdown'],
    ['emphasis from end to end', 'This is ‹*very* good› news.', 'markdown'],
    ['a name with an underline', 'Set ‹MAX_SIZE now› and go.', 'markdown'],
    ['a sentence of LaTeX', 'One. ‹See \\cite{a} and $x$.› Two.', 'latex'],
    ['a part of plain text', 'One [two ‹three] four›.', 'plaintext'],
    ['whole blocks with blank lines around them', '‹\nOne.\n\nTwo.\n\n›Three.', 'markdown'],
  ] as const) {
    it(`${what} is the selection`, () =>
      assert.equal(workedOn(marked, languageId), marked.slice(marked.indexOf('‹') + 1, marked.indexOf('›'))));
  }

  for (const [what, marked, whole, languageId] of [
    [
      'half a link’s words',
      'A. See [the ‹guide](https://a.example). Go.›',
      'A. See [the guide](https://a.example). Go.',
      'markdown',
    ],
    ['half an address', '‹See https://a.exam›ple/b now.', 'See https://a.example/b now.', 'markdown'],
    ['half a code span', 'Set `ret‹ry` to two.›', 'Set `retry` to two.', 'markdown'],
    ['half of what is bold', 'It is **ve‹ry** good›.', 'It is **very** good.', 'markdown'],
    [
      'a row of a table',
      '| a | b |\n|---|---|\n‹| one | two |›\n| c | d |\n\nEnd.',
      '| a | b |\n|---|---|\n| one | two |\n| c | d |',
      'markdown',
    ],
    [
      'half a row',
      '| a | b |\n|---|---|\n| one ‹two | three |›\n',
      '| a | b |\n|---|---|\n| one two | three |',
      'markdown',
    ],
    ['half of a command', 'One \\emph{two ‹three} four.›', 'One \\emph{two three} four.', 'latex'],
    ['half of some math', 'Let $x ‹= y$ hold.›', 'Let $x = y$ hold.', 'latex'],
    ['nothing', 'One.\n\nTw‹›o.\n\nThree.', 'Two.', 'markdown'],
    [
      'a part of a comment',
      'a();\n/*\n * Some ‹words›.\n * More.\n */\nb();\n',
      '/*\n * Some words.\n * More.\n */',
      'typescript',
    ],
    ['a word of a line', 'a(); // some ‹words› here\nb();\n', 'a(); // some words here', 'typescript'],
  ] as const) {
    it(`${what} becomes whole blocks`, () => assert.equal(workedOn(marked, languageId), whole));
  }

  it('holds all that was selected', () => {
    fc.assert(
      fc.property(markdownDocument, fc.nat(), fc.nat(), (text, a, b) => {
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].sort((one, other) => one - other);
        const expanded = expand(text, 'markdown', { start, end });
        const lost = text.slice(start, Math.max(start, expanded.start)) + text.slice(Math.min(end, expanded.end), end);
        assert.equal(lost.trim(), '');
      }),
    );
  });
});
