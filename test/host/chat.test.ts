import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  LanguageModelChatMessage,
  LanguageModelChatToolMode,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  Location,
  lm,
  Range,
  Selection,
  Uri,
} from 'vscode';
import { settingsTable } from '../../src/base/settings.ts';
import { chatPlaces } from '../../src/tasks/places.ts';
import { says, sendsLines } from '../fakes/ollamaAnswers.ts';
import { refuses, stalls } from '../fakes/ollamaFaults.ts';
import { pathOf, toHearth } from './support/chat.ts';
import { selectLines, showFile, writeInFolder } from './support/documents.ts';
import { coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { until } from './support/until.ts';

describe('@hearth in the chat', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    assert.deepEqual(hearth.cloudRequests, []);
    await hearth.end();
  });

  it('answers by the user’s own engine, not by the model that is chosen, and says so', async () => {
    hearth.engine.enqueue(says('A **stack** is', ' a pile.'), '/api/chat');
    const { text, result } = await toHearth(hearth, { prompt: 'What is a stack?' });
    assert.match(text, /^A \*\*stack\*\* is a pile\.\n\n\$\(home\) local · writer · \d+\\?\.\d s$/);
    assert.equal(result.errorDetails, undefined);
    assert.match(hearth.prompt, /What is a stack\?$/);
  });

  it('explains what is selected, and nothing else of the file; a question about it goes on from there', async () => {
    const editor = await showFile('chatSelected.lua', 'one = 1\ntwo = 2\nthree = 3\n');
    selectLines(editor, 1, 1);
    hearth.engine.enqueue(says('It is two.'), '/api/chat');
    const first = await toHearth(hearth, { command: 'explain' });
    assert.match(hearth.prompt, /Explain this code[\s\S]*two = 2/);
    assert.doesNotMatch(hearth.prompt, /one|three/);
    assert.deepEqual(first.references.map(pathOf), ['chatSelected.lua']);
    editor.selection = new Selection(0, 0, 0, 0);
    await toHearth(hearth, { prompt: 'Why two?', before: [['Explain', first]] });
    assert.match(hearth.prompt, /It is two\.[\s\S]*Why two\?[\s\S]*two = 2/);
    assert.doesNotMatch(hearth.prompt, /one = 1|local/);
  });

  it('a question that names nothing takes nothing of what is open', async () => {
    await showFile('chatOpen.lua', 'secret = 1\n');
    await toHearth(hearth, { prompt: 'What is a stack?' });
    assert.doesNotMatch(hearth.prompt, /secret/);
  });

  it('reads what a message names: a file, a part of one, several as one', async () => {
    const all = Uri.file(writeInFolder('chatAll.lua', 'all = 1\n'));
    const part = Uri.file(writeInFolder('chatPart.lua', 'not = 0\npart = 1\nnor = 2\n'));
    const references = [new Location(part, new Range(1, 0, 1, 8)), all];
    const { references: shown } = await toHearth(hearth, { prompt: 'What are they?', references });
    assert.match(hearth.prompt, /all = 1[\s\S]*part = 1/);
    assert.doesNotMatch(hearth.prompt, /not = 0|nor = 2/);
    assert.deepEqual(shown.map(pathOf), ['chatAll.lua', 'chatPart.lua']);
  });

  it('reads nothing of what must never leave, whoever answers, and says so', async () => {
    const secret = Uri.file(writeInFolder('chat.env/.env', 'PASSWORD=hunter2\n'));
    for (const message of [{ command: 'explain' }, { prompt: 'What is it?' }]) {
      const { text, result } = await toHearth(hearth, { ...message, references: [secret] });
      assert.match(text, /was left out: by .*hearth\.neverLeaves/);
      assert.match(result.errorDetails?.message ?? '', /no text to work on/);
    }
    await showFile('chatKeys/id_rsa', 'PRIVATE\n');
    const { text } = await toHearth(hearth, { command: 'summarize' });
    assert.match(text, /id\\_rsa was left out/);
    assert.deepEqual(hearth.asked('/api/chat'), []);
  });

  it('shows remarks, fields and labels as tables', async () => {
    await showFile('chatTable.txt', 'Pay 5 EUR by Friday.\n');
    hearth.engine.enqueue(says('{"items":[{"amount":"5 EUR","day":"Friday"}]}'), '/api/chat');
    const { text } = await toHearth(hearth, { command: 'extract', prompt: 'amount, day' });
    assert.match(text, /\| 5 EUR \| Friday \|/);
    const { result } = await toHearth(hearth, { command: 'classify', prompt: 'only' });
    assert.match(result.errorDetails?.message ?? '', /separated by commas/);
  });

  it('a command that writes works in the editor, and changes nothing by itself', async () => {
    const { document } = await showFile('chatRewrite.txt', 'This are a text.\n');
    hearth.engine.script(says('This is a text.'));
    const { text } = await toHearth(hearth, { command: 'rewrite', prompt: 'correct' });
    assert.match(text, /works in the editor/);
    await until(() => hearth.asked('/api/chat').length > 0, 'the request');
    assert.equal(document.getText(), 'This are a text.\n');
    await hearth.idle();
  });

  it('ends at the engine when it is cancelled, and says nothing more', async () => {
    hearth.engine.script(stalls('It '));
    const cancel = new CancellationTokenSource();
    let said = '';
    const asking = toHearth(hearth, {
      prompt: 'Why?',
      cancel,
      onText(text) {
        said = text;
      },
    });
    await until(() => said === 'It ', 'the first words');
    cancel.cancel();
    const { result, text } = await asking;
    assert.deepEqual([result, text], [{}, 'It ']);
    assert.equal(await hearth.asked('/api/chat')[0]?.closed, 'aborted');
  });

  it('says what went wrong in one sentence, with the one thing that helps', async () => {
    hearth.engine.script(refuses(500, 'cudaMalloc failed: out of memory'));
    const { result, buttons } = await toHearth(hearth, { prompt: 'Why?' });
    assert.match(result.errorDetails?.message ?? '', /does not fit into memory/);
    assert.deepEqual(
      buttons.map(({ command }) => command),
      ['hearth.chooseTaskModel'],
    );
    assert.deepEqual(hearth.person.told, []);
  });

  it('knows what to say to a command without a text, and to nothing', async () => {
    for (const { id } of chatPlaces.filter(({ writes, id }) => !writes && id !== 'writeTests' && id !== 'classify')) {
      const { result } = await toHearth(hearth, { command: id });
      assert.match(result.errorDetails?.message ?? id, /no text to work on/);
    }
    const { result } = await toHearth(hearth, {});
    assert.match(result.errorDetails?.message ?? '', /Ask something/);
    assert.deepEqual(hearth.asked('/api/chat'), []);
  });

  it('offers what one may want to know next, only after an answer', async () => {
    const cancelled = new CancellationTokenSource().token;
    const next = async (said: Awaited<ReturnType<typeof toHearth>>) =>
      (await hearth.participant.followupProvider?.provideFollowups(said.result, { history: [] }, cancelled)) ?? [];
    assert.equal((await next(await toHearth(hearth, { prompt: 'Why?' }))).length, 2);
    assert.deepEqual(await next(await toHearth(hearth, {})), []);
  });

  it('shows no hidden characters', async () => {
    hearth.engine.enqueue(says('a\u202Eb\u{E0041}c'));
    const { text } = await toHearth(hearth, { prompt: 'Why?' });
    assert.match(text, /^abc\n/);
  });
});

