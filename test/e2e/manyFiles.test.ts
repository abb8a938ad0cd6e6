import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { type OllamaExchange, says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { picturesInThemes } from './themes.ts';

const patience = 30_000;

/** What the model says of each file, by a word in it. */
const answers: readonly (readonly [word: string, label: string, reason: string])[] = [
  ['crashes', 'bug', 'It reports a crash when the file is empty.'],
  ['My wish', 'wish', 'It asks for an export to CSV.'],
  ['how to set', 'question', 'It asks how the address is set.'],
  ['Many thanks', 'praise', 'It thanks for the last release.'],
];
const labelled = (exchange: OllamaExchange) => {
  const prompt = JSON.stringify(exchange.request.body?.messages ?? '');
  const [, label, reason] = answers.find(([word]) => prompt.includes(word)) ?? ['', 'question', ''];
  return says(JSON.stringify({ labels: label, reason }))(exchange);
};

/** A person asks about many files, in a window with two folders. What the stand-in for the model says is not tested. */
describe('Many files in a real window', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession();
    workbench = await session.openWindow(
      {
        'inbox/issues/empty-file.md': 'It crashes on an empty file.\n',
        'inbox/issues/export.md': 'My wish: export to CSV.\n',
        'inbox/issues/address.md': 'I do not know how to set the address.\n',
        'inbox/package-lock.json': '{ "lockfileVersion": 3 }\n',
        'archive/release.md': 'Many thanks for the release!\n',
        'archive/logo.png': '\u0000\u0001',
        'both.code-workspace': JSON.stringify({ folders: [{ path: 'inbox' }, { path: 'archive' }] }),
      },
      undefined,
      'both.code-workspace',
    );
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const view = () => workbench.webview('view');

  it('Classify from the explorer, on two folders: a table whose files can be opened', async () => {
    session.engine.script(labelled);
    await workbench.explorerMenu(['inbox', 'archive'], ['Hearth', 'Classify Files…'], async () => {
      await workbench.screenshot('explorer-menu-dark');
    });
    await workbench.quickInput.type('bug, wish, question');
    await workbench.quickInput.accept();
    await workbench.quickInput.pick('One label');
    await view().getByText('2 files were left out').waitFor({ timeout: patience });
    const cells = await view().getByRole('row').allInnerTexts();
    assert.equal(cells.length, 7);
    assert.ok(
      cells.some((text) => text.includes('empty-file.md') && text.includes('inbox/issues/') && text.includes('bug')),
      cells.join('\n'),
    );
    assert.ok(
      cells.some((text) => text.includes('release.md') && text.includes('⚠ praise')),
      cells.join('\n'),
    );
    await workbench.screenshot('classify-files-dark');
    await view().getByRole('button', { name: 'export.md inbox/issues/' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'export.md' }).waitFor({ timeout: patience });
  });

  it('all of it as a document, with links that lead to the files', async () => {
    await view().getByText('Open as Document').click();
    await workbench.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor({ timeout: patience });
    await workbench.screenshot('classify-files-document-dark');
    const link = workbench.page.locator('.detected-link').first();
    await link.waitFor({ timeout: patience });
    await link.click({ modifiers: ['Control'] });
    await workbench.page.locator('.tab.active', { hasText: 'release.md' }).waitFor({ timeout: patience });
  });

  it('the same in a light theme and in high contrast', async () => {
    await picturesInThemes(workbench, 'classify-files');
  });

  it('a task in a file of the second folder knows it by the path in that folder', async () => {
    session.engine.script(says('They are glad.'));
    await workbench.openFile('archive/release.md');
    await workbench.command('Hearth: Explain');
    await view().getByText('They are glad.').first().waitFor({ timeout: patience });
    await view().getByText('whole file · release.md:1–1').first().waitFor({ timeout: patience });
    assert.match(JSON.stringify(session.engine.requests.at(-1)?.body), /File: release\.md\\nLanguage: markdown/);
  });
});
