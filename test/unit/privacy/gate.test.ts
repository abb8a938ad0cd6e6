import assert from 'node:assert/strict';
import type { ApprovedDraft } from '../../../src/privacy/approval.ts';
import type { Draft } from '../../../src/privacy/draft.ts';
import { type Fetch, openGate } from '../../../src/privacy/gate.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { checkLedger } from '../../../src/privacy/ledgerChecks.ts';
import type { LedgerRecord } from '../../../src/privacy/ledgerLines.ts';
import { TierError, type TierErrorReason } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { breaksOff, hangs, limitsRate, overloaded, redirects, refuses, streams } from '../../fakes/cloudAnswers.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { Gate as Stop } from '../../fakes/gate.ts';
import { approvalOf, cloud, draftOf, memoryFiles } from './samples.ts';

const key = 'sk-CANARY-key-0123456789';
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const refused = (status: number) => new Response('no', { status });
const failsWith = (reason: TierErrorReason) => (error: unknown) =>
  error instanceof TierError && error.reason === reason;

describe('the gate to the cloud', () => {
  let provider: FakeCloud;
  let sent: number;
  const counted: Fetch = (input, init) => {
    sent += 1;
    return fetch(input, init);
  };

  beforeEach(async () => {
    provider = await startFakeCloud();
    sent = 0;
  });
  afterEach(() => provider.stop());

  function room(parts: { fetch?: Fetch } = {}) {
    const files = memoryFiles();
    const clock = virtualClock();
    const logged: string[] = [];
    let ids = 0;
    const user = { wantsCloud: true, keepsBodies: false, hasBudget: true };
    const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => `id-${++ids}` });
    const log = { ...silent, warn: (message: string) => void logged.push(message) };
    const gate = openGate({
      fetch: parts.fetch ?? counted,
      ledger,
      isEnabled: () => user.wantsCloud,
      fitsBudget: async () => user.hasBudget,
      keepsBodies: () => user.keepsBodies,
      clock,
      log,
    });
    const outcomes = async () => (await ledger.records()).filter((each) => each.kind === 'outcome');
    const open = (approved: ApprovedDraft, onPause?: (pauseMs: number) => void) =>
      gate.open(approved, new AbortController().signal, onPause);
    return { files, clock, ledger, gate, open, logged, outcomes, user };
  }

  const draftHere = () => draftOf(undefined, { ...cloud, baseUrl: `${provider.url}/v1` });

  /** What an SDK hands to `fetch` for a draft: with headers of its own. */
  const asSent = (draft: Draft, signal = new AbortController().signal): [string, RequestInit] => [
    draft.url,
    {
      method: 'POST',
      body: draft.body,
      signal,
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        'User-Agent': 'OpenAI/JS 6.49.0',
        'X-Stainless-OS': 'Linux',
        'X-Custom': 'from the environment',
      },
    },
  ];

  it('lets through what was approved, byte for byte, and puts it on record', async () => {
    const { open, ledger, files } = room();
    const draft = draftHere();
    const passage = open(await approvalOf(draft));
    const text = await (await passage.fetch(...asSent(draft))).text();
    await passage.close({ ended: 'done', promptTokens: 21 });
    assert.match(text, /\[DONE\]/);
    assert.deepEqual(provider.requests[0]?.bytes, Buffer.from(draft.body));
    const [intent, outcome] = await ledger.records();
    assert.ok(intent?.kind === 'intent' && outcome?.kind === 'outcome');
    assert.deepEqual(
      [intent.destination, intent.path, intent.bytesOut, intent.bodySha256, intent.attempt, intent.files],
      [provider.url, '/v1/chat/completions', draft.bodyBytes, draft.bodySha256, 1, draft.files],
    );
    assert.ok(!('tier' in intent), 'what is not handed over to an extension goes to the cloud');
    assert.deepEqual(
      [outcome.id, outcome.ended, outcome.status, outcome.bytesIn, outcome.promptTokens],
      [intent.id, 'done', 200, Buffer.byteLength(text), 21],
    );
    assert.deepEqual(checkLedger(files.texts).faults, []);
    for (const each of files.texts.values()) assert.doesNotMatch(each, /CANARY|const sum/);
  });

  it('sends nothing that the budget has no room for, which is looked at when the request is on record', async () => {
    const { open, user, ledger } = room();
    const draft = draftHere();
    user.hasBudget = false;
    await assert.rejects(
      (async () => open(await approvalOf(draft)).fetch(...asSent(draft)))(),
      failsWith('overBudget'),
    );
    assert.equal(sent, 0);
    assert.deepEqual(
      (await ledger.records()).map((each) => (each.kind === 'outcome' ? each.ended : each.kind)),
      ['intent', 'overBudget'],
    );
  });

  it('sends the headers named on the sheet and, beside them, only what the transport needs', async () => {
    const { open } = room();
    const draft = draftHere();
    await (await open(await approvalOf(draft)).fetch(...asSent(draft))).text();
    // Node's fetch adds these itself; none of them tells anything about the user.
    const transport = ['accept-encoding', 'accept-language', 'connection', 'content-length', 'host', 'sec-fetch-mode'];
    const named = draft.headers.map(({ name }) => name.toLowerCase());
    const headers = provider.requests[0]?.headers ?? {};
    assert.deepEqual(Object.keys(headers).sort(), [...named, ...transport].sort());
    assert.equal(headers['user-agent'], 'Hearth');
    assert.equal(headers.authorization, `Bearer ${key}`);
  });

  it('has the intent on record before the first byte', async () => {
    const order: string[] = [];
    const { files, open } = room({
      fetch: (...parameters) => {
        order.push('sent');
        return fetch(...parameters);
      },
    });
    const append = files.append.bind(files);
    files.append = async (name, text, bytes) => {
      await new Promise(setImmediate);
      const isAdded = await append(name, text, bytes);
      order.push(text.includes('"kind":"intent"') ? 'intent' : 'outcome');
      return isAdded;
    };
    const draft = draftHere();
    const passage = open(await approvalOf(draft));
    await (await passage.fetch(...asSent(draft))).text();
    await passage.close({ ended: 'done' });
    assert.deepEqual(order, ['intent', 'sent', 'outcome']);
  });

  it('sends nothing when the ledger cannot be written', async () => {
    const { files, open } = room();
    files.isBroken = true;
    const draft = draftHere();
    await assert.rejects(open(await approvalOf(draft)).fetch(...asSent(draft)), failsWith('notRecorded'));
    assert.equal(sent, 0);
  });

  it('sends nothing that differs from what was approved', async () => {
    const draft = draftHere();
    const [url, init] = asSent(draft);
    const differing: readonly [string | Request, RequestInit][] = [
      [url, { ...init, body: `${draft.body} ` }],
      [url, { ...init, body: new TextEncoder().encode(draft.body) }],
      [url, { ...init, body: null }],
      [url, { ...init, method: 'PUT' }],
      [`${url}?a=b`, init],
      [url.replace('127.0.0.1', 'localhost'), init],
      [new Request(url, { method: 'POST', body: 'other' }), init],
    ];
    for (const [input, changed] of differing) {
      const { open, ledger } = room();
      await assert.rejects(open(await approvalOf(draft)).fetch(input, changed), failsWith('notApproved'));
      assert.deepEqual(await ledger.records(), []);
    }
    assert.equal(sent, 0);
  });

  it('takes no forged approval and none twice', async () => {
    const { open } = room();
    const draft = draftHere();
    assert.throws(() => open({ draft } as unknown as ApprovedDraft), failsWith('notApproved'));
    const approved = await approvalOf(draft);
    const passage = open(approved);
    await (await passage.fetch(...asSent(draft))).text();
    await assert.rejects(passage.fetch(...asSent(draft)), failsWith('notApproved'));
    await assert.rejects(open(approved).fetch(...asSent(draft)), failsWith('notApproved'));
    assert.equal(sent, 1);
  });

  it('lets nothing through while the cloud is switched off, at the door and before each further attempt', async () => {
    const { open, ledger, clock, user } = room();
    const draft = draftHere();
    user.wantsCloud = false;
    const approved = await approvalOf(draft);
    assert.throws(() => open(approved), failsWith('cloudOff'));
    user.wantsCloud = true;
    const passage = open(approved);
    user.wantsCloud = false;
    await assert.rejects(passage.fetch(...asSent(draft)), failsWith('cloudOff'));
    assert.deepEqual([sent, await ledger.records()], [0, []]);

    user.wantsCloud = true;
    provider.enqueue(limitsRate('7'));
    const pauses: number[] = [];
    const fetching = open(await approvalOf(draft), (pauseMs) => pauses.push(pauseMs)).fetch(...asSent(draft));
    const refused = assert.rejects(fetching, failsWith('cloudOff'));
    while (pauses.length === 0) await new Promise(setImmediate);
    user.wantsCloud = false;
    await clock.advance(7000);
    await refused;
    assert.equal(sent, 1);
    assert.deepEqual(
      (await ledger.records()).map(({ kind }) => kind),
      ['intent', 'outcome'],
    );
  });

  it('keeps the body only if the user wants that', async () => {
    const { open, files, user } = room();
    const draft = draftHere();
    await (await open(await approvalOf(draft)).fetch(...asSent(draft))).text();
    assert.ok([...files.texts.keys()].every((name) => !name.includes('bodies')));
    user.keepsBodies = true;
    await (await open(await approvalOf(draft)).fetch(...asSent(draft))).text();
    assert.equal(files.texts.get('2026-01.bodies/id-2'), draft.body);
  });

  it('follows no redirect', async () => {
    const elsewhere = await startFakeCloud();
    try {
      provider.enqueue(redirects(`${elsewhere.url}/v1/chat/completions`));
      const { open, outcomes } = room();
      const draft = draftHere();
      await assert.rejects(open(await approvalOf(draft)).fetch(...asSent(draft)), failsWith('redirected'));
      assert.equal(elsewhere.requests.length, 0);
      assert.deepEqual(
        (await outcomes()).map(({ ended, status }) => [ended, status]),
        [['redirected', 307]],
      );
    } finally {
      await elsewhere.stop();
    }
  });

  it('takes every answer that leads elsewhere for a redirect, and no other', async () => {
    const draft = draftHere();
    const endsWith = async (response: Response) => {
      const { open } = room({ fetch: async () => response });
      const passage = open(await approvalOf(draft));
      return passage.fetch(...asSent(draft)).then(({ status }) => status);
    };
    for (const status of [300, 304, 399]) {
      await assert.rejects(endsWith(new Response(null, { status })), failsWith('redirected'));
    }
    const opaque = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    await assert.rejects(endsWith(opaque), failsWith('redirected'));
    assert.deepEqual([await endsWith(new Response(null, { status: 204 })), await endsWith(refused(400))], [204, 400]);
  });

  it('asks for no redirect to be followed', async () => {
    const asked: (RequestInit | undefined)[] = [];
    const draft = draftHere();
    const { open } = room({
      fetch: async (_, init) => {
        asked.push(init);
        return new Response('');
      },
    });
    await open(await approvalOf(draft)).fetch(...asSent(draft));
    assert.deepEqual([asked[0]?.redirect, asked[0]?.method, asked[0]?.body], ['manual', 'POST', draft.body]);
  });

  it('reads an answer only as far as its reader does, and no more than 32 MB of it', async () => {
    const draft = draftHere();
    const most = 32 * 1024 * 1024;
    const read = async ({ body }: Response) => {
      for await (const _ of body ?? []);
    };
    for (const [last, reason] of [
      [1024, undefined],
      [1025, 'engineFailed'],
    ] as const) {
      let pulled = 0;
      const body = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulled += 1;
            if (pulled > 2) controller.close();
            else controller.enqueue(new Uint8Array(pulled === 1 ? most - 1024 : last));
          },
        },
        { highWaterMark: 0 },
      );
      const { open, outcomes } = room({ fetch: async () => new Response(body) });
      const passage = open(await approvalOf(draft));
      const response = await passage.fetch(...asSent(draft));
      await new Promise(setImmediate);
      assert.equal(pulled, 0);
      if (reason === undefined) {
        await read(response);
        await passage.close({ ended: 'done' });
      } else await assert.rejects(read(response), failsWith(reason));
      assert.deepEqual(
        (await outcomes()).map(({ ended, bytesIn }) => [ended, bytesIn]),
        [[reason ?? 'done', most - 1024 + last]],
      );
    }
  });

  it('gives all attempts together ten minutes, counted from the first', async () => {
    const { open, clock, outcomes } = room();
    const draft = draftHere();
    const stop = new Stop();
    provider.enqueue(limitsRate('60'));
    provider.enqueue(streams('one', stop));
    const passage = open(await approvalOf(draft), (pauseMs) => void clock.advance(pauseMs));
    await passage.fetch(...asSent(draft));
    await clock.advance(539_999);
    assert.deepEqual(
      (await outcomes()).map(({ ended }) => ended),
      ['retried'],
    );
    await clock.advance(1);
    assert.deepEqual(
      (await outcomes()).map(({ ended }) => ended),
      ['retried', 'timedOut'],
    );
    stop.open();
  });

  it('needs neither a signal of the SDK nor somebody who is told of pauses', async () => {
    const answers = [refused(503), new Response('yes')];
    const { open, clock } = room({ fetch: async () => answers.shift() ?? refused(400) });
    const draft = draftHere();
    const [url, { signal: _none, ...init }] = asSent(draft);
    const answering = open(await approvalOf(draft)).fetch(new URL(url), init);
    await clock.advance(1000);
    assert.equal((await answering).status, 200);
  });

  it('sends nothing after a cancel, and has on record what was: none before the record, aborted after it', async () => {
    const draft = draftHere();
    const before = room();
    const cancelled = before.gate.open(await approvalOf(draft), AbortSignal.abort());
    await assert.rejects(cancelled.fetch(...asSent(draft)), { name: 'AbortError' });
    assert.deepEqual(await before.ledger.records(), []);

    const during = room();
    const cancel = new AbortController();
    const append = during.files.append.bind(during.files);
    during.files.append = async (...parameters) => {
      cancel.abort();
      return append(...parameters);
    };
    const passage = during.gate.open(await approvalOf(draft), cancel.signal);
    await assert.rejects(passage.fetch(...asSent(draft)), { name: 'AbortError' });
    assert.deepEqual(
      (await during.outcomes()).map(({ ended }) => ended),
      ['aborted'],
    );
    assert.equal(sent, 0);
    assert.equal(during.clock.waiting, 0);
  });

  it('sends again when the provider did nothing, after the pause it asks for, each attempt on record', async () => {
    provider.enqueue(limitsRate('7'));
    provider.enqueue(overloaded());
    const { open, clock, ledger } = room();
    const draft = draftHere();
    const pauses: number[] = [];
    const passage = open(await approvalOf(draft), (pauseMs) => pauses.push(pauseMs));
    const answering = passage.fetch(...asSent(draft));
    for (let request = 1; request <= 2; request += 1) {
      while (pauses.length < request) await new Promise(setImmediate);
      assert.equal(provider.requests.length, request);
      await clock.advance(pauses[request - 1] ?? 0);
    }
    const response = await answering;
    assert.match(await response.text(), /\[DONE\]/);
    await passage.close({ ended: 'done' });
    assert.deepEqual(pauses, [7000, 3000]);
    assert.deepEqual(new Set(provider.requests.map(({ bytes }) => bytes.toString())), new Set([draft.body]));
    const brief = (each: LedgerRecord) =>
      each.kind === 'outcome' ? `${each.ended} ${each.status}` : each.kind === 'intent' && each.attempt;
    assert.deepEqual((await ledger.records()).map(brief), [1, 'retried 429', 2, 'retried 529', 3, 'done 200']);
  });

  it('gives up after two retries, and does not wait longer than a minute', async () => {
    const { open, clock, outcomes } = room();
    const draft = draftHere();
    provider.script(limitsRate('1'));
    const passage = open(await approvalOf(draft), (pauseMs) => void clock.advance(pauseMs));
    const answering = passage.fetch(...asSent(draft));
    assert.equal((await answering).status, 429);
    await passage.close({ ended: 'rateLimited' });
    assert.equal(sent, 3);
    provider.script(limitsRate('61'));
    const other = open(await approvalOf(draft));
    assert.equal((await other.fetch(...asSent(draft))).status, 429);
    assert.equal(other.retryAfterMs, 61_000);
    await other.close({ ended: 'rateLimited' });
    assert.equal(sent, 4);
    assert.deepEqual(
      (await outcomes()).map(({ ended }) => ended),
      ['retried', 'retried', 'rateLimited', 'rateLimited'],
    );
  });

  it('does not send again what the provider refused', async () => {
    const { open } = room();
    const draft = draftHere();
    provider.enqueue(refuses(400, 'no', 'invalid_request_error'));
    assert.equal((await open(await approvalOf(draft)).fetch(...asSent(draft))).status, 400);
    assert.equal(sent, 1);
  });

  it('closes the connection when the user cancels, at every stage', async () => {
    const stages: readonly ((stop: Stop) => Parameters<FakeCloud['enqueue']>[0])[] = [
      (stop) => async (exchange) => {
        await stop.pass();
        await hangs()(exchange);
      },
      (stop) => streams('one', stop, 'two'),
    ];
    for (const stage of stages) {
      const stop = new Stop();
      provider.enqueue(stage(stop));
      const { gate, outcomes } = room();
      const draft = draftHere();
      const cancel = new AbortController();
      const arrived = provider.nextRequest();
      const reading = gate
        .open(await approvalOf(draft), cancel.signal)
        .fetch(...asSent(draft, cancel.signal))
        .then((response) => response.text());
      reading.catch(() => {});
      await stop.reached;
      cancel.abort();
      await assert.rejects(reading, { name: 'AbortError' });
      assert.equal(await (await arrived).closed, 'aborted');
      assert.deepEqual(
        (await outcomes()).map(({ ended }) => ended),
        ['aborted'],
      );
      stop.open();
    }
  });

  it('closes the connection and has that on record when nobody reads any more: the user’s cancel, the SDK’s own', async () => {
    for (const who of ['user', 'sdk'] as const) {
      const stop = new Stop();
      provider.enqueue(streams('one', stop, 'two'));
      const { gate, outcomes, clock } = room();
      const draft = draftHere();
      const signals = { user: new AbortController(), sdk: new AbortController() };
      const arrived = provider.nextRequest();
      const passage = gate.open(await approvalOf(draft), signals.user.signal);
      await passage.fetch(...asSent(draft, signals.sdk.signal));
      await stop.reached;
      signals[who].abort();
      assert.equal(await (await arrived).closed, 'aborted');
      if (who === 'sdk') await passage.close({ ended: 'refused' });
      assert.deepEqual(
        (await outcomes()).map(({ ended }) => ended),
        [who === 'sdk' ? 'refused' : 'aborted'],
      );
      assert.equal(clock.waiting, 0);
      stop.open();
    }
  });

  it('sends nothing that is for another extension, whoever asks for that', async () => {
    const { open } = room();
    const draft = draftOf(undefined, { ...cloud, api: 'extension', baseUrl: 'vscode-lm://acme' });
    const [url, init] = asSent(draft);
    const passage = open(await approvalOf(draft));
    await assert.rejects(passage.fetch(url, { ...init, method: 'HAND OVER' }), failsWith('notApproved'));
    assert.equal(sent, 0);
  });

  it('sends nothing more when the user cancels during a pause', async () => {
    provider.enqueue(limitsRate('30'));
    const { open, clock, outcomes } = room();
    const draft = draftHere();
    const cancel = new AbortController();
    const passage = open(await approvalOf(draft), () => cancel.abort());
    await assert.rejects(passage.fetch(...asSent(draft, cancel.signal)), { name: 'AbortError' });
    await clock.advance(60_000);
    assert.equal(sent, 1);
    assert.deepEqual(
      (await outcomes()).map(({ ended }) => ended),
      ['retried'],
    );
  });

  it('records the outcome also when the reader stops reading, or never says how it ended', async () => {
    const { open, clock, outcomes } = room();
    const draft = draftHere();
    const stop = new Stop();
    provider.enqueue(streams('one', stop));
    const response = await open(await approvalOf(draft)).fetch(...asSent(draft));
    await response.body?.cancel();
    assert.equal(await provider.requests[0]?.closed, 'aborted');
    await (await open(await approvalOf(draft)).fetch(...asSent(draft))).text();
    await clock.advance(600_000);
    stop.open();
    assert.deepEqual(
      (await outcomes()).map(({ ended }) => ended),
      ['aborted', 'timedOut'],
    );
    assert.equal(clock.waiting, 0);
  });

  it('says what broke', async () => {
    const draft = draftHere();
    const begin = async (parts: { fetch?: Fetch } = {}) => {
      const { open, clock, outcomes } = room(parts);
      return { passage: open(await approvalOf(draft)), clock, outcomes };
    };

    provider.enqueue(breaksOff('one'));
    const broken = await begin();
    const response = await broken.passage.fetch(...asSent(draft));
    await assert.rejects(response.text(), failsWith('cutShort'));
    assert.deepEqual(
      (await broken.outcomes()).map(({ ended }) => ended),
      ['cutShort'],
    );

    provider.enqueue(hangs());
    const silentProvider = await begin();
    const arrived = provider.nextRequest();
    const waiting = silentProvider.passage.fetch(...asSent(draft));
    waiting.catch(() => {});
    const request = await arrived;
    await silentProvider.clock.advance(30_000);
    await assert.rejects(waiting, failsWith('timedOut'));
    assert.equal(await request.closed, 'aborted');
    assert.deepEqual(
      (await silentProvider.outcomes()).map(({ ended }) => ended),
      ['timedOut'],
    );

    const stop = new Stop();
    provider.enqueue(streams('one', stop));
    const stalled = await begin();
    const reading = (await stalled.passage.fetch(...asSent(draft))).text();
    reading.catch(() => {});
    await stop.reached;
    await stalled.clock.advance(30_000);
    await assert.rejects(reading, failsWith('stalled'));
    stop.open();

    await provider.stop();
    const refused = await begin();
    await assert.rejects(refused.passage.fetch(...asSent(draft)), failsWith('unreachable'));
    assert.deepEqual(
      (await refused.outcomes()).map(({ ended }) => ended),
      ['unreachable'],
    );
    await provider.restart();

    const quoting = await begin({
      fetch: () => Promise.reject(new TypeError(`Bearer ${key} is an invalid header value`)),
    });
    await assert.rejects(quoting.passage.fetch(...asSent(draft)), (error) => !String(error).includes('CANARY'));
  });

  it('trusts no bad certificate', async () => {
    const code = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const { open } = room({ fetch: () => Promise.reject(new TypeError('fetch failed', { cause: code })) });
    await assert.rejects(
      open(await approvalOf(draftHere())).fetch(...asSent(draftHere())),
      failsWith('badCertificate'),
    );
  });

  it('says so in the log when the outcome cannot be recorded, and keeps the answer', async () => {
    const { open, files, logged } = room();
    const draft = draftHere();
    const passage = open(await approvalOf(draft));
    const text = await (await passage.fetch(...asSent(draft))).text();
    files.isBroken = true;
    await passage.close({ ended: 'done' });
    assert.match(text, /\[DONE\]/);
    assert.equal(logged.length, 1);
  });
});
