import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../../src/tiers/tier.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { sendsLines } from '../../fakes/ollamaAnswers.ts';
import { allOf, ollamaAt, patient, question, reasonOf } from './requests.ts';

const golden = readFileSync(join(import.meta.dirname, '../../fakes/recorded/ollama-golden.jsonl'), 'utf8');

/** A recorded exchange with a real Ollama, by its name. */
function recorded(name: string) {
  const line = golden.split('\n').find((each) => each.includes(`"name":${JSON.stringify(name)}`)) ?? assert.fail(name);
  const { request, response }: { request: { body: Record<string, unknown> }; response: { body: string } } =
    JSON.parse(line);
  return {
    asked: request.body,
    answered: response.body
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as object),
  };
}

const takes = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
const tools = [{ name: 'f', description: 'd', takes }];
const says = (role: Message['role'], text: string): Message => ({ role, parts: [{ kind: 'instruction', text }] });

describe('tools that come with a conversation', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama({ models: [{ name: 'writer:latest', capabilities: ['completion', 'tools'] }] });
  });
  afterEach(() => fake.stop());
  const sent = () => fake.requests.at(-1)?.body;

  it('are passed on, and a call of one comes back as the engine says it', async () => {
    const { asked, answered } = recorded('tool call stream');
    fake.script(sendsLines(...answered));
    const events = await allOf(ollamaAt(fake.url).answer(question({ tools }), patient()));
    assert.deepEqual(sent()?.tools, asked.tools);
    assert.deepEqual(events[0], {
      kind: 'piece',
      text: '',
      calls: [{ id: 'call_tk4g825a', name: 'f', given: { a: 4 } }],
    });
    assert.equal(events.at(-1)?.kind, 'done');
  });

  it('what was called, and what came of it, goes out as the engine takes it', async () => {
    const call = { id: 'call_1', name: 'f', given: { a: 1 } };
    const messages: readonly Message[] = [
      says('user', 'hi'),
      { ...says('assistant', ''), calls: [call] },
      { ...says('user', '2'), resultOf: { id: call.id, name: call.name } },
    ];
    await allOf(ollamaAt(fake.url).answer(question({ messages, tools }), patient()));
    assert.deepEqual(sent()?.messages, recorded('after tool result').asked.messages);
  });

  it('each call has a name of its own, where an older engine gives none', async () => {
    const line = {
      message: { role: 'assistant', content: '', tool_calls: [{ function: { name: 'f', arguments: {} } }] },
    };
    fake.script(
      sendsLines(line, line, { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' }),
    );
    const events = await allOf(ollamaAt(fake.url).answer(question({ tools }), patient()));
    const ids = events.flatMap((event) => (event.kind === 'piece' ? (event.calls ?? []) : [])).map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
  });

  it('whatever a model says in place of a call is none', async () => {
    const odd = (tool_calls: unknown) => ({ message: { role: 'assistant', content: 'x', tool_calls } });
    const done = { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' };
    fake.script(sendsLines(odd('f'), odd([{}]), odd([{ function: { name: 7 } }]), odd(null), done));
    const events = await allOf(ollamaAt(fake.url).answer(question({ tools }), patient()));
    assert.ok(events.every((event) => event.kind === 'done' || event.calls === undefined));
  });

  it('a model without tools refuses them, and that is said', async () => {
    fake.models.set('writer:latest', { name: 'writer:latest', capabilities: ['completion'] });
    assert.equal(await reasonOf(allOf(ollamaAt(fake.url).answer(question({ tools }), patient()))), 'badRequest');
  });

  it('a request without tools says nothing of them', async () => {
    await allOf(ollamaAt(fake.url).answer(question({ tools: [] }), patient()));
    assert.equal('tools' in (sent() ?? {}), false);
  });
});
