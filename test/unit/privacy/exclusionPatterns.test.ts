import assert from 'node:assert/strict';
import { exclusionPatterns } from '../../../src/privacy/exclusionPatterns.ts';
import { fileNames, namesWithin } from '../../../src/privacy/fileNames.ts';
import { originOf } from './samples.ts';

describe('a pattern of what never leaves', () => {
  it('stands for all that it can mean', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['*.pem', ['*.pem']],
      ['keys#1', ['keys#1']],
      ['a/b', ['**/a/b']],
      ['/a/b', ['/a/b']],
      ['a/', ['a/']],
      ['a/b/', ['**/a/b/']],
      ['**/a/b', ['**/a/b']],
      ['x/**/a', ['**/x/**/a']],
      ['~/a', ['**/a']],
      ['~//a', ['**/a']],
      ['x~/a', ['**/x~/a']],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code writes its variables like this
      ['${userHome}\\a', ['**/a']],
      ['keys\\prod', ['keys\\prod', '**/keys/prod']],
      ['*.{a,b}', ['*.{a,b}', '*.a', '*.b']],
      ['{a}', ['{a}']],
      ['{a,{b,c}}', ['{a,{b,c}}', '{a,b}', '{a,c}', 'a', 'b', 'a', 'c']],
      ['!a/b', ['!**/a/b']],
      ['!a\\b', ['!a\\b']],
      ['a!b', ['a!b']],
      ['cafe\u0301', ['caf\u00e9']],
      ['[a-z]', ['[a-z]']],
      ['[!a-z]x', ['[!a-z]x']],
      ['[]a]', ['[]a]']],
      ['[a]b]', ['[a]b]']],
      ['\\[a', ['\\[a', '/[a']],
      ['**/a/**/b/**', ['**/a/**/b/**']],
      ['*a'.repeat(12), ['*a'.repeat(12)]],
    ];
    for (const [pattern, all] of cases) assert.deepEqual(exclusionPatterns(pattern), all, pattern);
    for (const none of ['', ' ', '#', '# a', '  #a', '\t']) assert.deepEqual(exclusionPatterns(none), [], none);
  });

  it('cannot be read when it matches nothing, or nobody knows what, or takes for ever', () => {
    for (const bad of ['!', '/', '\\', ' / ', '[', 'x[a', '[z-a]', '[a-cz-b]', 'a\nb', 'a\rb', '**/'.repeat(4)]) {
      assert.equal(exclusionPatterns(bad), undefined, JSON.stringify(bad));
    }
    assert.equal(exclusionPatterns('*a'.repeat(13)), undefined);
    assert.equal(exclusionPatterns(`{${Array.from({ length: 63 }, (_, each) => each)}}`)?.length, 64);
    assert.equal(exclusionPatterns(`{${Array.from({ length: 64 }, (_, each) => each)}}`), undefined);
    assert.equal(exclusionPatterns('{a,b}'.repeat(40)), undefined);
  });
});

describe('the names of a file', () => {
  const of = (path: string, uri: string) => fileNames({ ...originOf(path), uri });

  it('are its path, what its URI says, with its server, and the file behind it', () => {
    assert.deepEqual(of('a.ts', 'file:///p/a.ts'), ['a.ts', 'p/a.ts']);
    assert.deepEqual(of('a.ts', 'file://server/p/a.ts'), ['a.ts', 'p/a.ts', 'server/p/a.ts']);
    assert.deepEqual(of('./b\\..//a.ts', 'untitled:x'), ['a.ts', 'x']);
    assert.deepEqual(of('../../a', 'x'), ['a', 'x']);
    assert.deepEqual(of('50%', 'file:///50%25?q#f'), ['50%']);
    assert.deepEqual(of('%41', 'file:///p/%41'), ['%41', 'A', 'p/A']);
    assert.deepEqual(of('a', 'git:/p/a.git?%7B%22path%22%3A%22%2Fp%2Fa%22%7D'), ['a', 'p/a.git', 'p/a']);
    assert.deepEqual(of('a', 'git:/p/a.git?ref%3DHEAD'), ['a', 'p/a.git']);
    assert.deepEqual(of('a', 'git:/p/a.git?%7B%22ref%22%3A%22x%22%7D'), ['a', 'p/a.git']);
  });

  it('within a folder have the folder’s own name taken off, whatever its case', () => {
    const within = (folder: string, document: string) => [...new Set(namesWithin(folder, document))];
    assert.deepEqual(within('file:///P/q', 'file:///p/Q/a/b.ts'), ['a/b.ts']);
    assert.deepEqual(within('file:///p/', 'file:///p/a'), ['a']);
    assert.deepEqual(within('file:///p', 'file:///px/a'), []);
    assert.deepEqual(within('file:///', 'file:///a'), ['a']);
  });
});
