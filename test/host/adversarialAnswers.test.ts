import assert from 'node:assert/strict';
import { commands, EndOfLine, Selection, type TextDocument, type TextEditor, window } from 'vscode';
import { type AdversarialAnswer, adversarialAnswers, type Outcome } from '../fakes/adversarialAnswers.ts';
import { closeEditors, insert, showFile } from './support/documents.ts';
import { type Hearth, promptOf, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const above = '# Über 😀\r\n\r\nStays as e\u0301 it is.\r\n\r\n';
const paragraph =
  'The `retry` option tell the client how often it tries again, see [the guide](https://example.com/a?b=1). It were added in version 3.2.';
const below = '\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n\r\nEnd.  \r\n';
const original = above + paragraph + below;
const line = above.split('\n').length - 1;
const placeholder = { first: '⟦1⟧', second: '⟦2⟧' };
const revised = `The ${placeholder.first} option tells the client how often it tries again, see [the guide](${placeholder.second}). It was added in version 3.2.`;
const translated = `Die Option ${placeholder.first} sagt dem Client, wie oft er es noch einmal versucht, siehe [die Anleitung](${placeholder.second}). Sie kam in Version 3.2 dazu.`;

/** A task that writes: what a person picks for it, and what a good model says. */
interface Task {
  readonly name: string;
  readonly command: string;
  readonly pick?: string;
  readonly good: string;
  readonly outcome: (answer: AdversarialAnswer) => Outcome;
  /** Which answers are put to it. */
  readonly answers: readonly AdversarialAnswer[];
}

const revising = (
  name: string,
  command: string,
  pick: string,
  good: string,
  answers: readonly AdversarialAnswer[] = adversarialAnswers,
): Task => ({ name, command, pick, good, outcome: ({ revise }) => revise, answers });
const [goodAnswer, ...others] = adversarialAnswers;
/** What is taken off an answer does not depend on the wish; what is refused does. */
const dependingOnTheWish = [goodAnswer, ...others.filter(({ revise }) => revise !== 'asGood')].flatMap(
  (one) => one ?? [],
);
const tasks: readonly Task[] = [
  revising('Rewrite, clearer', 'hearth.rewrite', 'Clearer', revised),
  ...['Shorter', 'Friendlier', 'More formal', 'In my own words…'].map((wish) =>
    revising(`Rewrite, ${wish.toLowerCase()}`, 'hearth.rewrite', wish, revised, dependingOnTheWish),
  ),
  revising('Translate', 'hearth.translate', 'German', translated),
  {
    name: 'Draft',
    command: 'hearth.draft',
    pick: 'Release note',
    good: '- The retry option tells the client how often it tries again, since version 3.2.',
    outcome: ({ draft }) => draft,
    answers: adversarialAnswers,
  },
];

/** No adversarial answer damages a document: every byte of it is compared, after rejecting, accepting, and taking back. */
describe('answers that are not what was asked for', function () {
  this.timeout(30_000);
  let hearth: Hearth;
  let editor: TextEditor;
  let document: TextDocument;
  before(async () => {
    hearth = await startHearth();
    editor = await showFile('adversarial.md', original);
    document = editor.document;
    assert.equal(document.eol, EndOfLine.CRLF);
  });
  after(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
  });

  const shown = async () => {
    if (window.activeTextEditor?.document !== document) editor = await window.showTextDocument(document);
  };
  const open = () => hearth.reviews.of(document.uri.toString());
  const proposed = () => open()[0]?.start.changes.map(({ start, end, added }) => ({ start, end, added }));
  const same = (what: string) => assert.equal(document.getText(), original, what);

  const script = (answer: AdversarialAnswer, good: string) =>
    hearth.engine.script((exchange) => {
      return answer.answer(good, promptOf(exchange.request, '\n\n'))(exchange);
    });

  async function undone(): Promise<void> {
    await shown();
    await commands.executeCommand('undo');
    await until(() => document.getText() === original, 'the text as it was, after one undo');
  }

  /** Rejects everything, and opens the same review again. */
  async function rejected(): Promise<void> {
    const { start } = open()[0] ?? assert.fail();
    await commands.executeCommand('hearth.discardChanges');
    assert.deepEqual(open(), []);
    same('rejecting leaves every byte');
    hearth.reviews.open(start);
  }

  /** Accepts everything, also one by one what is doubtful. @returns the document then, after which it is taken back */
  async function accepted(): Promise<string> {
    await commands.executeCommand('hearth.acceptChanges');
    const [left] = open();
    for (const [index] of left?.review.changes.entries() ?? []) {
      if (open().length > 0) await commands.executeCommand('hearth.decideChange', left?.id, index, 'accepted');
    }
    assert.deepEqual(open(), [], 'the review is over');
    const text = document.getText();
    if (text !== original) await undone();
    return text;
  }

  for (const task of tasks) {
    describe(`to ${task.name}`, () => {
      /** What is proposed after a good answer, the first of them. */
      let good: ReturnType<typeof proposed> | undefined;
      const run = async () => {
        await shown();
        editor.selection = new Selection(line, 0, line, paragraph.length);
        hearth.person.pick = ({ labels }) => labels.find((label) => label === task.pick);
        hearth.person.type = () => 'as a poem';
        await commands.executeCommand(task.command);
        same('nothing is written before it is accepted');
      };

      for (const answer of task.answers) {
        it(answer.name, async () => {
          script(answer, task.good);
          await run();
          const outcome = task.outcome(answer);
          const { phase, failure, mark } = hearth.page.newest;
          if (outcome === 'refused') {
            assert.deepEqual(open(), [], 'there is nothing to accept');
            assert.ok(failure?.message || mark, `the view says why (${phase})`);
            return;
          }
          if (open().length === 0) {
            assert.equal(outcome, 'reviewed', `there is a review (${failure?.message ?? phase})`);
            return;
          }
          if (outcome === 'asGood' && good !== undefined) {
            assert.deepEqual(proposed(), good, 'it is reviewed as a good answer is');
            await commands.executeCommand('hearth.discardChanges');
            return same('rejecting leaves every byte');
          }
          good ??= proposed();
          await rejected();
          const text = await accepted();
          same('one undo takes it back');
          assert.ok(text.startsWith(above) && text.endsWith(below), 'nothing round it is touched');
          assert.doesNotMatch(text, /[\u200b\u202e]|(?<!\r)\n/, 'no hidden character, no other line end');
          if (outcome === 'asGood') assert.notEqual(text, original);
        });
      }
    });
  }

  describe('to Replace…', () => {
    for (const answer of adversarialAnswers) {
      it(answer.name, async () => {
        script(answer, 'The option tells the client how often it tries again.');
        await shown();
        editor.selection = new Selection(line, 0, line, paragraph.length);
        await commands.executeCommand('hearth.explain');
        const replace = async () => {
          hearth.page.press({ type: 'replace', id: hearth.page.newest.id });
          await until(() => open().length > 0 || hearth.person.told.length > told, 'a review, or a word');
        };
        const told = hearth.person.told.length;
        if (!hearth.page.newest.canCopy) return same('there is nothing to put anywhere');
        await replace();
        same('nothing is written before it is accepted');
        if (open().length === 0) return;
        await rejected();
        const text = await accepted();
        same('one undo takes it back');
        assert.ok(text.startsWith(above) && text.endsWith(below), 'nothing round it is touched');
        assert.doesNotMatch(text, /[\u200b\u202e]|(?<!\r)\n/, 'no hidden character, no other line end');
      });
    }
  });

  describe('to Continue', () => {
    let good = '';
    const place = () => ({ document, position: document.lineAt(line).range.end });
    const goOn = async () => {
      await shown();
      await until(async () => {
        editor.selection = new Selection(place().position, place().position);
        // Once VS Code has answered, it has also told of every earlier move of the cursor.
        await commands.executeCommand('editor.action.inlineSuggest.hide');
        return editor.selection.active.isEqual(place().position);
      }, 'the cursor to be there');
      await commands.executeCommand('hearth.continue');
      same('nothing is written before it is accepted');
      return (await hearth.complete(place()))[0] ?? '';
    };

    for (const answer of adversarialAnswers) {
      it(answer.name, async () => {
        script(answer, 'Nobody had expected that it would be so easy to set up for everyone.');
        const told = hearth.person.told.length;
        const text = await goOn();
        if (answer.continue === 'refused') {
          assert.equal(text, '');
          assert.ok(hearth.person.told.length > told, 'a word says why');
          return;
        }
        if (answer === adversarialAnswers[0]) good = text;
        if (answer.continue === 'asGood') {
          assert.notEqual(text, '');
          assert.equal(text, good);
        }
        await commands.executeCommand('hearth.stopContinuing');
        same('rejecting leaves every byte');
        if (text === '') return;
        assert.doesNotMatch(text, /[\u200b\u202e\r\n]/, 'one paragraph, and no hidden character');
        // What is accepted is this text at this place: VS Code puts it in.
        await insert(document, place().position, await goOn());
        assert.equal(document.getText(), above + paragraph + text + below);
        await undone();
      });
    }
  });
});
