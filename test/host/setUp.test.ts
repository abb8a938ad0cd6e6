import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, type TerminalOptions, window } from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import { startFakeOllama } from '../fakes/fakeOllama.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { htmlPage } from '../fakes/ollamaFaults.ts';
import { coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';

describe('Set Up', () => {
  let hearth: Hearth;
  let folder: string;
  /** The terminals that were made, and what was put into them. */
  let terminals: { readonly options: TerminalOptions; readonly texts: [text: string, run: boolean][] }[];
  let contexts: Map<string, unknown>;
  let replaced: Disposable[];
  const path = process.env.PATH;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-path-'));
    process.env.PATH = folder;
    terminals = [];
    contexts = new Map();
    replaced = [
      replace(window, 'createTerminal', () => (options: TerminalOptions) => {
        const made = { options, texts: [] as [string, boolean][] };
        terminals.push(made);
        return { show() {}, sendText: (text: string, run = true) => made.texts.push([text, run]) };
      }),
      replace(commands, 'executeCommand', (real) => (command: string, ...given: unknown[]) => {
        if (command === 'setContext') contexts.set(String(given[0]), given[1]);
        return real(...([command, ...given] as never[]));
      }),
    ];
  });
  afterEach(async () => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
    for (const each of replaced) each.dispose();
    await hearth.end();
  });
  /** The steps that the walkthrough shows as done. */
  const stepsDone = async () => {
    await commands.executeCommand('hearth.getStarted');
    const steps = ['engineAnswers', 'hasModel', 'suggested', 'answered', 'cloudDecided'];
    return steps.filter((step) => contexts.get(`hearth.${step}`) === true);
  };
  const setUp = (step?: string) => commands.executeCommand('hearth.setUp', step);
  /** A Hearth whose engine listens nowhere yet, and the port where it will. */
  const engineThatIsOff = async () => {
    const engine = await startFakeOllama({ models: [coder, writer] });
    const port = Number(new URL(engine.url).port);
    await engine.stop();
    hearth = await startHearth({ engine });
    await until(
      () => hearth.face.text === '$(flame) Set up Hearth',
      () => `the status bar, not ${hearth.face.text}`,
    );
    return port;
  };

  it('starts an installed engine in a terminal, after a yes, and makes a first suggestion', async () => {
    const port = await engineThatIsOff();
    writeFileSync(join(folder, 'ollama'), '');
    chmodSync(join(folder, 'ollama'), 0o755);
    hearth.person.press = ({ buttons }) => buttons.find((each) => each === 'Start Ollama');
    const done = setUp();
    await until(() => terminals.length === 1, 'the terminal');
    const [{ options } = { options: {} as TerminalOptions }] = terminals;
    assert.equal(options.shellPath, join(folder, 'ollama'));
    assert.deepEqual(options.shellArgs, ['serve']);
    assert.deepEqual(options.env, { OLLAMA_HOST: `127.0.0.1:${port}` });
    const engine = await startFakeOllama({ port, models: [coder, writer] });
    engine.script(says('second;'));
    try {
      await done;
      assert.equal(hearth.person.told[0]?.modal, true, 'it was asked first');
      assert.match(hearth.person.texts.at(-1) ?? '', /^Ready: coder suggested “second;” in \d+ ms\.$/);
      assert.deepEqual(await stepsDone(), ['engineAnswers', 'hasModel', 'cloudDecided']);
    } finally {
      await engine.stop();
    }
  });

  it('starts nothing without a yes', async () => {
    await engineThatIsOff();
    writeFileSync(join(folder, 'ollama'), '');
    chmodSync(join(folder, 'ollama'), 0o755);
    await setUp();
    assert.deepEqual(hearth.person.texts, ['Ollama is installed, and not running. Start it?']);
    assert.equal(terminals.length, 0);
  });

  it('puts the command that installs it into a terminal, and leaves it to the user to run it', async () => {
    const port = await engineThatIsOff();
    hearth.person.pick = ({ title, labels }) =>
      title === 'Get Ollama' ? labels.find((each) => each.includes('Terminal')) : undefined;
    const done = setUp('engine');
    await until(() => terminals[0]?.texts.length === 1, 'the command');
    assert.match(terminals[0]?.texts[0]?.[0] ?? '', /ollama/);
    assert.equal(terminals[0]?.texts[0]?.[1], false, 'it must not run by itself');
    const engine = await startFakeOllama({ port });
    await done;
    await engine.stop();
    assert.ok((await stepsDone()).includes('engineAnswers'));
  });

  it('says what is wrong where something else listens, and offers no install', async () => {
    hearth = await startHearth();
    hearth.engine.script(htmlPage(), '/api/version');
    await setUp();
    assert.match(hearth.person.texts[0] ?? '', /but it is no engine that Hearth knows\.$/);
    assert.deepEqual(hearth.person.offered, []);
  });

  it('asks nothing where everything is there, and says how long a suggestion took', async () => {
    hearth = await startHearth();
    hearth.engine.script(says('second;'));
    await setUp();
    assert.equal(hearth.person.texts.length, 1);
    assert.match(hearth.person.texts[0] ?? '', /^Ready: coder suggested/);
    assert.deepEqual(hearth.person.offered, []);
    const [asked] = hearth.asked('/api/generate');
    assert.match(String(asked?.body?.prompt), /The sum of two numbers/);
  });

  it('loads the model first, and does not count that', async () => {
    hearth = await startHearth({ models: [{ ...coder, loaded: false }, writer] });
    hearth.engine.script(says('second;'));
    await setUp();
    assert.match(hearth.person.texts.at(-1) ?? '', /^Ready: coder suggested/);
    assert.ok(hearth.engine.loaded.has('coder:latest'));
  });

  it('says why the example got no suggestion', async () => {
    hearth = await startHearth();
    hearth.engine.script(says(''));
    await setUp();
    assert.match(hearth.person.texts[0] ?? '', /^The example got no suggestion: The model had nothing to add here\.$/);
  });

  it('switches the cloud off for those who stay local', async () => {
    hearth = await startHearth({ settings: { 'hearth.cloud.model': '' } });
    assert.ok(!(await stepsDone()).includes('cloudDecided'));
    await hearth.end();
    hearth = await startHearth({ settings: { 'hearth.cloud.model': '', 'hearth.cloud.enabled': false } });
    assert.ok((await stepsDone()).includes('cloudDecided'));
  });
});
