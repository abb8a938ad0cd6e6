import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { Gate } from '../fakes/gate.ts';
import { type Answer, says } from '../fakes/ollamaAnswers.ts';
import {
  answersFromAfar,
  busy,
  endsInHalfALine,
  endsWithoutDone,
  failsMidStream,
  hangs,
  htmlPage,
  modelMissing,
  outOfMemory,
  resetsConnection,
  stalls,
} from '../fakes/ollamaFaults.ts';
import { showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { explain } from './support/run.ts';
import { until } from './support/until.ts';

/** What goes wrong before anything came: the message, its button, and the status bar. */
const refusals: readonly (readonly [string, Answer, RegExp, string | undefined, string])[] = [
  ['a web page', htmlPage(), /but it is no engine that Hearth knows\.$/, 'Open the Setting', 'not an engine'],
  [
    'a model that was removed',
    modelMissing(),
    /^The model writer:latest is not installed\.$/,
    'Choose a Model',
    'model missing',
  ],
  ['a model that does not fit', outOfMemory(), /A smaller one will\.$/, 'Choose a Model', 'out of memory'],
  [
    'a model that runs elsewhere',
    answersFromAfar('It counts.'),
    /^writer:latest runs in a cloud, not on this machine/,
    'Choose a Model',
    'cloud model refused',
  ],
];

/** What breaks off after a part of the answer. */
const breaks: readonly (readonly [string, Answer])[] = [
  ['the engine dies', resetsConnection('It counts')],
  ['the engine is restarted', endsWithoutDone('It counts')],
  ['the stream ends within a line', endsInHalfALine('It counts')],
  ['the engine reports an error', failsMidStream('runner crashed', 'It counts')],
];

describe('tasks, when the engine fails', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
    await showFile('fault.txt', 'one\ntwo\n');
  });
  afterEach(async () => {
    await hearth.end();
  });

  const asked = () => hearth.asked('/api/chat');

  for (const [what, fault, message, action, text] of refusals) {
    it(`say so in the card, with the one thing that helps: ${what}`, async () => {
      hearth.engine.enqueue(fault);
      await explain();
      const { phase, failure, mark } = hearth.page.newest;
      assert.equal(phase, 'failed');
      assert.match(failure?.message ?? '', message);
      assert.equal(failure?.actionLabel, action);
      assert.equal(mark, undefined);
      assert.equal(hearth.face.text, `$(warning) ${text}`);
      assert.deepEqual(hearth.person.told, []);
      assert.equal(asked().length, 1);
    });
  }

  for (const [what, fault] of breaks) {
    it(`keep what had come and mark it as incomplete: ${what}`, async () => {
      hearth.engine.enqueue(fault);
      await explain();
      const { id, phase, failure, mark, canCopy } = hearth.page.newest;
      assert.deepEqual([phase, mark, canCopy], ['failed', 'incomplete', true]);
      assert.ok(failure?.message);
      assert.equal(hearth.view.textOf(id), 'It counts');
      await until(() => hearth.page.bodyOf(id).includes('It counts'), 'the part on the page');
      assert.equal(hearth.face.text, '$(warning) engine error');
      assert.equal(asked().length, 1);
    });
  }

  it('press the button of a failure', async () => {
    hearth.engine.enqueue(outOfMemory());
    await explain();
    hearth.page.press({ type: 'act', id: hearth.page.newest.id });
    await until(() => hearth.person.offered.length > 0, 'the list of models');
    assert.equal(hearth.person.offered[0]?.title, 'Model for Tasks');
  });

  it('name the engine that is off, each time', async () => {
    await hearth.engine.stop();
    for (let times = 1; times <= 2; times++) {
      await explain();
      assert.equal(hearth.page.cards.length, times);
      assert.match(hearth.page.newest.failure?.message ?? '', /^Nothing answers at 127\.0\.0\.1:\d+\./);
      assert.equal(hearth.page.newest.failure?.actionLabel, 'Set Up');
    }
    assert.equal(hearth.face.text, '$(warning) engine off');
  });

  it('ask an engine that is busy once more', async () => {
    hearth.engine.enqueue(busy());
    await explain();
    assert.equal(hearth.page.newest.phase, 'done');
    assert.equal(hearth.face.text, '$(home) writer');
    assert.equal(asked().length, 2);
  });

  it('ask it only once more', async () => {
    hearth.engine.script(busy());
    await explain();
    assert.match(hearth.page.newest.failure?.message ?? '', /is busy/);
    assert.equal(asked().length, 2);
  });

  describe('Stop', () => {
    const stopped = async (text: string) => {
      const { id } = hearth.page.newest;
      const [request] = asked();
      hearth.page.press({ type: 'stop', id });
      assert.equal(await request?.closed, 'aborted');
      const card = await hearth.page.until(({ phase }) => phase === 'stopped', 'the card to say that it was stopped');
      assert.equal(card.mark, 'stopped');
      assert.equal(card.failure, undefined);
      assert.equal(hearth.view.textOf(id), text);
      await hearth.idle();
      assert.equal(hearth.status.failing, undefined);
      assert.equal(hearth.face.text, '$(home) coder');
    };

    it('ends a request that hangs', async () => {
      hearth.engine.enqueue(hangs());
      const task = explain();
      await until(() => asked()[0], 'the request');
      await stopped('');
      await task;
    });

    it('ends an answer in the middle, and keeps what had come', async () => {
      const gate = new Gate();
      hearth.engine.enqueue(stalls('It counts', gate));
      const task = explain();
      await hearth.page.until(({ phase }) => phase === 'streaming', 'the first piece');
      await stopped('It counts');
      await task;
    });

    it('comes with clearing the view', async () => {
      hearth.engine.enqueue(hangs());
      const task = explain();
      const request = await until(() => asked()[0], 'the request');
      await commands.executeCommand('hearth.clearAnswers');
      assert.equal(await request.closed, 'aborted');
      await task;
      assert.deepEqual(hearth.page.cards, []);
    });

    it('comes with deactivation', async () => {
      hearth.engine.enqueue(hangs());
      const task = explain();
      const request = await until(() => asked()[0], 'the request');
      await hearth.leave();
      assert.equal(await request.closed, 'aborted');
      await task;
    });
  });

  describe('and an engine on another host', () => {
    const at = async (endpoint: string) => {
      await hearth.end();
      hearth = await startHearth({ settings: { 'hearth.endpoint': endpoint } });
      await showFile('fault.txt', 'one\ntwo\n');
    };

    it('get nothing before the user has agreed to that host', async () => {
      await at('https://192.0.2.1:11434');
      assert.equal(hearth.face.text, '$(warning) host not allowed');
      assert.equal(hearth.person.told.length, 0);
      await explain();
      const [told] = hearth.person.told;
      assert.deepEqual([told?.text, told?.modal], ['Use the engine at https://192.0.2.1:11434?', true]);
      assert.match(
        hearth.page.newest.failure?.message ?? '',
        /^You have not agreed to send text to 192\.0\.2\.1:11434/,
      );
      assert.equal(hearth.face.text, '$(warning) host not allowed');
    });

    it('get nothing at all without encryption in public', async () => {
      await at('http://192.0.2.1:11434');
      hearth.person.press = ({ buttons }) => buttons[0];
      await explain();
      assert.deepEqual(hearth.person.told, []);
      assert.match(hearth.page.newest.failure?.message ?? '', /^You have not agreed/);
    });
  });

  it('can be asked again after a failure', async () => {
    hearth.engine.enqueue(failsMidStream('runner crashed', 'It'));
    await explain();
    hearth.engine.enqueue(says('It counts.'));
    await explain();
    assert.equal(hearth.page.newest.phase, 'done');
    assert.equal(hearth.face.text, '$(home) writer');
  });
});
