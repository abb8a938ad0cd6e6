import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { startFakeOllama } from '../fakes/fakeOllama.ts';
import { Gate } from '../fakes/gate.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { showFile, untitledWithCursor } from './support/documents.ts';
import { coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { explain, explainFile } from './support/run.ts';
import { until } from './support/until.ts';

const here = (line: string) => untitledWithCursor('ruby', `${line} = █`);

const shows = (hearth: Hearth, text: string) =>
  until(
    () => hearth.face.text === text,
    () => `the status bar to say ${text} instead of ${hearth.face.text}`,
  );

describe('an engine that changes under us', () => {
  let hearth: Hearth;
  afterEach(() => hearth.end());

  it('is killed in the middle of an answer and started again: the part is kept, and the next question is answered', async () => {
    hearth = await startHearth();
    await showFile('killed.txt', 'one\ntwo\n');
    const gate = new Gate();
    hearth.engine.enqueue(says('It counts', gate, ' up to two.'));
    const explained = explain();
    await gate.reached;
    const { id } = hearth.page.newest;
    await until(() => hearth.view.textOf(id) === 'It counts', 'the first part');
    await hearth.engine.stop();
    await explained;
    const { phase, mark } = hearth.page.newest;
    assert.deepEqual([phase, mark, hearth.view.textOf(id)], ['failed', 'incomplete', 'It counts']);
    await hearth.engine.restart();
    hearth.engine.enqueue(says('It counts up to two.'));
    await explain();
    assert.equal(hearth.view.textOf(hearth.page.newest.id), 'It counts up to two.');
    assert.equal(hearth.face.text, '$(home) writer');
  });

  it('is killed in the middle of a suggestion and started again: nothing is shown of it, and the next key is served', async () => {
    hearth = await startHearth();
    const gate = new Gate();
    hearth.engine.enqueue(says('a + ', gate, 'b'));
    const asked = hearth.complete(await here('sum'));
    await gate.reached;
    await hearth.engine.stop();
    assert.deepEqual(await asked, []);
    await hearth.engine.restart();
    hearth.engine.enqueue(says('a + b'));
    assert.deepEqual(await hearth.complete(await here('total')), ['a + b']);
    assert.deepEqual(hearth.person.told, []);
  });

  it('is upgraded: what was said against its version is no longer said, without a new window', async () => {
    const engine = await startFakeOllama({ models: [coder, writer], version: '0.16.2' });
    try {
      hearth = await startHearth({ engine });
      await shows(hearth, '$(warning) coder');
      assert.match(hearth.face.spoken, /Ollama 0\.16\.2 is older than 0\.17\.1 and open to CVE-2026-7482/);
      assert.match(hearth.hover.value, /\$\(warning\) Ollama 0\\\.16\\\.2 is older/);
      await explainFile('old.txt', 'one\ntwo\n');
      assert.match(hearth.page.newest.remarks?.join() ?? '', /Ollama 0\.16\.2 is older than 0\.17\.1/);
      assert.equal(hearth.page.newest.phase, 'done', 'it works all the same');
      await explain();
      assert.equal(hearth.page.newest.remarks, undefined, 'it is said once');
      await engine.stop();
      engine.version = '0.33.0';
      engine.models.set(coder.name, { ...coder, digest: 'c0ffee'.padEnd(64, '0') });
      assert.deepEqual(await hearth.complete(await here('gone')), []);
      await engine.restart();
      engine.enqueue(says('a + b'));
      assert.deepEqual(await hearth.complete(await here('sum')), ['a + b']);
      await until(
        () => hearth.status.ready?.version === '0.33.0',
        () => `the new version instead of ${hearth.status.ready?.version}`,
      );
      await shows(hearth, '$(home) coder');
    } finally {
      await engine.stop();
    }
  });

  it('is upgraded while nobody asks: Check Setup sees it, and so does the status bar', async () => {
    const engine = await startFakeOllama({ models: [coder, writer], version: '0.16.2' });
    try {
      hearth = await startHearth({ engine });
      await shows(hearth, '$(warning) coder');
      engine.version = '0.33.0';
      await commands.executeCommand('hearth.checkSetup');
      await shows(hearth, '$(home) coder');
    } finally {
      await engine.stop();
    }
  });

  it('loses the model that was chosen: the status says it, nothing is asked while typing, and it is found when it is back', async () => {
    hearth = await startHearth({ settings: { 'hearth.models.completion': 'coder' } });
    hearth.engine.enqueue(says('a + b'));
    assert.deepEqual(await hearth.complete(await here('sum')), ['a + b']);
    hearth.engine.models.delete(coder.name);
    assert.deepEqual(await hearth.complete(await here('gone')), []);
    assert.equal(hearth.decision?.reason, 'modelMissing');
    assert.equal(hearth.face.text, '$(warning) model missing');
    const before = hearth.asked('/api/generate').length;
    assert.deepEqual(await hearth.complete(await here('more')), []);
    assert.equal(hearth.asked('/api/generate').length, before);
    hearth.engine.models.set(coder.name, coder);
    hearth.engine.enqueue(says('a + b'));
    assert.deepEqual(await hearth.complete(await here('back'), { invoked: true }), ['a + b']);
    assert.equal(hearth.face.text, '$(home) coder');
    assert.deepEqual(hearth.person.told, []);
  });

  it('loses the model that a task was to use: the card says it, and where none was chosen, the next one answers', async () => {
    hearth = await startHearth({ models: [coder, writer, { ...writer, name: 'second:latest' }] });
    await explainFile('lost.txt', 'one\ntwo\n');
    const first = hearth.status.last?.provenance.model ?? '';
    hearth.engine.models.delete(first);
    await explain();
    assert.equal(hearth.page.newest.failure?.message, `The model ${first} is not installed.`);
    assert.equal(hearth.page.newest.failure?.actionLabel, 'Choose a Model');
    await explain();
    assert.equal(hearth.page.newest.phase, 'done');
    assert.notEqual(hearth.status.last?.provenance.model, first);
  });
});
