// Takes the pictures of the README in a real window on the demo engine, and draws the icon.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { bothDemoModels, demoFunctions, demoLabels, keepDemoAnswers } from '../e2e/demoCases.ts';
import { startScorecardRun } from '../e2e/scorecardActs.ts';
import { cloudKey, root, type Session, startSession } from '../e2e/session.ts';
import { setUpCloud } from '../e2e/setUpCloud.ts';
import { film } from './film.ts';

/** How long something may take to appear, in ms. */
const patience = 60_000;
/** The most that the moving picture may take, in bytes. */
const largest = 1_500_000;

/** A window in which nothing is to be seen but what the pictures are about. */
const calm = {
  'chat.commandCenter.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.lightbulb.enabled': 'off',
  'editor.occurrencesHighlight': 'off',
  'editor.parameterHints.enabled': false,
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.stickyScroll.enabled': false,
  'editor.suggestOnTriggerCharacters': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'workbench.reduceMotion': 'on',
};

const session = await startSession({ settings: calm });
try {
  await session.browser.page.setViewportSize({ width: 1000, height: 600 });
  keep('hearth.gif', await typingToAnAnswer(session));
  await session.browser.page.setViewportSize({ width: 1000, height: 760 });
  keep('send-sheet.png', await sendSheet(session));
  await session.browser.page.setViewportSize({ width: 1000, height: 600 });
  keep('what-left.png', await whatLeft(session));
  writeFileSync(join(root, 'media', 'icon.png'), await icon(session.browser.page));
} finally {
  await session.stop();
}
keep('scorecard.png', await scorecard());

function keep(name: string, picture: Buffer): void {
  const path = join(root, 'test', 'pictures', name);
  writeFileSync(path, picture);
  const { size } = statSync(path);
  console.log(`test/pictures/${name}: ${(size / 1000).toFixed(0)} kB`);
  if (size > largest) throw new Error(`${name} is larger than ${largest / 1000} kB.`);
}

/** Typing, grey text, Tab; a selection, Explain, and who answered. */
async function typingToAnAnswer({ workbench, browser: { page } }: Session): Promise<Buffer> {
  const { keyboard } = page;
  const view = workbench.webview('view');
  await workbench.status('status').filter({ hasText: 'tiny-demo' }).waitFor({ timeout: patience });
  await workbench.command('View: Close Primary Side Bar');
  await workbench.command('Hearth: Focus on Answers View');
  await view.getByText('Answers appear here').waitFor({ timeout: patience });
  await workbench.openFile('src/words.ts');
  await keyboard.press('Control+End');
  // The first suggestion loads the model: nobody has to see that.
  const before = await workbench.documentText();
  await workbench.typeForGhost('\nexport const first = ', undefined, patience);
  await keyboard.press('Escape');
  for (let undone = 0; (await workbench.documentText()) !== before; undone++) {
    if (undone > 50) throw new Error('What was typed could not be undone.');
    await workbench.undo();
  }
  await keyboard.press('Control+End');
  await workbench.neutralMouse();

  const moving = await film(page);
  await moving.hold(800);
  await workbench.type(
    '\n// Checks whether a number is even.\nexport function isEven(number: number): boolean {\n',
    45,
  );
  await workbench.typeForGhost('return ', undefined, patience);
  await moving.hold(2000);
  await keyboard.press('Tab');
  await workbench.waitNoGhost();
  await moving.hold(1500);
  await keyboard.press('Escape');
  await workbench.selectLines(6, 9);
  await moving.hold(1000);
  moving.pace(350);
  await workbench.contextMenu('Hearth', 'Explain');
  moving.pace(120);
  await view.getByRole('article').getByText('tok/s').waitFor({ timeout: patience });
  await moving.hold(5000);
  return moving.stop();
}

/** What would leave for the cloud. The cloud is a stand-in on this machine. */
async function sendSheet({ workbench, browser: { page }, cloud }: Session): Promise<Buffer> {
  await workbench.command('Hearth: Configure the Cloud Tier');
  await setUpCloud(workbench, `${cloud.url}/v1`, cloudKey, 'big-model');
  await workbench.command('Hearth: Escalate the Last Answer to the Cloud…');
  await workbench.webview('editor').locator('footer .primary').waitFor({ timeout: patience });
  await workbench.neutralMouse();
  return page.screenshot({ animations: 'disabled' });
}

/** The record of what left, after it was sent and verified. */
async function whatLeft({ workbench, browser: { page } }: Session): Promise<Buffer> {
  await workbench.webview('editor').locator('footer .primary').click();
  await workbench
    .webview('view')
    .getByText('Worth asking the cloud?')
    .filter({ visible: true })
    .first()
    .waitFor({ timeout: patience });
  await workbench.command('Hearth: Show What Left This Computer');
  const ledger = workbench.webview('editor');
  await ledger.locator('tr.row', { hasText: 'answered' }).waitFor({ timeout: patience });
  await ledger.getByRole('button', { name: 'Verify' }).click();
  await ledger.getByText('The record is whole').waitFor({ timeout: patience });
  await workbench.neutralMouse();
  return page.screenshot({ animations: 'disabled' });
}

/** What came of ten answers that were kept, with the demo model in 8 bits and in 16. */
async function scorecard(): Promise<Buffer> {
  const cases = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
  const { workbench, browser, stop } = await startSession({
    models: bothDemoModels,
    settings: { ...calm, 'hearth.scorecard.folder': cases, 'hearth.completions.enabled': false },
    prepare(folder) {
      for (const [name, text] of Object.entries(demoFunctions)) writeFileSync(join(folder, `${name}.py`), text);
    },
  });
  try {
    await keepDemoAnswers(workbench, cases);
    const { small, large } = demoLabels;
    await startScorecardRun(workbench, { file: 'explain.yaml', models: { [small]: true, [large]: true } });
    const verdicts = workbench.webview('editor').getByRole('table', { name: 'Verdicts' });
    await verdicts.getByRole('row', { name: 'Explain' }).waitFor({ timeout: patience });
    for (const bar of [
      'View: Close Primary Side Bar',
      'View: Hide Secondary Side Bar',
      'Notifications: Clear All Notifications',
    ])
      await workbench.command(bar);
    await browser.page.setViewportSize({ width: 1000, height: 760 });
    await workbench.neutralMouse();
    return await browser.page.screenshot({ animations: 'disabled' });
  } finally {
    await stop();
    rmSync(cases, { recursive: true, force: true });
  }
}

/** The icon's drawing, in pixels. */
async function icon(page: Page): Promise<Buffer> {
  const drawing = readFileSync(join(root, 'media', 'icon.svg'), 'utf8');
  await page.goto('about:blank');
  await page.setContent(`<style>html, body { margin: 0; background: none } svg { display: block }</style>${drawing}`);
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: 256, height: 256 } });
}
