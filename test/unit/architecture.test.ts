import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type SourceFile, sourceFiles } from './sourceFiles.ts';

/**
 * The map of src/README.md as a table that fails when somebody leaves it. A room may import the rooms named here, itself, and
 * nothing else: arrows point down, and use cases do not know each other. A file's own line goes before its room's.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  // The root says what there is; how a part of Hearth is put together stands in `compose/`, a file each.
  'extension.ts': ['compose', 'editor', 'completion', 'privacy/gate.ts', 'tiers/status.ts', 'base'],
  compose: ['editor', 'completion', 'tasks', 'models', 'scorecard', 'privacy', 'tiers', 'base'],
  'compose/cloudTier.ts': ['editor', 'privacy', 'tiers', 'base'],
  'worker.ts': ['writing'],
  'secretWorker.ts': ['privacy/findSecrets.ts'],
  'ledgerWorker.ts': ['privacy/ledgerBook.ts', 'privacy/ledgerFiles.ts'],
  editor: ['completion', 'tasks', 'review', 'models', 'scorecard', 'writing', 'privacy', 'tiers', 'base'],
  completion: ['writing', 'tiers/tier.ts', 'tiers/engine.ts', 'base'],
  tasks: ['writing', 'tiers/tier.ts', 'base'],
  models: ['tiers/tier.ts', 'tiers/engine.ts', 'tiers/endpoint.ts', 'tiers/status.ts', 'base'],
  review: ['writing', 'base'],
  // What an answer is judged by is what the guards of writing know.
  scorecard: ['writing', 'tiers/tier.ts', 'tiers/engine.ts', 'base'],
  writing: ['base'],
  privacy: ['tiers/tier.ts', 'base'],
  tiers: [
    'base',
    'privacy/approval.ts',
    'privacy/cost.ts',
    'privacy/destination.ts',
    'privacy/draft.ts',
    'privacy/gate.ts',
    'privacy/handOver.ts',
    'privacy/inquiry.ts',
    'privacy/openaiRequest.ts',
    'privacy/anthropicRequest.ts',
    'privacy/ollamaRequest.ts',
  ],
  base: [],
};

/** What reaches the network, other processes or threads, and the only files that may import it. */
const doors: Readonly<Record<string, readonly string[]>> = {
  'node:http': ['tiers/http.ts'],
  'node:https': ['tiers/http.ts'],
  // Only to read addresses, never to connect: `isIP`.
  'node:net': ['tiers/endpoint.ts', 'privacy/destination.ts'],
  'node:worker_threads': [
    'editor/parsing/parsingThread.ts',
    'worker.ts',
    'editor/privacy/secretScanner.ts',
    'secretWorker.ts',
    'editor/ledger/ledgerReader.ts',
    'ledgerWorker.ts',
  ],
  'node:fs': ['privacy/ledgerFiles.ts'],
  // `keptFiles` keeps what was said of files in the extension's own folder.
  // `localExclusions` only asks where a symbolic link leads, `thisMachine` whether a program is there and how much disk is free.
  'node:fs/promises': [
    'privacy/ledgerFiles.ts',
    'scorecard/caseFiles.ts',
    'scorecard/runFilesIn.ts',
    'editor/privacy/localExclusions.ts',
    'editor/tasks/files/keptFiles.ts',
    'editor/setUp/thisMachine.ts',
  ],
  'ollama/browser': ['tiers/ollamaConnection.ts', 'tiers/ollamaCloud.ts'],
  openai: ['tiers/openaiCloud.ts'],
  '@anthropic-ai/sdk/client': ['tiers/anthropicMessages.ts'],
  '@anthropic-ai/sdk/resources/messages/messages': ['tiers/anthropicMessages.ts'],
};

/** Builtin modules that reach nothing outside the process. */
const harmless = new Set(['node:crypto', 'node:path', 'node:url', 'node:timers', 'node:util', 'node:os']);

const packages = new Set([
  'vscode',
  'ollama/browser',
  'openai',
  '@anthropic-ai/sdk/client',
  '@anthropic-ai/sdk/resources/messages/messages',
  'markdown-it',
  'highlight.js',
  'ignore',
  'minisearch',
  'eld/extrasmall',
  'micromark',
  'micromark-extension-frontmatter',
  'micromark-extension-gfm',
  'micromark-extension-math',
  'micromark-util-types',
  'diff',
  'yaml',
  're2js',
  '@secretlint/secretlint-rule-preset-recommend',
]);

const roomOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : path);

/** Each import that leaves the map, in words. */
function trespasses(file: SourceFile): string[] {
  const found: string[] = [];
  for (const target of file.imports) {
    if (target.startsWith('.')) {
      const path = relative('.', join(dirname(file.path), target));
      const allowed = rooms[file.path] ?? rooms[roomOf(file.path)] ?? [];
      const known = roomOf(path) === roomOf(file.path) || allowed.includes(roomOf(path)) || allowed.includes(path);
      if (!known) found.push(`${file.path} imports ${path}, which is not below it`);
      continue;
    }
    const name = target.replace(/^(highlight\.js)\/.*/, '$1');
    const isBuiltin = builtinModules.includes(name.replace(/^node:/, ''));
    if (name === 'vscode' && !/^(editor\/|compose\/|extension\.ts$)/.test(file.path))
      found.push(`${file.path} imports vscode`);
    if (name in doors && !doors[name]?.includes(file.path)) found.push(`${file.path} imports ${name}`);
    if (isBuiltin && !harmless.has(name) && !(name in doors)) found.push(`${file.path} imports ${name}`);
    if (!isBuiltin && !packages.has(name)) found.push(`${file.path} imports ${name}, which no room uses`);
  }
  return found;
}

