// `npm run package`: builds hearth.vsix, which "Extensions: Install from VSIX…" takes. It must be small and hold no source.
// The same source gives the same bytes, wherever and whenever it is built.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledPackages } from '../supply/bundledPackages.mjs';
import { packagedReadme } from '../supply/packagedReadme.mjs';
import { sbomOf } from '../supply/sbom.mjs';
import { root } from './root.mjs';
import { runNode } from './run.mjs';
import { setUp } from './setUp.mjs';

const file = join(root, 'hearth.vsix');
// A tenth of it is the scorecard: YAML, expressions in linear time, a chart.
const largest = 1_100_000;
// The earliest time that a zip file can hold; it holds local times. vsce takes the first from its environment.
process.env.SOURCE_DATE_EPOCH = String(Date.UTC(1980, 0, 1) / 1000);
process.env.TZ = 'UTC';

await setUp();
const built = await runNode(['esbuild.mjs', '--production']);
if (built.code !== 0) process.exit(built.code);
writeFileSync(join(root, 'dist', 'sbom.cdx.json'), `${JSON.stringify(sbomOf(root, bundledPackages(root)), null, 2)}\n`);
const { createVSIX, listFiles, PackageManager } = await import('@vscode/vsce');
const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
rmSync(file, { force: true });
await createVSIX({
  cwd: copyOf(files),
  packagePath: file,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const strays = files.filter((name) => /(\.ts|\.map)$|(^|\/)(test|src|node_modules)\//.test(name));
const { size } = statSync(file);
console.log(`hearth.vsix: ${files.length} files, ${(size / 1000).toFixed(0)} kB`);
if (strays.length > 0) console.error(`These do not belong in it: ${strays.join(', ')}`);
if (size > largest) console.error(`It is larger than ${largest / 1000} kB.`);
process.exitCode = strays.length > 0 || size > largest ? 1 : 0;

/**
 * Copies the files into a folder of their own, where each has the same permissions whoever checked them out: they end up in
 * the package.
 * @param {readonly string[]} files
 */
function copyOf(files) {
  const folder = join(root, 'out', 'package');
  rmSync(folder, { recursive: true, force: true });
  for (const name of files) {
    const copy = join(folder, name);
    mkdirSync(dirname(copy), { recursive: true });
    if (name === 'README.md') writeFileSync(copy, packagedReadme(readFileSync(join(root, name), 'utf8')));
    else cpSync(join(root, name), copy);
    chmodSync(copy, 0o644);
  }
  // It says that everything in the folder is meant to be in the package.
  writeFileSync(join(folder, '.vscodeignore'), '');
  return folder;
}
