import assert from 'node:assert/strict';
import { resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import { OpenAiCompatible, type OpenAiCompatibleParts } from '../../../src/tiers/openaiCompatible.ts';
import type { TierErrorReason } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeVllm, type FakeVllmOptions, startFakeVllm } from '../../fakes/fakeVllm.ts';
import { Gate } from '../../fakes/gate.ts';
import {
  breaksWithinAnEvent,
  cutsOff,
  event,
  failsMidStream,
  reachesTheLimit,
  refusesAsBefore,
  refusesWith,
  says,
  sendJson,
  type VllmAnswer,
} from '../../fakes/vllmAnswers.ts';
import { allOf, completion, handles, handlesAtStart, patient, question, reasonOf, textOf, until } from './requests.ts';

const coder = 'Qwen/Qwen2.5-Coder-1.5B';
const raw = completion({ model: coder, raw: true, prompt: '<|fim_prefix|>a', suffix: undefined as never });
const { suffix: _none, ...atCursor } = raw;
const asked = question({ model: coder });

describe('a server with OpenAI’s API', () => {
  const running: FakeVllm[] = [];
  async function start(options: FakeVllmOptions = {}, parts: Partial<OpenAiCompatibleParts> = {}) {
    const fake = await startFakeVllm(options);
    running.push(fake);
    return { fake, engine: engineAt(fake.url, parts) };
  }
  const engineAt = (url: string, parts: Partial<OpenAiCompatibleParts> = {}) => {
    const endpoint = resolveEndpoint(url, undefined);
    assert.ok(!('bad' in endpoint));
    return new OpenAiCompatible({
      settings: () => ({ endpoint, keepAliveMinutes: 30 }),
      clock: virtualClock(),
      ...parts,
    });
  };
  afterEach(async () => {
    for (const fake of running.splice(0)) await fake.stop();
  });

  it('completes a prompt of ours: stream, probabilities, tokens counted at the end', async () => {
    const { fake, engine } = await start();
    fake.enqueue(says(false, 'return ', 'a'));
    const events = await allOf(engine.complete({ ...atCursor, logprobs: true }, patient()));
    assert.deepEqual(events, [
      { kind: 'piece', text: 'return ', logprobs: [-0.25] },
      { kind: 'piece', text: 'a', logprobs: [-0.25] },
      {
        kind: 'done',
        reason: 'stop',
        provenance: { tier: 'local', engine: 'OpenAI-compatible server', host: `127.0.0.1:${fake.port}`, model: coder },
        measured: { promptTokens: 1, answerTokens: 2, firstPieceMs: 0, totalMs: 0 },
      },
    ]);
    assert.deepEqual(fake.requests[0]?.body, {
      model: coder,
      prompt: '<|fim_prefix|>a',
      max_tokens: 64,
      temperature: 0,
      stop: ['\n'],
      logprobs: 1,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('answers in a conversation, in a form where a task asks for one', async () => {
    const { fake, engine } = await start();
    await engine.version(patient());
    const format = { type: 'object', properties: { label: { type: 'string' } } };
    const events = await allOf(engine.answer({ ...asked, format }, patient()));
    assert.equal(textOf(events), 'a + b');
    assert.deepEqual(fake.requests.at(-1)?.body, {
      model: coder,
      messages: [{ role: 'user', content: 'Explain this.' }],
      max_tokens: 400,
      temperature: 0,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: format } },
      chat_template_kwargs: { enable_thinking: false },
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('what is to be without chance is asked for so', async () => {
    const { fake, engine } = await start();
    await allOf(engine.answer({ ...asked, seed: 7 }, patient()));
    const { seed, temperature } = fake.requests.at(-1)?.body ?? {};
    assert.deepEqual([seed, temperature], [7, 0]);
  });

  it('of vLLM, markers are asked for: it would leave them out of the text, and no stop would be met', async () => {
    const { fake, engine } = await start();
    await engine.models(patient());
    await allOf(engine.complete(atCursor, patient()));
    assert.equal(fake.requests.at(-1)?.body?.skip_special_tokens, false);
  });

  it('passes over thoughts, and over whatever else an event holds', async () => {
    const { fake, engine } = await start();
    fake.enqueue((exchange) => {
      event(exchange, { choices: [{ delta: { role: 'assistant', content: null } }] });
      exchange.response.write(': still here\n\nevent: message\nid: 7\n');
      event(exchange, { choices: [{ delta: { reasoning_content: 'Hmm.' } }], usage: null });
      event(exchange, { choices: [{ delta: { content: 'Yes.' }, finish_reason: 'stop' }] });
      exchange.response.end();
    });
    assert.equal(textOf(await allOf(engine.answer(asked, patient()))), 'Yes.');
  });

  it('says what it is, its models, and their context', async () => {
    const { engine } = await start({
      models: [coder, 'BAAI/bge-m3', 'claude-sonnet-5', 'openai/gpt-oss-20b'],
      contextTokens: 32_768,
    });
    assert.equal(await engine.version(patient()), '0.11.2');
    assert.equal(engine.name, 'vLLM');
    const models = await engine.models(patient());
    const context = { contextTokens: 32_768 };
    assert.deepEqual(models, [
      { name: coder, capabilities: ['completion'], remote: false, ...context, parameterSize: '1.5B' },
      { name: 'BAAI/bge-m3', capabilities: ['embedding'], remote: false, ...context },
      { name: 'claude-sonnet-5', capabilities: ['completion'], remote: true, ...context },
      { name: 'openai/gpt-oss-20b', capabilities: ['completion'], remote: false, ...context, parameterSize: '20B' },
    ]);
    assert.deepEqual(
      (await engine.running(patient())).map(({ name }) => name),
      models.map(({ name }) => name),
    );
  });

  it('a model of somebody’s cloud is not asked, wherever it is listed', async () => {
    const { fake, engine } = await start({ models: ['claude-sonnet-5'] });
    assert.equal(
      await reasonOf(allOf(engine.answer({ ...asked, model: 'claude-sonnet-5' }, patient()))),
      'remoteModel',
    );
    assert.equal(fake.requests.length, 0);
  });

  it('the address may end in /v1, or in a path before it', async () => {
    const { fake } = await start();
    await engineAt(`${fake.url}/v1`).list(patient());
    await assert.rejects(engineAt(`${fake.url}/gateway/v1/`).list(patient()));
    assert.deepEqual(
      fake.requests.map(({ path }) => path),
      ['/v1/models', '/gateway/v1/models'],
    );
  });

  it('a key goes with each request, and only to its own origin', async () => {
    const origins: string[] = [];
    const keyFor = async (origin: string) => {
      origins.push(origin);
      return 'sesame';
    };
    const { fake, engine } = await start({ key: 'sesame' }, { keyFor });
    await engine.models(patient());
    await allOf(engine.complete(atCursor, patient()));
    assert.deepEqual(new Set(origins), new Set([fake.url]));
    assert.ok(fake.requests.every(({ headers }) => headers.authorization === 'Bearer sesame'));
  });

  it('without the key, or with one that cannot stand in a header, the reason says so and quotes nothing', async () => {
    const { fake, engine } = await start({ key: 'sesame' });
    assert.equal(await reasonOf(engine.models(patient())), 'keyRejected');
    const broken = engineAt(fake.url, { keyFor: async () => 'se\nsame' });
    await assert.rejects(broken.models(patient()), (error: Error) => !error.message.includes('same'));
  });

  describe('filling in', () => {
    const found = async (options: FakeVllmOptions, asksHow = () => true) => {
      const { fake, engine } = await start({ models: ['somebody/own-model'], ...options }, { asksHow });
      const [model] = await engine.models(patient());
      await engine.models(patient());
      const probes = fake.requests.filter(({ path }) => path !== '/v1/models').length;
      return { fillsIn: model?.capabilities.includes('insert'), probes };
    };

    it('a suffix that is read counts', async () => {
      assert.deepEqual(await found({ suffix: 'read', owner: 'somebody' }), { fillsIn: true, probes: 1 });
    });

    it('one that is passed over, or refused, does not', async () => {
      assert.deepEqual(await found({ suffix: 'passedOver', owner: 'somebody' }), { fillsIn: false, probes: 1 });
      assert.deepEqual(await found({ suffix: 'refused' }), { fillsIn: false, probes: 1 });
    });

    it('a model that is known is not asked', async () => {
      assert.deepEqual(await found({ suffix: 'read', owner: 'somebody' }, () => false), { fillsIn: false, probes: 0 });
    });

    it('a probe that failed is made again', async () => {
      const { fake, engine } = await start({ models: ['m'], owner: 'x', suffix: 'read' }, { asksHow: () => true });
      fake.enqueue(({ incoming }) => void incoming.socket.resetAndDestroy());
      assert.deepEqual((await engine.models(patient()))[0]?.capabilities, ['completion']);
      assert.deepEqual((await engine.models(patient()))[0]?.capabilities, ['completion', 'insert']);
    });
  });

  /** What a server says, and what it means to whoever asked. */
  const matrix: readonly (readonly [name: string, answer: VllmAnswer, reason: TierErrorReason])[] = [
    ['vLLM: too long', refusesWith(400, "This model's maximum context length is 4096 tokens. However, …"), 'tooLong'],
    [
      'vLLM, before 0.11: too long',
      refusesAsBefore(400, "This model's maximum context length is 4096 tokens."),
      'tooLong',
    ],
    ['vLLM: no room for an answer', refusesAsBefore(400, 'max_tokens must be at least 1, got -344.'), 'tooLong'],
    ['vLLM: no such model', refusesWith(404, 'The model `x` does not exist.', 'NotFoundError'), 'modelMissing'],
    ['vLLM: a suffix', refusesWith(400, 'suffix is not currently supported'), 'cannotComplete'],
    [
      'vLLM: the engine is dead',
      refusesWith(500, 'EngineCore encountered an issue.', 'InternalServerError'),
      'engineFailed',
    ],
    [
      'vLLM: no memory',
      refusesWith(500, 'CUDA out of memory. Tried to allocate 2.00 GiB', 'InternalServerError'),
      'outOfMemory',
    ],
    ['vLLM: no such path', ({ response }) => sendJson(response, 404, { detail: 'Not Found' }), 'notTheEngine'],
    [
      'llama.cpp: too long',
      refusesWith(400, 'request (6010 tokens) exceeds the available size', 'exceed_context_size_error'),
      'tooLong',
    ],
    ['llama.cpp: loading', refusesWith(503, 'Loading model', 'unavailable_error'), 'busy'],
    ['llama.cpp: the key', refusesWith(401, 'Invalid API Key', 'authentication_error'), 'keyRejected'],
    [
      'llama.cpp: no infill',
      refusesWith(501, 'Infill is not supported by this model', 'not_supported_error'),
      'cannotComplete',
    ],
    [
      'LM Studio: nothing loaded',
      ({ response }) => sendJson(response, 400, { error: 'No models loaded. Please load a model' }),
      'modelMissing',
    ],
    [
      'LM Studio: no such model',
      refusesWith(404, 'Model "x" not found', 'invalid_request_error', 'model_not_found'),
      'modelMissing',
    ],
    [
      'LiteLLM: no such model',
      refusesWith(400, '/chat/completions: Invalid model name passed in model=x', 'invalid_request_error', '400'),
      'modelMissing',
    ],
    [
      'LiteLLM: the key',
      refusesWith(401, 'Invalid proxy server token passed. Received API Key = sk-...abcd', 'auth_error', '401'),
      'keyRejected',
    ],
    ['LiteLLM: the budget', refusesWith(400, 'Budget has been exceeded!', 'budget_exceeded', '400'), 'noCredit'],
    ['LiteLLM: too many', refusesWith(429, 'Rate limit exceeded', 'throttling_error', '429'), 'rateLimited'],
    [
      'a gateway: the engine is away',
      ({ response }) => void response.writeHead(502, { 'content-type': 'text/plain' }).end('Bad Gateway'),
      'unreachable',
    ],
    [
      'a gateway: a sign-in page',
      ({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'notTheEngine',
    ],
    [
      'a gateway: elsewhere',
      ({ response }) => void response.writeHead(302, { location: 'https://else.example' }).end(),
      'redirected',
    ],
    [
      'no stream',
      ({ response }) => sendJson(response, 200, { choices: [{ text: 'whole', finish_reason: 'stop' }] }),
      'notTheEngine',
    ],
    ['the stream ends without an end', cutsOff('a'), 'cutShort'],
    ['the stream ends within an event', breaksWithinAnEvent('a'), 'cutShort'],
    ['the engine fails in the middle', failsMidStream('EngineCore died', 'a'), 'engineFailed'],
    [
      'an event that is no JSON',
      ({ response }) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"a"\n\n'),
      'engineFailed',
    ],
    [
      'an older llama.cpp’s error',
      ({ response }) =>
        void response
          .writeHead(200, { 'content-type': 'text/event-stream' })
          .end('error: {"code":400,"message":"the request exceeds the available context size","object":"error"}\n\n'),
      'tooLong',
    ],
    [
      'an endless event',
      ({ response }) =>
        void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${'x'.repeat(1_100_000)}`),
      'engineFailed',
    ],
  ];

  for (const [name, answer, reason] of matrix) {
    it(`${name}: ${reason}`, async () => {
      const { fake, engine } = await start();
      fake.script(answer);
      const failed = async (events: AsyncIterable<unknown>) => {
        for await (const each of events) assert.notEqual((each as { kind: string }).kind, 'done');
      };
      assert.equal(await reasonOf(failed(engine.complete(atCursor, patient()))), reason);
      assert.equal(await reasonOf(failed(engine.answer(asked, patient()))), reason);
    });
  }

  it('a refusal says what it is about, and nothing of a key', async () => {
    const { fake, engine } = await start();
    const said = async (answer: VllmAnswer) => {
      fake.enqueue(answer);
      return allOf(engine.answer(asked, patient())).then(String, (error: Error) => error.message);
    };
    assert.equal(await said(refusesWith(404, 'The model `x` does not exist.')), coder);
    assert.equal(await said(refusesWith(401, 'Received API Key = sk-...abcd')), `127.0.0.1:${fake.port} 401`);
    assert.equal((await said(refusesWith(400, 'x'.repeat(500)))).length, 201);
  });

  it('the token limit is said', async () => {
    const { fake, engine } = await start();
    fake.enqueue(reachesTheLimit('a'));
    const last = (await allOf(engine.complete(atCursor, patient()))).at(-1);
    assert.ok(last?.kind === 'done' && last.reason === 'length');
  });

  for (const [name, ask] of [
    ['completion', (engine: OpenAiCompatible, signal: AbortSignal) => engine.complete(atCursor, signal)],
    ['task', (engine: OpenAiCompatible, signal: AbortSignal) => engine.answer(asked, signal)],
  ] as const) {
    it(`${name}: an abort closes the connection, before the first byte and after, and is no error`, async () => {
      const { fake, engine } = await start();
      const before = await handlesAtStart();
      for (const pieces of [[], ['first']]) {
        const gate = new Gate();
        fake.enqueue(says(false, ...pieces, gate, 'never'));
        const leaving = new AbortController();
        const events = allOf(ask(engine, leaving.signal));
        await gate.reached;
        leaving.abort();
        assert.equal(await fake.requests.at(-1)?.closed, 'aborted');
        assert.ok(!(await events).some(({ kind }) => kind === 'done'));
        gate.open();
      }
      await until(() => handles() === before);
    });

    it(`${name}: leaving the loop closes the connection`, async () => {
      const { fake, engine } = await start();
      const gate = new Gate();
      fake.enqueue(says(false, 'first', gate));
      for await (const _event of ask(engine, patient())) break;
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      gate.open();
    });
  }

  it('a stream is read whole, however its bytes are cut', async () => {
    const { fake, engine } = await start();
    fake.enqueue(async ({ response }) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const bytes = Buffer.from(
        'data: {"choices":[{"text":"ä→😀"}]}\r\n\r\ndata: {"choices":[{"text":"","finish_reason":"stop"}]}\r\n\r\ndata: [DONE]\r\n\r\n',
      );
      for (const byte of bytes) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    assert.equal(textOf(await allOf(engine.complete(atCursor, patient()))), 'ä→😀');
  });
});
