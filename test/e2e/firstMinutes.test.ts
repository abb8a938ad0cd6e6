import assert from 'node:assert/strict';
import { type Registry, startRegistry } from '../engine/registry.ts';
import { type Session, startSession } from './session.ts';
import { picturesInThemes } from './themes.ts';
import { until } from './until.ts';

/** How long a step may wait for something to appear, in ms: generous, since the machine may be busy. */
const patience = 45_000;

describe('The first minutes, in a real window', () => {
  let session: Session;
  let registry: Registry;
  before(async function () {
    this.timeout(180_000);
    registry = await startRegistry(1_000_000);
    session = await startSession({ registry: registry.url });
    // Beside the side bar the window is too narrow for the pictures.
    await session.workbench.command('View: Toggle Primary Side Bar Visibility');
  });
  after(async () => {
    await session?.stop();
    await registry?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
  });

  const walkthrough = () => session.workbench.page.locator('.gettingStartedContainer').last();
  const button = (words: string) => walkthrough().locator('.monaco-button', { hasText: words });
  const step = (title: string) => walkthrough().locator('.getting-started-step', { hasText: title });
  /** Its page takes the focus when a step completes, which would close the palette: it is opened only where it is not open. */
  const show = async () => {
    if (await walkthrough().isVisible()) return;
    await session.workbench.command('Hearth: Get Started');
    await walkthrough().getByText('Get Started with Hearth').first().waitFor({ timeout: patience });
  };
  const open = async (title: string) => {
    await show();
    await step(title).getByText(title).first().click();
  };
  const isDone = async (title: string) => {
    await show();
    await step(title).locator('.codicon-getting-started-step-checked').first().waitFor({ timeout: patience });
  };

  it('the status bar offers to set up what is missing, and nothing pops up', async () => {
    const { workbench } = session;
    await workbench.status('status').filter({ hasText: 'Set up Hearth' }).waitFor({ timeout: patience });
    assert.deepEqual(await workbench.notifications(), []);
    await session.picture('set-up-status');
  });

  it('leads from no model to a suggestion and an answer, and each step notices when it is done', async function () {
    this.timeout(240_000);
    const { workbench } = session;
    const began = Date.now();
    await open('Get Ollama');
    await session.picture('walkthrough-ollama');
    await isDone('Get Ollama');

    await open('Get a model');
    await session.picture('walkthrough-model');
    await button('Get a Model').click();
    await workbench.quickInput.rowsOf('Download a Model');
    await session.picture('download-a-model');
    await workbench.quickInput.pick('Another Name…');
    await workbench.quickInput.type('tiny-demo');
    await workbench.page.keyboard.press('Enter');
    await workbench.notification('Downloading').getByText('%').waitFor({ timeout: patience });
    await session.picture('downloading');
    await workbench.notification('Ready:').waitFor({ timeout: patience });
    await session.picture('first-suggestion');
    const toSuggestion = Date.now() - began;
    await isDone('Get a model');

    await open('See a suggestion');
    await picturesInThemes(workbench, 'walkthrough-suggestion');
    await button('Open an Example').click();
    await workbench.waitGhost(patience);
    await session.picture('example');
    await isDone('See a suggestion');

    await workbench.openFile('src/words.ts');
    await workbench.selectLines(1, 5);
    await workbench.command('Hearth: Explain');
    const card = workbench.webview('view').getByRole('article').first();
    await card.getByText('tok/s').waitFor({ timeout: patience });
    await isDone('Ask about a selection');

    await open('Decide about the cloud');
    await picturesInThemes(workbench, 'walkthrough-cloud');
    await button('Stay Local').click();
    await step('Decide about the cloud')
      .locator('.codicon-getting-started-step-checked')
      .first()
      .waitFor({ timeout: patience });
    assert.equal(session.cloud.requests.length, 0);
    console.log(`      to the first suggestion ${(toSuggestion / 1000).toFixed(1)} s, with the engine there`);
    assert.ok(toSuggestion < 60_000);
  });

  it('Check Setup says of all of it that it works, and how long setting up took', async () => {
    const { workbench } = session;
    await workbench.command('Hearth: Check Setup');
    await until(
      async () => (await workbench.text()).some((line) => line.includes('Set up in')),
      async () => `the report, instead of ${(await workbench.text()).join('\n')}`,
    );
    await picturesInThemes(workbench, 'check-setup');
    assert.ok(!(await workbench.text()).some((line) => line.includes('Does not work')));
  });
});
