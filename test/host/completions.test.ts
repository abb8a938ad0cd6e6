import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  commands,
  languages,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  Position,
  Range,
  Selection,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { Gate } from '../fakes/gate.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { hangs, stalls } from '../fakes/ollamaFaults.ts';
import { fileWithCursor, insert, type Place, untitledWithCursor } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

describe('completions', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth({
      settings: { 'hearth.completions.modes': { '*': 'on', markdown: 'onDemand', ini: 'off' } },
    });
  });
  afterEach(async () => {
    assert.deepEqual(hearth.person.told, [], 'something popped up while typing');
    await hearth.end();
  });

  const asked = () => hearth.asked('/api/generate');
  const whatInstead = () =>
    `a request, but ${JSON.stringify([hearth.decision, hearth.engine.requests.map(({ path }) => path)])}`;
  /** Why there is nothing, and that the engine was not asked. */
  const unasked = async (place: Place, invoked = false) => {
    assert.deepEqual(await hearth.complete(place, { invoked }), []);
    assert.deepEqual(asked(), []);
    return hearth.decision?.reason;
  };

  it('offers what the engine says to the text on both sides of the cursor', async () => {
    hearth.engine.enqueue(says('a ', '+ b', '\nmore'));
    const place = await fileWithCursor('add.rb', 'def add(a, b)\n  return █\nend\n');
    assert.deepEqual(await hearth.complete(place), ['a + b']);
    const [request] = asked();
    assert.equal(request?.body?.prompt, 'def add(a, b)\n  return ');
    assert.equal(request?.body?.suffix, '\nend\n');
    assert.equal(request?.body?.truncate, false);
    assert.equal(hearth.decision?.outcome, 'shown');
    assert.equal(hearth.decision?.path, 'add.rb');
  });

  it('needs no further request while the text is typed as it was offered', async () => {
    hearth.engine.enqueue(says('a + b'));
    const { document, position } = await untitledWithCursor('ruby', 'sum = █');
    assert.deepEqual(await hearth.complete({ document, position }), ['a + b']);
    await insert(document, position, 'a ');
    assert.deepEqual(await hearth.complete({ document, position: position.translate(0, 2) }), ['+ b']);
    assert.equal(hearth.decision?.outcome, 'fromCache');
    assert.equal(asked().length, 1);
  });

  it('asks once for keys that follow each other while the answer comes', async () => {
    const gate = new Gate();
    hearth.engine.enqueue(says('a + ', gate, 'b'));
    const { document, position } = await untitledWithCursor('ruby', 'sum = █');
    const first = new CancellationTokenSource();
    const early = hearth.complete({ document, position }, { cancel: first });
    await gate.reached;
    // VS Code cancels at each key and asks again.
    await insert(document, position, 'a');
    first.cancel();
    const late = hearth.complete({ document, position: position.translate(0, 1) });
    assert.deepEqual(await early, []);
    gate.open();
    assert.deepEqual(await late, [' + b']);
    assert.equal(asked().length, 1);
    assert.equal(await asked()[0]?.closed, 'finished');
  });

  it('ends the request at the engine as soon as another text is typed, and asks anew', async () => {
    hearth.engine.enqueue(stalls('a + '));
    hearth.engine.enqueue(says('z'));
    const { document, position } = await untitledWithCursor('ruby', 'sum = █');
    const first = new CancellationTokenSource();
    const early = hearth.complete({ document, position }, { cancel: first });
    await until(() => asked()[0], whatInstead);
    await insert(document, position, 'x.');
    first.cancel();
    const late = hearth.complete({ document, position: position.translate(0, 2) });
    assert.equal(await asked()[0]?.closed, 'aborted');
    assert.deepEqual(await early, []);
    assert.deepEqual(await late, ['z']);
    assert.equal(asked().length, 2);
  });

  it('does not ask about a place that the text has left behind since VS Code asked', async () => {
    const { document, position } = await untitledWithCursor('ruby', 'sum = █');
    let keys = 0;
    const typedIn = new Proxy(document, {
      get: (target, name) => (name === 'version' ? target.version + keys : Reflect.get(target, name)),
    });
    const offered = hearth.complete({ document: typedIn, position });
    // In one piece with the question, as after a moment in which the extension host was busy.
    keys++;
    assert.deepEqual(await offered, []);
    assert.deepEqual(asked(), []);
    assert.equal(hearth.decision?.reason, 'cancelled');
  });

  it('has one request in flight however often it is asked at once', async () => {
    const gate = new Gate();
    hearth.engine.enqueue(says('a', gate));
    const place = await untitledWithCursor('ruby', 'sum = █');
    const all = [1, 2, 3, 4].map(() => hearth.complete(place));
    await until(() => asked()[0], whatInstead);
    gate.open();
    assert.deepEqual(await Promise.all(all), [['a'], ['a'], ['a'], ['a']]);
    assert.equal(asked().length, 1);
  });

  it('drops an answer whose document has changed meanwhile', async () => {
    const gate = new Gate();
    hearth.engine.enqueue(says('a + b', gate));
    const { document, position } = await untitledWithCursor('ruby', 'first line\nsum = █');
    const completed = hearth.complete({ document, position });
    await gate.reached;
    await insert(document, new Position(0, 0), 'x');
    gate.open();
    assert.deepEqual(await completed, []);
    assert.equal(hearth.decision?.reason, 'cancelled');
  });

  it('come in Markdown only when asked for', async () => {
    const place = await untitledWithCursor('markdown', 'Once upon █');
    assert.equal(await unasked(place), 'onDemand');
    hearth.engine.enqueue(says('a time'));
    assert.deepEqual(await hearth.complete(place, { invoked: true }), ['a time']);
  });

  it('do not come at all where they are off for the language', async () => {
    const place = await untitledWithCursor('ini', 'name=█');
    assert.equal(await unasked(place, true), 'modeOff');
  });

  it('are turned off and on again by their command, which the status bar shows', async () => {
    const place = await untitledWithCursor('ruby', 'sum = █');
    await commands.executeCommand('hearth.toggleCompletions');
    try {
      assert.equal(await unasked(place), 'disabled');
      await until(() => hearth.face.text.endsWith(' (completions off)'), 'the status bar to say that they are off');
      hearth.engine.script(says('a'));
      assert.deepEqual(await hearth.complete(place, { invoked: true }), ['a']);
    } finally {
      await commands.executeCommand('hearth.toggleCompletions');
    }
    assert.deepEqual(await hearth.complete(place), ['a']);
    assert.doesNotMatch(hearth.face.text, /off/);
  });

  it('do not come in excluded files', async () => {
    const place = await fileWithCursor('.env.local', 'PASSWORD=█');
    assert.equal(await unasked(place, true), 'excluded');
  });

  it('do not come with several cursors', async () => {
    const place = await untitledWithCursor('ruby', 'one \ntwo █');
    const editor = await window.showTextDocument(place.document);
    editor.selections = [new Selection(0, 4, 0, 4), new Selection(1, 4, 1, 4)];
    assert.equal(await unasked(place), 'multipleCursors');
    editor.selections = [new Selection(1, 4, 1, 4)];
    await until(() => editor.selections.length === 1, 'one cursor');
    assert.notDeepEqual(await hearth.complete(place), []);
  });

  it('do not come within a word', async () => {
    assert.equal(await unasked(await untitledWithCursor('ruby', 'su█m = 1')), 'midWord');
  });

  it('do not come in a file over 1 MB or a line over 10,000 characters', async () => {
    const lines = 'some text\n'.repeat(100_001);
    assert.equal(await unasked(await untitledWithCursor('ruby', `${lines}█`)), 'tooLarge');
    assert.equal(await unasked(await untitledWithCursor('ruby', `${'x'.repeat(10_001)} █`)), 'tooLarge');
  });

  it('do not come in what is not text', async () => {
    assert.equal(await unasked(await untitledWithCursor('ruby', 'PK\u0003\u0004\u0000\u0000 █')), 'notText');
  });

  it('take a file with CRLF as if it had none, and stay on the line', async () => {
    hearth.engine.enqueue(says('a + b\r\n', 'more'));
    const place = await fileWithCursor('crlf.rb', 'def add(a, b)\r\n  return █\r\nend\r\n');
    assert.equal(place.document.getText().includes('\r\n'), true);
    assert.deepEqual(await hearth.complete(place), ['a + b']);
    const [request] = asked();
    assert.equal(request?.body?.prompt, 'def add(a, b)\n  return ');
    assert.equal(request?.body?.suffix, '\nend\n');
  });

  it('come in files, unsaved texts and notebook cells, and nowhere else', async () => {
    const cells = [new NotebookCellData(NotebookCellKind.Code, 'sum = ', 'python')];
    const notebook = await workspace.openNotebookDocument('jupyter-notebook', new NotebookData(cells));
    const cell = notebook.cellAt(0).document;
    const file = await fileWithCursor('here.rb', '█');
    const untitled = await untitledWithCursor('ruby', '█');
    const matches = (document: TextDocument) => languages.match(hearth.selector, document) > 0;
    assert.deepEqual([cell, file.document, untitled.document].map(matches), [true, true, true]);

    const other = workspace.registerTextDocumentContentProvider('chatSessionInput', {
      provideTextDocumentContent: () => 'a question',
    });
    assert.equal(matches(await workspace.openTextDocument(Uri.parse('chatSessionInput:/input'))), false);
    other.dispose();

    hearth.engine.enqueue(says('a + b'));
    assert.deepEqual(await hearth.complete({ document: cell, position: new Position(0, 6) }), ['a + b']);
  });

  it('stand beside the suggest widget while they begin with its selected item', async () => {
    hearth.engine.script(says('puts total'));
    const place = await untitledWithCursor('ruby', 'sum = pu█');
    const range = new Range(0, 6, 0, 8);
    assert.deepEqual(await hearth.complete(place, { selected: { range, text: 'push' } }), []);
    assert.deepEqual(await hearth.complete(place, { selected: { range, text: 'puts' } }), ['puts total']);
  });

  describe('when cancelled', () => {
    const cancelled = async (request: () => { closed: Promise<string> } | undefined) => {
      const cancel = new CancellationTokenSource();
      const completed = hearth.complete(await untitledWithCursor('ruby', 'sum = █'), { cancel });
      const open = await until(request, whatInstead);
      cancel.cancel();
      assert.deepEqual(await completed, []);
      assert.equal(hearth.decision?.reason, 'cancelled');
      assert.equal(await open.closed, 'aborted');
      await hearth.idle();
      assert.equal(hearth.status.failing, undefined);
    };

    it('before it is known whether the model is loaded, close that question', async () => {
      hearth.engine.script(hangs(), '/api/ps');
      await cancelled(() => hearth.engine.requests.find(({ path }) => path === '/api/ps'));
    });

    it('before the first byte, close the request', async () => {
      hearth.engine.script(hangs());
      await cancelled(() => asked()[0]);
    });

    it('in the middle of the answer, close the request', async () => {
      hearth.engine.script(stalls('a + '));
      await cancelled(() => asked()[0]);
    });
  });
});
