// Writes the parts of README.md that are made from the manifest and the source anew: `node test/run/readme.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMadeParts } from '../readme/sections.mjs';
import { root } from './root.mjs';
import { setUp } from './setUp.mjs';

await setUp();
const file = join(root, 'README.md');
writeFileSync(file, await withMadeParts(readFileSync(file, 'utf8')));
console.log('README.md has the settings of the manifest and the words of Check Setup.');
