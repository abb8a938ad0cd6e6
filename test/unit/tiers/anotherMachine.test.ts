import assert from 'node:assert/strict';
import { resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import { OpenAiCompatible } from '../../../src/tiers/openaiCompatible.ts';
import type { TierErrorReason } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeVllm, startFakeVllm } from '../../fakes/fakeVllm.ts';
import { Gate } from '../../fakes/gate.ts';
import { says, type VllmAnswer } from '../../fakes/vllmAnswers.ts';
import { allOf, patient, question, reasonOf, textOf } from './requests.ts';

const asked = question({ model: 'Qwen/Qwen2.5-Coder-1.5B' });

/** On another machine, requests take VS Code's own way, with the user's proxies and certificates. */
describe('an engine on another machine', () => {
  let fake: FakeVllm;
  let ways: { url: string; redirect: unknown; authorization: string | null }[];
  beforeEach(async () => {
    fake = await startFakeVllm();
    ways = [];
  });
  afterEach(() => fake.stop());

  /** As VS Code's `fetch` would, but that this name leads here. */
  const outward = async (url: URL, init: RequestInit) => {
    const headers = new Headers(init.headers);
    ways.push({ url: url.href, redirect: init.redirect, authorization: headers.get('authorization') });
    headers.set('connection', 'close');
    return fetch(new URL(url.pathname, fake.url), { ...init, headers });
  };
  function engine(
    more: Partial<ConstructorParameters<typeof OpenAiCompatible>[0]> = {},
    address = 'https://models.example',
  ) {
    const endpoint = resolveEndpoint(address, undefined);
    assert.ok(!('bad' in endpoint));
    const settings = () => ({ endpoint, keepAliveMinutes: 5 });
    return new OpenAiCompatible({ settings, clock: virtualClock(), outward, ...more });
  }

  it('is reached by the way that is handed in, with its key, and never follows a redirect', async () => {
    const events = await allOf(engine({ keyFor: async () => 'sesame' }).answer(asked, patient()));
    assert.equal(textOf(events), 'a + b');
    assert.deepEqual(ways, [
      { url: 'https://models.example/v1/chat/completions', redirect: 'manual', authorization: 'Bearer sesame' },
    ]);
    const last = events.at(-1);
    assert.equal(last?.kind === 'done' && last.provenance.tier, 'selfHosted');
  });

  it('one on this machine is not', async () => {
    await allOf(engine({}, fake.url).answer(asked, patient()));
    assert.deepEqual(ways, []);
  });

  it('its traffic is metered', async () => {
    const metered: number[][] = [];
    await allOf(
      engine({ meter: (_url, { requests, bytesOut, bytesIn }) => metered.push([requests, bytesOut, bytesIn]) }).answer(
        asked,
        patient(),
      ),
    );
    assert.equal(metered.length, 2);
    assert.deepEqual(metered[0], [1, fake.requests[0]?.bytes.length, 0]);
    assert.ok((metered[1]?.[2] ?? 0) > 100);
  });

  it('an abort closes the connection, and so does leaving', async () => {
    for (const end of ['abort', 'leave'] as const) {
      const gate = new Gate();
      fake.enqueue(says(false, 'first', gate));
      const leaving = new AbortController();
      for await (const _event of engine().answer(asked, leaving.signal)) {
        if (end === 'leave') break;
        leaving.abort();
      }
      assert.equal(await fake.requests.at(-1)?.closed, 'aborted', end);
      gate.open();
    }
  });

  const elsewhere: VllmAnswer = ({ response }) =>
    void response.writeHead(302, { location: 'https://else.example' }).end();
  const page: VllmAnswer = ({ response }) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
  const drops: VllmAnswer = ({ incoming }) => void incoming.socket.resetAndDestroy();
  const hangs: VllmAnswer = () => new Promise(() => {});
  for (const [name, answer, reason] of [
    ['leads elsewhere', elsewhere, 'redirected'],
    ['is a page', page, 'notTheEngine'],
    ['drops the connection', drops, 'unreachable'],
    ['says nothing in time', hangs, 'timedOut'],
  ] as const satisfies readonly (readonly [string, VllmAnswer, TierErrorReason])[]) {
    it(`one that ${name}: ${reason}`, async () => {
      fake.script(answer);
      const limits = {
        answer: { connectMs: 10, firstByteMs: name.includes('time') ? 20 : 20_000, betweenPiecesMs: 20_000 },
      };
      assert.equal(await reasonOf(allOf(engine({ limits }).answer(asked, patient()))), reason);
    });
  }

  it('a certificate that is not valid is said, and what kept the request back', async () => {
    const failing = (cause: unknown) =>
      engine({ outward: async () => Promise.reject(new TypeError('fetch failed', { cause })) });
    const expired = Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' });
    assert.equal(await reasonOf(allOf(failing(expired).answer(asked, patient()))), 'badCertificate');
  });
});
