// `npm run package`: builds hearth.vsix, which "Extensions: Install from VSIX…" takes. It must be small and hold no source.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

const file = join(root, 'hearth.vsix');
const largest = 1_000_000;

await setUp();
const built = await runNode(['esbuild.mjs', '--production']);
if (built.code !== 0) process.exit(built.code);
rmSync(file, { force: true });
const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
await createVSIX({
  cwd: root,
  packagePath: file,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const strays = files.filter((name) => /(\.ts|\.map)$|(^|\/)(test|src|node_modules)\//.test(name));
const { size } = statSync(file);
console.log(`hearth.vsix: ${files.length} files, ${(size / 1000).toFixed(0)} kB`);
if (strays.length > 0) console.error(`These do not belong in it: ${strays.join(', ')}`);
if (size > largest) console.error(`It is larger than ${largest / 1000} kB.`);
process.exitCode = strays.length > 0 || size > largest ? 1 : 0;
