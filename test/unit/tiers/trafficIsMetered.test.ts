import assert from 'node:assert/strict';
import { type Endpoint, resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import { Ollama } from '../../../src/tiers/ollama.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { lineOf, says } from '../../fakes/ollamaAnswers.ts';
import { allOf, completion, patient, question, reasonOf, until } from './requests.ts';

describe('traffic with an engine is metered', () => {
  let fake: FakeOllama;
  let metered: { url: string; requests: number; bytesOut: number; bytesIn: number }[];
  beforeEach(async () => {
    fake = await startFakeOllama();
    metered = [];
  });
  afterEach(() => fake.stop());

  const engine = (url = fake.url) =>
    new Ollama({
      settings: () => ({ endpoint: resolveEndpoint(url, undefined) as Endpoint, keepAliveMinutes: 1 }),
      clock: virtualClock(),
      meter: ({ href }, traffic) => metered.push({ url: href, ...traffic }),
    });
  const sum = (name: 'requests' | 'bytesOut' | 'bytesIn') => metered.reduce((total, each) => total + each[name], 0);

  it('every request with its bytes, out when it goes and in when it ends', async () => {
    let bytesIn = 0;
    fake.script(async (exchange) => {
      const line = `${JSON.stringify(lineOf(exchange, 'größe', { done: true, done_reason: 'stop' }))}\n`;
      bytesIn += Buffer.byteLength(line);
      assert.deepEqual([sum('requests'), sum('bytesIn')], [1, 0]);
      exchange.response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(line);
    });
    await allOf(engine().answer(question(), patient()));
    // The last bytes are metered when the connection is closed, a moment after the answer.
    await until(() => sum('bytesIn') > 0);
    assert.equal(metered[0]?.url, `${fake.url}/api/chat`);
    assert.deepEqual(
      [sum('requests'), sum('bytesOut'), sum('bytesIn')],
      [1, fake.requests[0]?.bytes.length ?? -1, bytesIn],
    );
  });

  it('also questions without text, and requests that the reader leaves', async () => {
    await engine().version(patient());
    assert.deepEqual([sum('requests'), sum('bytesOut')], [1, 0]);
    assert.ok(sum('bytesIn') > 0);
    metered = [];
    fake.script(says('one', 'two', 'three'));
    for await (const _event of engine().complete(completion(), patient())) break;
    await until(() => sum('bytesIn') > 0);
    assert.deepEqual([sum('requests'), sum('bytesOut')], [1, fake.requests.at(-1)?.bytes.length ?? -1]);
  });

  it('nothing when there is no connection for it to go out on', async () => {
    await fake.stop();
    assert.equal(await reasonOf(engine().version(patient())), 'unreachable');
    assert.deepEqual(metered, []);
    await fake.restart();
  });
});
