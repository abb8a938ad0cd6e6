import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { startFakeOllama } from '../fakes/fakeOllama.ts';
import { Gate } from '../fakes/gate.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { htmlPage } from '../fakes/ollamaFaults.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import { untitledWithCursor } from './support/documents.ts';
import { coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { explainFile } from './support/run.ts';
import { until } from './support/until.ts';
import { withUserSettings } from './support/userSettings.ts';
import { send } from './support/webviews.ts';

/** Makes no text at all. */
const embedder: FakeModel = { name: 'embedder:latest', capabilities: ['embedding'] };

const here = () => untitledWithCursor('ruby', 'sum = █');

/** Waits until the status bar says this. */
const shows = (hearth: Hearth, text: string) =>
  until(
    () => hearth.face.text === text,
    () => `the status bar to say ${text} instead of ${hearth.face.text}`,
  );

describe('status bar', () => {
  let hearth: Hearth;
  afterEach(() => hearth.end());

  it('says who would answer, then who answers, then who answered', async () => {
    hearth = await startHearth();
    assert.deepEqual([hearth.face.text, hearth.face.spoken], ['$(home) coder', 'Hearth: ready: coder, local']);
    const gate = new Gate();
    hearth.engine.enqueue(says('a + b;', gate));
    const completed = hearth.complete(await here());
    await gate.reached;
    assert.deepEqual([hearth.face.text, hearth.face.spoken], ['$(loading~spin) coder', 'Hearth: working']);
    gate.open();
    await completed;
    assert.deepEqual([hearth.face.text, hearth.face.spoken], ['$(home) coder', 'Hearth: answered by coder, local']);
    assert.match(hearth.hover.value, /Last answer: \$\(home\) coder, 127\\\.0\\\.0\\\.1:\d+ · \d+ ms/);
    assert.match(hearth.hover.value, /Today: 1 answered here, 0 in the cloud/);
  });

  it('says that the cloud answered', async () => {
    hearth = await startHearth();
    await explainFile('status.txt', 'Some text.');
    assert.equal(hearth.face.text, '$(home) writer');
    hearth.sheets.answer = send;
    await commands.executeCommand('hearth.escalate');
    assert.deepEqual(
      [hearth.face.text, hearth.face.spoken],
      ['$(cloud) big-model', 'Hearth: answered by big-model, cloud'],
    );
    assert.match(hearth.hover.value, /Today: 1 answered here, 1 in the cloud/);
  });

  it('offers only Hearth’s own commands in its card, whatever names come from outside', async () => {
    hearth = await startHearth({
      models: [{ ...coder, name: '[x](command:workbench.action.quit)$(flame):latest' }],
    });
    const { isTrusted, value } = hearth.hover;
    assert.ok(typeof isTrusted === 'object');
    assert.deepEqual(
      isTrusted.enabledCommands.filter((command) => !command.startsWith('hearth.')),
      [],
    );
    await hearth.complete(await here());
    assert.doesNotMatch(hearth.hover.value, /\]\(command:workbench/);
    assert.match(value, /\]\(command:hearth\.toggleCompletions\)/);
  });

  it('offers to set up an engine that never was there, and says when one is off that was', async () => {
    const engine = await startFakeOllama({ models: [coder] });
    await engine.stop();
    hearth = await startHearth({ engine });
    await shows(hearth, '$(flame) Set up Hearth');
    assert.match(hearth.face.spoken, /^Hearth: Nothing answers at 127\.0\.0\.1:\d+\. Is the engine running\?$/);
    assert.match(hearth.hover.value, /Nothing answers at/);
    await engine.restart();
    assert.notDeepEqual(await hearth.complete(await here()), []);
    assert.equal(hearth.face.text, '$(home) coder');
    await engine.stop();
    await hearth.complete(await untitledWithCursor('ruby', 'other = █'));
    assert.equal(hearth.face.text, '$(warning) engine off');
  });

  it('says at a task, too, that the engine is off, before anything was sent', async () => {
    const engine = await startFakeOllama({ models: [coder, writer] });
    hearth = await startHearth({ engine });
    await shows(hearth, '$(home) coder');
    await engine.stop();
    // Asks for the models anew, so that the task cannot go by an old list.
    await commands.executeCommand('hearth.chooseTaskModel');
    assert.equal(hearth.face.text, '$(home) coder');
    await explainFile('status.txt', 'Some text.');
    assert.equal(hearth.face.text, '$(warning) engine off');
    await engine.restart();
    await commands.executeCommand('hearth.explain');
    assert.equal(hearth.face.text, '$(home) writer');
    await engine.stop();
  });

  it('says that something else answers there', async () => {
    const engine = await startFakeOllama();
    for (const path of ['/api/version', '/api/tags', '/api/ps'] as const) engine.script(htmlPage(), path);
    hearth = await startHearth({ engine });
    await shows(hearth, '$(warning) not an engine');
    await hearth.complete(await here());
    assert.equal(hearth.face.text, '$(warning) not an engine');
    await engine.stop();
  });

  for (const [what, models, text, spoken] of [
    ['there is no model', [], '$(flame) Set up Hearth', /no model that can do this/],
    [
      'there are only models in a cloud',
      [{ ...coder, name: 'big:cloud', remote: { host: 'https://cloud.example', model: 'big' } }],
      '$(flame) Set up Hearth',
      /no model that can do this/,
    ],
    [
      'no model can complete',
      [embedder],
      '$(warning) no completions',
      /cannot complete text at the cursor: embedder:latest/,
    ],
    [
      'no model is of a known family',
      [writer],
      '$(warning) no completions',
      /no way to have writer:latest fill in text/,
    ],
    [
      'no model was trained for it',
      [{ ...writer, name: 'codellama:7b-instruct' }],
      '$(warning) no completions',
      /Not trained to fill in text at the cursor.*: codellama:7b-instruct\./,
    ],
  ] as const) {
    it(`says that ${what}`, async () => {
      hearth = await startHearth({ models });
      await shows(hearth, text);
      assert.match(hearth.face.spoken, spoken);
      assert.deepEqual(await hearth.complete(await here()), []);
      assert.equal(hearth.face.text, text);
      assert.deepEqual(hearth.asked('/api/generate'), []);
    });
  }

  for (const [model, text, spoken] of [
    ['gone:7b', 'model missing', 'The model gone:7b is not installed.'],
    ['big', 'cloud model refused', 'big:latest runs in a cloud, not on this machine, so Hearth does not use it here.'],
    ['embedder', 'no completions', 'This model cannot complete text at the cursor: embedder:latest'],
  ] as const) {
    it(`says what is wrong with the chosen model: ${text}`, async () => {
      const remote = { ...coder, name: 'big:latest', remote: { host: 'https://cloud.example', model: 'big' } };
      hearth = await startHearth({
        models: [coder, embedder, remote],
        settings: { 'hearth.models.completion': model },
      });
      assert.deepEqual([hearth.face.text, hearth.face.spoken], [`$(warning) ${text}`, `Hearth: ${spoken}`]);
      assert.deepEqual(await hearth.complete(await here()), []);
      assert.deepEqual(hearth.asked('/api/generate'), []);
    });
  }

  it('follows a setting that is really changed', async () => {
    hearth = await startHearth();
    await withUserSettings({ 'hearth.models.completion': 'gone:7b' }, () =>
      shows(hearth, '$(warning) model missing').then(() => {}),
    );
    await shows(hearth, '$(home) coder');
  });

  it('says that a model is being loaded, and when it is there', async () => {
    hearth = await startHearth({ models: [{ ...coder, loaded: false }] });
    const gate = new Gate();
    hearth.engine.enqueue(says(gate), 'load');
    assert.deepEqual(await hearth.complete(await here()), []);
    assert.equal(hearth.decision?.reason, 'loading');
    assert.deepEqual(
      [hearth.face.text, hearth.face.spoken],
      ['$(loading~spin) loading coder', 'Hearth: loading coder'],
    );
    await gate.reached;
    assert.deepEqual(await hearth.complete(await here()), []);
    gate.open();
    await shows(hearth, '$(home) coder');
    assert.notDeepEqual(await hearth.complete(await here()), []);
  });

  it('stops saying so when the load fails', async () => {
    hearth = await startHearth({ models: [{ ...coder, loaded: false }] });
    const gate = new Gate();
    hearth.engine.enqueue(says(gate), 'load');
    await hearth.complete(await here());
    await gate.reached;
    await hearth.engine.stop();
    await until(() => !hearth.status.loading, 'the load to be given up');
    await hearth.complete(await here());
    assert.equal(hearth.face.text, '$(warning) engine off');
  });
});
