import assert from 'node:assert/strict';
import {
  commands,
  type Disposable,
  EventEmitter,
  env,
  FileSystemError,
  FileType,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  type NotebookDocument,
  NotebookRange,
  Position,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  Range,
  Selection,
  type Terminal,
  Uri,
  window,
  workspace,
} from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { run } from './support/run.ts';
import { until } from './support/until.ts';
import { withUserSettings } from './support/userSettings.ts';

/** Everywhere that a person asks from, beside the text of a file. */
describe('the places to ask from', () => {
  let hearth: Hearth;
  const own: Disposable[] = [];
  before(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    hearth.engine.script(undefined);
    hearth.person.press = () => undefined;
    hearth.person.pick = () => undefined;
    hearth.person.type = () => undefined;
    for (const each of own.splice(0)) each.dispose();
    await closeEditors();
  });
  after(() => hearth.end());

  const requests = () => hearth.asked('/api/chat').length;
  const answers = (...pieces: string[]) => hearth.engine.script(says(...pieces));
  const card = () => hearth.page.newest;

  describe('a terminal', () => {
    /** A terminal that shows this, and has no shell. */
    async function terminalWith(text: string): Promise<Terminal> {
      const written = new EventEmitter<string>();
      const opened = new Promise<void>((resolve) => {
        const pty = { onDidWrite: written.event, open: () => resolve(), close: () => {} };
        const terminal = window.createTerminal({ name: 'build', pty });
        own.push(terminal, written);
        terminal.show();
      });
      await opened;
      const [terminal] = own.slice(-2);
      written.fire(text.replaceAll('\n', '\r\n'));
      await until(() => window.activeTerminal === terminal, 'the terminal');
      return terminal as Terminal;
    }
    /** What is written takes its way through the terminal; selecting all of it again is how a person would see it. */
    const select = async (text: string) => {
      await until(async () => {
        await commands.executeCommand('workbench.action.terminal.selectAll');
        await env.clipboard.writeText('');
        await commands.executeCommand('workbench.action.terminal.copySelection');
        return (await env.clipboard.readText()).includes(text);
      }, 'the selection');
    };

    it('Explain: what is selected, and the clipboard is as it was', async () => {
      await terminalWith('$ make\nmake: *** No targets.');
      await select('No targets');
      await env.clipboard.writeText('mine');
      answers('There is no makefile.');
      await run('explainTerminal');
      assert.match(
        hearth.prompt,
        /Terminal: build\n\nExplain this output of a terminal[\s\S]*\$ make\nmake: \*\*\* No targets\./,
      );
      assert.equal(card().about, 'terminal selection · build');
      assert.equal(card().canReplace, false);
      assert.equal(await env.clipboard.readText(), 'mine');
    });

    it('what was selected may be what was copied last', async () => {
      await terminalWith('error 7');
      await select('error 7');
      const copied = await env.clipboard.readText();
      answers('Seven.');
      await run('explainTerminal');
      assert.match(hearth.prompt, /error 7/);
      assert.equal(await env.clipboard.readText(), copied);
    });

    it('Ask: a question of one’s own about it, which names what it is about', async () => {
      await terminalWith('error 8');
      await select('error 8');
      await env.clipboard.writeText('mine');
      hearth.person.type = () => 'Why eight?';
      answers('Because.');
      await run('askTerminal');
      assert.equal(hearth.person.prompted.at(-1)?.prompt, 'About terminal selection · build');
      assert.match(hearth.prompt, /Terminal: build\n\nWhy eight\?[\s\S]*error 8/);
    });

    it('nothing selected: it says so, asks nothing, and the clipboard is as it was', async () => {
      await terminalWith('error 9');
      await commands.executeCommand('workbench.action.terminal.clearSelection');
      await env.clipboard.writeText('mine');
      const before = requests();
      await run('explainTerminal');
      assert.equal(hearth.person.texts.at(-1), 'Select something in the terminal first.');
      assert.equal(requests(), before);
      assert.equal(await env.clipboard.readText(), 'mine');
    });

    it('a clipboard that may hold a picture is not touched before the person says so', async () => {
      await terminalWith('error 10');
      await select('error 10');
      await env.clipboard.writeText('');
      const before = requests();
      let copied = 0;
      own.push(
        replace(commands, 'executeCommand', (real) => (...values) => {
          copied += String(values[0]).startsWith('workbench.action.terminal.copy') ? 1 : 0;
          return real(...values);
        }),
      );
      await run('explainTerminal');
      assert.match(hearth.person.texts.at(-1) ?? '', /a picture or files in it would be lost/);
      assert.deepEqual([requests(), copied], [before, 0]);
      hearth.person.press = () => 'Go On';
      answers('Ten.');
      await run('explainTerminal');
      assert.match(hearth.prompt, /error 10/);
      assert.deepEqual([copied, await env.clipboard.readText()], [1, '']);
    });

    it('what an answer is about has no place in a file: Insert below says so', async () => {
      await terminalWith('error 11');
      await select('error 11');
      await env.clipboard.writeText('mine');
      answers('Eleven.');
      await run('explainTerminal');
      hearth.page.press({ type: 'insertBelow', id: card().id });
      await until(
        () => hearth.person.texts.at(-1)?.startsWith('What this answer is about stands in no file'),
        'the words',
      );
    });
  });

  describe('a comparison', () => {
    const compare = async (name: string, before: string, after: string) => {
      const [left, right] = [`${name}.before.lua`, `${name}.lua`].map((file, index) =>
        Uri.file(writeInFolder(file, index === 0 ? before : after)),
      );
      await commands.executeCommand('vscode.diff', left, right);
      await until(
        () => window.activeTextEditor?.document.uri.toString() === right?.toString(),
        'the comparison to have the focus',
      );
      return window.activeTextEditor ?? assert.fail();
    };
    const lines = (change: Readonly<Record<number, string>> = {}) =>
      Array.from({ length: 40 }, (_, index) => `${change[index] ?? `line ${index}`}\n`).join('');

    it('Explain: what changed, line by line, with both sides', async () => {
      await compare('compared1', 'a = 1\r\nb = 2\r\n', 'a = 1\nb = 3\n');
      answers('b is three.');
      await run('explainChanges');
      assert.match(
        hearth.prompt,
        /File: compared1\.lua\n\nExplain what changed[\s\S]*```diff\n@@ line 2, now line 2 @@\n a = 1\n-b = 2\n\+b = 3\n```/,
      );
      assert.equal(card().about, 'all changes · compared1.lua');
    });

    it('only the changes that are selected', async () => {
      const editor = await compare('compared2', lines(), lines({ 5: 'five', 30: 'thirty' }));
      editor.selection = new Selection(28, 0, 31, 0);
      answers('Thirty.');
      await run('explainChanges');
      assert.match(hearth.prompt, /-line 30\n\+thirty/);
      assert.doesNotMatch(hearth.prompt, /five/);
      editor.selection = new Selection(15, 0, 16, 0);
      await run('explainChanges');
      assert.equal(hearth.person.texts.at(-1), 'Nothing differs between the two sides here.');
    });

    it('in a file alone, it says what is missing', async () => {
      await showFile('alone.lua', 'a = 1\n');
      await run('explainChanges');
      assert.equal(hearth.person.texts.at(-1), 'Open a comparison of two texts first.');
    });
  });

  describe('a notebook', () => {
    const open = async (): Promise<NotebookDocument> => {
      const notebook = await workspace.openNotebookDocument(
        'jupyter-notebook',
        new NotebookData([
          new NotebookCellData(NotebookCellKind.Markup, 'Some notes, which is long.', 'markdown'),
          new NotebookCellData(NotebookCellKind.Code, 'total = 1\nprint(total)', 'python'),
        ]),
      );
      await window.showNotebookDocument(notebook, { selections: [new NotebookRange(1, 2)] });
      return notebook;
    };

    it('the cell that is selected, and the excerpt names it', async () => {
      await open();
      answers('It prints.');
      await run('explain');
      assert.match(card().about, /^cell 2 · /);
      assert.match(hearth.prompt, /Language: python[\s\S]*```python\ntotal = 1\nprint\(total\)\n```/);
    });

    it('the cell whose menu it was, wherever the cursor is', async () => {
      const notebook = await open();
      answers('Notes.');
      await run('summarize', notebook.cellAt(0));
      assert.match(card().about, /^cell 1 · /);
      assert.match(hearth.prompt, /Summarize this text[\s\S]*Some notes/);
    });

    it('Fix changes the cell past a review, as one edit', async () => {
      const notebook = await open();
      const { document } = notebook.cellAt(1);
      answers('```python\ntotal = 2\nprint(total)\n```');
      await run('fix', notebook.cellAt(1));
      assert.equal(document.getText(), 'total = 1\nprint(total)');
      await commands.executeCommand('hearth.acceptChanges');
      assert.equal(document.getText(), 'total = 2\nprint(total)');
    });
  });

  describe('what is read-only', () => {
    /** A file system that nothing can be written to. */
    function readOnlyFiles(content: string) {
      const refuse = (uri: Uri) => {
        throw FileSystemError.NoPermissions(uri);
      };
      own.push(
        workspace.registerFileSystemProvider(
          'hearth-museum',
          {
            onDidChangeFile: () => ({ dispose() {} }),
            watch: () => ({ dispose() {} }),
            stat: () => ({ type: FileType.File, ctime: 0, mtime: 0, size: content.length }),
            readFile: () => Buffer.from(content),
            readDirectory: refuse,
            createDirectory: refuse,
            writeFile: refuse,
            delete: refuse,
            rename: refuse,
          },
          { isReadonly: true },
        ),
      );
    }
    /** What the list of everything offers here. */
    const offered = async () => {
      const boxes: QuickPick<QuickPickItem>[] = [];
      const caught = replace(window, 'createQuickPick', (real) => () => {
        const box = real() as QuickPick<QuickPickItem>;
        boxes.push(box);
        return box;
      });
      const running = run('do');
      const box = await until(() => boxes.find(({ items }) => items.length > 0), 'the list');
      caught.dispose();
      const labels = box.items.filter(({ kind }) => kind !== QuickPickItemKind.Separator).map(({ label }) => label);
      await commands.executeCommand('workbench.action.closeQuickOpen');
      await running;
      return labels;
    };
    const writers = [
      'Fix',
      'Document',
      'Proofread',
      'Rewrite…',
      'Continue',
      'Draft from Notes…',
      'Translate…',
      'Name It',
    ];

    it('can be explained, and not written: the list leaves that out, and the commands say why before a model works', async () => {
      readOnlyFiles('One sentence that are wrong.\n');
      const document = await workspace.openTextDocument(Uri.parse('hearth-museum:/old.md'));
      await window.showTextDocument(document);
      const labels = await offered();
      assert.deepEqual(labels.slice(0, 2), ['Explain', 'Summarize']);
      assert.deepEqual(
        labels.filter((label) => writers.includes(label)),
        [],
      );
      const before = requests();
      for (const id of ['rewrite', 'translate', 'draft', 'continue', 'fix', 'document', 'nameIt']) {
        const told = hearth.person.told.length;
        await run(id);
        assert.deepEqual(
          hearth.person.texts.slice(told),
          ['old.md is read-only, so Hearth can change nothing in it.'],
          id,
        );
      }
      assert.equal(requests(), before);
      answers('It says something.');
      await run('explain');
      assert.equal(hearth.view.textOf(card().id), 'It says something.');
    });

    it('by the user’s settings: the list leaves out what writes there, and has it elsewhere', async () => {
      await withUserSettings({ 'files.readonlyInclude': { 'generated/**': true } }, async () => {
        await showFile('generated/made.md', 'Made.\n');
        assert.deepEqual(
          (await offered()).filter((label) => writers.includes(label)),
          [],
        );
        await showFile('written.md', 'Written.\n');
        assert.ok((await offered()).includes('Rewrite…'));
      });
    });
  });

  it('a document that is in no file: what writes is there, and a change is one edit', async () => {
    const document = await workspace.openTextDocument({ language: 'markdown', content: 'It are so.\n' });
    await window.showTextDocument(document);
    hearth.person.pick = () => 'Clearer';
    answers('It is so.');
    await run('rewrite');
    assert.equal(document.getText(), 'It are so.\n');
    await run('acceptChanges');
    assert.equal(document.getText(), 'It is so.\n');
  });

  it('the lightbulb on text: nothing by itself, Proofread and Rewrite when it is asked for', async () => {
    const { document } = await showFile('bulb.md', 'Some text.\n');
    const actions = async (kind?: string) =>
      (
        await commands.executeCommand<readonly { title: string }[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new Range(new Position(0, 3), new Position(0, 3)),
          kind,
        )
      )
        .map(({ title }) => title)
        .filter((title) => title.startsWith('Hearth'));
    assert.deepEqual(await actions('refactor.rewrite'), ['Hearth: Proofread', 'Hearth: Rewrite…']);
    assert.deepEqual(await actions('quickfix'), []);
  });
});
