import assert from 'node:assert/strict';
import { type Endpoint, resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import { Ollama } from '../../../src/tiers/ollama.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { origin } from '../completion/places.ts';
import { allOf, completion, ollamaAt, patient, question } from './requests.ts';

describe('what the engine is asked', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
    fake.script(says('x'));
  });
  afterEach(() => fake.stop());

  const sent = () => fake.requests.at(-1)?.body;

  it('a prompt with our own markers goes out raw, without a suffix', async () => {
    const { suffix: _none, ...rest } = completion();
    const raw = { ...rest, raw: true, prompt: '<PRE> a <SUF>b <MID>', stop: ['<EOT>', '\n'] };
    await allOf(ollamaAt(fake.url).complete(raw, patient()));
    assert.equal(fake.requests[0]?.path, '/api/generate');
    assert.deepEqual(sent(), {
      model: 'coder',
      prompt: '<PRE> a <SUF>b <MID>',
      raw: true,
      stream: true,
      think: false,
      truncate: false,
      shift: false,
      keep_alive: '30m',
      options: { num_ctx: 2048, num_predict: 64, temperature: 0, stop: ['<EOT>', '\n'] },
    });
  });

  it("a suffix goes out in its own field for the model's own template", async () => {
    await allOf(ollamaAt(fake.url).complete(completion(), patient()));
    assert.equal(sent()?.raw, false);
    assert.equal(sent()?.prompt, 'const total = ');
    assert.equal(sent()?.suffix, ';');
  });

  it('a conversation goes out as its messages, the parts of each put together', async () => {
    const messages = [
      { role: 'system', parts: [{ kind: 'instruction', text: 'Be brief.' }] },
      {
        role: 'user',
        parts: [
          { kind: 'instruction', text: 'Explain: ' },
          { kind: 'excerpt', text: 'a + b', origin },
        ],
      },
    ] as const;
    await allOf(ollamaAt(fake.url).answer(question({ messages }), patient()));
    assert.equal(fake.requests[0]?.path, '/api/chat');
    assert.deepEqual(sent(), {
      model: 'writer',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Explain: a + b' },
      ],
      stream: true,
      think: false,
      truncate: false,
      shift: false,
      keep_alive: '30m',
      options: { num_ctx: 4096, num_predict: 400 },
    });
  });

  it('an answer that must have a form is asked for by its schema, the same each time', async () => {
    const format = { type: 'object', properties: { findings: { type: 'array' } } };
    await allOf(ollamaAt(fake.url).answer(question({ format }), patient()));
    assert.deepEqual(sent()?.format, format);
    assert.deepEqual(sent()?.options, { num_ctx: 4096, num_predict: 400, temperature: 0 });
  });

  it('a completion in a chat goes out as a conversation, with what holds for completions', async () => {
    const { suffix: _none, ...rest } = completion({ prompt: '', messages: question().messages, logprobs: true });
    await allOf(ollamaAt(fake.url).complete(rest, patient()));
    assert.equal(fake.requests[0]?.path, '/api/chat');
    assert.deepEqual(sent(), {
      model: 'coder',
      messages: [{ role: 'user', content: 'Explain this.' }],
      stream: true,
      think: false,
      truncate: false,
      shift: false,
      keep_alive: '30m',
      logprobs: true,
      options: { num_ctx: 2048, num_predict: 64, temperature: 0, stop: ['\n'] },
    });
  });

  it('completing, answering and loading agree on the context size and on how long the model stays', async () => {
    const ollama = ollamaAt(fake.url, { keepAliveMinutes: 5 });
    await ollama.load('coder', 3000, patient());
    await allOf(ollama.complete(completion({ contextTokens: 3000 }), patient()));
    await allOf(ollama.answer(question({ model: 'coder', contextTokens: 3000 }), patient()));
    assert.equal(fake.requests.length, 3);
    for (const { body } of fake.requests) {
      assert.deepEqual((body?.options as { num_ctx: number } | undefined)?.num_ctx, 3000);
      assert.equal(body?.keep_alive, '5m');
    }
  });

  it('no field names where the question came from', async () => {
    await allOf(ollamaAt(fake.url).answer(question(), patient()));
    const headers = fake.requests[0]?.headers ?? {};
    assert.deepEqual(Object.keys(headers).sort(), [
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
    ]);
  });

  it('each request reads the settings anew', async () => {
    const other = await startFakeOllama();
    try {
      let url = fake.url;
      const ollama = new Ollama({
        settings: () => ({ endpoint: resolveEndpoint(url, undefined) as Endpoint, keepAliveMinutes: 1 }),
        clock: virtualClock(),
      });
      await allOf(ollama.complete(completion(), patient()));
      url = other.url;
      await allOf(ollama.complete(completion(), patient()));
      assert.deepEqual([fake.requests.length, other.requests.length], [1, 1]);
    } finally {
      await other.stop();
    }
  });
});
