import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commands,
  type Disposable,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  TabInputTextDiff,
  Uri,
  window,
  workspace,
} from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, removeFromFolder, selectLines, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { run } from './support/run.ts';
import { until } from './support/until.ts';

describe('custom tasks', () => {
  let hearth: Hearth;
  let storage: string;
  let box: QuickPick<QuickPickItem> | undefined;
  let caught: Disposable;
  beforeEach(async () => {
    storage = mkdtempSync(join(tmpdir(), 'hearth-storage-'));
    hearth = await startHearth({ storage });
    caught = replace(window, 'createQuickPick', (real) => () => {
      box = real() as QuickPick<QuickPickItem>;
      return box;
    });
  });
  afterEach(async () => {
    caught.dispose();
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
    rmSync(storage, { recursive: true, force: true });
    removeFromFolder('.hearth');
  });

  /** Writes a task of the user's own. */
  const own = (name: string, content: string) => {
    mkdirSync(join(storage, 'tasks'), { recursive: true });
    writeFileSync(join(storage, 'tasks', name), content);
  };
  const answers = (...pieces: string[]) => hearth.engine.script(says(...pieces));
  const items = () => box?.items ?? [];

  /** Opens the list of everything. */
  async function open(): Promise<{ readonly done: Thenable<unknown> }> {
    box = undefined;
    const done = run('do');
    await until(() => items().length > 0 && box?.activeItems.length === 1, 'the list');
    return { done };
  }

  /** Chooses what is called like this. */
  async function choose(label: string, typed = label): Promise<void> {
    const { done } = await open();
    if (box) box.value = typed;
    await until(() => box?.activeItems[0]?.label === label, `${label} in the list`);
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await done;
  }

  it('the user’s own: its answer is shown, and it is told who it is and what stands there', async () => {
    own('child.md', '---\nname: For a Child\nrole: You teach children.\n---\nExplain this to a child.\n');
    await showFile('child1.txt', 'Rain falls.\n');
    answers('Water ', 'comes down.');
    await choose('For a Child');
    assert.match(hearth.prompt, /You teach children\.\n\nExplain this to a child\.\n\n"""\nRain falls\.\n"""/);
    assert.equal(hearth.newestText, 'Water comes down.');
    assert.equal(hearth.page.newest.title, 'For a Child');
  });

  it('a workspace’s own stand apart under its name, only those that fit, after the user’s', async () => {
    own('a.md', '---\nname: Mine\n---\nDo it.\n');
    writeInFolder('.hearth/tasks/b.md', '---\nname: Theirs\nfor: prose\n---\nDo it.\n');
    writeInFolder('.hearth/tasks/c.md', '---\nname: For Lua\nfor: lua\n---\nDo it.\n');
    writeInFolder('.hearth/tasks/notes.txt', 'no task');
    await showFile('apart.txt', 'Text.\n');
    await open();
    const all = items().map(({ label, kind, description = '' }) =>
      kind === QuickPickItemKind.Separator ? `— ${label}` : `${label} | ${description}`,
    );
    const from = all.indexOf('— Your own tasks');
    const [folder] = workspace.workspaceFolders ?? [];
    assert.deepEqual(all.slice(from, from + 6), [
      '— Your own tasks',
      'Mine | a.md',
      'New Task… | ',
      `— From the folder ${folder?.name}`,
      'Theirs | .hearth/tasks/b.md',
      '— More',
    ]);
    box?.hide();
  });

  it('in a workspace that is not trusted, its tasks are not even looked for', async () => {
    writeInFolder('.hearth/tasks/b.md', '---\nname: Theirs\n---\nDo it.\n');
    await showFile('untrusted.txt', 'Text.\n');
    const trust = Object.getOwnPropertyDescriptor(workspace, 'isTrusted');
    Object.defineProperty(workspace, 'isTrusted', { configurable: true, get: () => false });
    try {
      await open();
      assert.ok(!items().some(({ label }) => label === 'Theirs' || label.startsWith('From the folder')));
      box?.hide();
      hearth.person.pick = () => assert.fail('asked for whom');
      await run('newTask');
      assert.equal(hearth.person.prompted.at(-1)?.title, 'New Task');
    } finally {
      if (trust) Object.defineProperty(workspace, 'isTrusted', trust);
    }
  });

  it('a link in a workspace’s folder is not followed', async () => {
    const secret = join(storage, 'secret.md');
    writeFileSync(secret, '---\nname: Secret\n---\nkey\n');
    writeInFolder('.hearth/tasks/real.md', '---\nname: Real\n---\nDo it.\n');
    const [folder] = workspace.workspaceFolders ?? [];
    symlinkSync(secret, join(folder?.uri.fsPath ?? '', '.hearth/tasks/link.md'));
    await showFile('links.txt', 'Text.\n');
    await open();
    assert.ok(items().some(({ label }) => label === 'Real'));
    assert.ok(!items().some(({ label }) => label === 'Secret' || label.includes('link.md')));
    box?.hide();
  });

  it('a broken file stands there as what is wrong, opens at the line, and asks nobody', async () => {
    writeInFolder('.hearth/tasks/bad.md', '---\nname: Bad\nmodel: huge\n---\nDo it.\n');
    await showFile('broken.txt', 'Text.\n');
    await open();
    const item = items().find(({ label }) => label.includes('bad.md'));
    assert.equal(item?.description, 'line 3: There is no key “model”, only name, for, on, result, role.');
    box?.hide();
    await choose('.hearth/tasks/bad.md', 'bad.md');
    assert.match(window.activeTextEditor?.document.fileName ?? '', /bad\.md$/);
    assert.equal(window.activeTextEditor?.document.getText(window.activeTextEditor.selection), 'model: huge');
    assert.equal(hearth.asked('/api/chat').length, 0);
    assert.deepEqual(hearth.person.texts, []);
  });

  it('Replace, in prose: judged and reviewed like Rewrite', async () => {
    own('r.md', '---\nname: Calmer\nresult: replace\n---\nMake it calmer.\n');
    const { document } = await showFile('calm.md', 'Come now! See [this](https://a.example).\n');
    answers('Come now. See [this](⟦1⟧).');
    await choose('Calmer');
    const [review] = hearth.reviews.of(document.uri.toString());
    assert.equal(document.getText(), 'Come now! See [this](https://a.example).\n');
    assert.equal(review?.start.title, 'Calmer');
    await run('acceptChanges');
    assert.equal(document.getText(), 'Come now. See [this](https://a.example).\n');
    answers('Come now. See https://evil.example.');
    await choose('Calmer');
    assert.equal(hearth.page.newest.phase, 'failed');
    assert.deepEqual(hearth.reviews.of(document.uri.toString()), []);
  });

  it('Replace, in code: reviewed line by line', async () => {
    own('r.md', '---\nname: Shorter\nfor: code\nresult: replace\n---\nMake it shorter.\n');
    const { document } = await showFile('short.lua', 'x = 1 + 1\n');
    answers('```lua\nx = 2\n```');
    await choose('Shorter');
    await until(() => window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputTextDiff, 'the diff editor');
    await run('acceptChanges');
    assert.equal(document.getText(), 'x = 2\n');
  });

  it('Below: reviewed, in prose as a paragraph of its own, in code on the next line', async () => {
    own('b.md', '---\nname: Question\nresult: below\n---\nAsk what a reader would ask.\n');
    const { document } = await showFile('below.md', 'We meet on Monday.\n');
    answers('Where?');
    await choose('Question');
    await run('acceptChanges');
    assert.equal(document.getText(), 'We meet on Monday.\n\nWhere?\n');
    const code = await showFile('below.lua', 'x = 1\n');
    answers('```lua\nprint(x)\n```');
    await choose('Question');
    await until(() => window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputTextDiff, 'the diff editor');
    await run('acceptChanges');
    assert.equal(code.document.getText(), 'x = 1\nprint(x)\n');
  });

  it('New document: in no file, as what the answer is; the text at hand stays', async () => {
    own('n.md', '---\nname: Note\nresult: new document\n---\nWrite a note.\n');
    const { document } = await showFile('note.lua', 'x = 1\n');
    answers('# Note\n\nx is one.');
    await choose('Note');
    assert.equal(window.activeTextEditor?.document.languageId, 'markdown');
    assert.equal(window.activeTextEditor?.document.getText(), '# Note\n\nx is one.\n');
    assert.equal(window.activeTextEditor?.document.isUntitled, true);
    await window.showTextDocument(document);
    answers('```json\n{}\n```');
    await choose('Note');
    assert.equal(window.activeTextEditor?.document.languageId, 'json');
    assert.equal(window.activeTextEditor?.document.getText(), '{}\n');
    assert.equal(document.getText(), 'x = 1\n');
  });

  it('on: selection, on: file', async () => {
    own('s.md', '---\nname: Some\non: selection\n---\nDo it.\n');
    own('f.md', '---\nname: All\non: file\n---\nDo it.\n');
    const editor = await showFile('some.txt', 'one\ntwo\n');
    await choose('Some');
    assert.match(hearth.person.texts.at(-1) ?? '', /“Some” works on a selection/);
    assert.equal(hearth.asked('/api/chat').length, 0);
    selectLines(editor, 1, 1);
    answers('ok');
    await choose('Some');
    assert.match(hearth.prompt, /"""\ntwo\n"""$/);
    await choose('All');
    assert.match(hearth.prompt, /"""\none\ntwo\n"""$/);
  });

  it('what would write is not offered where nothing can be written', async () => {
    own('w.md', '---\nname: Writes\nresult: replace\n---\nDo it.\n');
    own('r.md', '---\nname: Reads\n---\nDo it.\n');
    const given = workspace.registerTextDocumentContentProvider('read-only', {
      provideTextDocumentContent: () => 'Text.',
    });
    await window.showTextDocument(await workspace.openTextDocument(Uri.parse('read-only:/a.txt')));
    await open();
    assert.ok(items().some(({ label }) => label === 'Reads'));
    assert.ok(!items().some(({ label }) => label === 'Writes'));
    box?.hide();
    given.dispose();
  });

  it('on the send sheet, its words are a piece of their own, by their file and lines', async () => {
    writeInFolder('.hearth/tasks/e.md', '---\nname: Hard\n---\nSolve this.\n');
    await showFile('hard.txt', 'A riddle.\n');
    answers('I cannot.');
    await choose('Hard');
    await run('escalate');
    assert.match(JSON.stringify(hearth.sheets.shown[0]), /\.hearth\/tasks\/e\.md:4–4/);
  });

  it('New Task: from an example that works, in the list at once, and nothing is written over', async () => {
    await showFile('new.txt', 'Text.\n');
    hearth.person.pick = ({ labels }) => labels[0];
    hearth.person.type = () => 'My own: task';
    await run('newTask');
    const document = window.activeTextEditor?.document;
    assert.match(document?.fileName ?? '', /tasks\/my-own-task\.md$/);
    assert.match(document?.getText(window.activeTextEditor?.selection) ?? '', /^Explain this in three sentences/);
    await run('newTask');
    assert.match(window.activeTextEditor?.document.fileName ?? '', /my-own-task-2\.md$/);
    await showFile('new.txt', 'Text.\n');
    answers('ok');
    await choose('My own: task');
    assert.match(hearth.prompt, /You explain things to people who are new to them\./);
    hearth.person.pick = ({ labels }) => labels[1];
    hearth.person.type = () => 'For all';
    await run('newTask');
    assert.match(window.activeTextEditor?.document.fileName ?? '', /\.hearth\/tasks\/for-all\.md$/);
    await showFile('new.txt', 'Text.\n');
    await choose('For all');
    assert.equal(hearth.page.newest.title, 'For all');
  });
});
