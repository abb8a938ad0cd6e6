import assert from 'node:assert/strict';
import { commands } from 'vscode';
import {
  breaksOff,
  type CloudAnswer,
  cutsOff,
  failsMidStream,
  hangs,
  limitsRate,
  redirects,
  refuses,
  rejectsKey,
  streams,
} from '../fakes/cloudAnswers.ts';
import { Gate } from '../fakes/gate.ts';
import { cloudKey, type Hearth, startHearth } from './support/hearth.ts';
import { escalate, explainFile } from './support/run.ts';
import { until } from './support/until.ts';
import { send } from './support/webviews.ts';

/** 500 at each attempt, to be repeated at once. */
const breaks = refuses(500, 'The server had an error.', 'server_error', { 'retry-after': '0' });

describe('the cloud, when it fails', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
    await explainFile();
    hearth.sheets.answer = send;
  });
  afterEach(async () => {
    hearth.cloud.script(undefined);
    assert.doesNotMatch(JSON.stringify([hearth.logged, hearth.page.cards, hearth.person.told]), new RegExp(cloudKey));
    await hearth.end();
  });

  const ends = () => hearth.ledger().flatMap((record) => (record.kind === 'outcome' ? [record.ended] : []));

  for (const [what, fault, message, action, ended] of [
    ['the key is rejected', rejectsKey(), /rejected the key\.$/, 'Configure the Cloud Tier', 'keyRejected'],
    [
      'it sends elsewhere',
      redirects('http://127.0.0.1:9/v1'),
      /which Hearth never follows\.$/,
      undefined,
      'redirected',
    ],
    [
      'it asks to wait for longer than a minute',
      limitsRate('3600'),
      /asks to wait before the next request\.$/,
      undefined,
      'rateLimited',
    ],
    [
      'the model is not there',
      refuses(404, 'no such model', 'invalid_request_error'),
      /does not answer like the provider that is set up\.$/,
      'Configure the Cloud Tier',
      'notTheEngine',
    ],
  ] as const) {
    it(`says so, and asks once: ${what}`, async () => {
      hearth.cloud.enqueue(fault);
      await escalate();
      const { phase, failure, badge } = hearth.page.newest;
      assert.deepEqual([phase, badge?.tier], ['failed', 'cloud']);
      assert.match(failure?.message ?? '', message);
      if (action) assert.equal(failure?.actionLabel, action);
      assert.equal(hearth.cloudRequests.length, 1);
      assert.deepEqual(ends(), [ended]);
      assert.equal(hearth.face.text, '$(warning) cloud failed');
      assert.deepEqual(hearth.person.told, []);
    });
  }

  it('waits as long as it is asked to, says so, and sends the same bytes again, on record', async () => {
    hearth.cloud.enqueue(limitsRate('1'));
    hearth.cloud.enqueue(streams('Because.'));
    const escalated = escalate();
    const waiting = await hearth.page.until(({ notice }) => notice !== undefined, 'word of the wait');
    assert.equal(waiting.notice, 'The provider asks to wait: trying again in 1 s.');
    await escalated;
    assert.equal(hearth.page.newest.phase, 'done');
    const [first, second] = hearth.cloudRequests;
    assert.deepEqual(second?.bytes, first?.bytes);
    assert.deepEqual(ends(), ['retried', 'done']);
    assert.equal(hearth.sheets.shown.length, 1);
  });

  it('can be stopped while it is waited for', async () => {
    hearth.cloud.enqueue(limitsRate('30'));
    const escalated = escalate();
    const { id } = await hearth.page.until(({ notice }) => notice !== undefined, 'word of the wait');
    hearth.page.press({ type: 'stop', id });
    await escalated;
    assert.equal(hearth.page.newest.phase, 'stopped');
    assert.equal(hearth.cloudRequests.length, 1);
  });

  it('is asked at most three times when it breaks; the local model still works', async () => {
    hearth.cloud.script(breaks);
    await escalate();
    const { phase, failure } = hearth.page.newest;
    assert.equal(phase, 'failed');
    assert.match(failure?.message ?? '', /reported an error/);
    assert.equal(hearth.cloudRequests.length, 3);
    assert.deepEqual(ends(), ['retried', 'retried', 'engineFailed']);
    assert.equal(hearth.face.text, '$(warning) cloud failed');
    assert.match(hearth.face.spoken, new RegExp(`127\\.0\\.0\\.1:${hearth.cloud.port}`));
    await commands.executeCommand('hearth.explain');
    assert.deepEqual([hearth.page.newest.phase, hearth.page.newest.badge?.tier], ['done', 'local']);
    assert.equal(hearth.face.text, '$(home) writer');
    assert.equal(hearth.cloudRequests.length, 3);
  });

  for (const [what, fault, ended] of [
    ['the stream ends without an end', cutsOff('Because of'), 'cutShort'],
    ['the connection breaks off', breaksOff('Because of'), 'cutShort'],
    ['an error comes in the stream', failsMidStream('overloaded', 'Because of'), 'engineFailed'],
  ] as readonly (readonly [string, CloudAnswer, string])[]) {
    it(`keeps what had come, marks it, and does not ask again: ${what}`, async () => {
      hearth.cloud.enqueue(fault);
      await escalate();
      const { id, phase, mark, failure } = hearth.page.newest;
      assert.deepEqual([phase, mark], ['failed', 'incomplete']);
      assert.ok(failure?.message);
      assert.equal(hearth.view.textOf(id), 'Because of');
      assert.equal(hearth.cloudRequests.length, 1);
      assert.deepEqual(ends(), [ended]);
    });
  }

  describe('Stop', () => {
    const stopped = async (escalated: Thenable<unknown>, text: string) => {
      const { id } = hearth.page.newest;
      const [request] = hearth.cloudRequests;
      hearth.page.press({ type: 'stop', id });
      assert.equal(await request?.closed, 'aborted');
      await escalated;
      assert.deepEqual([hearth.page.newest.phase, hearth.page.newest.failure], ['stopped', undefined]);
      assert.equal(hearth.view.textOf(id), text);
      assert.deepEqual(ends(), ['aborted']);
      await hearth.idle();
      assert.equal(hearth.face.text, '$(home) writer');
    };

    it('closes the connection before the first byte', async () => {
      hearth.cloud.enqueue(hangs());
      const escalated = escalate();
      await until(() => hearth.cloudRequests[0], 'the request');
      await stopped(escalated, '');
    });

    it('closes the connection in the middle of the answer', async () => {
      const gate = new Gate();
      hearth.cloud.enqueue(streams('Because of', gate));
      const escalated = escalate();
      await hearth.page.until(({ phase }) => phase === 'streaming', 'the first piece');
      await stopped(escalated, 'Because of');
      gate.open();
    });
  });
});
