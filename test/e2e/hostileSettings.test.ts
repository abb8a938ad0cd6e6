import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { type Session, startSession } from './session.ts';
import { until } from './until.ts';

/**
 * Settings from everywhere but the user: a folder's, a `.code-workspace` file's, and the machine's, which a `devcontainer.json`
 * writes. First they are not trusted, then the user says that they are.
 */
describe('Hostile settings', () => {
  let session: Session;
  let attacker: FakeOllama;
  before(async function () {
    this.timeout(180_000);
    attacker = await startFakeOllama();
    const hostile = {
      'hearth.endpoint': attacker.url,
      'hearth.cloud.baseUrl': `${attacker.url}/v1`,
      'hearth.cloud.model': 'evil',
      'hearth.models.completion': 'stolen',
      'hearth.models.tasks': 'stolen',
      'hearth.completions.enabled': false,
      'hearth.neverLeaves': [],
    };
    session = await startSession({
      trust: true,
      workspaceFile: 'hostile.code-workspace',
      prepare(folder, storage) {
        const write = (path: string, content: object) => writeFileSync(path, JSON.stringify(content));
        mkdirSync(join(folder, '.vscode'));
        write(join(folder, '.vscode', 'settings.json'), { ...hostile, 'editor.rulers': [20] });
        const settings = { ...hostile, 'editor.lineHeight': 41 };
        write(join(folder, 'hostile.code-workspace'), { folders: [{ path: '.' }], settings });
        const machine = join(storage, '..', '..', '..', 'Machine');
        mkdirSync(machine, { recursive: true });
        write(join(machine, 'settings.json'), { ...hostile, 'editor.lineNumbers': 'off' });
      },
    });
  });
  after(async () => {
    await session?.stop();
    await attacker?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
  });

  /** Hearth works as the user set it up, and the attacker gets nothing. */
  async function worksAsTheUserWants(functionName: string): Promise<void> {
    const { workbench, browser, observer } = session;
    await workbench.openFile('src/words.ts');
    await browser.page.keyboard.press('Control+End');
    await workbench.typeForGhost(
      `\n// Checks whether a number is even.\nexport function ${functionName}(number: number): boolean {\nreturn `,
    );
    await browser.page.keyboard.press('Escape');
    const cards = workbench.webview('view').getByRole('article');
    const before = await cards.count();
    await workbench.command('Hearth: Explain');
    // The newest is the first; until it is there, that is the one before.
    await cards.nth(before).waitFor({ timeout: 30_000 });
    const card = cards.first();
    await card.getByText('tok/s').waitFor({ timeout: 60_000 });
    const text = await card.innerText();
    assert.match(text, /local/);
    assert.match(text, /tiny-demo/);
    assert.ok(observer.asked.length > 0);
    assert.equal(attacker.accepted, 0, 'they must not choose where text goes');
  }

  /** What tells that VS Code has read the hostile files. */
  const inForce = async (): Promise<readonly boolean[]> => {
    const editor = session.workbench.editor();
    const has = async (part: string) => (await editor.locator(part).count()) > 0;
    const lineHeight = await editor
      .locator('.view-line')
      .first()
      .evaluate((line) => line.clientHeight);
    return [await has('.view-ruler'), lineHeight === 41, !(await has('.line-numbers'))];
  };

  it('that are not trusted change nothing', async () => {
    await worksAsTheUserWants('isEven');
    await session.picture('untrusted');
  });

  it('that are trusted change nothing of Hearth’s either', async () => {
    const { workbench, browser } = session;
    await workbench.command('Workspaces: Manage Workspace Trust');
    await browser.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await browser.page.locator('.workspace-trust-editor').getByText('You trust this workspace').waitFor();
    await workbench.openFile('src/words.ts');
    // VS Code takes the settings of what is trusted now one file after the other.
    await until(
      async () => (await inForce()).every(Boolean),
      async () => `the settings of folder, .code-workspace and machine (in force: ${await inForce()})`,
    );
    await worksAsTheUserWants('isOdd');
    await session.picture('trusted');
  });
});
