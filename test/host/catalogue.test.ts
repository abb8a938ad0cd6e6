import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  ExtensionKind,
  env,
  extensions,
  languages,
  Position,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  Range,
  Selection,
  TabInputTextDiff,
  Uri,
  WorkspaceEdit,
  window,
} from 'vscode';
import { gitApi } from '../../src/editor/tasks/code/gitExtension.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { stalls } from '../fakes/ollamaFaults.ts';
import { closeEditors, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { run } from './support/run.ts';
import { until } from './support/until.ts';

describe('the catalogue', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
  });

  const body = () => hearth.asked('/api/chat').at(-1)?.body;
  const answers = (...pieces: string[]) => hearth.engine.script(says(...pieces));
  /** Picks these labels, one list after the other. */
  const picks = (...labels: string[]) => {
    hearth.person.pick = () => labels.shift();
  };

  it('Ask: a question of one’s own', async () => {
    await showFile('notes1.txt', 'Ann comes at nine.\n');
    hearth.person.type = () => 'Who comes?';
    answers('Ann.');
    await run('ask');
    assert.match(hearth.prompt, /Who comes\?[\s\S]*Ann comes at nine\./);
    assert.equal(hearth.newestText, 'Ann.');
  });

  it('Summarize as: key points', async () => {
    await showFile('notes2.txt', 'Ann comes at nine.\n');
    picks('Key points');
    answers('- Ann comes.');
    await run('summarizeAs');
    assert.match(hearth.prompt, /List the key points of this text/);
    assert.equal(hearth.newestText, '- Ann comes.');
  });

  describe('Extract', () => {
    it('shows a table in which what the text does not say is flagged, and asks for the form', async () => {
      await showFile('notes3.txt', 'Ann | Bob will *send* the minutes by Friday.\n');
      picks('To-dos', 'Table');
      answers('{"items":[{"task":"send the minutes","who":"Ann | Bob",', '"when":"Monday"}]}');
      await run('extract');
      assert.equal((body()?.format as { type?: string } | undefined)?.type, 'object');
      assert.equal(
        hearth.newestText,
        '| To do | Who | Until when |\n| --- | --- | --- |\n| send the minutes | Ann \\| Bob | ⚠ Monday |\n\n' +
          '⚠ 1 value does not stand in the text like this. The model may have made it up.',
      );
    });

    it('takes the user’s own fields, as JSON, and remembers them', async () => {
      await showFile('notes4.txt', 'Paid 12 EUR to Ann.\n');
      picks('In my own words…', 'JSON');
      hearth.person.type = () => 'amount, payee';
      answers('{"items":[{"amount":"12 EUR","payee":"Ann"}]}');
      await run('extract');
      assert.equal(hearth.newestText, '```json\n[\n  {\n    "amount": "12 EUR",\n    "payee": "Ann"\n  }\n]\n```');
      picks('amount, payee');
      await run('extract');
      assert.ok(hearth.person.offered.at(-1)?.labels.includes('JSON'));
    });

    it('says so when the answer has not the form, and shows it as it came, with no markup of its own', async () => {
      await showFile('notes5.txt', 'Nothing.\n');
      picks('Names', 'Table');
      answers('I see no names. ![x](https://evil.example/x)');
      await run('extract');
      assert.match(hearth.newestText, /^The model did not answer in the form[\s\S]*```text\nI see no names\. !\[x\]/);
    });

    it('stopped, shows what had come', async () => {
      await showFile('notes6.txt', 'Ann and Bob.\n');
      picks('Names', 'Table');
      hearth.engine.script(stalls('{"items":[{"name":"Ann","kind":"person"},{"name":"B'));
      const running = run('extract');
      await until(() => hearth.page.cards[0]?.notice === '1 found so far…', 'the count');
      hearth.page.press({ type: 'stop', id: hearth.page.newest.id });
      await running;
      assert.match(hearth.newestText, /\| Ann \| person \|\n\nThe answer was cut short/);
    });
  });

  it('Classify: one of the user’s labels, with the reason; another one is flagged', async () => {
    await showFile('issue.txt', 'It crashes.\n');
    hearth.person.type = () => 'bug, wish';
    picks('One label');
    answers('{"labels":"Bug","reason":"It crashes."}');
    await run('classify');
    assert.match(hearth.newestText, /\| bug \| It crashes\. \|$/);
    picks('bug, wish', 'One label');
    answers('{"labels":"question","reason":"?"}');
    await run('classify');
    assert.match(hearth.newestText, /\| ⚠ question \| \? \|\n\n⚠ is none of what was offered/);
  });

  it('Review: remarks in the view and as problems that move with the text, and go when it is edited', async () => {
    const editor = await showFile('half.txt', 'one\nhalf of it\nthree\n');
    const { uri } = editor.document;
    const problems = () => languages.getDiagnostics(uri).filter(({ source }) => source === 'Hearth');
    answers(
      '{"remarks":[{"quote":"half of it","weight":"problem","remark":"Which half?"},{"quote":"four","weight":"question","remark":"Why?"}]}',
    );
    await run('review');
    assert.match(hearth.newestText, /\| problem \| Which half\? \| half of it \|\n\| question \| Why\? \| ⚠ four \|/);
    assert.deepEqual(
      problems().map(({ message, severity, range }) => [message, severity, range.start.line, range.end.character]),
      [['Which half?', DiagnosticSeverity.Warning, 1, 10]],
    );
    await editor.edit((edit) => edit.insert(new Position(0, 0), 'zero\n'));
    assert.equal(problems()[0]?.range.start.line, 2);
    await editor.edit((edit) => edit.replace(new Range(2, 0, 2, 4), 'all'));
    assert.deepEqual(problems(), []);
  });

  describe('code', () => {
    const code = 'function half(n) {\n  return n / 3;\n}\n';
    const diff = () => window.tabGroups.activeTabGroup.activeTab?.input;

    it('Fix: told what is wrong, reviewed line by line, accepted as one edit, and looked at again', async () => {
      const editor = await showFile('half1.lua', code);
      const { document } = editor;
      const found = languages.createDiagnosticCollection('test');
      found.set(document.uri, [new Diagnostic(new Range(1, 2, 1, 15), 'Expected 2, got 3.')]);
      answers('Sure:\n\n```lua\nfunction half(n) {\n  return n / 2;\n}\n```\nDone.');
      await run('fix');
      assert.match(hearth.prompt, /- line 2 of it: Expected 2, got 3\./);
      await until(() => diff() instanceof TabInputTextDiff, 'the diff editor');
      assert.equal(document.getText(), code);
      await run('acceptChanges');
      assert.equal(document.getText(), code.replace('3', '2'));
      found.delete(document.uri);
      await until(() => hearth.person.texts.includes('half1.lua has no problems any more.'), 'the second look');
      await window.showTextDocument(document);
      await commands.executeCommand('undo');
      await until(() => document.getText() === code, 'the old code');
      found.dispose();
    });

    it('an answer without its end changes nothing, and says so', async () => {
      const { document } = await showFile('half2.lua', code);
      answers('```lua\nfunction half(n) {\n  retu');
      await run('fix');
      assert.equal(hearth.page.newest.phase, 'failed');
      assert.match(hearth.page.newest.failure?.message ?? '', /end of the answer is missing/);
      assert.equal(document.getText(), code);
      assert.deepEqual(hearth.reviews.of(document.uri.toString()), []);
    });

    it('Document: in the language’s own convention; nothing to change is nothing to review', async () => {
      const { document } = await showFile('half.py', 'def half(n):\n    return n / 2\n');
      answers('```python\ndef half(n):\n    return n / 2\n```');
      await run('document');
      assert.match(hearth.prompt, /PEP 257/);
      assert.equal(hearth.newestText, 'Nothing to change.');
      assert.deepEqual(hearth.reviews.of(document.uri.toString()), []);
    });

    it('Name It: the chosen name is given by the language’s own rename', async () => {
      const editor = await showFile('names.rb', 'x = 1\nputs x\n');
      const { document } = editor;
      editor.selection = new Selection(0, 0, 0, 0);
      const renaming = languages.registerRenameProvider('ruby', {
        provideRenameEdits(of, _, name) {
          const edit = new WorkspaceEdit();
          edit.replace(of.uri, new Range(0, 0, 0, 1), name);
          edit.replace(of.uri, new Range(1, 5, 1, 6), name);
          return edit;
        },
      });
      answers('{"names":[{"name":"count","why":"it counts"},{"name":"puts","why":"no"}]}');
      picks('count');
      await run('nameIt');
      assert.deepEqual(hearth.person.offered.at(-1)?.rows, ['count |  | it counts']);
      assert.equal(document.getText(), 'count = 1\nputs count\n');
      renaming.dispose();
    });

    it('the lightbulb offers Fix and Explain on a problem, Document when asked, and nothing by itself elsewhere', async () => {
      const { document } = await showFile('half3.lua', code);
      const titles = async (line: number, kind?: string) =>
        (
          await commands.executeCommand<readonly { title: string }[]>(
            'vscode.executeCodeActionProvider',
            document.uri,
            new Range(line, 3, line, 3),
            kind,
          )
        )
          .map(({ title }) => title)
          .filter((title) => title.startsWith('Hearth'));
      const found = languages.createDiagnosticCollection('test');
      found.set(document.uri, [new Diagnostic(new Range(1, 2, 1, 15), 'Expected 2, got 3.')]);
      assert.deepEqual((await titles(1)).slice(0, 2), ['Hearth: Fix', 'Hearth: Explain This Problem']);
      assert.deepEqual(await titles(0, 'quickfix'), []);
      assert.deepEqual(await titles(0, 'refactor.rewrite'), ['Hearth: Document']);
      answers('It divides by three.');
      await run('explainProblem', document.uri, new Range(1, 2, 1, 15), 'Expected 2, got 3.');
      assert.match(hearth.prompt, /Explain this problem[\s\S]*line 2 of it: Expected 2, got 3\.[\s\S]*return n/);
      found.dispose();
    });
  });

  describe('Commit Message', () => {
    const folders: string[] = [];
    after(() => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });

    /** A repository with one commit, in which a file was changed since. */
    const changedRepository = async (now: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'hearth-git-'));
      folders.push(folder);
      const git = (...parameters: string[]) =>
        execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...parameters], { cwd: folder });
      git('init', '-q');
      writeFileSync(join(folder, 'a.txt'), 'one\n');
      git('add', '.');
      git('commit', '-qm', 'feat: the first line');
      writeFileSync(join(folder, 'a.txt'), now);
      await commands.executeCommand('git.openRepository', folder);
      const api = await gitApi();
      const rootUri = Uri.file(folder);
      await until(() => api?.getRepository(rootUri) !== null, 'the repository');
      const repository = api?.getRepository(rootUri) ?? assert.fail('no repository');
      return { inputBox: repository.inputBox, write: () => run('commitMessage', { rootUri }) };
    };

    it('is written from what changed, in the style of the last ones, into the message box', async () => {
      const { inputBox, write } = await changedRepository('one\ntwo\n');
      answers('```\nfeat: the second line\n```');
      await write();
      assert.equal(inputBox.value, 'feat: the second line');
      assert.match(hearth.prompt, /- feat: the first line\n[\s\S]*\+two/);
      assert.equal(body()?.think, false);
    });

    it('never writes over a message that stands there without a question', async () => {
      const { inputBox, write } = await changedRepository('one\ntwo\n');
      inputBox.value = 'mine';
      answers('feat: other');
      await write();
      assert.equal(inputBox.value, 'mine');
      hearth.person.press = () => 'Copy Instead';
      await write();
      assert.equal(inputBox.value, 'mine');
      assert.equal(await env.clipboard.readText(), 'feat: other');
      hearth.person.press = () => 'Replace It';
      await write();
      assert.equal(inputBox.value, 'feat: other');
    });

    it('says that Git is on the other machine where it is, and leads to the setting that helps', async () => {
      // A window over SSH, from here: Hearth runs on the user's machine, and Git's extension beside the files.
      const elsewhere = replace(
        extensions,
        'getExtension',
        () => (id: string) => (id === 'vscode.git' ? undefined : { id, extensionKind: ExtensionKind.UI }),
      );
      await run('commitMessage');
      elsewhere.dispose();
      assert.equal(
        hearth.person.texts.at(-1),
        'Git is on the other machine and Hearth on yours, so it cannot see what changed.',
      );
      assert.deepEqual(hearth.asked('/api/chat'), []);
    });

    it('reads long changes part by part, and leaves nothing out', async () => {
      const lines = Array.from({ length: 3000 }, (_, index) => `line number ${index} of many\n`);
      const { inputBox, write } = await changedRepository(lines.join(''));
      answers('Adds lines.');
      await write();
      const all = hearth.asked('/api/chat').map((request) => JSON.stringify(request.body));
      assert.ok(all.length > 3, String(all.length));
      for (const index of [0, 1500, 2999]) {
        assert.ok(
          all.some((text) => text.includes(`line number ${index} of`)),
          String(index),
        );
      }
      assert.match(all.at(-1) ?? '', /What changed:/);
      assert.equal(inputBox.value, 'Adds lines.');
    });
  });
});

