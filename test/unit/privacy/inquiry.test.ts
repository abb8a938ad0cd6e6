import assert from 'node:assert/strict';
import type { CloudApi, Destination } from '../../../src/privacy/destination.ts';
import type { Fetch } from '../../../src/privacy/gate.ts';
import { openInquiry } from '../../../src/privacy/inquiry.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { cloud, memoryFiles } from './samples.ts';

const key = 'sk-CANARY-0123456789';
const patient = () => new AbortController().signal;

/** The edges that no provider comes to by itself; `tiers/settingTheCloudUp` has the rest, with real connections. */
describe('a question to a provider', () => {
  function room(answer: Fetch) {
    const files = memoryFiles();
    const clock = virtualClock();
    const user = { wantsCloud: true };
    const asked: { url: string; init: RequestInit | undefined }[] = [];
    const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => 'id' });
    const inquire = openInquiry({
      fetch: (input, init) => {
        asked.push({ url: String(input), init });
        return answer(input, init);
      },
      ledger,
      isEnabled: () => user.wantsCloud,
      clock,
    });
    const list = (to: Pick<Destination, 'api' | 'baseUrl'> = cloud, signal = patient()) =>
      inquire({ kind: 'modelList', to }, key, signal);
    return { files, clock, user, asked, ledger, inquire, list };
  }

  it('is asked at the address of each API, with its headers and no body', async () => {
    const { list, asked } = room(async () => new Response('[]'));
    const baseUrl = 'https://api.example.com';
    for (const api of ['openai', 'anthropic', 'ollama'] satisfies CloudApi[]) await list({ api, baseUrl });
    assert.deepEqual(
      asked.map(({ url, init }) => [url, init?.method, init?.headers, init?.redirect, 'body' in (init ?? {})]),
      [
        ['/models', [['Authorization', `Bearer ${key}`]]],
        [
          '/v1/models?limit=1000',
          [
            ['x-api-key', key],
            ['anthropic-version', '2026-10-21'],
          ],
        ],
        ['/api/tags', [['Authorization', `Bearer ${key}`]]],
      ].map(([path, headers]) => [
        `${baseUrl}${path}`,
        'GET',
        [...(headers ?? []), ['Accept', 'application/json'], ['User-Agent', 'Hearth']],
        'manual',
        false,
      ]),
    );
  });

  it('is answered with status, type and text; of a test that went well nothing is read', async () => {
    const json = { headers: { 'content-type': 'application/json' } };
    const answers = [new Response('{"é":1}', json), new Response(null, { status: 404 }), new Response('OK', json)];
    const { list, inquire } = room(async () => answers.shift() ?? new Response());
    assert.deepEqual(await list(), { status: 200, contentType: 'application/json', text: '{"é":1}' });
    assert.deepEqual(await list(), { status: 404, contentType: '', text: '' });
    assert.deepEqual(await inquire({ kind: 'keyTest', to: cloud }, key, patient()), {
      status: 200,
      contentType: 'application/json',
      text: '',
    });
  });

  it('follows nobody elsewhere', async () => {
    const opaque = Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
    for (const answer of [300, 399].map((status) => new Response(null, { status })).concat(opaque)) {
      await assert.rejects(room(async () => answer).list(), { reason: 'redirected' });
    }
    assert.equal((await room(async () => new Response(null, { status: 400 })).list()).status, 400);
  });

  it('takes an answer of 4 MB and no more', async () => {
    const most = 4 * 1024 * 1024;
    assert.equal((await room(async () => new Response('x'.repeat(most))).list()).text.length, most);
    await assert.rejects(room(async () => new Response('x'.repeat(most + 1))).list(), { reason: 'engineFailed' });
  });

  it('is not sent when the cloud is switched off while it is put on record', async () => {
    const { list, files, user, asked } = room(async () => new Response());
    const append = files.append.bind(files);
    files.append = (...parameters) => {
      user.wantsCloud = false;
      return append(...parameters);
    };
    await assert.rejects(list(), { reason: 'cloudOff' });
    assert.deepEqual(asked, []);
  });

  it('says why it could not be put on record', async () => {
    const { list, files } = room(async () => new Response());
    files.isBroken = true;
    await assert.rejects(list(), { reason: 'notRecorded', cause: new Error('no space left on device') });
  });

  it('closes its connection and lets go of the timer, however it ended', async () => {
    const { list, asked, clock } = room(async () => new Response('yes'));
    await list();
    assert.deepEqual([asked[0]?.init?.signal?.aborted, clock.waiting], [true, 0]);
  });

  it('ends as the user’s cancel, also when that came before, and whatever the connection says then', async () => {
    const waits: Fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        const end = () => reject(new TypeError('fetch failed'));
        if (init?.signal?.aborted) end();
        init?.signal?.addEventListener('abort', end);
      });
    await assert.rejects(room(waits).list(cloud, AbortSignal.abort()), { name: 'AbortError' });
    const cancel = new AbortController();
    const { list, asked } = room(waits);
    const asking = list(cloud, cancel.signal);
    asking.catch(() => {});
    while (asked.length === 0) await new Promise(setImmediate);
    cancel.abort();
    await assert.rejects(asking, { name: 'AbortError' });
  });

  it('tells a connection that failed by its code', async () => {
    const code = Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' });
    const { list } = room(() => Promise.reject(new TypeError('fetch failed', { cause: code })));
    await assert.rejects(list(), { reason: 'badCertificate', message: 'api.example.com: CERT_HAS_EXPIRED' });
  });
});
