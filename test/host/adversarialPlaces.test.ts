import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, type QuickPick, type QuickPickItem, type TextDocument, Uri, window } from 'vscode';
import { type AdversarialAnswer, adversarialAnswers } from '../fakes/adversarialAnswers.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';

const above = '# Über 😀\r\n\r\n';
const paragraph = 'The `retry` option tell the client how often it tries again. It were added in version 3.2.';
const below = '\r\n\r\nEnd.  \r\n';
const original = above + paragraph + below;

/** The user's own tasks that write, and what a good model says. */
const own = [
  {
    name: 'Plainer',
    result: 'replace',
    good: 'The ⟦1⟧ option tells the client how often it tries again. It was added in version 3.2.',
  },
  { name: 'Question', result: 'below', good: 'Who needs the option?' },
] as const;

/** What depends on the place, not on what was asked: the good answer, and those that are not one in another dress. */
const answers = adversarialAnswers.filter(({ revise }, index) => index === 0 || revise !== 'asGood');

/** The same as for the tasks of the editor's own menu, at the places beside it. */
describe('answers that are not what was asked for, beside the catalogue', function () {
  this.timeout(30_000);
  let hearth: Hearth;
  let storage: string;
  before(async () => {
    storage = mkdtempSync(join(tmpdir(), 'hearth-storage-'));
    mkdirSync(join(storage, 'tasks'));
    for (const { name, result } of own) {
      const text = `---\nname: ${name}\nresult: ${result}\n---\nDo it.\n`;
      writeFileSync(join(storage, 'tasks', `${name.toLowerCase()}.md`), text);
    }
    hearth = await startHearth({ storage });
  });
  after(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
    rmSync(storage, { recursive: true, force: true });
  });

  const script = (answer: AdversarialAnswer, good: string) =>
    hearth.engine.script((exchange) => {
      if (exchange.request.path !== '/api/chat') return says('')(exchange);
      const messages = exchange.request.body?.messages as readonly { content: string }[] | undefined;
      return answer.answer(good, messages?.map(({ content }) => content).join('\n\n') ?? '')(exchange);
    });
  /** What the newest card says of how it went. */
  const told = () => {
    const { phase, failure, mark } = hearth.page.newest;
    return phase === 'done' ? 'done' : (failure?.message ?? mark ?? '');
  };

  /** Chooses a task in the list of everything. */
  async function choose(label: string): Promise<void> {
    let box: QuickPick<QuickPickItem> | undefined;
    const caught = replace(window, 'createQuickPick', (real) => () => {
      box = real() as QuickPick<QuickPickItem>;
      return box;
    });
    try {
      const done = commands.executeCommand('hearth.do');
      await until(() => (box?.items.length ?? 0) > 0 && box?.activeItems.length === 1, 'the list');
      if (box) box.value = label;
      await until(() => box?.activeItems[0]?.label === label, `${label} in the list`);
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await done;
    } finally {
      caught.dispose();
    }
  }

  for (const task of own) {
    describe(`to a task of one’s own that lands: ${task.result}`, () => {
      let document: TextDocument;
      const open = () => hearth.reviews.of(document.uri.toString());
      for (const answer of answers) {
        it(answer.name, async () => {
          document = (await showFile('ownTask.md', original)).document;
          script(answer, task.good);
          await choose(task.name);
          assert.equal(document.getText(), original, 'nothing is written before it is accepted');
          if (open().length === 0) {
            assert.notEqual(told(), '', 'the card says why');
            assert.notEqual(answer.revise, 'asGood', told());
            return;
          }
          await commands.executeCommand('hearth.acceptChanges');
          const [left] = open();
          for (const [index] of left?.review.changes.entries() ?? []) {
            if (open().length > 0) await commands.executeCommand('hearth.decideChange', left?.id, index, 'accepted');
          }
          const text = document.getText();
          if (task.result === 'below') assert.ok(text.startsWith(original.trimEnd()), 'what stands there stays');
          assert.doesNotMatch(text, /[\u200b\u202e]|(?<!\r)\n/, 'no hidden character, no other line end');
          await window.showTextDocument(document);
          if (text !== original) await commands.executeCommand('undo');
          await until(() => document.getText() === original, 'the text as it was, after one undo');
        });
      }
    });
  }

  it('to Explain What Changed: the card says how it went, and nothing in it acts', async () => {
    const [left, right] = ['changed.before.lua', 'changed.lua'].map((name, index) =>
      Uri.file(writeInFolder(name, `a = 1\nb = ${index + 2}\n`)),
    );
    await commands.executeCommand('vscode.diff', left, right);
    const comparison = () => window.activeTextEditor?.document.uri.toString() === right?.toString();
    await until(comparison, 'the comparison to have the focus');
    const document = window.activeTextEditor?.document ?? assert.fail();
    for (const answer of answers) {
      script(answer, '`b` is three now.');
      const before = hearth.page.cards.length;
      await commands.executeCommand('hearth.explainChanges');
      assert.ok(hearth.page.cards.length > before, answer.name);
      assert.notEqual(told(), '', answer.name);
      const text = hearth.view.textOf(hearth.page.newest.id) ?? '';
      assert.doesNotMatch(text, /\[Click\]\(command:.*\)<|<script/, answer.name);
      assert.equal(document.getText(), 'a = 1\nb = 3\n', answer.name);
    }
  });
});
