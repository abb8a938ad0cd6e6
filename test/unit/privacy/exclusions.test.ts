import assert from 'node:assert/strict';
import fc from 'fast-check';
import { settingsTable } from '../../../src/base/settings.ts';
import type { Origin } from '../../../src/base/text.ts';
import { hasNoFile, readExclusions, unreadableRule } from '../../../src/privacy/exclusions.ts';
import { answered, inTerminal, originOf, typed } from './samples.ts';

const at = (path: string, uri = originOf(path).uri): Origin => ({ ...originOf(path), uri });
const ruleFor = (patterns: readonly string[], origin: Origin) => readExclusions(patterns).ruleFor(origin);

describe('what never leaves', () => {
  it('names the rule, as the user wrote it, that keeps a file here', () => {
    assert.equal(ruleFor(['*.pem', '.env*'], at('deploy/.env.production')), '.env*');
    assert.equal(ruleFor(['*.pem', '.env*'], at('src/environment.ts')), undefined);
  });

  it('knows the usual secrets by default', () => {
    const usual = readExclusions(settingsTable.neverLeaves.fallback);
    for (const path of [
      '.env',
      'a/.env.local',
      'tls/server.KEY',
      '.aws/config',
      'home/.ssh/known_hosts',
      'prod.tfstate',
    ]) {
      assert.notEqual(usual.ruleFor(at(path)), undefined, path);
    }
    for (const path of ['src/index.ts', 'README.md', 'docs/environment.md']) {
      assert.equal(usual.ruleFor(at(path)), undefined, path);
    }
  });

  it('sees a file under each of its names', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      // pattern, path, uri
      ['secret.txt', 'SECRET.TXT', 'file:///p/SECRET.TXT'],
      ['secret.txt', 'deep\\folder\\secret.txt', 'file:///c%3A/deep/folder/secret.txt'],
      ['secret.txt', 'x', 'file:///home/me/%73ecret.txt'],
      ['secret.txt', '%73ecret.txt', 'untitled:x'],
      ['/home/me/private/', 'notes.md', 'file:///home/me/private/notes.md'],
      ['private/', 'notes.md', 'vscode-remote://ssh-remote%2Bhost/home/me/private/notes.md'],
      [
        '*.pem',
        'key.pem.git',
        'git:/home/me/key.pem.git?%7B%22path%22%3A%22%2Fhome%2Fme%2Fkey.pem%22%2C%22ref%22%3A%22HEAD%22%7D',
      ],
      ['share/', 'x', 'file://server/share/x'],
      ['secret.txt', 'src/../secret.txt', 'file:///p/src/../secret.txt'],
      ['caf\u00e9.txt', 'cafe\u0301.txt', 'file:///p/cafe%CC%81.txt'],
    ];
    for (const [pattern, path, uri] of cases)
      assert.equal(ruleFor([pattern], at(path, uri)), pattern, `${pattern} ${uri}`);
  });

  it('reads a pattern in every way it can be meant', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['config/keys.json', '/elsewhere/config/keys.json'],
      ['config\\keys.json', 'a/config/keys.json'],
      ['C:\\secrets\\', 'C:\\secrets\\x.txt'],
      ['~/.config/gh/hosts.yml', '/home/me/.config/gh/hosts.yml'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code writes its variables like this
      ['${workspaceFolder}/private/**', 'private/a/b.txt'],
      ['*.{pem,key}', 'a/server.key'],
      ['**/{a,b}/*.{x,y}', 'q/b/1.y'],
    ];
    for (const [pattern, path] of cases)
      assert.equal(ruleFor([pattern], at(path, `file:///${path}`)), pattern, pattern);
  });

  it('lets an exception through only when it holds under every name', () => {
    assert.equal(ruleFor(['.env*', '!.env.example'], at('.env.example')), undefined);
    assert.equal(ruleFor(['.env*', '!.env.example'], at('.env')), '.env*');
    assert.equal(ruleFor(['private/', '!readme.md'], at('private/readme.md')), 'private/');
  });

  it('keeps everything here when a pattern cannot be read', () => {
    for (const bad of ['!', '\\', '/', '[', 'a[b', '[z-a]', 'two\nlines', '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}']) {
      assert.match(ruleFor(['*.pem', bad], at('src/index.ts')) ?? '', new RegExp(unreadableRule), JSON.stringify(bad));
    }
    assert.equal(ruleFor(['', '  ', '# a comment'], at('src/index.ts')), undefined);
    assert.match(ruleFor(['{a,[z-a]}'], at('src/index.ts')) ?? '', /cannot be applied$/);
  });

  it('keeps a file here whose name cannot be read', () => {
    assert.equal(ruleFor([], at('x', 'file:///%E0%A4%A')), unreadableRule);
    assert.equal(ruleFor([], at('x', 'git:/x?{oops')), unreadableRule);
    assert.equal(ruleFor([], at('', '')), unreadableRule);
    const hostile = {
      ...at('x'),
      get path(): string {
        throw new Error('no path');
      },
    };
    assert.equal(ruleFor([], hostile), unreadableRule);
  });

  it('keeps here what another extension handed over, whatever the rules', () => {
    const handed: Origin = { ...typed, kind: 'handed', uri: 'hearth:handed' };
    assert.equal(ruleFor([], handed), 'text that another extension handed over');
    assert.notEqual(ruleFor([], { ...handed, uri: originOf('notes.md').uri }), undefined);
  });

  it('does not apply rules about files to typed text, answers and terminals', () => {
    assert.equal(ruleFor(['*'], typed), undefined);
    assert.equal(ruleFor(['*'], answered), undefined);
    assert.equal(ruleFor(['*'], inTerminal), undefined);
    for (const [real, other] of [
      [typed, answered],
      [answered, typed],
      [inTerminal, typed],
      [typed, inTerminal],
    ] as const) {
      assert.equal(ruleFor(['*'], { ...real, path: 'x', uri: 'file:///p/.env' }), '*');
      assert.equal(ruleFor(['*'], { ...real, path: 'x', uri: other.uri }), '*');
      assert.equal(ruleFor(['*'], { ...originOf('x'), uri: real.uri }), '*');
    }
  });

  it('never throws, and keeps a named file here wherever it lies', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((each) => !/[/\\]|^\.+$/.test(each));
    fc.assert(
      fc.property(
        fc.array(segment, { maxLength: 5 }),
        fc.constantFrom('.env', '.ENV.local', 'id_rsa'),
        (folders, name) => {
          const path = [...folders, name].join('/');
          const rule = ruleFor(['.env*', 'id_rsa'], at(path, `file:///${encodeURIComponent(path)}`));
          assert.notEqual(rule, undefined);
        },
      ),
    );
    const anything = fc.array(fc.nat(0xffff), { maxLength: 12 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), fc.string(), fc.string(), (patterns, path, uri) => {
        const rule = ruleFor(patterns, at(path, uri));
        assert.ok(rule === undefined || typeof rule === 'string');
      }),
    );
  });

  it('takes only what no file can hold for text from no file, whatever its address looks like', () => {
    assert.ok([typed, answered, inTerminal].every(hasNoFile));
    assert.ok(!hasNoFile({ ...typed, kind: 'file', uri: 'hearth:file' }));
    assert.ok(!hasNoFile({ ...typed, uri: originOf('notes.md').uri }));
  });
});
