import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';

const patience = 30_000;

/** A person looks for what can be done with a text, in a real window. The model is a stand-in: what it says is not tested. */
describe('The catalogue in a real window', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession();
    workbench = await session.openWindow({
      'minutes.md': '# Minutes\n\nAnn will send the plan by Friday.\n\nBob books the room.\n',
      'src/total.lua':
        'local function total(prices)\n  local sum = 0\n  for _, price in ipairs(prices) do\n    sum = sum + price\n  end\n  return sum\nend\n\nreturn total\n',
      'spec/words_spec.lua':
        "local words = require('src.words')\n\ndescribe('words', function()\n  it('counts', function()\n    assert.equal(2, words('a b'))\n  end)\nend)\n",
      '.hearth/tasks/questions.md':
        '---\nname: Questions of a Reader\nfor: prose\nresult: below\n---\nWrite the questions that a reader would have.\n',
      '.hearth/tasks/model.md': '---\nname: Better\nmodel: huge\n---\nDo it.\n',
      'broken.json': '{\n  "port": ,\n  "host": "local"\n}\n',
    });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const view = () => workbench.webview('view');

  it('lists what fits here first, and takes a line of one’s own as a question', async () => {
    await workbench.openFile('minutes.md');
    await workbench.command('Hearth: Do Something with This Text…');
    const rows = workbench.page.locator('.quick-input-widget .monaco-list-row');
    await rows.getByText('Proofread').first().waitFor({ timeout: patience });
    await workbench.screenshot('do-dark');
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
    await workbench.screenshot('extract-dark');
  });

  it('offers Fix and Explain beside what the language’s own tools offer', async () => {
    await workbench.openFile('broken.json');
    await workbench.page.locator('.squiggly-error').first().waitFor({ timeout: patience });
    await workbench.goTo(2, 11);
    await workbench.page.keyboard.press('Control+.');
    const menu = workbench.page.locator('.action-widget');
    await menu.getByText('Hearth: Explain This Problem').waitFor({ timeout: patience });
    assert.equal(await menu.getByText('Hearth: Fix').count(), 1);
    await workbench.screenshot('lightbulb-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('shows a code change line by line before it is made', async () => {
    session.engine.enqueue(says('```json\n{\n  "port": 8080,\n  "host": "local"\n}\n```'));
    await workbench.command('Hearth: Fix');
    await workbench.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor({ timeout: patience });
    await workbench.page.getByText('8080').first().waitFor({ timeout: patience });
    await workbench.screenshot('fix-dark');
    await workbench.command('Hearth: Discard All Changes');
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
    await workbench.page.locator('.review-widget').first().waitFor({ state: 'detached', timeout: patience });
    assert.match(await workbench.documentText(), /Who books the train\?\n$/);
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
});
