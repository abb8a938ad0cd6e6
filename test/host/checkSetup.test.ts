import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { type CodeLens, commands, env, type TextDocument, window, workspace } from 'vscode';
import type { CheckedSetup } from '../../src/editor/health/setupDocument.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { htmlPage, resetsConnection } from '../fakes/ollamaFaults.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import { fileWithCursor } from './support/documents.ts';
import { coder, type Hearth, type HearthOptions, startHearth, writer } from './support/hearth.ts';
import { until } from './support/until.ts';

/** A situation, and what the report must say of it. */
interface Situation {
  readonly name: string;
  readonly options?: HearthOptions;
  readonly version?: string;
  readonly before?: (engine: FakeOllama) => Promise<void> | void;
  readonly check: string;
  readonly level: 'warn' | 'fail';
  readonly says: RegExp;
  /** The label of what helps, and the command behind it. */
  readonly action: readonly [label: string, command: string];
}

const remote: FakeModel = { name: 'plain:latest', remote: { host: 'https://ollama.com:443', model: 'big' } };

const situations: readonly Situation[] = [
  {
    name: 'nothing listens',
    before: (engine) => engine.stop(),
    check: 'engine',
    level: 'fail',
    says: /^Nothing answers at 127\.0\.0\.1:\d+\./,
    action: ['Set Up', 'hearth.setUp'],
  },
  {
    name: 'a web page listens',
    before: (engine) => engine.script(htmlPage(), '/api/version'),
    check: 'engine',
    level: 'fail',
    says: /^Something answers at 127\.0\.0\.1:\d+, but it is no engine that Hearth knows\.$/,
    action: ['Open the Setting', 'workbench.action.openSettings'],
  },
  {
    name: 'the engine is too old',
    version: '0.17.0',
    check: 'version',
    level: 'warn',
    says: /^Ollama 0\.17\.0 is older than 0\.17\.1 and open to CVE-2026-7482/,
    action: ['Update Ollama', 'hearth.setUp'],
  },
  {
    name: 'there is no model',
    options: { models: [] },
    check: 'models',
    level: 'fail',
    says: /^The engine has no model yet\.$/,
    action: ['Get a Model', 'hearth.setUp'],
  },
  {
    name: 'the model for completions only chats',
    options: { settings: { 'hearth.models.completion': 'writer:latest' } },
    check: 'completionModel',
    level: 'warn',
    says: /^writer cannot fill in text at the cursor/,
    action: ['Choose a Model', 'hearth.chooseCompletionModel'],
  },
  {
    name: 'the chosen model was deleted',
    options: { settings: { 'hearth.models.tasks': 'deleted:7b' } },
    check: 'taskModel',
    level: 'fail',
    says: /^The model deleted:7b is not installed\.$/,
    action: ['Choose a Model', 'hearth.chooseTaskModel'],
  },
  {
    name: 'a model of somebody’s cloud was chosen',
    options: { models: [coder, writer, remote], settings: { 'hearth.models.completion': 'plain' } },
    check: 'completionModel',
    level: 'fail',
    says: /^plain:latest runs in a cloud, not on this machine/,
    action: ['Choose a Model', 'hearth.chooseCompletionModel'],
  },
  {
    name: 'a model spills to the CPU',
    options: { models: [coder, { ...writer, memory: { total: 6e9, gpu: 1.5e9 } }] },
    check: 'memory',
    level: 'warn',
    says: /^Only 25 % of writer has room on the GPU/,
    action: ['Choose a Model', 'hearth.chooseTaskModel'],
  },
  {
    name: 'the context is smaller than the window',
    options: { settings: { 'hearth.models.contextTokens': 1024 } },
    check: 'completionContext',
    level: 'warn',
    says: /^A context of 1,024 tokens is smaller than the text around the cursor/,
    action: ['Open the Setting', 'workbench.action.openSettings'],
  },
  {
    name: 'another extension suggests, too',
    check: 'otherSuggestions',
    level: 'warn',
    says: /^Continue \(a stand-in that does nothing\) can suggest text at the cursor, too/,
    action: ['Choose', 'hearth.whoSuggests'],
  },
];

