import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { picturesInThemes } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;

const notebook = {
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['Some notes, which is long.'] },
    { cell_type: 'code', metadata: {}, source: ['total = 1\n', 'print(total)'], outputs: [], execution_count: null },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

/** A repository in which a file has one commit behind it. */
function commitAll(folder: string): void {
  const git = (...parameters: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...parameters], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'feat: the first half');
  appendFileSync(join(folder, 'half.js'), '\nexport const third = (n) => n / 3;\n');
}

/** A person looks for what can be done with a text, in a real window. The model is a stand-in: what it says is not tested. */
describe('The catalogue in a real window', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession({ 'hearth.completions.enabled': false });
    workbench = await session.openWindow(
      {
        'minutes.md': '# Minutes\n\nAnn will send the plan by Friday.\n\nBob books the room.\n',
        'src/total.lua':
          'local function total(prices)\n  local sum = 0\n  for _, price in ipairs(prices) do\n    sum = sum + price\n  end\n  return sum\nend\n\nreturn total\n',
        'spec/words_spec.lua':
          "local words = require('src.words')\n\ndescribe('words', function()\n  it('counts', function()\n    assert.equal(2, words('a b'))\n  end)\nend)\n",
        '.hearth/tasks/questions.md':
          '---\nname: Questions of a Reader\nfor: prose\nresult: below\n---\nWrite the questions that a reader would have.\n',
        '.hearth/tasks/model.md': '---\nname: Better\nmodel: huge\n---\nDo it.\n',
        'broken.json': '{\n  "port": ,\n  "host": "local"\n}\n',
        'half.js': '/** Half of it. */\nexport function half(n) {\n  return n / 2;\n}\n',
        'sums.ipynb': JSON.stringify(notebook),
      },
      undefined,
      undefined,
      commitAll,
    );
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
    for (let times = 0; times < 3; times++) await workbench.page.keyboard.press('Escape');
  });

  const view = () => workbench.webview('view');
  const asked = () => JSON.stringify(session.engine.requests.findLast(({ path }) => path === '/api/chat')?.body);
  const answered = async (text: string, ask: () => Promise<void>) => {
    session.engine.enqueue(says(text));
    await ask();
    await view().getByText(text).first().waitFor({ timeout: patience });
  };
  const menus = () => workbench.page.locator('.monaco-menu');
  /** Opens the Hearth part of a menu that is open. @returns its entries, as they are shown */
  const hearthMenu = async (): Promise<readonly string[]> => {
    const entry = menus().first().getByRole('menuitem', { name: 'Hearth', exact: true });
    await entry.waitFor({ timeout: patience });
    await until(
      async () => {
        await entry.hover();
        return (await menus().count()) > 1;
      },
      () => 'the submenu',
    );
    const labels = menus().nth(1).locator('.action-label:not(.separator)');
    await labels.first().waitFor({ timeout: patience });
    return labels.allInnerTexts();
  };
  const choose = async (label: string) => {
    const item = menus().nth(1).getByRole('menuitem', { name: label }).first();
    await until(
      async () => {
        if ((await menus().count()) > 1) await item.click({ timeout: 2000 }).catch(() => {});
        return (await menus().count()) === 0;
      },
      () => `${label} to be chosen`,
    );
  };

  // Before the Hearth view is on show: a notebook's menus lie under a side bar beside it that shows a page.
  it('explains a notebook’s cell from its own menu', async () => {
    await workbench.quickInput.openFiles();
    await workbench.quickInput.type('sums.ipynb');
    await workbench.quickInput.pick('sums.ipynb');
    const cell = workbench.page.locator('.notebookOverlay .code-cell-row').first();
    await cell.waitFor({ timeout: patience });
    await cell.click();
    await cell.hover();
    const bar = workbench.page.locator('.notebookOverlay .cell-title-toolbar').filter({ visible: true });
    await bar.locator('.codicon-toolbar-more').first().click();
    assert.deepEqual(await hearthMenu(), ['Explain', 'Summarize', 'Ask About This…', 'Do Something with This Text…']);
    await workbench.screenshot('menu-cell-dark');
    await answered('It prints one.', () => choose('Explain'));
    assert.match(asked(), /Language: python[\s\S]*total = 1/);
    await view().getByText('cell 2 · sums.ipynb').first().waitFor();
    await workbench.screenshot('cell-explained-dark');
  });

  it('lists what fits here first, and takes a line of one’s own as a question', async () => {
    await workbench.openFile('minutes.md');
    await workbench.command('Hearth: Do Something with This Text…');
    const rows = workbench.page.locator('.quick-input-widget .monaco-list-row');
    await rows.getByText('Proofread').first().waitFor({ timeout: patience });
    await picturesInThemes(workbench, 'do', () => workbench.neutralMouse());
    session.engine.enqueue(says('Ann and Bob.'));
    await workbench.page.keyboard.type('who does what');
    await rows.getByText('Ask: “who does what”').waitFor({ timeout: patience });
    await workbench.screenshot('do-own-words-dark');
    await workbench.page.keyboard.press('Enter');
    await view().getByText('Ann and Bob.').waitFor({ timeout: patience });
  });

  it('extracts a table in which an invented value is flagged', async () => {
    session.engine.enqueue(
      says(
        '{"items":[{"task":"send the plan","who":"Ann","when":"Friday"},',
        '{"task":"books the room","who":"Bob","when":"Monday"}]}',
      ),
    );
    await workbench.command('Hearth: Extract…');
    await workbench.quickInput.pick('To-dos');
    await workbench.quickInput.pick('Table');
    await view().getByRole('cell', { name: '⚠ Monday' }).waitFor({ timeout: patience });
    assert.equal(await view().getByRole('row').count(), 3);
    await picturesInThemes(workbench, 'extract');
  });

  it('has in the editor’s menu what fits the text', async () => {
    await workbench.openFile('minutes.md');
    await workbench.page.keyboard.press('Shift+F10');
    assert.deepEqual(await hearthMenu(), [
      'Explain',
      'Summarize',
      'Proofread',
      'Rewrite…',
      'Ask the Cloud…',
      'Do Something with This Text…',
    ]);
    await picturesInThemes(workbench, 'menu-text');
    await answered('About a meeting.', () => choose('Summarize'));
    await workbench.openFile('half.js');
    await workbench.goTo(3, 4);
    await workbench.page.keyboard.press('Shift+F10');
    assert.deepEqual(await hearthMenu(), [
      'Explain',
      'Ask About This…',
      'Fix',
      'Document',
      'Write Tests',
      'Ask the Cloud…',
      'Do Something with This Text…',
    ]);
    await workbench.screenshot('menu-code-dark');
    await answered('It halves.', () => choose('Explain'));
  });

  it('offers Fix and Explain beside what the language’s own tools offer', async () => {
    await workbench.openFile('broken.json');
    await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: patience });
    await workbench.goTo(2, 11);
    await workbench.codeActions('Hearth: Explain This Problem');
    const menu = workbench.page.locator('.action-widget');
    assert.equal(await menu.getByText('Hearth: Fix').count(), 1);
    await picturesInThemes(workbench, 'lightbulb');
    await workbench.page.keyboard.press('Escape');
  });

  it('offers Proofread and Rewrite on text, Document on code, once the lightbulb is asked', async () => {
    const menu = workbench.page.locator('.action-widget');
    await workbench.openFile('minutes.md');
    await workbench.goTo(3, 4);
    await workbench.codeActions('Hearth: Proofread');
    assert.equal(await menu.getByText('Hearth: Rewrite…').count(), 1);
    await workbench.screenshot('lightbulb-text-dark');
    await workbench.page.keyboard.press('Escape');
    await workbench.openFile('half.js');
    await workbench.goTo(2, 18);
    await workbench.codeActions('Hearth: Document');
    await workbench.screenshot('lightbulb-code-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('shows a code change line by line before it is made', async () => {
    await workbench.openFile('broken.json');
    session.engine.enqueue(says('```json\n{\n  "port": 8080,\n  "host": "local"\n}\n```'));
    await workbench.command('Hearth: Fix');
    await workbench.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor({ timeout: patience });
    await workbench.page.getByText('8080').first().waitFor({ timeout: patience });
    await workbench.screenshot('fix-dark');
    await workbench.command('Hearth: Discard All Changes');
    await workbench.page.locator('.tab', { hasText: 'Fix (Hearth' }).waitFor({ state: 'detached', timeout: patience });
  });

  it('writes tests in the project’s own place and style, in a new file that is only written when it is saved', async () => {
    const tests = [
      "local total = require('src.total')",
      '',
      "describe('total', function()",
      "  it('sums up', function()",
      '    assert.equal(3, total({ 1, 2 }))',
      '  end)',
      'end)',
    ];
    await workbench.page.locator('.monaco-diff-editor').first().waitFor({ state: 'detached', timeout: patience });
    await workbench.openFile('src/total.lua');
    session.engine.enqueue(says(`\`\`\`lua\n${tests.join('\n')}\n\`\`\``));
    await workbench.command('Hearth: Write Tests');
    await workbench.page.locator('.tab.active', { hasText: 'Write Tests' }).waitFor({ timeout: patience });
    await view()
      .getByText('For spec/total_spec.lua, in the style of spec/words_spec.lua.')
      .waitFor({ timeout: patience });
    await workbench.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor({ timeout: patience });
    await workbench.screenshot('write-tests-dark');
    await workbench.command('Hearth: Accept All Changes');
    await workbench.page
      .locator('.tab.active.dirty[data-resource-name="total_spec.lua"]')
      .waitFor({ timeout: patience });
    assert.deepEqual((await workbench.text()).slice(0, tests.length), tests);
    await workbench.screenshot('write-tests-accepted-dark');
  });

  it('offers the tasks of the folder under its name, and reviews what one of them writes', async () => {
    await workbench.openFile('minutes.md');
    await workbench.command('Hearth: Do Something with This Text…');
    const rows = workbench.page.locator('.quick-input-widget .monaco-list-row');
    await rows.getByText('Proofread').first().waitFor({ timeout: patience });
    await workbench.quickInput.type('.hearth');
    await rows.getByText('Questions of a Reader').first().waitFor({ timeout: patience });
    await rows.getByText('There is no key “model”').first().waitFor({ timeout: patience });
    await workbench.screenshot('custom-tasks-dark');
    session.engine.enqueue(says('Where do they meet?\n\nWho books the train?'));
    await workbench.quickInput.type('Questions of');
    await workbench.quickInput.pick('Questions of a Reader');
    await workbench.page.getByText('Questions of a Reader: 1 change').first().waitFor({ timeout: patience });
    await workbench.screenshot('custom-task-review-dark');
    await workbench.command('Hearth: Accept All Changes');
    await workbench.page
      .locator('.zone-widget-container.review-widget')
      .first()
      .waitFor({ state: 'detached', timeout: patience });
    await until(
      async () => (await workbench.documentText()).endsWith('Who books the train?\n'),
      async () => `the questions, instead of ${await workbench.documentText()}`,
    );
  });

  it('makes a task from an example, which is offered at once', async () => {
    await workbench.command('Hearth: New Task…');
    await workbench.quickInput.pick('For myself');
    await workbench.quickInput.type('Plain Words');
    await workbench.quickInput.accept();
    await workbench.page.locator('.tab.active[data-resource-name="plain-words.md"]').waitFor({ timeout: patience });
    await workbench.screenshot('new-task-dark');
    await workbench.openFile('minutes.md');
    session.engine.enqueue(says('They share the work.'));
    await workbench.command('Hearth: Do Something with This Text…');
    await workbench.quickInput.type('Plain Words');
    await workbench.page
      .locator('.quick-input-widget .monaco-list-row')
      .getByText('plain-words.md')
      .waitFor({ timeout: patience });
    await workbench.quickInput.pick('Plain Words');
    await view().getByText('They share the work.').waitFor({ timeout: patience });
  });

  it('puts the remarks of a review among the problems, which jump to their places', async () => {
    await workbench.openFile('half.js');
    session.engine.enqueue(
      says(
        '{"remarks":[{"quote":"return n / 2;","weight":"problem","remark":"A half of an odd number is no integer. Is that meant?"},',
        '{"quote":"export function half(n) {","weight":"question","remark":"What should come of text?"}]}',
      ),
    );
    await workbench.command('Hearth: Review');
    await view().getByText('What should come of text?').waitFor({ timeout: patience });
    await workbench.command('Problems: Focus on Problems View');
    const problem = workbench.page.locator('.markers-panel').getByText('A half of an odd number');
    await problem.waitFor({ timeout: patience });
    await picturesInThemes(workbench, 'review-list');
    await problem.dblclick();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 3, ' }).waitFor({ timeout: patience });
    await workbench.page.keyboard.press('Control+J');
    await workbench.page.locator('.markers-panel').waitFor({ state: 'hidden', timeout: patience });
  });

  it('writes a commit message by the button over the changes', async () => {
    await workbench.openView('Source Control');
    const button = workbench.page.getByRole('button', { name: 'Write Commit Message' }).first();
    await button.waitFor({ timeout: patience });
    session.engine.enqueue(says('feat: a third'));
    await button.click();
    await workbench.page.locator('.scm-editor').getByText('feat: a third').waitFor({ timeout: patience });
    assert.match(asked(), /feat: the first half/);
    await workbench.neutralMouse();
    await picturesInThemes(workbench, 'commit-message');
  });

  it('explains what changed from the comparison itself', async () => {
    await workbench.openFile('half.js');
    await workbench.command('Git: Open Changes');
    await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor({ timeout: patience });
    await workbench.page.locator('.monaco-diff-editor .modified-in-monaco-diff-editor .view-lines').first().click();
    await workbench.page.keyboard.press('Shift+F10');
    assert.equal((await hearthMenu())[0], 'Explain What Changed');
    await workbench.screenshot('menu-changes-dark');
    await answered('A third came.', () => choose('Explain What Changed'));
    assert.match(asked(), /Explain what changed[\s\S]*\+export const third/);
    await workbench.page.locator('.editor-group-container.active .editor-actions .codicon-toolbar-more').click();
    await menus().getByRole('menuitem', { name: 'Explain What Changed' }).waitFor({ timeout: patience });
    await workbench.screenshot('title-changes-dark');
  });

  it('explains what is selected in the terminal, and leaves the clipboard alone', async () => {
    await workbench.page.evaluate(() => navigator.clipboard.writeText('mine'));
    await workbench.command('Terminal: Create New Terminal');
    const terminal = workbench.page.locator('.terminal-wrapper.active .xterm').first();
    await terminal.waitFor({ timeout: patience });
    await workbench.page.keyboard.type('echo "error: no makefile"; exit_code=7\n');
    await workbench.command('Terminal: Select All');
    await terminal.click({ button: 'right' });
    assert.deepEqual(await hearthMenu(), ['Explain Terminal Selection', 'Ask About Terminal Selection…']);
    await picturesInThemes(workbench, 'menu-terminal');
    await answered('There is no makefile.', () => choose('Explain Terminal Selection'));
    assert.match(asked(), /Terminal: \S+[\s\S]*error: no makefile/);
    assert.equal(await workbench.page.evaluate(() => navigator.clipboard.readText()), 'mine');
    await view().getByText('terminal selection ·').first().waitFor();
    await workbench.screenshot('terminal-explained-dark');
  });
});
