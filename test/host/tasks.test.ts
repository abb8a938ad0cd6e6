import assert from 'node:assert/strict';
import {
  commands,
  DocumentSymbol,
  languages,
  Position,
  Range,
  Selection,
  SymbolKind,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { Gate } from '../fakes/gate.ts';
import { says, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import { hangs, stalls } from '../fakes/ollamaFaults.ts';
import { selectLines, showFile, untitledWithCursor } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { explain, explainFile } from './support/run.ts';
import { until } from './support/until.ts';

const summarize = () => commands.executeCommand('hearth.summarize');

describe('tasks', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    await hearth.end();
  });

  const asked = () => hearth.asked('/api/chat');

  describe('say what they work on', () => {
    it('the selection, and nothing else of the file', async () => {
      const editor = await showFile('selected.txt', 'one\ntwo\nthree\nfour\n');
      selectLines(editor, 1, 2);
      await explain();
      const { title, about, badge, phase } = hearth.page.newest;
      assert.deepEqual([title, about, phase], ['Explain', 'selection · selected.txt:2–3', 'done']);
      assert.deepEqual([badge?.word, badge?.model], ['local', 'writer']);
      assert.match(badge?.facts ?? '', /tokens/);
      assert.match(hearth.prompt, /two\nthree/);
      assert.doesNotMatch(hearth.prompt, /one|four/);
    });

    it('without a selection, the innermost function round the cursor', async () => {
      const outline = languages.registerDocumentSymbolProvider('ruby', {
        provideDocumentSymbols: () => {
          const symbol = (name: string, kind: SymbolKind, first: number, last: number) =>
            new DocumentSymbol(name, '', kind, new Range(first, 0, last, 5), new Range(first, 0, first, 5));
          const type = symbol('Square', SymbolKind.Class, 0, 5);
          type.children = [symbol('area', SymbolKind.Method, 1, 3)];
          type.children[0]?.children.push(symbol('side', SymbolKind.Variable, 2, 2));
          return [type];
        },
      });
      const editor = await showFile(
        'shapes.rb',
        'class Square\n  def area\n    side = 1\n  end\n  # rest\nend\nputs 1\n',
      );
      for (const [line, about] of [
        [2, 'method area · shapes.rb:2–4'],
        [4, 'class Square · shapes.rb:1–6'],
        [6, 'whole file · shapes.rb:1–7'],
      ] as const) {
        editor.selection = new Selection(line, 0, line, 0);
        await explain();
        assert.equal(hearth.page.newest.about, about);
      }
      outline.dispose();
    });

    it('in Markdown, the section', async () => {
      const editor = await showFile('notes.md', '# Notes\n\nIntro.\n\n## Setup\n\nInstall it.\n\n## Use\n\nRun it.\n');
      editor.selection = new Selection(6, 0, 6, 0);
      // VS Code's own outline of Markdown is there a little after the first Markdown file was opened in a window.
      await until(async () => {
        const outline = await commands.executeCommand<unknown[]>(
          'vscode.executeDocumentSymbolProvider',
          editor.document.uri,
        );
        return outline?.length ? outline : undefined;
      }, 'the outline');
      await summarize();
      const { title, about } = hearth.page.newest;
      assert.deepEqual([title, about], ['Summarize', 'section "Setup" · notes.md:5–7']);
      assert.match(hearth.prompt, /Install it/);
      assert.doesNotMatch(hearth.prompt, /Run it|Intro/);
    });

    it('else the whole file, and that it is being loaded', async () => {
      const gate = new Gate();
      await hearth.end();
      hearth = await startHearth({ models: [{ name: 'writer:latest' }] });
      hearth.engine.enqueue(says(gate, 'It counts.'));
      await showFile('loading.txt', 'one\ntwo');
      const task = explain();
      const card = await hearth.page.until(({ notice }) => notice !== undefined, 'word of the load');
      assert.equal(card.about, 'whole file · loading.txt:1–2');
      assert.equal(card.notice, 'Loading writer into memory…');
      gate.open();
      await task;
      assert.equal(hearth.page.newest.notice, undefined);
    });
  });

  it('stream into the view, rendered, and leave the document as it is', async () => {
    const gate = new Gate();
    hearth.engine.enqueue(says('**Counts** ', gate, 'words.'));
    const { document } = await showFile('streamed.txt', 'one\ntwo\n');
    const { version } = document;
    const task = explain();
    await gate.reached;
    const { id, badge } = await hearth.page.until(({ phase }) => phase === 'streaming', 'the first piece');
    assert.deepEqual([badge?.tier, badge?.model], ['local', 'writer']);
    await until(() => hearth.page.bodyOf(id).includes('<strong>Counts</strong>'), 'the first piece on the page');
    gate.open();
    await task;
    await until(() => hearth.page.bodyOf(id).includes('words.'), 'the whole answer on the page');
    assert.equal(hearth.view.textOf(id), '**Counts** words.');
    assert.deepEqual(hearth.page.announced.at(-1), 'Explain: answer complete, local');
    assert.equal(document.version, version);
    assert.equal(document.getText(), 'one\ntwo\n');
  });

  it('mark an answer that ended at the token limit as incomplete', async () => {
    hearth.engine.enqueue(saysAndEnds({ doneReason: 'length' }, 'It counts'));
    await explainFile('short.txt', 'one');
    assert.deepEqual([hearth.page.newest.phase, hearth.page.newest.mark], ['done', 'incomplete']);
  });

  describe('refuse, with the reason and without a request', () => {
    const refused = async (reason: RegExp) => {
      await explain();
      assert.equal(hearth.person.told.length, 1);
      assert.match(hearth.person.texts[0] ?? '', reason);
      assert.deepEqual(hearth.page.cards, []);
      assert.deepEqual(asked(), []);
    };

    it('when no editor is open', () => refused(/^Open a text file first/));

    it('an empty document', async () => {
      await showFile('empty.txt', '');
      await refused(/no text here/);
    });

    it('a selection of nothing but space', async () => {
      const editor = await showFile('blank.txt', 'one\n   \n\ntwo\n');
      selectLines(editor, 1, 2);
      await refused(/no text here/);
    });

    it('what is not text', async () => {
      const { document } = await untitledWithCursor('ruby', 'PK\u0003\u0004\u0000\u0000█');
      await window.showTextDocument(document);
      await refused(/not text/);
    });

    it('a file of 5 MB, naming the limit', async () => {
      await showFile('large.txt', 'some text\n'.repeat(500_000));
      await refused(/more than 1 MB/);
    });
  });

  describe('with a text that is too long for the model', () => {
    let editor: TextEditor;
    beforeEach(async () => {
      const lines = Array.from({ length: 1200 }, (_, line) => `line ${line} says something about counting\n`);
      editor = await showFile('long.txt', lines.join(''));
    });

    /** Begins to have it read in parts, and presses what is offered beside that. */
    async function wantsLess(pick: Hearth['person']['pick']): Promise<void> {
      hearth.engine.script(stalls());
      hearth.person.pick = pick;
      const running = explain();
      const card = await hearth.page.until(({ offerLabel }) => offerLabel !== undefined, 'the offer');
      await until(() => asked().length === 1, 'the first part');
      hearth.engine.script(undefined);
      hearth.page.press({ type: 'offer', id: card.id });
      await until(() => hearth.person.offered.length === 1, 'the choice');
      await running;
    }

    it('are read in parts, and work on less of it where that is chosen', async () => {
      await wantsLess(() => 'The first part that fits');
      await hearth.page.until(({ about, phase }) => about.startsWith('first part') && phase === 'done', 'the answer');
      const [offered] = hearth.person.offered;
      assert.equal(offered?.title, 'This Is Too Long for writer');
      assert.match(offered?.placeHolder ?? '', /^whole file has about [\d,.]+ tokens; [\d,.]+ fit/);
      const about = /^first part of whole file · long\.txt:1–(\d+)$/.exec(hearth.page.newest.about);
      assert.ok(about, hearth.page.newest.about);
      const last = Number(about[1]) - 1;
      assert.ok(last > 10 && last < 1199);
      assert.match(hearth.prompt, new RegExp(`line ${last} `));
      assert.doesNotMatch(hearth.prompt, new RegExp(`line ${last + 1} `));
      assert.equal(hearth.page.newest.phase, 'done');
    });

    it('offer what is visible', async () => {
      editor.revealRange(new Range(600, 0, 600, 0));
      await until(() => editor.visibleRanges[0]?.contains(new Position(600, 0)), 'line 600 in sight');
      await wantsLess(({ labels }) => labels[0]);
      await hearth.page.until(({ about, phase }) => about.startsWith('visible') && phase === 'done', 'the answer');
      assert.deepEqual(hearth.person.offered[0]?.labels, ['What is visible now', 'The first part that fits']);
      assert.match(hearth.page.newest.about, /^visible text · long\.txt:/);
      assert.match(hearth.prompt, /line 600 /);
      assert.doesNotMatch(hearth.prompt, /line 1 |line 1199 /);
    });

    it('go on in parts when nothing is chosen', async () => {
      hearth.engine.script(stalls());
      const running = explain();
      const card = await hearth.page.until(({ offerLabel }) => offerLabel !== undefined, 'the offer');
      await until(() => asked().length === 1, 'the first part');
      hearth.page.press({ type: 'offer', id: card.id });
      await until(() => hearth.person.offered.length === 1, 'the choice');
      assert.deepEqual([hearth.page.cards.length, hearth.page.newest.phase, asked().length], [1, 'waiting', 1]);
      hearth.page.press({ type: 'stop', id: card.id });
      await running;
      assert.equal(hearth.page.newest.phase, 'stopped');
    });
  });

  it('run beside each other, each with its own answer', async () => {
    const gates = [new Gate(), new Gate()] as const;
    hearth.engine.enqueue(says('first', gates[0], ' answer'));
    hearth.engine.enqueue(says('second', gates[1], ' answer'));
    await showFile('two.txt', 'one');
    const first = explain();
    await gates[0].reached;
    const second = summarize();
    await gates[1].reached;
    assert.equal(hearth.status.working, 2);
    gates[1].open();
    await second;
    gates[0].open();
    await first;
    const texts = hearth.page.cards.map(({ id, title, phase }) => [title, phase, hearth.view.textOf(id)]);
    assert.deepEqual(texts, [
      ['Summarize', 'done', 'second answer'],
      ['Explain', 'done', 'first answer'],
    ]);
  });

  it('go before completions: the one in flight ends, and none is asked for meanwhile', async () => {
    hearth.engine.enqueue(hangs());
    const place = await untitledWithCursor('ruby', 'sum = █');
    await showFile('first.txt', 'one');
    const completed = hearth.complete(place);
    const flight = await until(() => hearth.asked('/api/generate')[0], 'the completion');
    const gate = new Gate();
    hearth.engine.enqueue(says('It', gate, ' counts.'));
    const task = explain();
    assert.equal(await flight.closed, 'aborted');
    assert.deepEqual(await completed, []);
    assert.equal(hearth.decision?.reason, 'taskRunning');
    await gate.reached;
    assert.deepEqual(await hearth.complete(place), []);
    assert.equal(hearth.decision?.reason, 'taskRunning');
    assert.equal(hearth.asked('/api/generate').length, 1);
    gate.open();
    await task;
    assert.equal(hearth.page.newest.phase, 'done');
    assert.notDeepEqual(await hearth.complete(place), []);
  });

  it('work in a document that no folder holds', async () => {
    const document = await workspace.openTextDocument(Uri.parse('untitled:plan'));
    const editor = await window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new Position(0, 0), 'Some thoughts.'));
    await explain();
    assert.equal(hearth.page.newest.about, 'whole file · plan:1–1');
  });
});
