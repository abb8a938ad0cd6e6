import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, openBrowser } from '../editor/browser.ts';
import { type Editor, startEditor } from '../editor/editor.ts';
import { Workbench } from '../editor/workbench.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { extensionId, extensionPath } from './session.ts';

const patience = 30_000;

/** A window with a folder that is on no disk. The model is a stand-in: what it says is not tested. */
describe('A folder that is on no disk', () => {
  const stops: (() => Promise<void>)[] = [];
  let engine: FakeOllama;
  let editor: Editor;
  let browser: Browser;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    engine = await startFakeOllama();
    stops.push(() => engine.stop());
    editor = await startEditor({
      developmentPath: extensionPath,
      otherExtensions: [join(import.meta.dirname, 'memoryFiles')],
      settings: { 'hearth.endpoint': engine.url, 'hearth.completions.modes': { '*': 'on' } },
    });
    stops.push(() => editor.stop());
    const workspace = join(editor.root, 'memory.code-workspace');
    writeFileSync(workspace, JSON.stringify({ folders: [{ uri: 'vscode-vfs://memory/', name: 'memory' }] }));
    browser = await openBrowser();
    stops.push(() => browser.close());
    workbench = new Workbench(browser.page, extensionId);
    await workbench.open(editor.url(workspace), { statusId: 'status' });
  });
  after(async () => {
    for (const stop of stops.reverse()) await stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const open = async (name: string) => {
    await browser.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true }).dblclick();
    await browser.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: patience });
    await workbench.focusEditor();
  };

  it('has suggestions while somebody types', async () => {
    engine.script(says('return n * 2'));
    await open('half.lua');
    await browser.page.keyboard.press('Control+End');
    await workbench.typeForGhost('\nlocal function double(n) ', (ghost) => ghost.includes('return n * 2'));
    await browser.page.keyboard.press('Tab');
    await workbench.waitNoGhost();
    assert.ok((await workbench.documentText()).includes('return n * 2'));
  });

  it('has answers about its files, named as they are in it', async () => {
    engine.script(says('They are halved.'));
    await open('notes.txt');
    await workbench.command('Hearth: Summarize');
    const view = workbench.webview('view');
    await view.getByText('They are halved.').waitFor({ timeout: patience });
    await view.getByText('notes.txt').first().waitFor();
    await workbench.screenshot('virtual-workspace');
    assert.match(JSON.stringify(engine.requests.at(-1)?.body), /The engine halves what it is given/);
  });

  it('summarizes them together', async () => {
    engine.script(says('About halves.'));
    await workbench.explorerMenu(['half.lua', 'notes.txt'], ['Hearth', 'Summarize Files']);
    await workbench
      .webview('view')
      .getByText('About halves.')
      .filter({ visible: true })
      .nth(1)
      .waitFor({ timeout: patience });
  });
});
