import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withHunks } from '../../../src/writing/guards/change.ts';
import { type Answered, guards, type Verdict } from '../../../src/writing/guards/guards.ts';
import { protect } from '../../../src/writing/guards/protect.ts';
import { limits, type Purpose } from '../../../src/writing/guards/purpose.ts';
import { latexDocument, markdownDocument, sourceCode } from './documents.ts';

const { prepare, judge } = guards();
const purposes: readonly Purpose[] = ['proofread', 'tone', 'rewrite', 'shorten', 'translate'];

const original = `# The servr

The servr restart when \`config.json\` change, see [the guide](https://a.example/guide?WT.mc_id=1).
It wait 30 seconds befor that, and it tell nobody about it.

- It write a line into the log.
- It keep 5 old logs.
`;
const corrected = original
  .replaceAll('servr', 'server')
  .replace('restart', 'restarts')
  .replace('change,', 'changes,')
  .replace('wait', 'waits')
  .replace('befor ', 'before ')
  .replace('tell', 'tells')
  .replace('write', 'writes')
  .replace('keep', 'keeps');
const prepared = prepare(original, 'markdown');
/** The corrected text as a model would say it: with placeholders. */
const good = corrected.replace('`config.json`', '⟦1⟧').replace('https://a.example/guide?WT.mc_id=1', '⟦2⟧');

const verdict = (answer: string, purpose: Purpose = 'proofread', language = 'en') =>
  judge({ prepared, answer, purpose, language });
/** What came of an answer, in a word or two. */
const short = (result: Verdict) => (result.kind === 'refused' ? `refused: ${result.why}` : result.kind);

