import assert from 'node:assert/strict';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CloudApi, Destination } from '../../../src/privacy/destination.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import type { CloudAnswerer } from '../../../src/tiers/cloud.ts';
import {
  type Answerer,
  type Completer,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type CloudAnswer, hangs, redirects, refuses, rejectsKey } from '../../fakes/cloudAnswers.ts';
import { anthropic, type CloudDialect, ollama, openai } from '../../fakes/cloudDialects.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { Gate as Stop } from '../../fakes/gate.ts';
import { selfSigned } from '../../fakes/selfSigned.ts';
import { approvalOf, draftOf, excerpt, explainSum, memoryFiles, user } from '../privacy/samples.ts';
import { cloudOf, loadSdks } from './cloudOf.ts';

const key = 'sk-CANARY-key-0123456789';

/** Fails to compile when the cloud could be asked for ghost text, or for an answer that nobody approved. */
type CanComplete = CloudAnswerer extends Completer ? true : false;
type TakesAnyRequest = CloudAnswerer extends Answerer ? true : false;
const byTypes: [CanComplete, TakesAnyRequest] = [false, false];

/** Everything the cloud tier is made of, with real sockets and a clock of the test's own. */
function room(savedKey: string | null = key) {
  const files = memoryFiles();
  const clock = virtualClock();
  const logged: string[] = [];
  const write = (message: string) => void logged.push(message);
  const log = { debug: write, info: write, warn: write, error: write };
  let ids = 0;
  const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => `id-${++ids}` });
  const askedFor: string[] = [];
  const keyFor = async (origin: string) => {
    askedFor.push(origin);
    return savedKey ?? undefined;
  };
  const tier = cloudOf({ ledger, clock, log, keyFor });
  const outcomes = async () => (await ledger.records()).filter((each) => each.kind === 'outcome');
  return { tier, clock, ledger, outcomes, files, logged, askedFor };
}

const providers: readonly {
  readonly api: Exclude<CloudApi, 'extension'>;
  readonly name: string;
  readonly dialect: CloudDialect;
  readonly path: string;
  readonly keyHeader: (given: string) => readonly [name: string, value: string];
}[] = [
  {
    api: 'openai',
    name: 'OpenAI-compatible',
    dialect: openai,
    path: '/v1',
    keyHeader: (given) => ['authorization', `Bearer ${given}`],
  },
  { api: 'anthropic', name: 'Anthropic', dialect: anthropic, path: '', keyHeader: (given) => ['x-api-key', given] },
  {
    api: 'ollama',
    name: 'Ollama',
    dialect: ollama,
    path: '',
    keyHeader: (given) => ['authorization', `Bearer ${given}`],
  },
];

/** What the SDKs would take from the environment, if they were let. */
const fromOutside = {
  OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
  OPENAI_API_KEY: 'sk-other',
  OPENAI_ADMIN_KEY: 'sk-admin',
  OPENAI_ORG_ID: 'org-secret',
  OPENAI_PROJECT_ID: 'proj-secret',
  OPENAI_CUSTOM_HEADERS: 'X-Leak: yes',
  OPENAI_LOG: 'debug',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  ANTHROPIC_API_KEY: 'sk-other',
  ANTHROPIC_AUTH_TOKEN: 'sk-token',
  ANTHROPIC_CUSTOM_HEADERS: 'X-Leak: yes',
  ANTHROPIC_LOG: 'debug',
  ANTHROPIC_OPEN_TELEMETRY: 'true',
  ANTHROPIC_WEBHOOK_SIGNING_KEY: 'whsec_secret',
  OLLAMA_API_KEY: 'sk-other',
  OLLAMA_HOST: 'http://127.0.0.1:9',
};

