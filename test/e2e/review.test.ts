import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { listing } from '../fakes/listing.ts';
import { type Answer, says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { until } from './until.ts';

const patience = 30_000;
const themeLabels = { light: 'Light Modern', contrast: 'Dark High Contrast' } as const;
const prose =
  'The editor suggest the next line, see [the guide](https://example.com/a?b=1). It run on the local machine.';

const sentence = (index: number, verb: string) =>
  `Item ${index} ${verb} the next letter when it comes, and waits for another one to be sent.`;
const sentences = Array.from({ length: 200 }, (_, index) => sentence(index + 1, 'recieve'));
const longText = `# Letters\n\n${sentences.join('\n\n')}\n`;

/** Finds the one mistake in each sentence that it is shown. */
const findsMistakes: Answer = (exchange) => {
  const asked = JSON.stringify(exchange.request.body?.messages);
  const mistakes = [...asked.matchAll(/Item \d+ recieve/g)].map(([original]) => ({
    original,
    replacement: original.replace('recieve', 'receives'),
    why: 'It is “i” before “e” except after “c”.',
  }));
  return says(...listing(...mistakes).split(/(?<=\},)/))(exchange);
};

/** A person has a paragraph rewritten, and a file proofread, in a real window. The model is a stand-in: what it says is not tested. */
describe('Reviewing what a model wrote', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession();
    workbench = await session.openWindow({ 'notes.md': `# Notes\n\n${prose}\n\nThe end.\n`, 'long.md': longText });
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

  const widget = () => workbench.page.locator('.monaco-editor .marker-widget');
  const menu = () => workbench.page.locator('.action-widget');
  const squiggles = () => workbench.page.locator('.squiggly-info');
  /** The next mistake, by the key that VS Code has for it. */
  async function next(): Promise<void> {
    await workbench.page.keyboard.press('F8');
    await widget().getByText('Spelling: “recieve” → “receives”.').waitFor({ timeout: patience });
  }
  async function clearNotifications(): Promise<void> {
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.focusEditor();
  }
  /** Goes to a quick fix with the keyboard alone. */
  async function fix(title: string): Promise<void> {
    await workbench.page.keyboard.press('Control+.');
    const rows = menu().locator('.action-item-row, .monaco-list-row.action');
    await rows.getByText(title).waitFor({ timeout: patience });
    await until(
      async () => {
        const focused = await menu().locator('.monaco-list-row.focused').allInnerTexts();
        if (focused.some((text) => text.includes(title))) return true;
        await workbench.page.keyboard.press('ArrowDown');
        return false;
      },
      () => `the focus on ${title}`,
    );
  }

  it('marks 200 mistakes, and goes from one to the next by F8', async () => {
    session.engine.script(findsMistakes);
    await workbench.openFile('long.md');
    await workbench.command('Hearth: Proofread');
    const message = workbench.notification('200 findings in long.md');
    await message.waitFor({ timeout: patience });
    await until(
      async () => (await squiggles().count()) > 5,
      () => 'the marks',
    );
    await workbench.screenshot('proofread-dark');
    await clearNotifications();
    await next();
    await next();
    await workbench.screenshot('proofread-why-dark');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+k');
    await workbench.page.keyboard.press('Control+i');
    await workbench.page
      .locator('.monaco-hover', { hasText: 'It is “i” before “e”' })
      .first()
      .waitFor({ timeout: patience });
    await workbench.screenshot('proofread-hover-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('mends one, then all, with the keyboard alone, and takes all back with one undo', async () => {
    await fix('Accept: “receives”');
    await workbench.screenshot('proofread-fixes-dark');
    await workbench.page.keyboard.press('Enter');
    await until(
      () => textHas('Item 2 receives'),
      () => 'the first change',
    );
    await workbench.page.locator('.statusbar-item', { hasText: '199' }).waitFor({ timeout: patience });
    await workbench.focusEditor();
    await next();
    await fix('Accept all: 199 findings');
    await workbench.page.keyboard.press('Enter');
    await until(
      async () => (await squiggles().count()) === 0,
      () => 'the last mistake to be mended',
    );
    assert.equal(await workbench.documentText(), longText.replaceAll('recieve', 'receives'));
    await workbench.undo();
    assert.equal(await workbench.documentText(), longText.replace(sentence(2, 'recieve'), sentence(2, 'receives')));
  });

  it('is as plain in light and in high contrast, and all marks can be cleared', async () => {
    for (const theme of ['light', 'contrast'] as const) {
      await workbench.command('Preferences: Color Theme');
      await workbench.quickInput.type(themeLabels[theme]);
      await workbench.quickInput
        .widget()
        .locator('.monaco-list-row.focused', { hasText: themeLabels[theme] })
        .waitFor();
      await workbench.quickInput.accept();
      await workbench.openFile('long.md');
      await workbench.command('Hearth: Proofread');
      await workbench.notification('199 findings in long.md').waitFor({ timeout: patience });
      await clearNotifications();
      await next();
      await workbench.screenshot(`proofread-why-${theme}`);
      await fix('Dismiss');
      await workbench.screenshot(`proofread-fixes-${theme}`);
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('Escape');
    }
    await workbench.command('Hearth: Clear Findings');
    await squiggles().first().waitFor({ state: 'detached', timeout: patience });
  });
});
