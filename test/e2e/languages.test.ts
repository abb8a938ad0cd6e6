import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { pseudo, pseudoMarks, wordsInSource } from '../run/words.mjs';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { extensionPath } from './session.ts';

const files = { 'moon.md': 'The moon is bright.\n' };
const patience = 30_000;

/** What a person can read in the Hearth view beside the answers themselves: what stands on buttons, and what is spoken. */
function readable(workbench: Workbench): Promise<readonly string[]> {
  return workbench
    .webview('view')
    .locator('body')
    .evaluate((body) => {
      const labels = [...body.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((each) =>
        ['aria-label', 'title', 'placeholder'].flatMap((name) => each.getAttribute(name) ?? []),
      );
      const buttons = [...body.querySelectorAll('button')].map((each) => each.innerText.trim());
      return [...labels, ...buttons].filter((text) => /\p{L}/u.test(text));
    });
}

describe('In German', function () {
  this.timeout(180_000);
  let session: FakeSession;
  let workbench: Workbench;
  before(async () => {
    session = await startFakeSession({}, undefined, undefined, 'de');
    workbench = await session.openWindow(files);
  });
  after(() => session?.stop());

  it('the commands, the view, the status bar and its card are German', async () => {
    session.engine.script(says('Der **Mond** ist hell.'));
    await workbench.openFile('moon.md');
    await workbench.command('Hearth: Erklären');
    const view = workbench.webview('view');
    await view.getByRole('article').getByText('lokal').first().waitFor({ timeout: patience });
    const words = await readable(workbench);
    assert.ok(words.includes('Eskalieren') && words.some((text) => text.includes('Kopieren')), words.join('\n'));
    assert.equal(await view.locator('html').getAttribute('dir'), 'ltr');
    await workbench.screenshot('german-answer-dark');
    assert.match(await workbench.statusHover('status'), /Letzte Antwort: .*writer|Letzte Antwort: .*coder/);
  });

  it('what left this computer, and what may be done, is German', async () => {
    await workbench.command('Hearth: Zeigen, was diesen Computer verlassen hat');
    await workbench.webview('editor').getByText('Nichts hat diesen Computer verlassen').waitFor({ timeout: patience });
    await workbench.screenshot('german-what-left-dark');
  });
});

describe('In a language that is written from right to left, and that nobody speaks', function () {
  this.timeout(180_000);
  const locale = 'qps-plocm';
  let copy: string;
  let session: FakeSession;
  let workbench: Workbench;
  before(async () => {
    copy = mkdtempSync(join(tmpdir(), 'hearth-pseudo-'));
    for (const name of ['package.json', 'package.nls.json']) cpSync(join(extensionPath, name), join(copy, name));
    // Copied, not linked: VS Code knows by a module's real path which extension asks for its API.
    for (const name of ['dist', 'media', 'l10n'])
      cpSync(join(extensionPath, name), join(copy, name), { recursive: true });
    const inPseudo = (words: Record<string, string>) =>
      JSON.stringify(Object.fromEntries(Object.entries(words).map(([key, word]) => [key, pseudo(word)])));
    writeFileSync(join(copy, 'l10n', `bundle.l10n.${locale}.json`), inPseudo(wordsInSource()));
    const manifest = JSON.parse(readFileSync(join(extensionPath, 'package.nls.json'), 'utf8'));
    writeFileSync(join(copy, `package.nls.${locale}.json`), inPseudo(manifest));
    session = await startFakeSession({}, undefined, copy, locale);
    workbench = await session.openWindow(files);
  });
  after(async () => {
    await session?.stop();
    rmSync(copy, { recursive: true, force: true });
  });

  it('no word of the view is left out, and the page is turned round, with code as it was', async () => {
    session.engine.script(says('It is **bright**.\n\n```ts\nconst a = 1;\n```\n'));
    await workbench.openFile('moon.md');
    await workbench.contextMenu(pseudo('Hearth'), pseudo('Explain'));
    const view = workbench.webview('view');
    await view.getByRole('article').getByText('bright').first().waitFor({ timeout: patience });
    await view.getByRole('article').getByText(pseudo('local')).first().waitFor({ timeout: patience });
    await workbench.screenshot('right-to-left-answer-dark');
    assert.equal(await view.locator('html').getAttribute('dir'), 'rtl');
    const left = (await readable(workbench)).filter((text) => !text.includes(pseudoMarks[0] ?? ''));
    assert.deepEqual(left, []);
    const code = view.locator('pre').first();
    assert.equal(await code.evaluate((each) => getComputedStyle(each).direction), 'ltr');
  });
});
