import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { root } from '../run/root.mjs';
import { runNode } from '../run/run.mjs';
import { type FakeSession, startFakeSession } from './fakeSession.ts';

const patience = 30_000;

/** The file of the task. */
const file = `import { askAbout } from './prompt.ts';
import type { Task } from './task.ts';

export const rhyme: Task = {
  id: 'rhyme',
  maximumTokens: 200,
  messages: (excerpt) => askAbout(excerpt, 'Say this in a rhyme.'),
};
`;

/** The line of the catalogue. */
const line = "export { rhyme } from './rhyme.ts';\n";

/** Its command. */
const command = { command: 'hearth.rhyme', title: 'Make It Rhyme…', category: 'Hearth' };

/** What `src/tasks/catalogue.ts` claims: a task is one file and one line there, and its command in package.json. */
describe('A task that is added by one file and one line', () => {
  let copy: string;
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(240_000);
    copy = mkdtempSync(join(tmpdir(), 'hearth-copy-'));
    for (const name of ['src', 'media', 'l10n', 'esbuild.mjs', 'package.nls.json', 'tsconfig.json']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'src/tasks/rhyme.ts'), file);
    appendFileSync(join(copy, 'src/tasks/catalogue.ts'), line);
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    manifest.contributes.commands.push(command);
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
    const built = await runNode(['--input-type=module', '--eval', buildIn(copy)], { quiet: true });
    assert.equal(built.code, 0, built.output);
    session = await startFakeSession({}, undefined, copy);
    workbench = await session.openWindow({ 'moon.md': 'The moon is bright.\n' });
  });
  after(async () => {
    await session?.stop();
    if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const prompt = () => JSON.stringify(session.engine.requests.filter(({ path }) => path === '/api/chat').at(-1)?.body);

  it('runs from the palette, under its name', async () => {
    await workbench.openFile('moon.md');
    session.engine.enqueue(says('Bright is the moon, and soon.'));
    await workbench.command('Hearth: Make It Rhyme…');
    const view = workbench.webview('view');
    await view.getByText('Bright is the moon, and soon.').waitFor({ timeout: patience });
    await view.getByText('Make It Rhyme', { exact: true }).waitFor({ timeout: patience });
    assert.match(prompt(), /Say this in a rhyme\.[\s\S]*The moon is bright\./);
    await workbench.screenshot('a-new-task-dark');
  });

  it('is in the list of everything', async () => {
    session.engine.enqueue(says('Bright light.'));
    await workbench.command('Hearth: Do Something with This Text…');
    await workbench.quickInput.row('Make It Rhyme').waitFor({ timeout: patience });
    await workbench.quickInput.pick('Make It Rhyme');
    await workbench.webview('view').getByText('Bright light.').waitFor({ timeout: patience });
  });
});

/** A program that builds the extension in a folder. */
const buildIn = (folder: string) =>
  `process.chdir(${JSON.stringify(folder)}); process.argv.push('--production'); await import(${JSON.stringify(join(folder, 'esbuild.mjs'))});`;
