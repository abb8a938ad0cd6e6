import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { keptBody, seedLedger, seedLongLedger } from './seededLedger.ts';
import { type Session, startSession } from './session.ts';
import { pageLooks, picturesInThemes } from './themes.ts';

const patience = 30_000;

describe('What left this computer', () => {
  let session: Session;
  let storage = '';
  before(async function () {
    this.timeout(180_000);
    session = await startSession({
      prepare: (_folder, own) => {
        storage = own;
      },
    });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
  });

  const page = (): FrameLocator => session.workbench.webview('editor');
  const rows = (): Locator => page().locator('tr.row');
  const row = (text: string): Locator => rows().filter({ hasText: text });
  const show = async () => {
    await session.workbench.command('Hearth: Show What Left This Computer');
    await page().getByRole('heading', { name: 'What left this computer' }).waitFor({ timeout: patience });
  };
  const pictures = (name: string) =>
    picturesInThemes(session.workbench, name, async (theme) => {
      await page().locator(`body.${pageLooks[theme]}`).waitFor({ timeout: patience });
      await session.workbench.neutralMouse();
    });

  it('says plainly that nothing left, while nothing did', async () => {
    await show();
    await page().getByRole('heading', { name: 'Nothing has left this computer' }).waitFor({ timeout: patience });
    assert.equal(await rows().count(), 0);
    await pictures('what-left-empty');
  });

  it('tells after a start of a request that was interrupted, once, and leads to it', async () => {
    const { workbench, editor, folder } = session;
    await workbench.command('View: Close All Editors');
    await seedLedger(storage);
    await workbench.open(editor.url(folder), { statusId: 'status' });
    const note = workbench.notification('Hearth ended while it was sending to api.example.com');
    await note.waitFor({ timeout: patience });
    await session.picture('what-left-notice');
    await note.getByRole('button', { name: 'Show What Left' }).click();
    const interrupted = row('unknown: interrupted');
    await interrupted.waitFor({ timeout: patience });
    assert.equal(await interrupted.count(), 1);
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('shows what went where, and what it sums up to', async () => {
    for (const [text, count] of [
      ['answered', 4],
      ['not taken, sent again', 1],
      ['key rejected', 1],
      ['handed over', 1],
      ['1,204 requests', 1],
      ['214 requests', 1],
      ['1 entry deleted by you', 1],
      ['unreadable line', 1],
    ] as const) {
      assert.equal(await row(text).count(), count, text);
    }
    const totals = page().locator('table.totals');
    assert.match(
      (await totals.getByRole('row', { name: 'self-hosted' }).innerText()).replaceAll(/\s+/g, ' '),
      /1,418 requests/,
    );
    await pictures('what-left');
  });

  it('opens an entry with the keyboard, with all there is to it, and the text where it was kept', async () => {
    const { browser } = session;
    await row('src/sum.ts and 1 more').getByRole('button').focus();
    await browser.page.keyboard.press('Enter');
    const details = page().locator('tr.details:visible');
    await details.getByText('AWS key, 2 times').waitFor({ timeout: patience });
    const text = await details.innerText();
    for (const part of ['src/words.ts:4–9, 204 characters', '.env.production, by the rule .env*', '438 read']) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(await details.locator('pre').textContent(), keptBody);
    await pictures('what-left-entry');
    await row('src/sum.ts and 1 more').getByRole('button').focus();
    await browser.page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached', timeout: patience }).catch(() => details.waitFor({ state: 'hidden' }));
    await browser.page.keyboard.press('ArrowDown');
    assert.equal(await page().locator('tr.row:focus-within').innerText(), await rows().nth(3).innerText());
  });

  it('finds entries by words, tier and month', async () => {
    await page().getByRole('searchbox').fill('rejected big-model');
    await page().getByText('1 entry', { exact: true }).waitFor({ timeout: patience });
    assert.equal(await rows().count(), 1);
    await page().getByRole('searchbox').fill('');
    await page().getByRole('combobox', { name: 'Tier' }).selectOption('handedOver');
    await row('gpt-large').waitFor();
    await page().getByText('1 entry', { exact: true }).waitFor({ timeout: patience });
    await page().getByRole('combobox', { name: 'Tier' }).selectOption('');
    await row('key rejected').waitFor({ timeout: patience });
  });

  it('verifies the record, and names file and line when somebody changed it', async () => {
    const { workbench } = session;
    const findings = page().getByRole('status', { name: 'Verification' });
    await page().getByRole('button', { name: 'Verify' }).click();
    await findings.getByText('The record is whole').waitFor({ timeout: patience });
    assert.match(await findings.innerText(), /holds no whole record/);
    assert.match(await findings.innerText(), /You deleted/);
    await workbench.screenshot('what-left-verified-dark');

    const folder = join(storage, 'ledger');
    const name = readdirSync(folder).find(
      (each) => each.endsWith('.jsonl') && readFileSync(join(folder, each), 'utf8').includes('"bytesOut":1834'),
    );
    assert.ok(name);
    const file = join(folder, name);
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('"bytesOut":1834', '"bytesOut":1835'));
    await page().getByRole('button', { name: 'Verify' }).click();
    await findings.getByText('was changed').waitFor({ timeout: patience });
    assert.match(await findings.innerText(), new RegExp(`${name}, line \\d+ was changed`));
    await workbench.screenshot('what-left-tampered-dark');
    writeFileSync(file, before);
  });

  it('deletes a month after a question, and says so in its place', async () => {
    const { workbench, browser } = session;
    const deleted = await row('deleted by you').count();
    const months = page().getByRole('combobox', { name: 'Month' }).locator('option');
    const before = await months.count();
    await page().getByRole('button', { name: 'Delete a Month…' }).click();
    await workbench.quickInput.widget().getByText('Delete a month of what left').waitFor({ timeout: patience });
    await workbench.quickInput.accept();
    const dialog = browser.page.locator('.monaco-dialog-box');
    await dialog.getByText('Delete the record of').waitFor({ timeout: patience });
    await workbench.screenshot('what-left-delete-dark');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page()
      .getByText(/deleted by you/)
      .nth(deleted)
      .waitFor({ timeout: patience });
    assert.equal(await months.count(), before - 1);
    await page().getByRole('button', { name: 'Verify' }).click();
    await page().getByText('The record is whole').waitFor({ timeout: patience });
    await workbench.screenshot('what-left-deleted-dark');
  });

  it('is linked from the hover card', async () => {
    const { workbench, browser } = session;
    await workbench.command('View: Close All Editors');
    await workbench.status('status').hover();
    const link = browser.page.locator('.workbench-hover').getByText('What left this computer');
    await link.waitFor({ timeout: patience });
    await session.picture('what-left-hover');
    await link.click();
    await page().getByRole('heading', { name: 'What left this computer' }).waitFor({ timeout: patience });
  });
});

describe('What left this computer, with the cloud switched off and ten thousand entries', () => {
  const count = 10_000;
  let session: Session;
  before(async function () {
    this.timeout(180_000);
    session = await startSession({
      settings: { 'hearth.cloud.enabled': false },
      prepare: (_folder, own) => seedLongLedger(own, count),
    });
  });
  after(() => session?.stop());

  it('nothing of the cloud is on offer in the palette and the menu, and what left still is', async () => {
    const { workbench, browser } = session;
    await workbench.status('status').filter({ hasText: 'tiny-demo' }).waitFor({ timeout: patience });
    await workbench.quickInput.openPalette();
    const { quickInput } = workbench;
    // The palette shows a part of a long list: what is looked for is asked for by its name.
    const whatLeft = quickInput.row('Hearth: Show What Left This Computer');
    for (const word of ['cloud', 'escalate']) {
      await quickInput.type('>Hearth: Show What Left');
      await whatLeft.waitFor({ timeout: patience });
      await quickInput.type(`>Hearth: ${word}`);
      await whatLeft.waitFor({ state: 'detached', timeout: patience });
      const offered = (await quickInput.rows()).filter((label) => label.startsWith('Hearth: '));
      assert.deepEqual(
        offered.filter((label) => /cloud|escalate/i.test(label)),
        [],
      );
    }
    await workbench.quickInput.close();
    await workbench.openFile('src/words.ts');
    await browser.page.keyboard.press('Shift+F10');
    await browser.page.locator('.monaco-menu').getByRole('menuitem', { name: 'Hearth' }).first().hover();
    const submenu = browser.page.locator('.monaco-menu').nth(1);
    await submenu.getByRole('menuitem', { name: 'Explain' }).waitFor({ timeout: patience });
    assert.doesNotMatch(await submenu.innerText(), /cloud/i);
    await browser.page.keyboard.press('Escape');
    await browser.page.keyboard.press('Escape');
  });

  it('all of them can be turned through, found and verified', async () => {
    const { workbench } = session;
    const page = () => workbench.webview('editor');
    await workbench.command('Hearth: Show What Left This Computer');
    await page().getByText('1–100 of 10,000 entries').waitFor({ timeout: patience });
    await page().getByRole('button', { name: 'Next page' }).click();
    await page().getByText('101–200 of 10,000 entries').waitFor({ timeout: patience });
    assert.equal(await page().locator('tr.row').count(), 100);
    await workbench.screenshot('what-left-long-dark');
    await page().getByRole('searchbox').fill('model-4711');
    await page().getByText('1 entry', { exact: true }).waitFor({ timeout: patience });
    await page().getByRole('button', { name: 'Verify' }).click();
    await page().getByText('The record is whole: 20,000 lines').waitFor({ timeout: patience });
  });
});