for (const { api, name, dialect, path, keyHeader } of providers) {
  describe(`answers from the cloud: ${name}`, () => {
    let provider: FakeCloud;
    before(async function () {
      this.timeout(60_000);
      await loadSdks();
    });
    beforeEach(async () => {
      provider = await startFakeCloud();
    });
    afterEach(() => provider.stop());

    const destination = (url = provider.url): Destination => ({
      provider: name,
      api,
      baseUrl: url + path,
      model: 'big-model',
      price: { input: 2, output: 10, from: 'user' },
    });
    const draftHere = (text = 'const sum = (a, b) => a + b;') => draftOf([user(excerpt(text))], destination());

    async function answers(
      { tier, clock }: Pick<ReturnType<typeof room>, 'tier' | 'clock'>,
      draft = draftHere(),
      signal = new AbortController().signal,
    ): Promise<TierEvent[]> {
      const events: TierEvent[] = [];
      const onPause = (pauseMs: number) => void clock.advance(pauseMs);
      for await (const event of tier.answer(await approvalOf(draft), signal, onPause)) events.push(event);
      return events;
    }

    it('streams what the provider says, and says who it was', async () => {
      const here = room();
      assert.deepEqual(await answers(here), [
        { kind: 'piece', text: 'A fake' },
        { kind: 'piece', text: ' cloud' },
        { kind: 'piece', text: ' answer.' },
        {
          kind: 'done',
          reason: 'stop',
          provenance: { tier: 'cloud', engine: name, host: `127.0.0.1:${provider.port}`, model: 'big-model' },
          measured: { firstPieceMs: 0, totalMs: 0, promptTokens: 21, answerTokens: 7, costUsd: 0.000112 },
        },
      ]);
      assert.deepEqual(here.askedFor, [provider.url]);
      assert.deepEqual(
        (await here.outcomes()).map(({ ended, promptTokens, answerTokens, costUsd }) => [
          ended,
          promptTokens,
          answerTokens,
          costUsd,
        ]),
        [['done', 21, 7, 0.000112]],
      );
    });

    it('sends the approved bytes through the SDK, to the approved address', async () => {
      for (const text of ['plain', 'naïve 😀 \u2028 \ud800 "quoted" \\ \0', '__proto__']) {
        const draft = draftHere(text);
        await answers(room(), draft);
        const request = provider.requests.at(-1);
        assert.deepEqual(request?.bytes, Buffer.from(draft.body));
        assert.equal(provider.url + request.path, draft.url);
      }
    });

    it('sends the headers that the sheet names, with the key in one of them, and nothing from the environment', async () => {
      const before = { ...process.env };
      Object.assign(process.env, fromOutside);
      try {
        await answers(room());
      } finally {
        for (const each of Object.keys(fromOutside)) delete process.env[each];
        Object.assign(process.env, before);
      }
      const headers = provider.requests[0]?.headers ?? {};
      const named = draftHere().headers.map((each) => each.name.toLowerCase());
      const transport = [
        'host',
        'connection',
        'content-length',
        'accept-language',
        'sec-fetch-mode',
        'accept-encoding',
      ];
      assert.deepEqual(
        Object.keys(headers)
          .filter((each) => !transport.includes(each))
          .sort(),
        [...named].sort(),
      );
      const [header, value] = keyHeader(key);
      assert.equal(headers[header], value);
      assert.doesNotMatch(JSON.stringify(headers), /secret|leak|stainless|sk-other|sk-token|node|linux/i);
    });

    it('says when the answer reached the model’s limit', async () => {
      provider.enqueue(dialect.ends('length', 'Once'));
      const end = (await answers(room())).at(-1);
      assert.ok(end?.kind === 'done' && end.reason === 'length');
    });

    const failures: readonly (readonly [string, CloudAnswer, TierErrorReason])[] = [
      ['a rejected key', dialect.refuses(401), 'keyRejected'],
      ['a rejected key that is quoted', rejectsKey(), 'keyRejected'],
      ['a forbidden key', dialect.refuses(403), 'keyRejected'],
      ['an account without credit', dialect.refuses(402), 'noCredit'],
      ['too many requests', dialect.refuses(429, { 'retry-after': '1' }), 'rateLimited'],
      ['an overloaded provider', dialect.refuses(529), 'overloaded'],
      ['a broken provider', dialect.refuses(500), 'engineFailed'],
      ['a bad request', dialect.refuses(400), 'badRequest'],
      ['a prompt that is too large', dialect.refuses(413), 'tooLong'],
      ['a stream that just ends', dialect.cutsOff('half an'), 'cutShort'],
      ['a connection that breaks', dialect.breaksOff('half an'), 'cutShort'],
      [
        'an error in the middle',
        dialect.failsMidStream('half an'),
        api === 'anthropic' ? 'overloaded' : 'engineFailed',
      ],
      ['a redirect', redirects('http://127.0.0.1:9/'), 'redirected'],
      ['a redirect that is for good', redirects('http://127.0.0.1:9/', 308), 'redirected'],
      [
        'a web page',
        ({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
        'notTheEngine',
      ],
      ['nothing at all', ({ response }) => void response.end(), 'cutShort'],
      ['an address without the API', ({ response }) => void response.writeHead(404).end('nothing'), 'notTheEngine'],
      ...(api === 'ollama' ? [] : [['a refusal', dialect.ends('refusal', 'Well'), 'refused'] as const]),
      ...(api === 'openai' ? [] : [['a model that is not there', dialect.refuses(404), 'modelMissing'] as const]),
    ];
    for (const [what, answer, reason] of failures) {
      it(`tells ${what} by its reason, on record, without key or text`, async () => {
        provider.script(answer);
        const here = room();
        const failure = await answers(here).then(
          () => undefined,
          (error: unknown) => error,
        );
        assert.ok(failure instanceof TierError, String(failure));
        assert.equal(failure.reason, reason);
        assert.equal((await here.outcomes()).at(-1)?.ended, reason);
        const kinds = (await here.ledger.records()).map(({ kind }) => kind);
        assert.deepEqual(
          new Set(kinds.map((kind, index) => (index % 2 === 0) === (kind === 'intent'))),
          new Set([true]),
        );
        const cause = JSON.stringify(failure.cause ?? null);
        const written = [...here.files.texts.values(), ...here.logged, failure.message, failure.stack, cause].join(
          '\n',
        );
        assert.doesNotMatch(written, /CANARY|const sum/);
        if (reason === 'rateLimited') assert.equal(failure.retryAfterMs, 1000);
        const repeated = reason === 'rateLimited' || answer === failures[5]?.[1] || answer === failures[6]?.[1];
        assert.equal(provider.requests.length, repeated ? 3 : 1);
        assert.equal(here.clock.waiting, 0);
      });
    }

    it('waits as the provider asks, and answers then', async () => {
      provider.enqueue(dialect.refuses(429, { 'retry-after': '20' }));
      const here = room();
      const events = await answers(here);
      assert.equal(events.at(-1)?.kind, 'done');
      assert.deepEqual(provider.requests[1]?.bytes, provider.requests[0]?.bytes);
      assert.deepEqual(
        (await here.outcomes()).map(({ ended }) => ended),
        ['retried', 'done'],
      );
    });

    it('gives up a provider that is silent, at the start and in the middle', async () => {
      for (const [pieces, reason] of [
        [[], 'timedOut'],
        [['one'], 'stalled'],
      ] as const) {
        const stop = new Stop();
        provider.enqueue(pieces.length === 0 ? hangs() : dialect.ends('stop', ...pieces, stop));
        const { tier, clock } = room();
        const arrived = provider.nextRequest();
        const events = tier.answer(await approvalOf(draftHere()), new AbortController().signal)[Symbol.asyncIterator]();
        for (const text of pieces) assert.deepEqual((await events.next()).value, { kind: 'piece', text });
        const next = events.next();
        next.catch(() => {});
        const request = await arrived;
        // Two wait now: the limit for the whole, and the one for what comes next.
        while (clock.waiting < 2) await new Promise((resolve) => setImmediate(resolve));
        await clock.advance(30_000);
        await assert.rejects(next, { reason });
        assert.equal(await request.closed, 'aborted');
        stop.open();
      }
    });

    it('says that nobody is there', async () => {
      await provider.stop();
      const here = room();
      await assert.rejects(answers(here), { reason: 'unreachable' });
      assert.deepEqual(
        (await here.outcomes()).map(({ ended }) => ended),
        ['unreachable'],
      );
      await provider.restart();
    });

    it('says that there is no network', async () => {
      const here = room();
      const { signal } = new AbortController();
      // A name that no resolver knows (RFC 6761).
      const draft = draftOf(explainSum, destination('https://nobody.invalid'));
      await assert.rejects(
        async () => {
          for await (const _ of here.tier.answer(await approvalOf(draft), signal));
        },
        { reason: 'unreachable' },
      );
    });

    it('trusts no certificate that nobody vouches for, and shows it not a byte', async () => {
      let heard = 0;
      const server = https.createServer(selfSigned(), () => {
        heard += 1;
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const here = room();
      try {
        const draft = draftOf(explainSum, destination(`https://127.0.0.1:${port}`));
        await assert.rejects(answers(here, draft), { reason: 'badCertificate' });
        assert.equal(heard, 0);
        assert.deepEqual(
          (await here.outcomes()).map(({ ended }) => ended),
          ['badCertificate'],
        );
      } finally {
        server.close();
      }
    });

    it('ends quietly when the user cancels, with the connection closed, and lets nothing late through', async () => {
      const stop = new Stop();
      provider.enqueue(dialect.ends('stop', 'one', stop, 'two'));
      const here = room();
      const cancel = new AbortController();
      const events: TierEvent[] = [];
      for await (const event of here.tier.answer(await approvalOf(draftHere()), cancel.signal)) {
        events.push(event);
        cancel.abort();
      }
      assert.deepEqual(events, [{ kind: 'piece', text: 'one' }]);
      assert.equal(await provider.requests[0]?.closed, 'aborted');
      assert.deepEqual(
        (await here.outcomes()).map(({ ended }) => ended),
        ['aborted'],
      );
      stop.open();
    });

    it('lets nothing through that was there before the cancel but not yet read', async () => {
      const here = room();
      const cancel = new AbortController();
      const events: TierEvent[] = [];
      for await (const event of here.tier.answer(await approvalOf(draftHere()), cancel.signal)) {
        events.push(event);
        // All three pieces are on the wire by now.
        await provider.requests[0]?.closed;
        cancel.abort();
      }
      assert.deepEqual(events, [{ kind: 'piece', text: 'A fake' }]);
    });

    it('closes the connection when the reader leaves the loop', async () => {
      const stop = new Stop();
      provider.enqueue(dialect.ends('stop', 'one', stop, 'two'));
      const here = room();
      for await (const _ of here.tier.answer(await approvalOf(draftHere()), new AbortController().signal)) break;
      assert.equal(await provider.requests[0]?.closed, 'aborted');
      assert.deepEqual(
        (await here.outcomes()).map(({ ended }) => ended),
        ['aborted'],
      );
      stop.open();
    });

    it('sends nothing without a key for this origin, or with one that cannot stand in a header', async () => {
      for (const savedKey of [null, 'CANARY\nX-Evil: 1', 'CANARY ключ', '']) {
        await assert.rejects(
          answers(room(savedKey)),
          (error) => error instanceof TierError && error.reason === 'keyRejected' && !error.message.includes('CANARY'),
        );
      }
      assert.equal(provider.requests.length, 0);
    });

    it('answers one approval once', async () => {
      const { tier } = room();
      const approved = await approvalOf(draftHere());
      const signal = new AbortController().signal;
      for await (const _ of tier.answer(approved, signal));
      const again = (async () => {
        for await (const _ of tier.answer(approved, signal));
      })();
      await assert.rejects(again, { reason: 'notApproved' });
      assert.equal(provider.requests.length, 1);
    });
  });
}

describe('the cloud tier', () => {
  before(async function () {
    this.timeout(60_000);
    await loadSdks();
  });

  it('cannot complete, and takes nothing but an approved draft', () => {
    assert.deepEqual(byTypes, [false, false]);
    assert.deepEqual(Object.keys(room().tier), ['answer']);
  });

  it('knows what OpenAI’s error codes and broken streams mean', async () => {
    const provider = await startFakeCloud();
    const coded =
      (status: number, code: string): CloudAnswer =>
      ({ response }) => {
        response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
        response.end(JSON.stringify({ error: { message: 'No.', type: 'invalid_request_error', param: null, code } }));
      };
    const draft = draftOf(explainSum, {
      provider: 'OpenAI',
      api: 'openai',
      baseUrl: `${provider.url}/v1`,
      model: 'x',
      price: 'unknown',
    });
    try {
      for (const [answer, reason] of [
        [coded(400, 'context_length_exceeded'), 'tooLong'],
        [coded(400, 'content_policy_violation'), 'refused'],
        [coded(404, 'model_not_found'), 'modelMissing'],
        [coded(429, 'insufficient_quota'), 'noCredit'],
        [refuses(404, 'Invalid URL', 'invalid_request_error'), 'notTheEngine'],
        [({ response }) => void response.end('data: {oops\n\n'), 'engineFailed'],
      ] satisfies [CloudAnswer, TierErrorReason][]) {
        provider.script(answer);
        const { tier, clock } = room();
        const approved = await approvalOf(draft);
        const asking = async () => {
          const pause = (pauseMs: number) => void clock.advance(pauseMs);
          for await (const _ of tier.answer(approved, new AbortController().signal, pause));
        };
        await assert.rejects(asking(), { reason });
      }
    } finally {
      await provider.stop();
    }
  });

  it('knows a prompt that Anthropic finds too long, which it says in words alone', async () => {
    const provider = await startFakeCloud();
    provider.script(({ response }) => {
      const error = { type: 'invalid_request_error', message: 'prompt is too long: 213462 tokens > 200000 maximum' };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ type: 'error', error }));
    });
    const { tier } = room();
    const draft = draftOf(explainSum, {
      provider: 'Anthropic',
      api: 'anthropic',
      baseUrl: provider.url,
      model: 'x',
      price: 'unknown',
    });
    const approved = await approvalOf(draft);
    await assert.rejects(
      async () => {
        for await (const _ of tier.answer(approved, new AbortController().signal));
      },
      { reason: 'tooLong' },
    );
    await provider.stop();
  });
});
