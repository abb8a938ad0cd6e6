import assert from 'node:assert/strict';
import { openGate } from '../../../src/privacy/gate.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { createOpenAiCloud } from '../../../src/tiers/openaiCloud.ts';
import {
  type Answerer,
  type Completer,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import {
  breaks,
  breaksOff,
  type CloudAnswer,
  cutsOff,
  failsMidStream,
  limitsRate,
  overloaded,
  redirects,
  refuses,
  rejectsKey,
  streams,
  streamsAndEnds,
} from '../../fakes/cloudAnswers.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { Gate as Stop } from '../../fakes/gate.ts';
import { approvalOf, cloud, draftOf, excerpt, memoryFiles, user } from '../privacy/samples.ts';

const key = 'sk-CANARY-key-0123456789';

/** Fails to compile when the cloud could be asked for ghost text, or for an answer that nobody approved. */
type Cloud = ReturnType<typeof createOpenAiCloud>;
type CanComplete = Cloud extends Completer ? true : false;
type TakesAnyRequest = Cloud extends Answerer ? true : false;
const byTypes: [CanComplete, TakesAnyRequest] = [false, false];

describe('answers from the cloud', () => {
  let provider: FakeCloud;

  beforeEach(async () => {
    provider = await startFakeCloud();
  });
  afterEach(() => provider.stop());

  function room(savedKey: string | undefined = key) {
    const files = memoryFiles();
    const clock = virtualClock();
    const logged: string[] = [];
    const write = (message: string) => void logged.push(message);
    let ids = 0;
    const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => `id-${++ids}` });
    const gate = openGate({
      fetch,
      ledger,
      isEnabled: () => true,
      keepsBodies: () => false,
      clock,
      log: { debug: write, info: write, warn: write, error: write },
    });
    const askedFor: string[] = [];
    const keyFor = async (origin: string) => {
      askedFor.push(origin);
      return savedKey;
    };
    const outcomes = async () => (await ledger.records()).filter((each) => each.kind === 'outcome');
    return { tier: createOpenAiCloud({ gate, keyFor, clock }), clock, ledger, outcomes, files, logged, askedFor };
  }

  const draftHere = (text = 'const sum = (a, b) => a + b;') =>
    draftOf([user(excerpt(text))], { ...cloud, baseUrl: `${provider.url}/v1` });

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

  it('cannot complete, and takes nothing but an approved draft', () => {
    assert.deepEqual(byTypes, [false, false]);
    assert.deepEqual(Object.keys(room().tier), ['answer']);
  });

  it('streams what the provider says, and says who it was', async () => {
    const here = room();
    assert.deepEqual(await answers(here), [
      { kind: 'piece', text: 'A fake' },
      { kind: 'piece', text: ' cloud' },
      { kind: 'piece', text: ' answer.' },
      {
        kind: 'done',
        reason: 'stop',
        provenance: {
          tier: 'cloud',
          engine: 'OpenAI-compatible',
          host: `127.0.0.1:${provider.port}`,
          model: 'big-model',
        },
        measured: { firstPieceMs: 0, totalMs: 0, promptTokens: 21, answerTokens: 7 },
      },
    ]);
    assert.deepEqual(here.askedFor, [provider.url]);
    assert.deepEqual(
      (await here.outcomes()).map(({ ended, promptTokens, answerTokens }) => [ended, promptTokens, answerTokens]),
      [['done', 21, 7]],
    );
  });

  it('sends the approved bytes through the SDK', async () => {
    for (const text of ['plain', 'naïve 😀 \u2028 \ud800 "quoted" \\ \0', '__proto__']) {
      const draft = draftHere(text);
      await answers(room(), draft);
      assert.deepEqual(provider.requests.at(-1)?.bytes, Buffer.from(draft.body));
    }
  });

  it('takes nothing from the environment', async () => {
    const set = {
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_API_KEY: 'sk-other',
      OPENAI_ADMIN_KEY: 'sk-admin',
      OPENAI_ORG_ID: 'org-secret',
      OPENAI_PROJECT_ID: 'proj-secret',
      OPENAI_CUSTOM_HEADERS: 'X-Leak: yes',
      OPENAI_LOG: 'debug',
    };
    const before = { ...process.env };
    Object.assign(process.env, set);
    try {
      await answers(room());
    } finally {
      for (const name of Object.keys(set)) delete process.env[name];
      Object.assign(process.env, before);
    }
    const headers = provider.requests[0]?.headers ?? {};
    assert.equal(headers.authorization, `Bearer ${key}`);
    assert.doesNotMatch(JSON.stringify(headers), /secret|leak|stainless|openai/i);
  });

  it('says when the answer reached the model\u2019s limit', async () => {
    provider.enqueue(streamsAndEnds({ finishReason: 'length' }, 'Once'));
    const end = (await answers(room())).at(-1);
    assert.ok(end?.kind === 'done' && end.reason === 'length');
  });

  const failures: readonly (readonly [string, CloudAnswer, TierErrorReason, string?])[] = [
    ['a rejected key', rejectsKey(), 'keyRejected'],
    ['a forbidden key', refuses(403, 'no', 'permission'), 'keyRejected'],
    ['too many requests', limitsRate('1'), 'rateLimited'],
    ['an overloaded provider', overloaded(), 'overloaded'],
    ['a broken provider', breaks(), 'engineFailed'],
    ['a bad request', refuses(400, 'no', 'invalid_request_error'), 'badRequest'],
    ['a refusal of the model', streamsAndEnds({ refusal: 'I will not.' }, 'Well'), 'refused'],
    ['a refusal of the provider', streamsAndEnds({ finishReason: 'content_filter' }, 'Well'), 'refused'],
    ['a stream that just ends', cutsOff('half an'), 'cutShort'],
    ['a connection that breaks', breaksOff('half an'), 'cutShort'],
    ['an error in the middle', failsMidStream('out of memory', 'half an'), 'engineFailed'],
    ['a redirect', redirects('http://127.0.0.1:9/'), 'redirected'],
    [
      'a web page',
      ({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
      'notTheEngine',
    ],
    ['something that is not JSON', ({ response }) => void response.end('data: {oops\n\n'), 'engineFailed'],
    ['nothing at all', ({ response }) => void response.end(), 'cutShort'],
    ['an address without the API', ({ response }) => void response.writeHead(404).end('nothing here'), 'notTheEngine'],
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
      assert.equal(kinds.filter((kind) => kind === 'intent').length, kinds.filter((kind) => kind === 'outcome').length);
      const written = [
        ...here.files.texts.values(),
        ...here.logged,
        failure.message,
        failure.stack,
        JSON.stringify(failure.cause ?? null),
      ].join('\n');
      assert.doesNotMatch(written, /CANARY|const sum/);
      if (reason === 'rateLimited') assert.equal(failure.retryAfterMs, 1000);
    });
  }

  it('ends quietly when the user cancels, with the connection closed', async () => {
    const stop = new Stop();
    provider.enqueue(streams('one', stop, 'two'));
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

  it('closes the connection when the reader leaves the loop', async () => {
    const stop = new Stop();
    provider.enqueue(streams('one', stop, 'two'));
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
    for (const bad of ['CANARY\nX-Evil: 1', 'CANARY ключ', '']) {
      await assert.rejects(
        answers(room(bad)),
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
    await assert.rejects(again, (error) => error instanceof TierError && error.reason === 'notApproved');
    assert.equal(provider.requests.length, 1);
  });
});
