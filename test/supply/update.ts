// Writes down what `npm run test:supply` compares with: THIRD-PARTY-NOTICES.txt and the list of the package's files.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run/root.mjs';
import { bundledPackages } from './bundledPackages.mjs';
import { fileList, listFile } from './fileList.ts';
import { noticesOf } from './notices.mjs';

execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), noticesOf(root, bundledPackages(root)));
execFileSync(process.execPath, ['test/run/package.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
writeFileSync(listFile, `${fileList(readFileSync(join(root, 'hearth.vsix'))).join('\n')}\n`);
console.log('THIRD-PARTY-NOTICES.txt and test/supply/files.txt are as the package is now. Look at what changed.');