describe('the list of everything', () => {
  let hearth: Hearth;
  let box: QuickPick<QuickPickItem> | undefined;
  let caught: Disposable;
  beforeEach(async () => {
    hearth = await startHearth();
    caught = replace(window, 'createQuickPick', (real) => () => {
      box = real() as QuickPick<QuickPickItem>;
      return box;
    });
  });
  afterEach(async () => {
    caught.dispose();
    await closeEditors();
    await hearth.end();
  });
  const labels = () =>
    box?.items.filter(({ kind }) => kind !== QuickPickItemKind.Separator).map(({ label }) => label) ?? [];
  const accept = () => commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');

  it('has what fits here first; what was chosen is on top the next time', async () => {
    await showFile('half4.lua', 'x = 1\n');
    const running = run('do');
    await until(() => labels().length > 0 && box?.activeItems.length === 1, 'the list');
    assert.deepEqual(labels().slice(0, 3), ['Explain', 'Fix', 'Summarize']);
    assert.ok(labels().indexOf('Proofread') > labels().indexOf('Name It'));
    if (box) box.value = 'Document';
    await until(() => box?.activeItems[0]?.label === 'Document', 'the filter');
    await accept();
    await running;
    assert.equal(hearth.page.newest.title, 'Document');
    void run('do');
    await until(
      () => labels()[0] === 'Document',
      () => `what was used lately: ${labels().join(', ')}`,
    );
    await commands.executeCommand('workbench.action.closeQuickOpen');
  });
});
