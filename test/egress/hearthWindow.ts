import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { setUpCloud } from '../e2e/setUpCloud.ts';
import { until } from '../e2e/until.ts';
import { cloudHost, cloudKey, type World } from './world.ts';

/** How long a step may wait for something to appear, in ms: generous, since the machine may be busy. */
const patience = 45_000;

const statusId = 'status';

/** What a person does with Hearth in a window. */
export class HearthWindow {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Opens a window on new files, given by their paths. @returns the folder */
  async open(name: string, files: Readonly<Record<string, string>>, workspace = ''): Promise<void> {
    const { editor, workbench } = this.#world;
    const folder = join(editor.root, name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    await workbench.open(editor.url(join(folder, workspace)), { statusId });
  }

  /** Waits until the status bar says this. */
  async says(text: string | RegExp): Promise<void> {
    await this.#world.workbench.status(statusId).filter({ hasText: text }).waitFor({ timeout: patience });
  }

  /** Types the start of a line at the end of a file. */
  async typeInto(path: string, text: string): Promise<void> {
    const { workbench } = this.#world;
    await workbench.openFile(path);
    await workbench.page.keyboard.press('Control+End');
    await workbench.type(text);
  }

  /** Types the start of a line and takes the suggestion to its end. */
  async complete(path: string, text: string): Promise<void> {
    const { workbench } = this.#world;
    await workbench.openFile(path);
    await workbench.page.keyboard.press('Control+End');
    await workbench.typeForGhost(text, undefined, patience);
    const offered = (await workbench.ghostText()).split('\n')[0]?.trim() ?? '';
    await workbench.accept();
    // Another suggestion may follow at once: what was taken is looked for without it.
    await until(
      async () => (await workbench.documentText()).includes(offered),
      () => `the suggestion ${JSON.stringify(offered)} in the text`,
    );
  }

  /** Asks about a whole file, and waits for the local answer. */
  async ask(title: 'Explain' | 'Summarize', path: string): Promise<void> {
    await this.#world.workbench.openFile(path);
    await this.#world.workbench.command(`Hearth: ${title}`);
    await this.card(title, 'local').getByText('tok/s').waitFor({ timeout: patience });
  }

  /** The newest card with this title, and this tier where one is named. */
  card(title: string, tier = ''): Locator {
    const cards = this.#world.workbench.webview('view').getByRole('article');
    return cards.filter({ hasText: title }).filter({ hasText: tier }).first();
  }

  /** Keeps the newest answer with this title as a test, and runs it with the model in use. */
  async runScorecard(title: string): Promise<void> {
    const { workbench } = this.#world;
    await this.card(title, 'local').getByRole('button', { name: 'Keep as Test' }).click();
    await workbench.notification('Kept as a test').waitFor({ timeout: patience });
    await workbench.command('Hearth: Run Scorecard…');
    const { quickInput } = workbench;
    await quickInput.row('explain.yaml').waitFor({ timeout: patience });
    await quickInput.pick('explain.yaml');
    await quickInput.widget().getByRole('checkbox', { checked: true }).first().waitFor({ timeout: patience });
    await quickInput.accept();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click({ timeout: patience });
    const verdicts = workbench.webview('editor').getByRole('table', { name: 'Verdicts' });
    await verdicts.waitFor({ timeout: 2 * patience });
  }

  /** Sets up the cloud of this world, with its key. */
  async setUpCloud(): Promise<void> {
    const { workbench } = this.#world;
    await workbench.command('Hearth: Configure the Cloud Tier');
    await setUpCloud(workbench, `https://${cloudHost}/v1`, cloudKey, 'big-model');
  }

  /** Presses Escalate on the newest answer, and waits for the send sheet. */
  async openSheet(title: string): Promise<FrameLocator> {
    await this.card(title, 'local').locator('button:visible', { hasText: 'Escalate' }).first().click();
    const sheet = this.#world.workbench.webview('editor');
    await sheet.getByRole('button', { name: 'Send' }).waitFor({ timeout: patience });
    return sheet;
  }

  /** The exact body as the sheet shows it. */
  async bodyOn(sheet: FrameLocator): Promise<string> {
    await sheet.getByRole('tab', { name: 'Exact Body' }).click();
    const body = sheet.locator('pre.body');
    await body.waitFor();
    return (await body.textContent()) ?? '';
  }

  /** Waits until no sheet is open any more. */
  async sheetIsGone(): Promise<void> {
    const frames = this.#world.workbench.page.locator('iframe.webview.ready:not([src*="purpose=webviewView"])');
    await frames.filter({ visible: true }).waitFor({ state: 'detached', timeout: patience });
  }
}
