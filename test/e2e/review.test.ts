import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { until } from './until.ts';

const patience = 30_000;
const prose =
  'The editor suggest the next line, see [the guide](https://example.com/a?b=1). It run on the local machine.';

/** A person has a paragraph rewritten in a real window. The model is a stand-in: what it says is not what is tested. */
describe('Reviewing what a model wrote', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession();
    workbench = await session.openWindow({ 'notes.md': `# Notes\n\n${prose}\n\nThe end.\n` });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const thread = () => workbench.page.locator('.review-widget');
  const textHas = async (wanted: string) =>
    (await workbench.text()).join(' ').replaceAll('\u00a0', ' ').includes(wanted);

  it('shows each change below the text, which stays as it is', async () => {
    await workbench.openFile('notes.md');
    await workbench.selectLines(3, 3);
    session.engine.enqueue(
      says('The editor suggests the next line, see [the guide](⟦1⟧). It runs on the local machine.'),
    );
    await workbench.command('Hearth: Rewrite…');
    await workbench.quickInput.pick('Clearer');
    await thread().getByText('Rewrite: clearer: 2 changes').waitFor({ timeout: patience });
    await thread().locator('ins', { hasText: 'suggests' }).waitFor();
    await thread().locator('del', { hasText: 'run' }).waitFor();
    assert.equal(
      await thread().locator('a[href^="http"], img').count(),
      0,
      'nothing in a review is a link of the text’s',
    );
    await workbench.screenshot('review-words-dark');
    assert.ok(await textHas('The editor suggest the next line'), 'the text is as it was');
  });

  it('puts in what was accepted, and takes it back with one undo', async () => {
    await thread()
      .getByRole('button', { name: 'Accept this change' })
      .or(thread().getByTitle('Accept this change'))
      .first()
      .click();
    await thread().getByText('Rewrite: clearer: 1 of 2 left').waitFor({ timeout: patience });
    await workbench.screenshot('review-one-accepted-dark');
    await workbench.command('Hearth: Accept All Changes');
    await thread().waitFor({ state: 'detached', timeout: patience });
    await until(
      () => textHas('It runs on the local machine'),
      () => 'the changes',
    );
    assert.ok(await textHas('The editor suggests the next line, see [the guide]'));
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+z');
    await until(
      () => textHas('It run on the local machine'),
      () => 'the old text',
    );
    assert.ok(await textHas('The editor suggest the next line'), 'one undo takes all of it back');
  });
});
