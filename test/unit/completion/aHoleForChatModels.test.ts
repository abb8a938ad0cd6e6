import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanHoleAnswer, holeFilling } from '../../../src/completion/holeFilling.ts';
import { messageText } from '../../../src/tiers/tier.ts';
import { cursor } from '../../fakes/cursor.ts';
import { at, origin } from './places.ts';

/** What is left at `█` of what a chat model said. */
function check(place: string, answer: string, left: string): void {
  const { before, after } = cursor(place);
  assert.equal(cleanHoleAnswer(answer, before, after), left);
}

describe('a model made for chat is asked to fill a hole', () => {
  it('it gets the text with a mark in it, and is asked for nothing else', () => {
    const [system, user] = holeFilling(at('sum(█);\n'));
    assert.match(messageText(system), /<HOLE\/>.*exactly what belongs there/);
    assert.equal(messageText(user), 'File: src/total.ts\nLanguage: typescript\n\nsum(<HOLE/>);\n');
    assert.deepEqual([system.role, user.role], ['system', 'user']);
  });

  it("the user's text has its origin, the rest is our own", () => {
    const [system, user] = holeFilling(at('sum(█);'));
    assert.deepEqual(
      user.parts.map((part) => [part.kind, part.kind === 'excerpt' ? part.origin : undefined]),
      [
        ['instruction', undefined],
        ['excerpt', origin],
        ['instruction', undefined],
        ['excerpt', origin],
      ],
    );
    assert.deepEqual(
      system.parts.map((part) => part.kind),
      ['instruction'],
    );
    assert.equal(holeFilling(at('█'))[1].parts.length, 2);
  });

  it('the mark occurs once, whatever the text says', () => {
    const piece = fc.constantFrom('<HOLE/>', '<HOLE2/>', '<HOLE3/>', '<HOLE', '/>', 'a', '\n');
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [system, user] = holeFilling({ origin, languageId: 'typescript', before, after });
        const mark = /<HOLE\d*\/>/.exec(messageText(system))?.[0] ?? '';
        const [head, ...rest] = messageText(user).split(mark);
        assert.ok(head?.endsWith(before));
        assert.deepEqual(rest, [after]);
      }),
    );
  });
});

describe('what a chat model puts round its answer', () => {
  it('an answer that is only the text stays as it is', () => {
    check('sum(█);', 'items', 'items');
    check('if (a) {\n█\n}', '  b();\n  c();', '  b();\n  c();');
    check('█', '', '');
  });

  it('a fence round everything comes off, with the line that announces it', () => {
    check('sum(█);', '```\nitems\n```', 'items');
    check('sum(█);', '```ts\nitems\n```\n', 'items');
    check('sum(█);', 'Here is the missing code:\n\n```ts\nitems\n```', 'items');
    check('sum(█);', '~~~\nitems\n~~~', 'items');
    check('sum(█);', '````\n`` ` ``\n````', '`` ` ``');
    check('a\n█', '```\nb();\n\nc();\n```', 'b();\n\nc();');
  });

  it('but not when it is unclear what is round what', () => {
    for (const answer of [
      '```ts\nitems',
      'items\n```',
      '```\na\n```\nand\n```\nb\n```',
      '```\nitems\n```\nThis adds the items.',
      'First this.\nThen that:\n```\na\n```',
      'Here is the list:\n- a',
    ]) {
      check('x █', answer, answer);
    }
  });

  it('thoughts and the mark as a tag come off', () => {
    check('sum(█);', '<think>\nHm, a sum.\n</think>\n\nitems', 'items');
    check('sum(█);', '<HOLE>items</HOLE>', 'items');
    check('sum(█);', '<HOLE2>\nitems\n</HOLE2>', 'items');
    check('sum(█);', '<think>it never ends', '<think>it never ends');
  });

  it('what stands around the cursor is not said again', () => {
    check('const total = █;', 'const total = sum(items)', 'sum(items)');
    check('  return █', 'return a + b;', 'a + b;');
    check('  return █', '  return a + b;', 'a + b;');
    check('if (a) {\n  █\n}', '  b();', 'b();');
    check('if (a) {\n  █\n}\n', 'if (a) {\n  b();\n}', 'b();');
    check('const total = █;', '```ts\nconst total = sum(items);\n```', 'sum(items)');
  });

  it('but a word that may come twice is kept', () => {
    check('a█', 'a', 'a');
    check('if █', 'if', 'if');
    check('(█)', '()', '()');
  });

  it('whatever the model says, what is left is a piece of it', () => {
    const piece = fc.constantFrom(
      '```',
      '\n',
      'a',
      ' ',
      'Here:',
      '<think>',
      '</think>',
      '<HOLE>',
      '</HOLE>',
      'const x = ',
    );
    const text = fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, (answer, before, after) => {
        assert.ok(answer.includes(cleanHoleAnswer(answer, before, after)));
      }),
    );
  });
});
