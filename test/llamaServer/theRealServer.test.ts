import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock.ts';
import { fimFor } from '../../src/completion/fim.ts';
import { laidOut, layoutOf } from '../../src/completion/layout.ts';
import { ToolCallers } from '../../src/models/toolCallers.ts';
import { resolveEndpoint } from '../../src/tiers/endpoint.ts';
import { OpenAiCompatible } from '../../src/tiers/openaiCompatible.ts';
import { OwnEngine } from '../../src/tiers/ownEngine.ts';
import type { AnswerRequest, CompletionRequest, TierEvent } from '../../src/tiers/tier.ts';
import { allOf, patient, reasonOf, textOf } from '../unit/tiers/requests.ts';
import { installLlamaServer } from './install.mjs';
import { type LlamaServer, startLlamaServer } from './llamaServer.ts';

/** What its words are worth is nothing, since the model is tiny: that each way of asking works is. */
describe('llama.cpp’s own server', function () {
  this.timeout(300_000);
  let server: LlamaServer;
  let model: string;
  before(async function () {
    const why = await installLlamaServer();
    if (why !== undefined) {
      console.log(`    llama.cpp's server cannot be had here, so it was not tried: ${why}`);
      this.skip();
    }
    server = await startLlamaServer({ key: 'sesame' });
    const [first] = await engine().models(patient());
    assert.ok(first);
    model = first.name;
  });
  after(() => server?.stop());

  const parts = (key: string | undefined, asksHow: boolean, { url } = server) => {
    const endpoint = resolveEndpoint(url, undefined);
    assert.ok(!('bad' in endpoint));
    const settings = () => ({ endpoint, keepAliveMinutes: 5 });
    return { settings, clock: systemClock, keyFor: async () => key, asksHow: () => asksHow };
  };
  const engine = (key: string | undefined = 'sesame', asksHow = false, at = server) =>
    new OwnEngine(parts(key, asksHow, at), async (given) => new OpenAiCompatible(given));
  const completion = (change: Partial<CompletionRequest> = {}): CompletionRequest => ({
    model,
    prompt: 'function add(a, b) {\n  return ',
    raw: true,
    stop: ['\n'],
    maximumTokens: 16,
    contextTokens: 2048,
    logprobs: true,
    ...change,
  });
  const question = (text: string, change: Partial<AnswerRequest> = {}): AnswerRequest => ({
    model,
    messages: [{ role: 'user', parts: [{ kind: 'instruction', text }] }],
    maximumTokens: 60,
    contextTokens: 2048,
    ...change,
  });
  const doneOf = (events: readonly TierEvent[]) => {
    const last = events.at(-1);
    assert.ok(last?.kind === 'done');
    return last;
  };

  it('is found out, with its version and what it says of its model', async () => {
    const asked = engine();
    assert.match(await asked.version(patient()), /^b?\d+/);
    assert.equal(asked.name, 'llama.cpp');
    const [listed] = await asked.models(patient());
    assert.match(listed?.name ?? '', /tiny-demo-q8_0\.gguf$/);
    assert.deepEqual(
      [listed?.contextTokens, listed?.parameterSize, listed?.quantization, listed?.remote],
      [2048, '2M', 'Q8_0', false],
    );
    assert.deepEqual(await asked.running(patient()), [{ name: model }]);
  });

  it('its model is known by the name of its file, and completes by our own markers', async () => {
    const way = fimFor(model, ['completion']);
    assert.ok(way?.way === 'raw' && way.format.family === 'tiny-demo');
    const text = { before: 'function isEven(number) {\n  return ', typed: '', after: '\n}\n' };
    const asked = completion({ ...laidOut(layoutOf(way), way, text), stop: [...way.format.stop, '\n'] });
    const events = await allOf(engine().complete(asked, patient()));
    assert.ok(textOf(events).trim().length > 0);
    assert.ok(events.every((event) => event.kind === 'done' || event.logprobs?.every((each) => each <= 0)));
    const { reason, provenance, measured } = doneOf(events);
    assert.deepEqual([reason, provenance.engine], ['stop', 'llama.cpp']);
    const { promptTokens = 0, promptMs = 0, answerTokens = 0, answerMs = 0 } = measured;
    assert.ok(promptTokens > 10 && promptMs > 0 && answerTokens > 0 && answerMs > 0);
  });

  it('a model of no family that is known fills in by /infill', async () => {
    const asked = engine('sesame', true);
    const [listed] = await asked.models(patient());
    assert.deepEqual(listed?.capabilities, ['completion', 'insert']);
    const events = await allOf(asked.complete(completion({ raw: false, suffix: '\n}\n' }), patient()));
    assert.ok(textOf(events).trim().length > 0);
    assert.ok((doneOf(events).measured.promptTokens ?? 0) > 5);
  });

  it('the token limit is told from an end', async () => {
    const events = await allOf(engine().complete(completion({ stop: [], maximumTokens: 2 }), patient()));
    assert.equal(doneOf(events).reason, 'length');
  });

  it('answers in a conversation', async () => {
    const events = await allOf(engine().answer(question('Explain: def add(a, b): return a + b'), patient()));
    assert.ok(events.filter(({ kind }) => kind === 'piece').length > 3, 'it streams');
    const { promptTokens = 0, answerTokens = 0 } = doneOf(events).measured;
    assert.ok(promptTokens > 10 && answerTokens > 3);
  });

  it('answers in the form that is asked for', async () => {
    const format = {
      type: 'object',
      properties: { label: { type: 'string', enum: ['yes', 'no'] } },
      required: ['label'],
      additionalProperties: false,
    };
    const events = await allOf(engine().answer(question('Is it?', { format }), patient()));
    assert.match(textOf(events), /^\s*\{\s*"label"\s*:\s*"(yes|no)"\s*\}\s*$/);
  });

  it('says what is too long', async () => {
    const long = 'hello world '.repeat(3000);
    assert.equal(await reasonOf(allOf(engine().complete(completion({ prompt: long }), patient()))), 'tooLong');
    assert.equal(await reasonOf(allOf(engine().answer(question(long), patient()))), 'tooLong');
  });

  it('says that it wants a key', async () => {
    for (const key of [undefined, 'wrong']) {
      const asked = new OwnEngine(parts(key, false), async (given) => new OpenAiCompatible(given));
      assert.equal(await reasonOf(asked.models(patient())), 'keyRejected');
    }
  });

  describe('tools', () => {
    const weather = {
      name: 'weather',
      description: 'Looks up the weather.',
      takes: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    };
    const call = { id: 'call_1', name: 'weather', given: { city: 'Ulm' } };
    const { messages } = question('How is the weather in Ulm?');
    const answered = [
      ...messages,
      { role: 'assistant', parts: [], calls: [call] },
      { role: 'user', parts: [{ kind: 'instruction', text: 'It rains in Ulm.' }], resultOf: call },
    ] satisfies AnswerRequest['messages'];
    const read = async (asking: OwnEngine, change: Partial<AnswerRequest>) =>
      doneOf(await allOf(asking.answer(question('', { messages, maximumTokens: 8, ...change }), patient()))).measured
        .promptTokens ?? 0;

    it('are read with a template that knows them, and so is what was called and what came of it', async () => {
      const knowing = await startLlamaServer({
        template: join(import.meta.dirname, 'callsTools.jinja'),
        key: 'sesame',
      });
      try {
        const asking = engine('sesame', false, knowing);
        const without = await read(asking, {});
        const withTools = await read(asking, { tools: [weather] });
        assert.ok(withTools > without + 50, `${withTools} tokens with tools, ${without} without`);
        const after = await read(asking, { tools: [weather], messages: answered });
        assert.ok(after > withTools + 20, `${after} tokens with the call and its result, ${withTools} before`);
      } finally {
        await knowing.stop();
      }
    });

    it('are left out in silence where the template knows none, so a model has some only where it was seen to call one', async () => {
      const asking = engine();
      assert.equal(await read(asking, { tools: [weather] }), await read(asking, {}));
      const callers = new ToolCallers({
        answerer: asking,
        engine: () => asking.name,
        where: () => server.url,
        inMemory: async (signal) => (await asking.running(signal)).map(({ name }) => name),
      });
      assert.equal(await callers.find(await asking.models(patient()), patient()), false);
      assert.equal(callers.has({ name: model, capabilities: ['completion'] }), false);
    });
  });

  // Work for seconds: a model that cannot end, and a form that it cannot end before.
  const endless = completion({ stop: [], maximumTokens: 1500 });
  const format = { type: 'array', items: { type: 'integer' }, minItems: 400 };
  for (const [name, neverEnds, ask] of [
    ['a completion', true, (at: OwnEngine, signal: AbortSignal) => at.complete({ ...endless, model }, signal)],
    [
      'an answer',
      false,
      (at: OwnEngine, signal: AbortSignal) => at.answer(question('Count.', { maximumTokens: 1500, format }), signal),
    ],
  ] as const) {
    it(`stops working when ${name} is not wanted any more`, async () => {
      const working = await startLlamaServer({ key: 'sesame', neverEnds });
      try {
        const leaving = new AbortController();
        for await (const event of ask(engine('sesame', false, working), leaving.signal)) {
          assert.equal(event.kind, 'piece');
          leaving.abort();
        }
        await eventually(() => working.log.some((line) => /cancel task/.test(line)), working);
      } finally {
        await working.stop();
      }
    });
  }

  /** Waits for what another process writes, however busy the machine is. */
  async function eventually(isTrue: () => boolean, { log }: LlamaServer): Promise<void> {
    for (const end = Date.now() + 30_000; !isTrue(); await pause(20)) {
      assert.ok(Date.now() < end, `the server did not cancel its work; its last words:\n${log.slice(-20).join('\n')}`);
    }
  }
});
