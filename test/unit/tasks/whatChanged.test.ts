import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Excerpt, type Origin, placedPieces, standsInDocument } from '../../../src/base/text.ts';
import { changedLines, type SelectedLines } from '../../../src/tasks/changedLines.ts';
import { explain } from '../../../src/tasks/explain.ts';
import { firstPart } from '../../../src/tasks/fit.ts';
import { messageText } from '../../../src/tiers/tier.ts';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const originOf = (uri: string): Origin => ({ kind: 'diff', uri, path: 'src/a.ts', range: nowhere });
const side = (uri: string, text: string) => ({ text, origin: originOf(uri) });
const changes = (before: string, after: string, selected?: SelectedLines) =>
  changedLines(side('git:/a', before), side('file:///a', after), selected);
const excerptOf = (before: string, after: string): Excerpt => {
  const pieces = changes(before, after);
  return {
    origin: originOf('file:///a'),
    languageId: 'diff',
    text: pieces.map(({ text }) => text).join(''),
    label: 'all changes',
    pieces,
  };
};
const numbered = (count: number, change: (line: number) => string = String) =>
  Array.from({ length: count }, (_, index) => `${change(index)}\n`).join('');

describe('what differs between two texts', () => {
  it('is shown line by line with three lines round it, each run with the side it is from', () => {
    const pieces = changes(
      numbered(20),
      numbered(20, (line) => (line === 10 ? 'ten\n10½' : String(line))),
    );
    assert.deepEqual(
      pieces.map(({ text, origin }) => [text, origin.uri, origin.range.start.line, origin.range.end.line]),
      [
        ['@@ line 11, now line 11 @@\n 7\n 8\n 9\n', 'file:///a', 7, 10],
        ['-10\n', 'git:/a', 10, 11],
        ['+ten\n+10½\n', 'file:///a', 10, 12],
        [' 11\n 12\n 13\n', 'file:///a', 12, 15],
      ],
    );
  });

  it('says each line that stays once, however near the changes are', () => {
    const pieces = changes('a\nb\nc\nd\n', 'A\nb\nc\nD\n');
    assert.equal(pieces.map(({ text }) => text).join(''), '@@ line 1, now line 1 @@\n-a\n+A\n b\n c\n-d\n+D\n');
  });

  it('is only what touches the lines that are selected, on either side', () => {
    const after = numbered(40, (line) => (line % 20 === 5 ? `changed ${line}` : String(line)));
    const shown = (selected: SelectedLines) =>
      changes(numbered(40), after, selected)
        .map(({ text }) => text)
        .join('');
    const first = shown({ side: 'modified', first: 4, last: 6 });
    assert.ok(first.includes('+changed 5') && !first.includes('25'));
    assert.ok(shown({ side: 'original', first: 25, last: 25 }).includes('-25\n+changed 25'));
    assert.equal(shown({ side: 'modified', first: 10, last: 12 }), '');
  });

  it('loses nothing: from the lines marked, the lines of both sides come back in their order', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '', '+', '- x', '@@'), { maxLength: 15 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const text = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');
        const shown = changes(text(before), text(after))
          .flatMap((piece) => piece.text.split('\n').slice(0, -1))
          .filter((line) => !/^@@ line \d+, now line \d+ @@$/.test(line));
        const of = (sign: string) => shown.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
        const stand = (some: readonly string[], all: readonly string[]) => {
          let from = 0;
          return some.every((line) => {
            from = all.indexOf(line, from) + 1;
            return from > 0;
          });
        };
        assert.equal(before.length - of('-').length, after.length - of('+').length, 'as much stays on both sides');
        assert.ok(stand(of('-'), before), 'what went stands in the first, in order');
        assert.ok(stand(of('+'), after), 'what came stands in the second, in order');
        assert.equal(shown.length === 0, text(before) === text(after));
      }),
    );
  });
});

describe('an excerpt from two places', () => {
  const excerpt = excerptOf('a\nb\nc\n', 'a\nB\nc\n');

  it('goes to the model with the origin of each piece, and stands in no document', () => {
    const parts = explain.messages(excerpt)[1]?.parts ?? [];
    const own = parts.flatMap((part) => (part.kind === 'excerpt' ? [[part.text, part.origin.uri]] : []));
    assert.deepEqual(own, [
      ['@@ line 2, now line 2 @@\n a\n', 'file:///a'],
      ['-b\n', 'git:/a'],
      ['+B\n', 'file:///a'],
      [' c\n', 'file:///a'],
    ]);
    assert.equal(
      messageText(explain.messages(excerpt)[1] ?? assert.fail()),
      `File: src/a.ts

Explain what changed: lines that begin with - were there before, lines that begin with + are there now. Say what is different \
for whoever uses or reads this, why that may have been done, and what could go wrong with it.

\`\`\`diff
${excerpt.text}\`\`\``,
    );
    assert.equal(standsInDocument(excerpt), false);
  });

  it('keeps the origins when only a part of it is taken', () => {
    const part = firstPart(excerpt, 12) ?? assert.fail();
    assert.deepEqual(
      placedPieces(part).map(({ text, origin }) => [text, origin.uri]),
      [
        ['@@ line 2, now line 2 @@\n a\n', 'file:///a'],
        ['-b\n', 'git:/a'],
      ],
    );
  });

  it('is not asked about when it is not known where its text is from', () => {
    assert.throws(() => placedPieces({ ...excerpt, text: 'other' }), RangeError);
  });

  it('whatever part is taken, its pieces are that part', () => {
    fc.assert(
      fc.property(fc.nat(excerpt.text.length), fc.nat(excerpt.text.length), (a, b) => {
        const text = excerpt.text.slice(Math.min(a, b), Math.max(a, b));
        const pieces = placedPieces({ ...excerpt, text });
        assert.equal(pieces.map((piece) => piece.text).join(''), text);
      }),
    );
  });
});

it('Explain, about what a terminal shows: the terminal is named, and it is read as output', () => {
  const excerpt: Excerpt = {
    origin: { kind: 'terminal', uri: 'hearth:terminal', path: 'bash', range: nowhere },
    languageId: 'text',
    text: '$ make\nmake: *** No targets.',
    label: 'terminal selection',
  };
  assert.equal(
    messageText(explain.messages(excerpt)[1] ?? assert.fail()),
    `Terminal: bash

Explain this output of a terminal. Say what was run and what came of it; where it failed, the likeliest reason and what to do next.

\`\`\`text
$ make
make: *** No targets.
\`\`\``,
  );
});
