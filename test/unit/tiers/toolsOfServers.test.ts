import assert from 'node:assert/strict';
import { resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import { OpenAiCompatible } from '../../../src/tiers/openaiCompatible.ts';
import type { Message, TierEvent, ToolCall } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeVllm, startFakeVllm } from '../../fakes/fakeVllm.ts';
import { calls, delta, event, says, type VllmAnswer } from '../../fakes/vllmAnswers.ts';
import { allOf, patient, question, reasonOf, textOf } from './requests.ts';

const model = 'Qwen/Qwen2.5-7B-Instruct';
const takes = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const tools = [{ name: 'weather', description: 'the weather', takes }];
const turn = (role: Message['role'], text: string): Message => ({ role, parts: [{ kind: 'instruction', text }] });
const called = (events: readonly TierEvent[]): readonly ToolCall[] =>
  events.flatMap((each) => (each.kind === 'piece' ? (each.calls ?? []) : []));

describe('tools, through a server with OpenAI’s API', () => {
  let fake: FakeVllm;
  let engine: OpenAiCompatible;
  beforeEach(async () => {
    fake = await startFakeVllm({ models: [model], toolParser: true });
    const endpoint = resolveEndpoint(fake.url, undefined);
    assert.ok(!('bad' in endpoint));
    engine = new OpenAiCompatible({ settings: () => ({ endpoint, keepAliveMinutes: 30 }), clock: virtualClock() });
  });
  afterEach(() => fake.stop());

  const answer = async (script: VllmAnswer) => {
    fake.enqueue(script);
    return allOf(engine.answer(question({ model, tools }), patient()));
  };
  /** Only the pieces of one call, as they come. */
  const pieces =
    (...given: readonly object[]): VllmAnswer =>
    (exchange) => {
      for (const each of given) event(exchange, delta(exchange, { tool_calls: [each] }));
      event(exchange, delta(exchange, {}, 'tool_calls'));
      exchange.response.end('data: [DONE]\n\n');
    };

  it('are passed on, and a call comes back whole, after what was said before it', async () => {
    const events = await answer(
      calls([{ id: 'chatcmpl-tool-a1', name: 'weather', given: ['{"city": "', 'Ulm"', '}'] }], ['I will look.']),
    );
    assert.equal(textOf(events), 'I will look.');
    assert.deepEqual(called(events), [{ id: 'chatcmpl-tool-a1', name: 'weather', given: { city: 'Ulm' } }]);
    const last = events.at(-1);
    assert.deepEqual([last?.kind, last?.kind === 'done' && last.reason], ['done', 'stop']);
    assert.deepEqual(fake.requests.at(-1)?.body?.tools, [
      { type: 'function', function: { name: 'weather', description: 'the weather', parameters: takes } },
    ]);
  });

  it('several calls in one answer are told apart', async () => {
    const events = await answer(
      calls([
        { id: 'a', name: 'weather', given: ['{"city":"Ulm"}'] },
        { id: 'b', name: 'weather', given: ['{"city":', '"Bonn"}'] },
      ]),
    );
    assert.deepEqual(
      called(events).map(({ id, given }) => [id, given]),
      [
        ['a', { city: 'Ulm' }],
        ['b', { city: 'Bonn' }],
      ],
    );
  });

  it('what was called, and what came of it, goes out by the call’s id', async () => {
    const call = { id: 'call_1', name: 'weather', given: { city: 'Ulm' } };
    const messages: readonly Message[] = [
      turn('user', 'How is it?'),
      { ...turn('assistant', ''), calls: [call] },
      { ...turn('user', 'rain'), resultOf: call },
    ];
    fake.enqueue(says(false, 'It rains.'));
    await allOf(engine.answer(question({ model, messages, tools }), patient()));
    assert.deepEqual(fake.requests.at(-1)?.body?.messages, [
      { role: 'user', content: 'How is it?' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Ulm"}' } }],
      },
      { role: 'tool', content: 'rain', tool_call_id: 'call_1' },
    ]);
  });

  const start = { index: 0, id: 'a', type: 'function', function: { name: 'weather', arguments: '' } };
  const whole = [{ id: 'a', name: 'weather', given: { city: 'Ulm' } }];
  const forms: readonly (readonly [name: string, pieces: readonly object[], calls: readonly object[]])[] = [
    ['at once', [{ ...start, function: { name: 'weather', arguments: '{"city":"Ulm"}' } }], whole],
    ['as an object', [{ ...start, function: { name: 'weather', arguments: { city: 'Ulm' } } }], whole],
    [
      'the first fields come again, empty',
      [start, { index: 0, id: '', function: { name: '', arguments: '{"city":"Ulm"}' } }],
      whole,
    ],
    [
      'the first fields come again as null, at an empty end',
      [
        start,
        { index: 0, function: { arguments: '{"city":"Ulm"}' } },
        { index: 0, id: null, type: null, function: { name: null, arguments: '' } },
      ],
      whole,
    ],
    ['nothing is given', [start], [{ id: 'a', name: 'weather', given: {} }]],
    [
      'two under the same index, each whole',
      [
        { ...start, function: { name: 'weather', arguments: '{"city":"Ulm"}' } },
        { ...start, id: 'b', function: { name: 'weather', arguments: '{"city":"Bonn"}' } },
      ],
      [...whole, { id: 'b', name: 'weather', given: { city: 'Bonn' } }],
    ],
    ['no name', [{ index: 0, id: 'a', function: { arguments: '{}' } }, { index: 1, function: null }, {}], []],
  ];
  for (const [name, given, expected] of forms) {
    it(`a call in pieces of another form: ${name}`, async () => {
      assert.deepEqual(called(await answer(pieces(...given))), expected);
    });
  }

  it('calls without an id get one, unlike any other', async () => {
    const { id: _, ...nameless } = { ...start, function: { name: 'weather', arguments: '{}' } };
    const ids = called(await answer(pieces(nameless, { ...nameless, index: 1 }))).map(({ id }) => id);
    assert.equal(new Set(ids.filter((id) => id !== '')).size, 2);
  });

  it('an empty reason in an event is no end', async () => {
    const events = await answer((exchange) => {
      event(exchange, delta(exchange, { tool_calls: [start] }, ''));
      event(
        exchange,
        delta(exchange, { tool_calls: [{ index: 0, function: { arguments: '{"city":"Ulm"}' } }] }, 'stop'),
      );
      exchange.response.end();
    });
    assert.deepEqual(called(events), whole);
  });

  it('a call that the token limit cut is none; one that is broken is a failure', async () => {
    const half = { ...start, function: { name: 'weather', arguments: '{"city":"U' } };
    const cut = await answer((exchange) => {
      event(exchange, delta(exchange, { tool_calls: [half] }));
      event(exchange, delta(exchange, {}, 'length'));
      exchange.response.end('data: [DONE]\n\n');
    });
    const last = cut.at(-1);
    assert.deepEqual([called(cut), last?.kind === 'done' && last.reason], [[], 'length']);
    assert.equal(await reasonOf(answer(pieces(half))), 'engineFailed');
  });

  it('a server without a parser refuses them, and that is said', async () => {
    const plain = await startFakeVllm({ models: [model] });
    try {
      const endpoint = resolveEndpoint(plain.url, undefined);
      assert.ok(!('bad' in endpoint));
      const refusing = new OpenAiCompatible({
        settings: () => ({ endpoint, keepAliveMinutes: 30 }),
        clock: virtualClock(),
      });
      assert.equal(await reasonOf(allOf(refusing.answer(question({ model, tools }), patient()))), 'badRequest');
      await allOf(refusing.answer(question({ model, tools: [] }), patient()));
      assert.equal('tools' in (plain.requests.at(-1)?.body ?? {}), false);
    } finally {
      await plain.stop();
    }
  });
});
