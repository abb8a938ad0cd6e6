import assert from 'node:assert/strict';
import type { CloudApi } from '../../../src/privacy/destination.ts';
import { type Inquire, openInquiry } from '../../../src/privacy/inquiry.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { listModels, testKey } from '../../../src/tiers/cloudSetUp.ts';
import { TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type CloudAnswer, hangs, redirects, rejectsKey } from '../../fakes/cloudAnswers.ts';
import { anthropic, type CloudDialect, ollama, openai } from '../../fakes/cloudDialects.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { memoryFiles } from '../privacy/samples.ts';

const key = 'sk-CANARY-key-0123456789';
const patient = () => new AbortController().signal;

const providers: readonly {
  readonly api: Exclude<CloudApi, 'extension'>;
  readonly dialect: CloudDialect;
  readonly path: string;
}[] = [
  { api: 'openai', dialect: openai, path: '/v1' },
  { api: 'anthropic', dialect: anthropic, path: '' },
  { api: 'ollama', dialect: ollama, path: '' },
];

for (const { api, dialect, path } of providers) {
  describe(`setting the cloud up: ${api}`, () => {
    let provider: FakeCloud;
    beforeEach(async () => {
      provider = await startFakeCloud({ models: ['small-model', 'big-model', 'big-model'] });
    });
    afterEach(() => provider.stop());

    function room() {
      const files = memoryFiles();
      const clock = virtualClock(Date.UTC(2026, 10, 25, 12));
      const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => 'id' });
      const user = { wantsCloud: true };
      const inquire: Inquire = openInquiry({ fetch, ledger, isEnabled: () => user.wantsCloud, clock });
      const destination = {
        provider: 'X',
        api,
        baseUrl: provider.url + path,
        model: 'big-model',
        price: 'unknown',
      } as const;
      const list = (signal = patient()) => listModels(inquire, destination, key, signal);
      const test = (signal = patient()) => testKey(inquire, destination, key, signal);
      return { files, clock, ledger, user, list, test };
    }

    it('asks for the models, with the key in its header, and puts that on record in one line', async () => {
      const { list, ledger } = room();
      assert.deepEqual(await list(), ['big-model', 'small-model']);
      const [request] = provider.requests;
      assert.deepEqual([request?.method, request?.path, request?.bytes.length], ['GET', dialect.listPath, 0]);
      assert.match(JSON.stringify(request?.headers), new RegExp(key));
      assert.equal(request?.headers['user-agent'], 'Hearth');
      const [line, ...more] = await ledger.records();
      assert.deepEqual(more, []);
      assert.ok(line?.kind === 'traffic');
      const { what, tier, destination, requests, bytesOut } = line;
      assert.deepEqual([what, tier, destination, requests, bytesOut], ['modelList', 'cloud', provider.url, 1, 0]);
    });

    it('tests key and model with words of our own, which is on record before they leave', async () => {
      const { test, ledger } = room();
      const onArrival: string[] = [];
      provider.script(async (exchange) => {
        onArrival.push(...(await ledger.records()).map((each) => (each.kind === 'traffic' ? each.what : each.kind)));
        await dialect.ends('stop', 'OK')(exchange);
      });
      await test();
      const [request] = provider.requests;
      assert.deepEqual([request?.method, request?.path], ['POST', dialect.path]);
      assert.deepEqual(request?.body?.messages, [
        { role: 'user', content: 'Answer with the word OK and nothing else.' },
      ]);
      assert.equal(request?.body?.model, 'big-model');
      assert.deepEqual(onArrival, ['keyTest']);
      const [line] = await ledger.records();
      assert.ok(line?.kind === 'traffic');
      assert.deepEqual([line.bytesOut, line.model, line.day], [request.bytes.length, 'big-model', '2026-11-25']);
    });

    it('sends nothing that is not on record, nor while the cloud is switched off', async () => {
      const { list, test, files, user, ledger } = room();
      files.isBroken = true;
      await assert.rejects(list(), { reason: 'notRecorded' });
      await assert.rejects(test(), { reason: 'notRecorded' });
      files.isBroken = false;
      user.wantsCloud = false;
      await assert.rejects(list(), { reason: 'cloudOff' });
      await assert.rejects(test(), { reason: 'cloudOff' });
      assert.equal(provider.requests.length, 0);
      assert.deepEqual(await ledger.records(), []);
    });

    const failures: readonly (readonly [string, CloudAnswer, TierErrorReason])[] = [
      ['a rejected key', dialect.refuses(401), 'keyRejected'],
      ['a key that is quoted', rejectsKey(), 'keyRejected'],
      ['an account without credit', dialect.refuses(402), 'noCredit'],
      ['too many requests', dialect.refuses(429, { 'retry-after': '1' }), 'rateLimited'],
      ['an overloaded provider', dialect.refuses(529), 'overloaded'],
      ['a redirect', redirects('http://127.0.0.1:9/'), 'redirected'],
      [
        'a web page',
        ({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
        'notTheEngine',
      ],
      ['an address without the API', ({ response }) => void response.writeHead(404).end('nothing'), 'notTheEngine'],
      ...(api === 'openai' ? [] : [['a model that is not there', dialect.refuses(404), 'modelMissing'] as const]),
    ];
    for (const [what, answer, reason] of failures) {
      it(`tells ${what} by its reason, without the key, and asks once`, async () => {
        provider.script(answer);
        const { test, files } = room();
        const failure = await test().then(
          () => undefined,
          (error: unknown) => error,
        );
        assert.ok(failure instanceof TierError, String(failure));
        assert.equal(failure.reason, reason);
        assert.equal(provider.requests.length, 1);
        assert.doesNotMatch([...files.texts.values(), failure.message, failure.stack].join('\n'), /CANARY/);
      });
    }

    it('gives up a provider that is silent, and stops at once when the user cancels', async () => {
      provider.script(hangs());
      const { test, clock } = room();
      const arrived = provider.nextRequest();
      const silent = test();
      silent.catch(() => {});
      const request = await arrived;
      await clock.advance(30_000);
      await assert.rejects(silent, { reason: 'timedOut' });
      assert.equal(await request.closed, 'aborted');
      const next = provider.nextRequest();
      const cancel = new AbortController();
      const cancelled = test(cancel.signal);
      cancelled.catch(() => {});
      const second = await next;
      cancel.abort();
      await assert.rejects(cancelled, { name: 'AbortError' });
      assert.equal(await second.closed, 'aborted');
    });

    it('says that nobody is there', async () => {
      await provider.stop();
      const { list } = room();
      await assert.rejects(list(), { reason: 'unreachable' });
      await provider.restart();
    });
  });
}

describe('a list of models', () => {
  const answering =
    (text: string): Inquire =>
    async () => ({ status: 200, contentType: 'application/json', text });
  const to = { api: 'openai', baseUrl: 'https://api.example.com/v1' } as const;
  const list = (text: string) => listModels(answering(text), to, key, patient());

  it('holds only what can be a name, once, and not without end', async () => {
    const odd = ['a', 'a', '', 'with space', 'x'.repeat(201), 'line\nbreak', 7, null];
    assert.deepEqual(await list(JSON.stringify({ data: odd.map((id) => ({ id })) })), ['a']);
    const many = Array.from({ length: 3000 }, (_, index) => ({ id: `m${index}` }));
    assert.equal((await list(JSON.stringify({ data: many }))).length, 2000);
  });

  it('is none when the answer has none', async () => {
    for (const text of ['', '{}', '[]', 'null', '{"data":7}', '{"models":{}}', '{"data"']) {
      await assert.rejects(list(text), { reason: 'notTheEngine' }, text);
    }
  });
});
