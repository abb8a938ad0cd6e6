import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withMadeParts } from '../readme/sections.mjs';
import { packagedReadme } from '../supply/packagedReadme.mjs';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The targets of links and pictures in a text. */
const targets = (text: string) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');

describe('README.md', () => {
  it('has the settings of the manifest and the words of Check Setup', async () => {
    assert.equal(readme, await withMadeParts(readme), 'run `node test/run/readme.mjs` and look at what changes');
  });

  it('tells of every setting and of what Check Setup says', async () => {
    const emptied = readme.replace(/(<!-- made: (\w+) -->)[\s\S]*?(<!-- end of \2 -->)/g, '$1$3');
    const made = await withMadeParts(emptied);
    assert.ok(made.includes('| `hearth.neverLeaves`'));
    assert.match(made, /\| Nothing answers at 127\.0\.0\.1:11434\. Is the engine running\? +\| Set Up +\|/);
    assert.ok(!made.includes('undefined') && !/\{\d\}/.test(made), 'every word has its value');
  });

  it('links to files that are there', () => {
    const missing = targets(readme).filter((target) => !/^https:/.test(target) && !existsSync(join(root, target)));
    assert.deepEqual(missing, []);
  });

  it('names only scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/`npm (?:run )?([a-z:]+)/g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      [...new Set(named)].filter((name) => scripts[name] === undefined),
      [],
    );
  });

  it('goes into the package without what only the repository has', () => {
    const packaged = packagedReadme(readme);
    assert.deepEqual(
      targets(packaged).filter((target) => !target.startsWith('https://')),
      [],
    );
    assert.ok(!packaged.includes('npm test') && !packaged.includes('<!--') && !packaged.includes('hearth.gif'));
    assert.ok(packaged.startsWith('# Hearth\n') && packaged.includes('## What leaves your machine\n'));
  });
});