/** Globals that reach the network. The gate gets its `fetch` from the root. */
const reaching = /(?<![.\w])(fetch\s*\(|globalThis\.fetch|XMLHttpRequest|new WebSocket|new EventSource|sendBeacon)/;

describe('The map in src/README.md', () => {
  const files = sourceFiles('src');

  it('every import stays within its room or goes down', () => {
    assert.deepEqual(files.flatMap(trespasses), []);
  });

  it('every room is on the map', () => {
    assert.deepEqual(
      files.map((file) => roomOf(file.path)).filter((room) => !(room in rooms) && room !== 'README.md'),
      [],
    );
  });

  it('nothing but the root touches a global that reaches the network', () => {
    const found = files.filter((file) => reaching.test(file.code) && file.path !== 'extension.ts');
    // They are handed a `fetch`, and call that.
    const handed = ['privacy/gate.ts'];
    assert.deepEqual(
      found.map((file) => file.path).filter((path) => !handed.includes(path)),
      [],
    );
  });

  it('an approval is asked for in one place, on the one send sheet', () => {
    const having = (pattern: RegExp) =>
      files
        .filter((file) => pattern.test(file.code))
        .map((file) => file.path)
        .sort();
    assert.deepEqual(having(/\baskToSend\(|ApprovedDraft\.ask\(/), [
      'editor/privacy/escalate.ts',
      'privacy/approval.ts',
    ]);
    assert.deepEqual(having(/\bimplements\b.*\bSendSheet\b/), ['editor/privacy/sendSheet.ts']);
    assert.deepEqual(having(/\bnew ApprovedDraft\(/), ['privacy/approval.ts']);
    assert.deepEqual(having(/\bApprovedDraft\.spend\(/), ['privacy/gate.ts', 'privacy/handOver.ts']);
    // The other way out: what is handed to another extension's model. The chat's only offers our own models there.
    assert.deepEqual(having(/\.sendRequest\(/), ['editor/privacy/otherModels.ts']);
    assert.deepEqual(having(/\blm\./), ['editor/chat/chatModels.ts', 'editor/privacy/otherModels.ts']);
  });

  it('nobody imports the composition root', () => {
    assert.deepEqual(
      files.filter((file) => file.imports.some((target) => target.endsWith('extension.ts'))).map((file) => file.path),
      [],
    );
  });

  it('no room keeps state of its own at module level', () => {
    const found = files.flatMap((file) =>
      [...file.code.matchAll(/^(?:export )?(?:let|var) \w+/gm)].map((match) => `${file.path}: ${match[0]}`),
    );
    assert.deepEqual(found, []);
  });

  it('there are no default exports, no barrels, no console, no `any`', () => {
    const patterns: readonly [RegExp, string][] = [
      [/^export default /m, 'a default export'],
      [/^export \* from /m, 'a barrel'],
      [/\bconsole\./, 'console'],
      [/:\s*any\b|\bas any\b|<any>/, 'any'],
      [/@ts-(ignore|nocheck|expect-error)|biome-ignore/, 'a check switched off'],
    ];
    const found = files.flatMap((file) =>
      patterns.filter(([pattern]) => pattern.test(file.code)).map(([, word]) => `${file.path}: ${word}`),
    );
    assert.deepEqual(found, []);
  });

  for (const [what, file, word] of [
    ['a use case that imports another', { path: 'tasks/x.ts', imports: ['../completion/trim.ts'] }, 'not below'],
    ['vscode below editor/', { path: 'tiers/x.ts', imports: ['vscode'] }, 'imports vscode'],
    ['a second way to the network', { path: 'tasks/x.ts', imports: ['node:https'] }, 'node:https'],
    ['a child process', { path: 'editor/x.ts', imports: ['node:child_process'] }, 'node:child_process'],
    ['base that imports anything', { path: 'base/x.ts', imports: ['../tiers/tier.ts'] }, 'not below'],
    [
      'the cloud joined with completions',
      { path: 'compose/cloudTier.ts', imports: ['../completion/trim.ts'] },
      'not below',
    ],
    ['a room that asks how it is joined', { path: 'editor/x.ts', imports: ['../compose/engines.ts'] }, 'not below'],
    ['a package nobody agreed on', { path: 'tasks/x.ts', imports: ['lodash'] }, 'lodash'],
  ] as const) {
    it(`catches ${what}`, () => {
      const [found] = trespasses({ ...file, code: '' });
      assert.ok(found?.includes(word), found ?? 'nothing found');
    });
  }
});
