import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Origin } from '../../../src/base/text.ts';
import {
  anyOf,
  followingLinks,
  readExclusions,
  unknownLinkRule,
  unreadableRule,
} from '../../../src/privacy/exclusions.ts';
import { folderIgnoreLimits, readFolderExclusions } from '../../../src/privacy/folderExclusions.ts';
import { originOf, typed } from './samples.ts';

const folder = 'file:///home/me/project';
const at = (path: string, uri = `${folder}/${path}`): Origin => ({ ...originOf(path), uri });
const says = (text: string | undefined, uri = folder) => readFolderExclusions({ uri, text });

describe('a folder’s own ignore file', () => {
  it('keeps here what it names, in gitignore’s syntax, and says so', () => {
    assert.equal(says('a.txt  \t').ruleFor(at('a.txt')), '.hearthignore: a.txt');
    assert.equal(says('two  words').ruleFor(at('two  words', `${folder}/two%20%20words`)), '.hearthignore: two  words');
    assert.equal(folderIgnoreLimits.bytes, 65_536);
    const exclusions = says('# ours\n\n*.sql\n/notes/\r\nsecret\\ plan.md\ndata/*.csv\n!data/public.csv\n');
    const rules: Readonly<Record<string, string | undefined>> = {
      'db/dump.sql': '*.sql',
      'DB/DUMP.SQL': '*.sql',
      'notes/a.md': '/notes/',
      'src/notes/a.md': undefined,
      'secret plan.md': 'secret\\ plan.md',
      'data/people.csv': 'data/*.csv',
      'data/public.csv': undefined,
      'src/a.ts': undefined,
    };
    for (const [path, rule] of Object.entries(rules)) {
      const encoded = `${folder}/${path.split('/').map(encodeURIComponent).join('/')}`;
      assert.equal(exclusions.ruleFor(at(path, encoded)), rule && `.hearthignore: ${rule}`, path);
    }
  });

  it('speaks of its own folder only, under whatever name', () => {
    const exclusions = says('*');
    assert.equal(exclusions.ruleFor(at('a.ts')), '.hearthignore: *');
    assert.equal(exclusions.ruleFor(at('a.ts', 'file:///HOME/me/Project/a.ts')), '.hearthignore: *');
    assert.equal(exclusions.ruleFor(at('a.ts', 'file:///home/me/other/../project/a.ts')), '.hearthignore: *');
    const inGit = `git:/home/me/project/a.ts.git?${encodeURIComponent('{"path":"/home/me/project/a.ts","ref":"HEAD"}')}`;
    assert.equal(exclusions.ruleFor(at('a.ts', inGit)), '.hearthignore: *');
    assert.equal(exclusions.ruleFor(at('a.ts', 'vscode-notebook-cell:/home/me/project/a.ipynb#1')), '.hearthignore: *');
    for (const uri of [
      'file:///home/me/project2/a.ts',
      'file:///home/me/a.ts',
      'untitled:Untitled-1',
      'hearth:typed',
    ]) {
      assert.equal(exclusions.ruleFor(at('a.ts', uri)), undefined, uri);
    }
    assert.equal(says('*.sql', 'file:///').ruleFor(at('x.sql', 'file:///x.sql')), '.hearthignore: *.sql');
    const remote = says('*.sql', 'vscode-remote://ssh-remote%2Bhost/home/me');
    assert.equal(remote.ruleFor(at('x', 'vscode-remote://ssh-remote%2Bhost/home/me/x.sql')), '.hearthignore: *.sql');
    const composed = says('caf\u00e9.txt', 'file:///home/Ren%C3%A9');
    assert.equal(composed.ruleFor(at('x', 'file:///home/Rene%CC%81/cafe%CC%81.txt')), '.hearthignore: caf\u00e9.txt');
  });

  it('keeps the whole folder here when it cannot be read, is too long, or has a line that makes no sense', () => {
    const many = `${'x\n'.repeat(folderIgnoreLimits.lines)}x`;
    const most = 'x\n'.repeat(folderIgnoreLimits.lines - 1);
    assert.match(says(undefined).ruleFor(at('a.ts')) ?? '', /cannot be read/);
    assert.match(says(many).ruleFor(at('a.ts')) ?? '', /cannot be read/);
    assert.equal(says(most).ruleFor(at('a.ts')), undefined);
    assert.match(says('*.sql\n[z-a]').ruleFor(at('a.ts')) ?? '', /^\.hearthignore: \[z-a\]: /);
    assert.match(says('').ruleFor(at('a.ts', 'file:///%E0%A4%A')) ?? '', /cannot be read/);
    assert.equal(says(undefined).ruleFor(at('a.ts', 'file:///elsewhere/a.ts')), undefined);
    assert.equal(says('').ruleFor(at('a.ts')), undefined);
  });

  it('cannot hold up the editor with a pattern that takes for ever', () => {
    const deep = at('x', `${folder}/${'a/'.repeat(100)}c`);
    for (const pattern of ['**/a/'.repeat(8), '*a'.repeat(40), '{a,b}'.repeat(12)]) {
      assert.notEqual(says(`${pattern}b`).ruleFor(deep), undefined, pattern);
      assert.match(readExclusions([`${pattern}b`]).ruleFor(deep) ?? '', new RegExp(unreadableRule));
    }
    assert.equal(says('**/a/**/b/**').ruleFor(at('src/a.ts')), undefined);
  });

  it('can only add to what the user’s own list keeps here', () => {
    const pattern = fc.constantFrom(
      '*',
      '!*',
      '!.env',
      '!/.env',
      '.env',
      '!**',
      '!*.pem',
      '*.ts',
      '!src/',
      '',
      '#x',
      '[',
    );
    const path = fc.constantFrom('.env', 'a/.env', 'tls/key.pem', 'src/a.ts', 'README.md');
    fc.assert(
      fc.property(fc.array(pattern), fc.array(pattern), path, (mine, theirs, name) => {
        const own = readExclusions(mine);
        const both = anyOf([own, says(theirs.join('\n'))]);
        const rule = own.ruleFor(at(name));
        if (rule !== undefined) assert.equal(both.ruleFor(at(name)), rule);
        if (both.ruleFor(at(name)) === undefined) assert.equal(rule, undefined);
      }),
    );
  });
});

