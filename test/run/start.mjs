// `npm start`: sets everything up and opens Hearth on the sample workspace. `-- --check` does the main job without a person.
import { spawnSync } from 'node:child_process';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

const check = process.argv.includes('--check');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--check');
if (unknown.length > 0) {
  console.error(`npm start does not know ${unknown.join(' ')}. It takes -- --check, or nothing.`);
  process.exit(1);
}

try {
  const ownEditor = check ? undefined : findOwnEditor();
  await setUp({ editor: ownEditor === undefined, engine: true });
  console.log('Building Hearth …');
  const { code, output } = await runNode(['esbuild.mjs', '--production'], { quiet: true });
  if (code !== 0) throw new Error(`Hearth could not be built.\n${output}`);
  const program = check ? 'test/run/checkMainJob.ts' : 'test/run/open.ts';
  const more = ownEditor === undefined ? [] : [ownEditor];
  process.exitCode = (await runNode(['--import', 'tsx', program, ...more])).code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * The user's own VS Code on the path, where there is one that can be started.
 * @returns {string | undefined} the command
 */
function findOwnEditor() {
  const command = process.platform === 'win32' ? 'code.cmd' : 'code';
  const { status, stdout } = spawnSync(command, ['--version'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  // Hearth wants 1.110 or later; an older one would refuse the extension without a word.
  const [, major = 0, minor = 0] = /^(\d+)\.(\d+)\./.exec(stdout ?? '') ?? [];
  return status === 0 && (Number(major) > 1 || Number(minor) >= 110) ? command : undefined;
}
