import assert from 'node:assert/strict';
import { CancellationTokenSource, commands } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { refuses, stalls } from '../fakes/ollamaFaults.ts';
import { untitledWithCursor } from './support/documents.ts';
import { coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { until } from './support/until.ts';

describe('completions of a model that only chats', () => {
  let hearth: Hearth;
  afterEach(async () => {
    assert.deepEqual(hearth.person.told, [], 'something popped up while typing');
    await hearth.end();
  });

  const chosen = () => startHearth({ models: [coder, writer], settings: { 'hearth.models.completion': 'writer' } });
  const messages = () => hearth.asked('/api/chat').at(-1)?.body?.messages as { role: string; content: string }[];

  it('do not come where nobody chose it', async () => {
    hearth = await startHearth({ models: [writer] });
    assert.deepEqual(await hearth.complete(await untitledWithCursor('ruby', 'sum = █')), []);
    assert.equal(hearth.decision?.reason, 'unknownFamily');
    assert.equal(hearth.decision?.detail, 'writer:latest');
    assert.deepEqual([hearth.asked('/api/chat'), hearth.asked('/api/generate')], [[], []]);
    await commands.executeCommand('hearth.whyNoSuggestion');
    assert.match(
      hearth.person.offered.at(-1)?.rows[0] ?? '',
      /no way to have writer:latest fill in text at the cursor/,
    );
  });

  it('come where it is chosen, as a conversation without thoughts, and without what is put round them', async () => {
    hearth = await chosen();
    hearth.engine.enqueue(says('Here is the code:\n\n', '```ruby\na', ' + b\n```'));
    const place = await untitledWithCursor('ruby', 'def add(a, b)\n  return █\nend\n');
    assert.deepEqual(await hearth.complete(place), ['a + b']);
    const body = hearth.asked('/api/chat')[0]?.body;
    assert.deepEqual([body?.model, body?.think, body?.truncate], ['writer:latest', false, false]);
    assert.match(messages()[1]?.content ?? '', /def add\(a, b\)\n {2}return <HOLE\/>\nend/);
    assert.equal(hearth.decision?.layout, 'chat');
    assert.equal(hearth.face.text, '$(home) writer');
    assert.deepEqual(hearth.cloudRequests, []);
    // Typing along needs no further request.
    assert.deepEqual(await hearth.complete(place), ['a + b']);
    assert.equal(hearth.asked('/api/chat').length, 1);
  });

  it('come in prose by sentence', async () => {
    hearth = await chosen();
    hearth.engine.enqueue(says('runs here. It', ' needs nothing.'));
    const place = await untitledWithCursor('markdown', 'The model █');
    assert.deepEqual(await hearth.complete(place, { invoked: true }), ['runs here.']);
    assert.match(messages()[0]?.content ?? '', /rest of the sentence/);
  });

  it('end at the engine when they are cancelled', async () => {
    hearth = await chosen();
    hearth.engine.script(stalls('a + b\n'));
    const cancel = new CancellationTokenSource();
    const place = await untitledWithCursor('ruby', 'sum(█)');
    const completed = hearth.complete(place, { cancel });
    const open = await until(() => hearth.asked('/api/chat')[0], 'a request');
    cancel.cancel();
    await completed;
    assert.equal(await open.closed, 'aborted');
    await hearth.idle();
  });

  it('leave an engine alone that fails three times', async () => {
    hearth = await chosen();
    hearth.engine.script(refuses(500, 'llama runner crashed'));
    for (let line = 0; line < 5; line++) await hearth.complete(await untitledWithCursor('ruby', `line${line} = █`));
    assert.equal(hearth.asked('/api/chat').length, 3);
    hearth.engine.script(undefined);
  });

  it('are offered apart from those of models that fill in', async () => {
    hearth = await chosen();
    await commands.executeCommand('hearth.chooseCompletionModel');
    const offered = hearth.person.offered.at(-1);
    const apart = offered?.labels.indexOf('Asked as in a chat: slower, and more often wrong') ?? -1;
    assert.ok((offered?.labels.indexOf('coder') ?? -1) < apart);
    assert.equal(offered?.labels[apart + 1], 'writer');
    assert.match(offered?.rows[apart + 1] ?? '', /Of no family that Hearth knows to fill in/);
    await commands.executeCommand('hearth.chooseTaskModel');
    assert.doesNotMatch(hearth.person.offered.at(-1)?.labels.join() ?? '', /as in a chat/);
  });
});
