import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { Gate } from '../fakes/gate.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { picturesInThemes } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;

const models: readonly FakeModel[] = [
  {
    name: 'qwen2.5-coder:1.5b-base',
    parameterSize: '1.5B',
    size: 986e6,
    contextLength: 32_768,
    loaded: true,
    memory: { total: 1.7e9, gpu: 1.7e9 },
  },
  { name: 'starcoder2:3b', parameterSize: '3B', quantization: 'Q4_0', size: 1.7e9, contextLength: 16_384 },
  {
    name: 'qwen3:8b',
    capabilities: ['completion', 'tools', 'thinking'],
    parameterSize: '8.2B',
    size: 5.2e9,
    contextLength: 40_960,
    loaded: true,
    memory: { total: 6.9e9, gpu: 4.1e9 },
  },
  {
    name: 'gemma3:4b',
    capabilities: ['completion', 'vision'],
    parameterSize: '4.3B',
    size: 3.3e9,
    contextLength: 131_072,
  },
  {
    name: 'nomic-embed-text:latest',
    capabilities: ['embedding'],
    parameterSize: '137M',
    quantization: 'F16',
    size: 274e6,
  },
  { name: 'gpt-oss:120b-cloud', size: 384, remote: { host: 'https://ollama.com:443', model: 'gpt-oss:120b' } },
];

describe('The Models view in the window', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession({}, models);
    workbench = await session.openWindow({ 'notes.txt': 'Some text.\n' });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const sidebar = () => workbench.page.locator('.part.auxiliarybar');
  const row = (text: string | RegExp) => sidebar().locator('.monaco-list-row', { hasText: text });
  const asked = (path: string) => session.engine.requests.filter((request) => request.path === path);

  it('is there beside the answers, and asks nothing before it is opened', async () => {
    await workbench.command('Hearth: Focus on Answers View');
    await sidebar().getByText('Models', { exact: true }).first().waitFor({ timeout: patience });
    assert.equal(asked('/api/ps').length, 0);
    await sidebar().getByText('Models', { exact: true }).first().click();
    await row('starcoder2:3b').waitFor({ timeout: patience });
    await workbench.screenshot('models-opened-dark');
    // The whole side bar for the models.
    await sidebar().getByText('Answers', { exact: true }).first().click();
    assert.ok(asked('/api/ps').length > 0);
  });

  it('shows each model under its role, what is in memory, what spills, and cloud models apart', async () => {
    await row(/qwen2\.5-coder:1\.5b-base.*loaded · GPU/).waitFor({ timeout: patience });
    await row(/qwen3:8b.*loaded · 59 % GPU, 41 % CPU/).waitFor();
    await row(/Cloud.*not used as local/).waitFor();
    await row('qwen3:8b').locator('.monaco-tl-twistie').click();
    await row('Does not fit on the GPU').waitFor({ timeout: patience });
    await picturesInThemes(workbench, 'models', () => workbench.neutralMouse());
  });

  it('offers what can be done with a model, in its row and its menu', async () => {
    await row('starcoder2:3b').hover();
    await row('starcoder2:3b').getByRole('button', { name: 'Use for Completions' }).waitFor({ timeout: patience });
    await workbench.screenshot('models-inline-dark');
    await row('starcoder2:3b').click({ button: 'right' });
    const menu = workbench.page.locator('.monaco-menu');
    for (const name of ['Use for Completions', 'Load into Memory', 'Update', 'Delete from Disk…', 'Copy Details']) {
      await menu.getByRole('menuitem', { name }).waitFor({ timeout: patience });
    }
    await workbench.screenshot('models-menu-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('downloads with bytes and a way to cancel, keeps what has come, and goes on', async () => {
    const hold = new Gate();
    session.engine.pulling = { hold, total: 531e6, steps: 8 };
    await workbench.command('Hearth: Download a Model…');
    await workbench.quickInput.widget().getByText('Another Name…').waitFor({ timeout: patience });
    await workbench.screenshot('models-download-pick-dark');
    await workbench.quickInput.type('0.5b-base');
    await workbench.quickInput.row('qwen2.5-coder:0.5b-base').waitFor({ timeout: patience });
    await workbench.quickInput.accept();
    await hold.reached;
    const note = workbench.notification('Downloading qwen2.5-coder:0.5b-base');
    await note.waitFor({ timeout: patience });
    await row(/0\.5b-base.*50 % of 531 MB/).waitFor({ timeout: patience });
    await workbench.screenshot('models-downloading-dark');
    await note.hover();
    await note.getByRole('button', { name: 'Cancel' }).click();
    await row(/0\.5b-base.*50 % of 531 MB, stopped/).waitFor({ timeout: patience });
    assert.equal(await asked('/api/pull')[0]?.closed, 'aborted');
    await workbench.screenshot('models-stopped-dark');
    hold.open();
    session.engine.pulling = { total: 531e6 };
    await row('50 % of 531 MB, stopped').hover();
    await row('50 % of 531 MB, stopped').getByRole('button', { name: 'Resume the Download' }).click();
    await workbench.notification('qwen2.5-coder:0.5b-base is there.').waitFor({ timeout: patience });
    await until(
      () => session.engine.models.has('qwen2.5-coder:0.5b-base'),
      () => 'the model',
    );
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('comes back by its command, which the hover card and messages use too', async () => {
    await workbench.command('View: Hide Secondary Side Bar');
    await sidebar().waitFor({ state: 'hidden', timeout: patience });
    await workbench.command('Hearth: Focus on Models View');
    await row('starcoder2:3b').waitFor({ timeout: patience });
    await workbench.screenshot('models-focused-dark');
  });

  it('deletes after a question', async () => {
    await row('gemma3:4b').click({ button: 'right' });
    await workbench.pickFromMenu(['Delete from Disk…']);
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Delete gemma3:4b?').waitFor({ timeout: patience });
    await workbench.screenshot('models-delete-dark');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row('gemma3:4b').waitFor({ state: 'detached', timeout: patience });
    assert.ok(!session.engine.models.has('gemma3:4b'));
  });

  it('says what is missing, with the one thing that helps: no model, and no engine', async () => {
    session.engine.models.clear();
    await workbench.command('Hearth: Look for Models Again');
    await sidebar().getByRole('button', { name: 'Download a Model' }).waitFor({ timeout: patience });
    await workbench.screenshot('models-empty-dark');
    await session.engine.stop();
    await workbench.command('Hearth: Look for Models Again');
    await sidebar().getByText('Nothing answers at the address of your engine').waitFor({ timeout: patience });
    await sidebar().getByRole('button', { name: 'Look Again' }).waitFor({ timeout: patience });
    await workbench.screenshot('models-off-dark');
  });
});
