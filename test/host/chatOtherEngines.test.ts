import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  type Extension,
  extensions,
  LanguageModelChatMessage,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  lm,
} from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import { settingsTable } from '../../src/base/settings.ts';
import { type FakeVllm, startFakeVllm } from '../fakes/fakeVllm.ts';
import { calls, says } from '../fakes/vllmAnswers.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const model = 'Qwen/Qwen2.5-7B-Instruct';
const offering = { [settingsTable.offerChatModels.key]: true };
const offered = () => lm.selectChatModels({ vendor: 'hearth' });
const names = async () => (await offered()).map(({ id }) => id).sort();

/** Makes VS Code say that Ollama's own extension is here. */
function besideOfficialOllama(): Disposable {
  const original = Object.getOwnPropertyDescriptor(extensions, 'all');
  const official = { id: 'ollama.ollama', packageJSON: { displayName: 'Ollama' } } as Extension<unknown>;
  const all = [...extensions.all, official];
  Object.defineProperty(extensions, 'all', { configurable: true, get: () => all });
  return { dispose: () => void (original && Object.defineProperty(extensions, 'all', original)) };
}

describe('models of other engines than Ollama in the chat', () => {
  const opened: Disposable[] = [];
  let vllm: FakeVllm | undefined;
  let hearth: Hearth;
  afterEach(async () => {
    await hearth.end();
    for (const each of opened.splice(0)) each.dispose();
    await vllm?.stop();
    vllm = undefined;
  });
  async function start(toolParser: boolean): Promise<FakeVllm> {
    const server = await startFakeVllm({ models: [model], toolParser });
    vllm = server;
    // Asked to look something up, the model calls the tool for it.
    server.script((exchange) => {
      const { tools } = exchange.request.body ?? {};
      const called = calls([{ id: 'chatcmpl-tool-1', name: 'weather', given: ['{"city":', ' "Ulm"}'] }]);
      return (Array.isArray(tools) ? called : says(false, 'It rains.'))(exchange);
    });
    hearth = await startHearth({ settings: { 'hearth.endpoint': server.url, ...offering } });
    return server;
  }

  it('stand there beside Ollama’s own extension, which has none of them; an Ollama’s do not', async () => {
    opened.push(besideOfficialOllama());
    await start(false);
    await until(async () => (await names()).includes(model), 'the server’s model');
    await hearth.end();
    hearth = await startHearth({ settings: offering });
    assert.deepEqual(await names(), ['hearth']);
  });

  it('have tools once they were seen to call one: then they alone stand there', async () => {
    const server = await start(true);
    await until(async () => (await names()).join() === model, 'the model to stand there alone');
    const [chosen] = await offered();
    assert.ok(chosen);
    const question = LanguageModelChatMessage.User('How is it in Ulm?');
    const tools = [{ name: 'weather', description: 'the weather', inputSchema: { type: 'object' } }];
    const token = () => new CancellationTokenSource().token;
    const response = await chosen.sendRequest([question], { tools }, token());
    const parts: unknown[] = [];
    for await (const part of response.stream) parts.push(part);
    const called = parts.find((part) => part instanceof LanguageModelToolCallPart);
    assert.ok(called instanceof LanguageModelToolCallPart);
    assert.deepEqual([called.callId, called.name, called.input], ['chatcmpl-tool-1', 'weather', { city: 'Ulm' }]);
    server.enqueue(says(false, 'It rains.'));
    const result = new LanguageModelToolResultPart(called.callId, [new LanguageModelTextPart('rain')]);
    const conversation = [
      question,
      LanguageModelChatMessage.Assistant([called]),
      LanguageModelChatMessage.User([result]),
    ];
    const second = await chosen.sendRequest(conversation, { tools }, token());
    let text = '';
    for await (const piece of second.text) text += piece;
    assert.equal(text, 'It rains.');
    const asked = server.requests.filter(({ path }) => path === '/v1/chat/completions').at(-1);
    const told = asked?.body?.messages as readonly unknown[];
    assert.deepEqual(told.at(-1), { role: 'tool', content: 'rain', tool_call_id: 'chatcmpl-tool-1' });
  });

  it('have none where the server refuses them: then one stands for @hearth beside them', async () => {
    const server = await start(false);
    await until(async () => (await names()).includes(model), 'the server’s model');
    const refused = () => server.requests.filter(({ body }) => Array.isArray(body?.tools)).length;
    await until(() => refused() === 1, 'the question whether there are tools');
    assert.deepEqual(await names(), [model, 'hearth'].sort());
    assert.equal(refused(), 1);
  });
});
