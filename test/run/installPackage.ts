// `npm run package`, and what it made installed by a clean VS Code, into the folder that is given. The last line that it prints is
// where the extension was unpacked there.
import { join } from 'node:path';
import { installedFrom } from '../editor/editor.ts';
import { root } from './root.mjs';
import { runNode } from './run.mjs';

const [folder = ''] = process.argv.slice(2);
const { code, output } = await runNode(['test/run/package.mjs'], { quiet: true });
if (code !== 0) throw new Error(output);
console.log(output.trim().split('\n').at(-1));
console.log(installedFrom(join(root, 'hearth.vsix'), folder));