describe('a symbolic link', () => {
  const own = readExclusions(['.env*', 'private/']);
  const link = at('notes.txt');

  it('is known by where it leads, too', () => {
    const targets = new Map([[link.uri, { uri: `${folder}/.env`, path: '.env' }]]);
    assert.equal(own.ruleFor(link), undefined);
    assert.equal(followingLinks(own, targets).ruleFor(link), '.env*');
    const inFolder = new Map([[link.uri, { uri: 'file:///home/me/private/x', path: '/home/me/private/x' }]]);
    assert.equal(followingLinks(own, inFolder).ruleFor(link), 'private/');
    const harmless = new Map([[link.uri, { uri: `${folder}/b.txt`, path: 'b.txt' }]]);
    assert.equal(followingLinks(own, harmless).ruleFor(link), undefined);
  });

  it('is kept here under its own name wherever it leads', () => {
    const hidden = at('.env');
    const targets = new Map([[hidden.uri, { uri: `${folder}/b.txt`, path: 'b.txt' }]]);
    assert.equal(followingLinks(own, targets).ruleFor(hidden), '.env*');
  });

  it('is kept here when nobody knows where it leads', () => {
    const targets = new Map([[link.uri, undefined]]);
    assert.equal(followingLinks(own, targets).ruleFor(link), unknownLinkRule);
    assert.match(unknownLinkRule, /unknown place/);
    assert.equal(followingLinks(own, targets).ruleFor(at('other.txt')), undefined);
    assert.equal(followingLinks(own, targets).ruleFor(typed), undefined);
  });
});