describe('the guards together', () => {
  it('make a text ready: masked, with its language', () => {
    assert.equal(prepared.language, 'en');
    assert.equal(
      prepared.masked,
      original.replace('`config.json`', '⟦1⟧').replace('https://a.example/guide?WT.mc_id=1', '⟦2⟧'),
    );
    assert.deepEqual([prepared.placeholders, prepared.opening, prepared.hasProse], [2, '⟦', true]);
  });

  it('give the changes of a good answer one by one', () => {
    const result = verdict(good, 'tone');
    assert.ok(result.kind === 'changed');
    assert.equal(result.after, corrected);
    assert.deepEqual(
      result.hunks.map(({ removed, added, changes }) => [removed, added, changes.length]),
      [
        ['servr', 'server', 0],
        ['servr', 'server', 0],
        ['restart', 'restarts', 0],
        ['change', 'changes', 0],
        ['wait', 'waits', 0],
        ['befor', 'before', 0],
        ['tell', 'tells', 0],
        ['write', 'writes', 0],
        ['keep', 'keeps', 0],
      ],
    );
    assert.deepEqual(result.violations, []);
    assert.equal(result.budget.isWithin, true);
  });

  for (const [name, answer, outcome] of [
    ['an announcement', `Sure! Here is the corrected text:\n\n${good}`, 'changed'],
    ['a fence', `\`\`\`markdown\n${good}\`\`\``, 'changed'],
    ['thinking', `<think>Hm, ⟦1⟧?</think>\n${good}`, 'changed'],
    ['a list of changes behind', `${good}\n\nChanges made:\n- spelling`, 'changed'],
    ['the text as it was', prepared.masked, 'unchanged'],
    ['nothing', '', 'refused: empty'],
    ['nothing but thoughts', '<think>The user wants', 'refused: empty'],
    ['a lost placeholder', good.replace('⟦2⟧', ''), 'refused: lost'],
    ['a doubled placeholder', good.replace('⟦2⟧', '⟦1⟧ ⟦2⟧'), 'refused: lost'],
    ['a placeholder that nobody sent', good.replace('line', '⟦3⟧'), 'refused: lost'],
    ['an answer that was cut', good.slice(0, 60), 'refused: lost'],
    ['the text with what it does not know filled in', good.replace('⟦1⟧', '`settings.json`'), 'refused: lost'],
    [
      'another language',
      good.replace(
        /The server[\s\S]*about it\./,
        'Der Server startet neu, wenn sich ⟦1⟧ ändert, siehe [die Anleitung](⟦2⟧). Er wartet vorher 30 Sekunden und sagt niemandem etwas davon.',
      ),
      'refused: language',
    ],
    ['a heading less', good.replace('# ', '## '), 'refused: broken'],
    ['a list item less', good.replace(/- It keeps.*\n/, ''), 'refused: broken'],
    ['a new link', good.replace('log.', '[log](https://evil.example).'), 'refused: broken'],
    ['code made of a word', good.replace('log.', '`log`.'), 'refused: broken'],
    ['code that came loose', good.replace('⟦1⟧', '<b>⟦1⟧</b>'), 'refused: broken'],
    ['the text, twice', `${good}\n${good}`, 'refused: lost'],
    ['an answer to the text instead', 'The guide says that it waits. ⟦1⟧ ⟦2⟧', 'refused: broken'],
  ] as const) {
    it(`${outcome === 'changed' ? 'read' : 'see'} ${name}: ${outcome}`, () =>
      assert.equal(short(verdict(answer)), outcome));
  }

  it('say which hunks change a fact, and doubt them where the purpose is to correct', () => {
    const wrong = good.replace('30 seconds', '13 seconds');
    const doubtful = (purpose: Purpose) => {
      const result = verdict(wrong, purpose);
      assert.ok(result.kind === 'changed');
      assert.deepEqual(
        result.hunks
          .filter(({ changes }) => changes.length > 0)
          .map(({ removed, added, changes }) => [removed, added, ...changes]),
        [['30', '13', 'number']],
      );
      return result.hunks.filter(({ isDoubtful }) => isDoubtful).length;
    };
    assert.deepEqual(purposes.slice(0, 2).map(doubtful), [1, 0]);
  });

  it('leave a document without doubtful hunks with all its facts', () => {
    const result = verdict(good.replace('30', '13').replace('5 old', '50 old'));
    assert.ok(result.kind === 'changed');
    assert.equal(
      withHunks(original, result.hunks, ({ isDoubtful }) => !isDoubtful),
      corrected,
    );
  });

  it('say when more changed than the purpose allows', () => {
    const rewritten = good
      .replace(/The server restarts when/, 'Whenever someone edits ⟦1⟧ our machine begins anew after')
      .replace('⟦1⟧ changes', 'that');
    for (const [purpose, isWithin] of [
      ['proofread', false],
      ['tone', true],
      ['rewrite', true],
    ] as const) {
      const result = verdict(rewritten, purpose);
      assert.ok(result.kind === 'changed', short(result));
      assert.equal(result.budget.isWithin, isWithin, JSON.stringify(result.budget));
    }
  });

  it('say when an answer is far too long or too short', () => {
    for (const [purpose, answer] of [
      ['shorten', `${good}\nIt also does many other things that nobody asked for, again and again.\n`],
      ['proofread', `${good}\n${'It waits and waits. '.repeat(30)}\n`],
      ['rewrite', '# Server\n\n⟦1⟧ ⟦2⟧\n'],
    ] as const) {
      const result = verdict(answer, purpose);
      assert.ok(result.kind === 'changed', short(result));
      assert.equal(result.budget.isWithin, false, JSON.stringify(result.budget));
    }
  });

  it('let a short text change by a word or two, and be translated into any length', () => {
    const own = (text: string, answer: string, purpose: Purpose) => {
      const result = judge({ prepared: prepare(text, 'plaintext'), answer, purpose });
      return result.kind === 'changed' && result.budget.isWithin;
    };
    assert.ok(own('Teh end', 'The end', 'proofread'));
    assert.ok(own('Good morning, everybody!', '皆さん、おはようございます！', 'translate'));
    assert.ok(!own('Teh end', `The end. ${'And on. '.repeat(20)}`, 'proofread'));
  });

  it('never change what must not change, whatever a model answers', () => {
    const noise = fc.constantFrom(
      '```',
      '⟦1⟧',
      '⟦2⟧',
      '⟦9⟧',
      '`x`',
      '# ',
      '- ',
      '\n\n',
      '$',
      '}',
      '\\end{x}',
      '*/',
      '//',
      '"""',
      ' | ',
      '<b>',
      'word ',
    );
    const documents = fc.oneof(
      markdownDocument.map((text) => [text, 'markdown'] as const),
      latexDocument.map((text) => [text, 'latex'] as const),
      sourceCode.map((text) => [text, 'typescript'] as const),
    );
    fc.assert(
      fc.property(
        documents,
        fc.array(fc.tuple(fc.nat(), noise), { maxLength: 3 }),
        fc.constantFrom(...purposes),
        (document, edits, purpose) => {
          const [text, languageId] = document;
          const own = prepare(text, languageId);
          let answer = own.masked;
          for (const [at, extra] of edits) {
            const place = at % (answer.length + 1);
            answer = answer.slice(0, place) + extra + answer.slice(place);
          }
          const given: Answered = { prepared: own, answer, purpose };
          const result = judge(given);
          if (result.kind !== 'changed') return;
          assert.equal(
            withHunks(text, result.hunks, () => false),
            text,
          );
          assert.equal(
            withHunks(text, result.hunks, () => true),
            result.after,
          );
          // Read anew, every kept piece is in it as often as before.
          const pieces = (whole: string) =>
            protect(whole, languageId)
              .pieces.map((piece) => piece.text)
              .join('')
              .match(/KEPT/g)?.length;
          assert.equal(pieces(result.after), pieces(text));
          if (limits[purpose].keepsShape)
            assert.ok(!result.violations.some(({ what }) => what === 'heading' || what === 'list'));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('judge an answer whose text others prepared: the worker may have been started anew', () => {
    assert.deepEqual(guards().judge({ prepared, answer: good, purpose: 'tone' }), verdict(good, 'tone'));
  });
});
