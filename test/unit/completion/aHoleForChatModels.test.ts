import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanHoleAnswer, HoleAnswer, safeHoleAnswer } from '../../../src/completion/holeAnswer.ts';
import { type Hole, holeFilling } from '../../../src/completion/holeFilling.ts';
import { messageText } from '../../../src/tiers/tier.ts';
import { cursor } from '../../fakes/cursor.ts';
import { at, origin } from './places.ts';

/** The conversation for a place. */
function asked(marked: string, hole: Hole = {}) {
  const place = at(marked);
  return holeFilling(place, place, hole);
}

/** What is left at `█` of what a chat model said. */
function check(place: string, answer: string, left: string): void {
  const { before, after } = cursor(place);
  assert.equal(cleanHoleAnswer(answer, before, after), left);
}

describe('a model made for chat is asked to fill a hole', () => {
  it('it gets the text with a mark in it, and is asked for nothing else', () => {
    const [system, user] = asked('sum(█);\n');
    assert.match(messageText(system), /<HOLE\/>.*exactly what belongs there/);
    assert.equal(messageText(user), 'File: src/total.ts\nLanguage: typescript\n\nsum(<HOLE/>);\n');
    assert.deepEqual([system.role, user.role], ['system', 'user']);
  });

  it("the user's text has its origin, the rest is our own", () => {
    const [system, user] = asked('sum(█);');
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
    assert.equal(asked('█')[1].parts.length, 2);
  });

  it('in prose it is asked for a sentence, in the language of the text', () => {
    const [system] = asked('The model █', { prose: true });
    assert.match(messageText(system), /<HOLE\/>.*the rest of the sentence.*in the language/);
    assert.doesNotMatch(messageText(system), /code fence/);
  });

  it('of a word that is typed in part, it is told the beginning', () => {
    const [system, user] = asked('const █;', { begins: 'tot' });
    assert.match(messageText(system), /begins with tot/);
    assert.ok(messageText(user).endsWith('const <HOLE begins="tot"/>;'));
  });

  it('the mark occurs once, whatever the text says', () => {
    const piece = fc.constantFrom('<HOLE/>', '<HOLE2/>', '<HOLE3/>', '<HOLE', '/>', 'a', '\n');
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [system, user] = holeFilling({ origin, languageId: 'typescript', before }, { before, after });
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

  it('a line that only models write comes off, too', () => {
    check('The model █', 'Sure! Here is the rest of the sentence:\n\nruns here.', 'runs here.');
    check('The model █', "Here's the text:\nruns here.", 'runs here.');
    check('█', 'Here are three things:', 'Here are three things:');
    check('█', 'Ingredients:\n\n- salt', 'Ingredients:\n\n- salt');
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

describe('what a chat model says while it still speaks', () => {
  /** What is passed on of an answer in pieces: before the end, and in the end. */
  function passedOn(place: string, pieces: readonly string[], prose = false) {
    const taken: string[] = [];
    const answer = new HoleAnswer({ add: (text) => taken.push(text) }, cursor(place), prose);
    for (const piece of pieces) answer.add(piece);
    const early = taken.join('');
    answer.end();
    return { early, all: taken.join('') };
  }

  it('whole lines of code are passed on as soon as nothing can be round them', () => {
    assert.deepEqual(passedOn('x █', ['a();', '\nb();\nc']), { early: 'a();\nb();\n', all: 'a();\nb();\nc' });
    assert.deepEqual(passedOn('x █', ['a()']), { early: '', all: 'a()' });
  });

  it('what is in a fence, or may be announced, is held back until the end', () => {
    const fenced = ['``', '`ts\nitems', '\nmore\n', '```'];
    assert.deepEqual(passedOn('x █', fenced), { early: '', all: 'items\nmore' });
    assert.deepEqual(passedOn('x █', ['Here it is:\n', ...fenced]), { early: '', all: 'items\nmore' });
    assert.deepEqual(passedOn('if a█', [':\n', '  b\n']), { early: ':\n  b\n', all: ':\n  b\n' });
  });

  it('code is passed on up to a fence: what stands behind one is not known', () => {
    assert.equal(passedOn('x █', ['```\nitems\n```\nThis adds the items.']).all, '');
    assert.equal(passedOn('x █', ['items\n```\nThis adds them.']).all, 'items\n');
    assert.equal(passedOn('x █', ['items\n``', '`\n'], true).all, 'items\n```\n', 'in prose it may be one of its own');
  });

  it('thoughts that never end are no text', () => {
    assert.deepEqual(passedOn('x █', ['<think>\nit never', ' ends\n']), { early: '', all: '' });
    assert.equal(passedOn('x █', ['<think>\n', 'Hm.</think>', '\na();\n']).early, 'a();\n');
  });

  it('a long sentence is passed on before it ends', () => {
    const long = 'runs on a machine of your own, '.repeat(6);
    assert.equal(passedOn('The model █', [long, 'and'], true).early, `${long}and`);
  });

  it('how sure the model was comes along with what is passed on', () => {
    const taken: unknown[] = [];
    const answer = new HoleAnswer({ add: (...each) => taken.push(each) }, cursor('x █'), false);
    answer.add('a', [-1]);
    answer.add('();\n', [-2, -3]);
    answer.end();
    assert.deepEqual(taken, [['a();\n', [-1, -2, -3]]]);
  });

  it('what is certain stays so, whatever comes', () => {
    const piece = fc.constantFrom(
      ...['```', '``', '\n', 'a', ' ', 'Here is the code:', 'Sure! ', 'x:', '<think>', '</think>', '<HOLE>', '</HOLE>'],
      ...['const x = ', 'long '.repeat(40), '\r\n', '~~~'],
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, text, text, fc.boolean(), (arrived, more, before, after, prose) => {
        const safe = safeHoleAnswer(arrived, before, after);
        assert.ok(cleanHoleAnswer(arrived + more, before, after).startsWith(safe));
        assert.ok(safeHoleAnswer(arrived + more, before, after).startsWith(safe));
        const place = `${before}█${after}`;
        const { early, all } = passedOn(place, [arrived, more], prose);
        assert.ok(all.startsWith(early));
        assert.equal(passedOn(place, [arrived + more], prose).all, all, 'in pieces or at once');
      }),
      { numRuns: 2000, examples: [['</HOLE>\r\n', '<think>', '```\n</HOLE>', '', false]] },
    );
  });
});