describe('Check Setup', () => {
  let hearth: Hearth | undefined;
  let own: FakeOllama | undefined;
  afterEach(async () => {
    await hearth?.end();
    await own?.stop();
    hearth = undefined;
    own = undefined;
  });

  const check = async (): Promise<CheckedSetup> => {
    const checked = await commands.executeCommand<CheckedSetup | undefined>('hearth.checkSetup');
    assert.ok(checked);
    return checked;
  };
  /** The report on show, once it says this: VS Code brings a document that is open up to date a little later. */
  const report = (text: string): Promise<TextDocument> =>
    until(() => {
      const document = window.activeTextEditor?.document;
      return document?.uri.scheme === 'hearth-setup' && document.getText().includes(text) ? document : undefined;
    }, `the report to say ${text}`);
  const lensesOf = async (document: TextDocument) =>
    (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100)) ?? [];

  for (const { name, options, version, before, check: id, level, says, action } of situations) {
    it(`says what is wrong and what helps when ${name}`, async () => {
      if (version !== undefined) own = await startFakeOllama({ version });
      hearth = await startHearth({ ...options, ...(own ? { engine: own } : {}) });
      await before?.(hearth.engine);
      const { findings } = await check();
      const found = findings.filter((each) => each.check === id && each.level !== 'ok');
      assert.equal(found.length, 1, JSON.stringify(findings));
      const [line] = found;
      assert.equal(line?.level, level);
      assert.match(line?.message ?? '', says);
      assert.deepEqual([line?.action?.label, line?.action?.command], action);
      // The document says the same, with the action above the line, and nothing else that is not as it should be.
      const document = await report(new URL(hearth.engine.url).host);
      const row = document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes(line?.message ?? '?'));
      assert.match(
        document.lineAt(row).text,
        level === 'fail' ? /^- \*\*Does not work:\*\* / : /^- \*\*Worth a look:\*\* /,
      );
      const lens = (await lensesOf(document)).find(({ range }) => range.start.line === row);
      assert.deepEqual([lens?.command?.title, lens?.command?.command], action);
      const others = findings.filter((each) => each.level !== 'ok' && each.check !== id);
      assert.deepEqual(
        others.map((each) => each.check).filter((each) => !expectedBeside(id).includes(each)),
        [],
      );
    });
  }

  it('can be copied and made again, holds no path of the user’s, and changes no file', async () => {
    hearth = await startHearth();
    await check();
    const document = await report(hearth.engine.url.slice('http://'.length));
    const text = document.getText();
    assert.match(text, /^# Hearth: Check Setup\n\n\d{4}-\d\d-\d\d \d\d:\d\d UTC · Hearth \d/);
    assert.ok(!text.includes(homedir()));
    await commands.executeCommand('hearth.copySetup');
    assert.equal(await env.clipboard.readText(), text);
    const top = (await lensesOf(document)).filter(({ range }) => range.start.line === 0);
    assert.deepEqual(
      top.map(({ command }) => command?.command),
      ['hearth.checkSetup', 'hearth.copySetup'],
    );
    hearth.engine.models.clear();
    await check();
    await report('The engine has no model yet.');
    assert.equal(workspace.textDocuments.filter(({ isDirty }) => isDirty).length, 0);
  });

  it('has completions try an engine again that they had left alone', async () => {
    hearth = await startHearth();
    const { engine } = hearth;
    const place = await fileWithCursor('leftAlone.lua', 'local answer = █\n');
    engine.script(resetsConnection(''));
    for (let tries = 0; tries < 3; tries++) assert.deepEqual(await hearth.complete(place), []);
    engine.script(says('42'));
    assert.deepEqual(await hearth.complete(place), [], 'it is left alone');
    const { findings } = await check();
    const breaker = findings.find((each) => each.check === 'breaker');
    assert.match(breaker?.message ?? '', /^Completions had left it alone after failures/);
    assert.deepEqual(await hearth.complete(place), ['42']);
    assert.match(findings.find((each) => each.check === 'failures')?.message ?? '', /^Failed lately: \d\d:\d\d/);
  });
});

/** What else the same situation brings about: a stand-in for another extension is always here. */
function expectedBeside(check: string): readonly string[] {
  return ['otherSuggestions', ...(check === 'completionContext' ? ['taskContext', 'memory'] : []), 'failures'];
}
