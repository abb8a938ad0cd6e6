// Opens Hearth in a real VS Code on the sample workspace and stays until it is told to end. Its one argument is the command
// of the user's own VS Code; without it, the VS Code of test/editor is started and its address printed.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { abilityOf } from '../../src/completion/way.ts';
import { candidates } from '../../src/models/choose.ts';
import { EngineAddress } from '../../src/tiers/endpoint.ts';
import { Ollama } from '../../src/tiers/ollama.ts';
import { TierError } from '../../src/tiers/tier.ts';
import { startEditor } from '../editor/editor.ts';
import { startDemoEngine } from '../engine/engine.ts';

const root = join(import.meta.dirname, '../..');
const [ownEditor] = process.argv.slice(2);

// A copy, so that trying things leaves the repository as it is; kept between starts, so that nothing tried out is lost.
const folder = join(root, 'out', 'sample');
if (!existsSync(folder)) cpSync(join(root, 'test', 'sample'), folder, { recursive: true });

const engine = await findEngine();
const settings = { 'hearth.endpoint': engine.url, 'workbench.startupEditor': 'none' };
if (ownEditor) openOwnEditor(ownEditor);
else await openOurs();

/** The user's Ollama if it answers and has a model for both roles, else the demo engine. */
async function findEngine(): Promise<{ url: string; stop: () => Promise<void> }> {
  const address = new EngineAddress(() => '', process.env.OLLAMA_HOST);
  const { url, host } = address.endpoint();
  try {
    const ollama = new Ollama({
      settings: () => ({ endpoint: address.endpoint(), keepAliveMinutes: 30 }),
      clock: systemClock,
    });
    const models = await ollama.models(AbortSignal.timeout(5000));
    const best = (['completion', 'tasks'] as const).map((role) => candidates(models, role, abilityOf)[0]?.name);
    if (best.every((name) => name !== undefined)) {
      console.log(`Engine: your Ollama at ${host} (completions: ${best[0]}, tasks: ${best[1]}).`);
      return { url, stop: async () => {} };
    }
    console.log(`Your Ollama at ${host} has no model for completions and tasks yet, so the demo engine is used.`);
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    console.log(`No Ollama answers at ${host}, so the demo engine is used.`);
  }
  const demo = await startDemoEngine();
  console.log(`Engine: demo engine at ${demo.url} with tiny-demo (demo model, for trying the UI only).`);
  return { url: demo.url, stop: () => demo.stop() };
}

/** The user's own VS Code, with a profile of its own: nothing of theirs is changed. */
function openOwnEditor(command: string): void {
  const profile = join(root, 'out', 'profile');
  mkdirSync(join(profile, 'User'), { recursive: true });
  writeFileSync(join(profile, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  const parameters = [
    '--new-window',
    '--wait',
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${profile}`,
    folder,
  ];
  const child = spawn(command, parameters, { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log('Your VS Code opens on the sample workspace. Close its window, or press Ctrl+C here, to end.');
  const end = async () => {
    await engine.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.exit();
  };
  child.once('exit', end);
  child.once('error', (error) => {
    console.error(`VS Code could not be started: ${error.message}`);
    process.exitCode = 1;
    void end();
  });
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

async function openOurs(): Promise<void> {
  console.log('Starting VS Code …');
  const editor = await startEditor({ developmentPath: root, settings });
  console.log(`\nOpen this address in a browser:\n\n  ${editor.url(folder)}\n`);
  console.log('Then open src/words.ts and type, or select a function and run "Hearth: Explain" (F1).');
  console.log('Press Ctrl+C here to end.');
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await editor.stop();
    await engine.stop();
    process.exit();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
