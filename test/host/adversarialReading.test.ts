import assert from 'node:assert/strict';
import { commands, languages, Selection, type TextDocument, window } from 'vscode';
import { type AdversarialAnswer, adversarialAnswers } from '../fakes/adversarialAnswers.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, showFile } from './support/documents.ts';
import { type Hearth, promptOf, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const above = '-- Über 😀\r\nlocal x = 1\r\n\r\n';
const body = 'local function half(n)\r\n  return n / 3\r\nend';
const below = '\r\n\r\n-- e\u0301nd  \r\nreturn half\r\n';
const original = above + body + below;
const firstLine = above.split('\n').length - 1;

/** A task that reads: what a person picks and types for it, and what a good model says. */
interface Reading {
  readonly name: string;
  readonly command: string;
  readonly picks?: readonly string[];
  readonly typed?: string;
  readonly good: string;
}

const items = (...all: readonly object[]) => JSON.stringify({ items: all });
const reading: readonly Reading[] = [
  { name: 'Explain', command: 'explain', good: 'It halves a number, and should divide by two.' },
  { name: 'Summarize', command: 'summarize', good: 'It halves a number, as its name says.' },
  { name: 'Summarize as an outline', command: 'summarizeAs', picks: ['Outline'], good: '- half\n  - divides' },
  { name: 'Ask', command: 'ask', typed: 'Why three?', good: 'That is a mistake; it should be two.' },
  {
    name: 'Extract as a table',
    command: 'extract',
    picks: ['Figures', 'Table'],
    good: items({ figure: '3', of: 'n' }),
  },
  {
    name: 'Extract as JSON',
    command: 'extract',
    picks: ['In my own words…', 'JSON'],
    typed: 'name, number',
    good: items({ name: 'half', number: '3' }),
  },
  {
    name: 'Classify',
    command: 'classify',
    picks: ['Other Labels…', 'One label'],
    typed: 'bug, wish',
    good: '{"labels":"bug","reason":"It divides by three."}',
  },
  {
    name: 'Review',
    command: 'review',
    good: '{"remarks":[{"quote":"return n / 3","weight":"problem","remark":"Should be two."}]}',
  },
];

/** What an answer is read as does not depend on what was asked: of the second task, what is no good answer in another dress will do. */
const [goodAnswer, ...others] = adversarialAnswers;
const dependingOnTheTask = [goodAnswer, ...others.filter(({ revise }) => revise !== 'asGood')].flatMap(
  (one) => one ?? [],
);
/** Tasks that change code. A good model writes the code in a block, as it is asked to. */
const code = [
  {
    name: 'Fix',
    command: 'fix',
    good: '```lua\nlocal function half(n)\n  return n / 2\nend\n```',
    answers: adversarialAnswers,
  },
  {
    name: 'Document',
    command: 'document',
    good: '```lua\n--- Half.\nlocal function half(n)\n  return n / 3\nend\n```',
    answers: dependingOnTheTask,
  },
] as const;

/** What code reads of answers otherwise than prose does: it is not judged by its language, and a block is what it expects. */
const mustNotChangeCode = new Set(
  adversarialAnswers
    .filter(
      ({ revise, name }) =>
        revise === 'refused' && /thinking|nothing|blank|length|no end|half|reset|error|end without/.test(name),
    )
    .map(({ name }) => name),
);

/** Whatever a model answers to a task that reads or changes code: nothing of the text is lost, and the person is told what came of it. */
describe('answers that are not what was asked for, about code', function () {
  this.timeout(30_000);
  let hearth: Hearth;
  let document: TextDocument;
  before(async () => {
    hearth = await startHearth();
    document = (await showFile('adversarial.lua', original)).document;
  });
  after(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
  });

  const same = (what: string) => assert.equal(document.getText(), original, what);
  const shown = async () => {
    const wanted = new Selection(firstLine, 0, firstLine + 2, 3);
    await until(async () => {
      // A comparison that was closed leaves another editor of the same document behind.
      // While VS Code is closing it, it refuses to show it.
      const editor = await window.showTextDocument(document).then(
        (shown) => shown,
        () => undefined,
      );
      if (!editor) return false;
      editor.selection = wanted;
      // Once VS Code has answered, it has also told of every earlier move of the cursor, such as that of an undo.
      await commands.executeCommand('editor.action.inlineSuggest.hide');
      return window.activeTextEditor === editor && editor.selection.isEqual(wanted);
    }, 'the selection');
  };
  const script = (answer: AdversarialAnswer, good: string) =>
    hearth.engine.script((exchange) => {
      if (exchange.request.path !== '/api/chat') return says('')(exchange);
      return answer.answer(good, promptOf(exchange.request, '\n\n'))(exchange);
    });
  const run = async (command: string, { picks = [], typed = '' }: Partial<Pick<Reading, 'picks' | 'typed'>> = {}) => {
    await shown();
    const left = [...picks];
    hearth.person.pick = ({ labels }) => (left[0] !== undefined && labels.includes(left[0]) ? left.shift() : undefined);
    hearth.person.type = () => typed;
    await commands.executeCommand(`hearth.${command}`);
    assert.match(
      hearth.page.newest.about ?? '',
      command === 'nameIt' ? /./ : /^selection · adversarial\.lua:4–6$/,
      'the excerpt is what was selected',
    );
    same('nothing is written that nobody accepted');
  };
  const open = () => hearth.reviews.of(document.uri.toString());
  /** What the newest card says of how it went. */
  const told = () => {
    const { phase, failure, mark } = hearth.page.newest;
    return phase === 'done' ? 'done' : (failure?.message ?? mark ?? '');
  };

  for (const task of reading) {
    describe(`to ${task.name}`, () => {
      for (const answer of adversarialAnswers) {
        it(answer.name, async () => {
          script(answer, task.good);
          const before = hearth.page.cards.length;
          await run(task.command, task);
          assert.ok(hearth.page.cards.length > before || hearth.page.newest.title !== '', 'there is a card');
          assert.notEqual(told(), '', 'the card says how it went');
          const text = hearth.view.textOf(hearth.page.newest.id) ?? '';
          assert.doesNotMatch(text, /\[Click\]\(command:.*\)<|<script/, 'nothing in it acts');
          if (task.command === 'extract' && task.picks?.includes('Table') && text.startsWith('|')) {
            const cells = text
              .split('\n')
              .filter((line) => line.startsWith('| '))
              .slice(2)
              .flatMap((line) => line.slice(2, -2).split(' | '));
            for (const cell of cells) assert.ok(cell === '' || cell.startsWith('⚠ ') || original.includes(cell), cell);
          }
          for (const { range } of languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Hearth')) {
            assert.ok(document.validateRange(range).isEqual(range), 'remarks stand within the text');
          }
        });
      }
    });
  }

  for (const task of code) {
    describe(`to ${task.name}`, () => {
      /** What is proposed after a good answer. */
      let good: string | undefined;
      for (const answer of task.answers) {
        it(answer.name, async () => {
          script(answer, task.good);
          await run(task.command);
          const [review] = open();
          if (!review) {
            assert.ok(told() !== '', 'the card says why');
            return;
          }
          assert.ok(!mustNotChangeCode.has(answer.name), `there must be nothing to accept: ${answer.name}`);
          const proposed = JSON.stringify(review.start.changes);
          if (proposed === good) {
            await commands.executeCommand('hearth.discardChanges');
            assert.deepEqual(open(), [], 'the review is over');
            same('rejecting leaves every byte');
            return;
          }
          good ??= proposed;
          await commands.executeCommand('hearth.acceptChanges');
          assert.deepEqual(open(), [], 'the review is over');
          const text = document.getText();
          assert.ok(text.startsWith(above) && text.endsWith(below), 'nothing round it is touched');
          assert.doesNotMatch(text, /[\u200b\u202e]|(?<!\r)\n/, 'no hidden character, no other line end');
          await shown();
          await commands.executeCommand('undo');
          await until(() => document.getText() === original, 'the text as it was, after one undo');
        });
      }
    });
  }

  describe('to Name It', () => {
    for (const answer of adversarialAnswers) {
      it(answer.name, async () => {
        script(answer, '{"names":[{"name":"third","why":"it divides by three"}]}');
        const before = hearth.person.told.length + hearth.person.offered.length;
        await run('nameIt');
        assert.ok(hearth.person.told.length + hearth.person.offered.length > before, 'names, or a word');
      });
    }
  });
});
