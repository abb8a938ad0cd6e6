import assert from 'node:assert/strict';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { writer } from '../fakes/ollamaModels.ts';
import { type Session, startSession } from './session.ts';

const patience = 30_000;
const prose =
  'The editor suggest the next line, see [the guide](https://example.com/a?b=1). It run on the local machine.';

/** A person proofreads a paragraph in a real window. The model is a stand-in: what it says is not what is tested. */
describe('Reviewing what a model wrote', () => {
  let session: Session;
  let engine: FakeOllama;
  before(async function () {
    this.timeout(180_000);
    engine = await startFakeOllama({ models: [writer] });
    session = await startSession({ theme: 'dark', settings: { 'hearth.endpoint': engine.url } });
  });
  after(async () => {
    await session?.stop();
    await engine?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
  });

  const thread = () => session.browser.page.locator('.review-widget');
  const textHas = async (wanted: string) =>
    (await session.workbench.text()).join(' ').replaceAll('\u00a0', ' ').includes(wanted);
  const until = async (holds: () => Promise<boolean>, what: string) => {
    for (const end = Date.now() + patience; Date.now() < end; ) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`waited in vain for ${what}`);
  };

  it('shows each change below the text, which stays as it is', async () => {
    const { workbench, browser } = session;
    await workbench.openFile('notes.md');
    await workbench.selectAll();
    await workbench.type(`# Notes\n\n${prose}\n\nThe end.\n`, 2);
    await browser.page.keyboard.press('Escape');
    await workbench.selectLines(3, 3);
    engine.enqueue(says('The editor suggests the next line, see [the guide](⟦1⟧). It runs on the local machine.'));
    await workbench.command('Hearth: Proofread');
    await thread().getByText('Proofread: 2 changes').waitFor({ timeout: patience });
    await thread().locator('ins', { hasText: 'suggests' }).waitFor();
    await thread().locator('del', { hasText: 'run' }).waitFor();
    assert.equal(
      await thread().locator('a[href^="http"], img').count(),
      0,
      'nothing in a review is a link of the text’s',
    );
    await session.picture('review-words');
    assert.ok(await textHas('The editor suggest the next line'), 'the text is as it was');
  });

  it('puts in what was accepted, and takes it back with one undo', async () => {
    const { workbench, browser } = session;
    await thread()
      .getByRole('button', { name: 'Accept this change' })
      .or(thread().getByTitle('Accept this change'))
      .first()
      .click();
    await thread().getByText('Proofread: 1 of 2 left').waitFor({ timeout: patience });
    await session.picture('review-one-accepted');
    await workbench.command('Hearth: Accept All Changes');
    await thread().waitFor({ state: 'detached', timeout: patience });
    await until(() => textHas('It runs on the local machine'), 'the changes');
    assert.ok(await textHas('The editor suggests the next line, see [the guide]'));
    await workbench.focusEditor();
    await browser.page.keyboard.press('Control+z');
    await until(() => textHas('It run on the local machine'), 'the old text');
    assert.ok(await textHas('The editor suggest the next line'), 'one undo takes all of it back');
  });
});