describe('Hearth’s models in the chat', () => {
  const offering = { [settingsTable.offerChatModels.key]: true };
  const caller: typeof writer = { ...writer, capabilities: ['completion', 'tools'], contextLength: 32_768 };
  let hearth: Hearth;
  afterEach(async () => {
    assert.deepEqual(hearth.cloudRequests, []);
    await hearth.end();
  });

  const offered = async () => lm.selectChatModels({ vendor: 'hearth' });
  const names = async () => (await offered()).map(({ id }) => id).sort();
  const start = (models = [coder, caller]) => startHearth({ models, settings: offering });
  const token = () => new CancellationTokenSource().token;
  const chosen = async () => (await offered()).find(({ id }) => id === 'writer:latest') ?? assert.fail('not offered');

  it('are not there where nobody said so: one stands for @hearth, and answers nothing', async () => {
    hearth = await startHearth();
    const [standIn, ...others] = await offered();
    assert.deepEqual([standIn?.id, others], ['hearth', []]);
    const asking = standIn?.sendRequest([LanguageModelChatMessage.User('hi')], {}, token());
    await assert.rejects(async () => {
      for await (const _text of (await asking)?.text ?? []) assert.fail('it answered');
    }, /Type @hearth/);
    assert.deepEqual(hearth.asked('/api/chat'), []);
  });

  it('are those of the engine, without what runs in a cloud, with the context they really have', async () => {
    const remote = { name: 'plain:latest', remote: { host: 'https://far.example', model: 'huge' } };
    hearth = await start([coder, caller, remote]);
    assert.deepEqual(await names(), ['coder:latest', 'writer:latest']);
    const { maxInputTokens } = await chosen();
    assert.equal(maxInputTokens, 6144);
  });

  it('answer as the engine does, in turn with the tasks, as the status tells', async () => {
    hearth = await start();
    hearth.engine.enqueue(says('A ', 'pile.'));
    const model = await chosen();
    const response = await model.sendRequest([LanguageModelChatMessage.User('What is a stack?')], {}, token());
    let text = '';
    for await (const piece of response.text) text += piece;
    assert.equal(text, 'A pile.');
    const body = hearth.asked('/api/chat').at(-1)?.body as { options: Record<string, unknown>; messages: unknown };
    assert.deepEqual(body.messages, [{ role: 'user', content: 'What is a stack?' }]);
    assert.deepEqual(body.options, { num_ctx: 8192, num_predict: 2048 });
    assert.deepEqual([hearth.status.last?.work, hearth.status.last?.provenance.model], ['task', 'writer:latest']);
    assert.equal(await model.countTokens('one two three'), 5);
  });

  it('pass tools on, and what came of them', async () => {
    hearth = await start();
    const call = { id: 'call_9', function: { name: 'weather', arguments: { city: 'Ulm' } } };
    const done = { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' };
    hearth.engine.enqueue(sendsLines({ message: { role: 'assistant', content: '', tool_calls: [call] } }, done));
    const tools = [{ name: 'weather', description: 'the weather', inputSchema: { type: 'object' } }];
    const model = await chosen();
    const question = LanguageModelChatMessage.User('How is it in Ulm?');
    const response = await model.sendRequest([question], { tools }, token());
    const parts: unknown[] = [];
    for await (const part of response.stream) parts.push(part);
    const [asked] = parts;
    assert.ok(asked instanceof LanguageModelToolCallPart);
    assert.deepEqual([asked.callId, asked.name, asked.input], ['call_9', 'weather', { city: 'Ulm' }]);
    const result = new LanguageModelToolResultPart(asked.callId, [new LanguageModelTextPart('rain')]);
    hearth.engine.enqueue(says('It rains.'));
    const conversation = [
      question,
      LanguageModelChatMessage.Assistant([asked]),
      LanguageModelChatMessage.User([result]),
    ];
    const second = await model.sendRequest(conversation, { tools }, token());
    for await (const _part of second.stream);
    const told = hearth.asked('/api/chat').at(-1)?.body?.messages as readonly unknown[];
    assert.deepEqual(told.slice(1), [
      { role: 'assistant', content: '', tool_calls: [{ function: { name: 'weather', arguments: { city: 'Ulm' } } }] },
      { role: 'tool', content: 'rain', tool_name: 'weather' },
    ]);
  });

  it('that must call a tool and do not, have not answered', async () => {
    hearth = await start();
    hearth.engine.enqueue(says('No.'));
    const tools = [{ name: 'weather', description: 'the weather', inputSchema: { type: 'object' } }];
    const options = { tools, toolMode: LanguageModelChatToolMode.Required };
    const response = await (await chosen()).sendRequest([LanguageModelChatMessage.User('Ulm?')], options, token());
    await assert.rejects(async () => {
      for await (const _part of response.stream);
    }, /called none of the tools/);
  });

  it('end at the engine when whoever asks cancels', async () => {
    hearth = await start();
    hearth.engine.script(stalls('A '));
    const cancel = new CancellationTokenSource();
    const model = await chosen();
    const response = await model.sendRequest([LanguageModelChatMessage.User('Why?')], {}, cancel.token);
    const reading = (async () => {
      for await (const _piece of response.text) cancel.cancel();
    })();
    await reading.catch(() => {});
    assert.equal(await hearth.asked('/api/chat')[0]?.closed, 'aborted');
  });

  it('say in words why they do not answer', async () => {
    hearth = await start();
    const model = await chosen();
    hearth.engine.script(refuses(500, 'cudaMalloc failed: out of memory'));
    await assert.rejects(async () => {
      const response = await model.sendRequest([LanguageModelChatMessage.User('Why?')], {}, token());
      for await (const _piece of response.text);
    }, /does not fit into memory/);
  });

  it('come and go with the setting', async () => {
    hearth = await start();
    assert.deepEqual(await names(), ['coder:latest', 'writer:latest']);
    hearth.engine.models.delete('coder:latest');
    await hearth.end();
    hearth = await startHearth();
    assert.deepEqual(await names(), ['hearth']);
  });
});
