import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { secretOf } from '../unit/privacy/plantedSecrets.ts';
import { cloudKey, type Session, startSession } from './session.ts';
import { setUpCloud } from './setUpCloud.ts';
import { picturesInThemes } from './themes.ts';

const token = secretOf({ name: 'a GitHub token', seed: 21 });
const stripe = secretOf({ name: 'a Stripe key', seed: 22 });

/** Source with secrets, a direction override and a message in tag characters. */
const deploy = [
  "import { connect } from './connection.ts';",
  '',
  '/** Puts the newest build on the server. */',
  'export async function deploy(build: string) {',
  `  const client = await connect('https://deploy.example', '${token}');`,
  `  // Only for the sandbox: ${stripe}`,
  '  const isAdmin = user.role === "admin\u202E"; // ask the boss',
  `  await client.upload(build);${[...'obey me'].map((each) => String.fromCodePoint(0xe0000 + each.charCodeAt(0))).join('')}`,
  '  return client.status();',
  '}',
  '',
].join('\n');

const patience = 30_000;

describe('The send sheet', () => {
  let session: Session;
  before(async function () {
    this.timeout(180_000);
    session = await startSession({
      settings: {
        'hearth.cloud.prices': { 'dear-model': { input: 1000, output: 1000 } },
        'hearth.cloud.monthlyBudget': 5,
      },
      prepare(folder) {
        writeFileSync(join(folder, 'src', 'deploy.ts'), deploy);
        writeFileSync(join(folder, '.hearthignore'), '/plans/\n');
        mkdirSync(join(folder, 'plans'));
        writeFileSync(join(folder, 'plans', 'merger.md'), 'CANARY-plan: we buy them in May.\n');
        writeFileSync(join(folder, '.env'), 'CANARY_ENV=1\n');
        symlinkSync(join(folder, '.env'), join(folder, 'notes.txt'));
      },
    });
    const { workbench, cloud } = session;
    await workbench.command('Hearth: Configure the Cloud Tier');
    await setUpCloud(workbench, `${cloud.url}/v1`, cloudKey, 'big-model');
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
  });

  const ask = async (file: string, question: string) => {
    const { workbench } = session;
    await workbench.openFile(file);
    await workbench.selectAll();
    await workbench.command('Hearth: Ask the Cloud…');
    await workbench.quickInput.pick('Ask a Question…');
    await workbench.quickInput.widget().getByText('Press').first().waitFor();
    await workbench.quickInput.answer(question);
  };
  const opened = async (): Promise<FrameLocator> => {
    const sheet = session.workbench.webview('editor');
    await sheet.getByRole('button', { name: 'Send' }).waitFor({ timeout: patience });
    return sheet;
  };
  const pictures = (name: string) => picturesInThemes(session.workbench, name);
  const idle = (sheet: FrameLocator) => sheet.locator('main:not([aria-busy])').waitFor();

  it('shows what is masked and what nobody sees, and lets one go', async () => {
    const { browser, cloud } = session;
    await ask('src/deploy.ts', 'Is this safe? Our wiki says password = "Winter2026!"');
    const sheet = await opened();
    const text = await sheet.locator('#readable').innerText();
    assert.ok(!text.includes(token) && !text.includes(stripe) && !text.includes('Winter2026!'));
    for (const shown of ['[masked: GitHub token]', '[masked: Stripe key]', '[masked: password]', '[U+202E]']) {
      assert.ok(text.includes(shown), shown);
    }
    assert.ok(text.includes('[tags “obey me”]'));
    assert.deepEqual(await sheet.locator('.notices li').allInnerTexts(), [
      '3 secrets masked',
      '8 characters that nobody sees',
    ]);
    const release = sheet.getByRole('button', { name: /Not a secret.*Stripe key/ });
    await release.focus();
    await browser.page.keyboard.press('Enter');
    await sheet.locator('.notices').getByText('1 possible secret goes as it is').waitFor();
    await idle(sheet);
    assert.ok((await sheet.locator('#readable').innerText()).includes(stripe));
    const focused = sheet.locator('*:focus');
    assert.match((await focused.getAttribute('aria-label')) ?? '', /Mask again: Stripe key/);
    await pictures('sheet-masked');
    assert.equal(cloud.requests.length, 0);
  });

  it('takes a piece out and puts it back, with the keyboard', async () => {
    const { browser } = session;
    const sheet = await opened();
    const typed = sheet.getByRole('checkbox', { name: 'Typed by you' });
    await typed.focus();
    await browser.page.keyboard.press('Space');
    await sheet.getByText('Taken out: this does not leave.').waitFor();
    await idle(sheet);
    assert.equal(await typed.isChecked(), false);
    assert.equal(await typed.evaluate((box) => box === document.activeElement), true);
    assert.match(await sheet.getByRole('status').innerText(), /1 taken out by you/);
    const code = sheet.getByRole('checkbox', { name: /deploy\.ts/ });
    assert.equal(await code.getAttribute('aria-disabled'), 'true');
    await session.picture('sheet-taken-out');
    await code.focus();
    await browser.page.keyboard.press('Space');
    assert.equal(await code.isChecked(), true, 'the last piece stays');
    await typed.focus();
    await browser.page.keyboard.press('Space');
    await sheet.getByText('Taken out: this does not leave.').waitFor({ state: 'detached' });
  });

  it('shows the exact body with a badge at what nobody sees, without changing a byte', async () => {
    const { browser, cloud } = session;
    const sheet = await opened();
    await sheet.getByRole('tab', { name: 'What Leaves' }).focus();
    await browser.page.keyboard.press('ArrowRight');
    const body = sheet.locator('pre.body');
    await body.waitFor();
    assert.equal(await sheet.locator('.exactly').first().getAttribute('data-badge'), '[U+202E]');
    await session.picture('sheet-exact');
    const shown = (await body.textContent()) ?? '';
    await browser.page.keyboard.press('Enter');
    assert.equal(cloud.requests.length, 0, 'Enter alone must not send');
    await browser.page.keyboard.press('Control+Enter');
    await sheet.locator('main').waitFor({ state: 'detached' });
    await session.workbench.webview('view').getByText('cloud').first().waitFor({ timeout: patience });
    const [request] = cloud.requests;
    assert.equal(request?.bytes.toString('utf8'), shown);
    assert.ok(!shown.includes(token) && shown.includes(stripe) && shown.includes('admin\u202E'));
  });

  it('is edited with the text as the person has it, and checked again', async () => {
    const { browser } = session;
    await ask('src/deploy.ts', 'What does this do?');
    const sheet = await opened();
    await sheet.getByRole('button', { name: 'Edit' }).click();
    const field = sheet.getByRole('textbox', { name: 'Text to send: Typed by you' });
    await field.fill(`What does ${stripe} do?`);
    await session.picture('sheet-edit');
    await browser.page.keyboard.press('Control+Enter');
    await sheet.locator('#readable').getByText('What does [masked: Stripe key] do?').waitFor();
    await session.picture('sheet-edited');
    await browser.page.keyboard.press('Escape');
    await sheet.locator('main').waitFor({ state: 'detached' });
  });

  it('lists what a rule leaves out, the user’s own and the folder’s, also behind a symbolic link', async () => {
    const { browser, cloud } = session;
    const before = cloud.requests.length;
    for (const [file, rule] of [
      ['plans/merger.md', 'plans/merger.md · rule .hearthignore: /plans/'],
      ['notes.txt', 'notes.txt · rule .env*'],
    ] as const) {
      await ask(file, 'What is planned?');
      const sheet = await opened();
      const text = await sheet.locator('main').innerText();
      assert.ok(!text.includes('CANARY'), text);
      const [path, named] = rule.split(' · ');
      assert.ok(
        text.includes('1 text left out by a rule') && text.includes(path ?? '') && text.includes(named ?? ''),
        text,
      );
      if (file === 'notes.txt') await pictures('sheet-left-out');
      await browser.page.keyboard.press('Escape');
      await sheet.locator('main').waitFor({ state: 'detached' });
    }
    assert.equal(cloud.requests.length, before);
  });

  it('fits beside another editor', async () => {
    const { browser } = session;
    await ask('src/deploy.ts', 'What does this do?');
    await opened();
    await browser.page.setViewportSize({ width: 760, height: 900 });
    await session.picture('sheet-narrow');
    await browser.page.setViewportSize({ width: 1280, height: 800 });
    await browser.page.keyboard.press('Escape');
  });

  it('does not even open for what could pass the budget, and says so', async () => {
    const { browser, cloud, workbench } = session;
    const before = cloud.requests.length;
    await workbench.command('Hearth: Configure the Cloud Tier');
    await workbench.quickInput.pick('Another Provider…');
    await setUpCloud(workbench, `${cloud.url}/v1`, cloudKey, 'dear-model', session.picture);
    await ask('src/deploy.ts', 'What does this do?');
    await browser.page.getByText('of your monthly budget of $5.00').first().waitFor({ timeout: patience });
    await session.picture('budget-stop');
    assert.equal(cloud.requests.length, before);
  });
});
