import assert from 'node:assert/strict';
import { commands, Selection, type TextEditor, Uri, window, workspace } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { resetsConnection } from '../fakes/ollamaFaults.ts';
import { removeFromFolder, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

describe('inserting an answer', () => {
  let hearth: Hearth;
  let editor: TextEditor;
  beforeEach(async () => {
    hearth = await startHearth();
    editor = await showFile('insert.txt', 'before  after');
  });
  afterEach(async () => {
    await hearth.end();
    removeFromFolder('.vscode');
  });

  /** Asks for an answer, so that its card is there. */
  const answered = async (answer = says('one\n', 'two')) => {
    hearth.engine.enqueue(answer);
    await commands.executeCommand('hearth.explain');
    editor.selection = new Selection(0, 7, 0, 7);
    return hearth.page.newest.id;
  };
  const textIs = (text: string) =>
    until(
      () => editor.document.getText() === text,
      () => `${text} instead of ${editor.document.getText()}`,
    );

  it('puts it at the cursor, and one undo takes it back', async () => {
    const id = await answered();
    hearth.page.press({ type: 'insert', id });
    await textIs('before one\ntwo after');
    await commands.executeCommand('undo');
    await textIs('before  after');
    assert.deepEqual(hearth.person.told, []);
  });

  it('puts only the code block that was meant, without characters that nobody sees', async () => {
    const id = await answered(says('```ruby\nputs 1\n```'));
    hearth.page.press({ type: 'insert', id, text: 'pu\u200bts\u202e 1' });
    await textIs('before puts 1 after');
  });

  it('asks before it puts a part of an answer that is incomplete', async () => {
    const id = await answered(resetsConnection('one'));
    hearth.page.press({ type: 'insert', id });
    await until(() => hearth.person.told.length === 1, 'the question');
    assert.match(hearth.person.texts[0] ?? '', /incomplete/);
    assert.equal(hearth.person.told[0]?.modal, true);
    assert.equal(editor.document.getText(), 'before  after');
    hearth.person.press = ({ buttons }) => buttons[0];
    hearth.page.press({ type: 'insert', id });
    await textIs('before one after');
  });

  it('says so when the file is read-only', async () => {
    const id = await answered();
    const fixed = workspace.registerTextDocumentContentProvider('hearth-fixed', {
      provideTextDocumentContent: () => 'not to be changed',
    });
    const document = await workspace.openTextDocument(Uri.parse('hearth-fixed:/note.txt'));
    await window.showTextDocument(document);
    hearth.page.press({ type: 'insert', id });
    await until(() => hearth.person.told.length === 1, 'a word on it');
    assert.match(hearth.person.texts[0] ?? '', /read-only/);
    assert.equal(document.getText(), 'not to be changed');
    fixed.dispose();
  });

  it('asks before it puts anything into a file that can make the editor act', async () => {
    const id = await answered();
    editor = await showFile('.vscode/tasks.json', '{}');
    editor.selection = new Selection(0, 1, 0, 1);
    hearth.page.press({ type: 'insert', id });
    await until(() => hearth.person.told.length === 1, 'the question');
    assert.match(hearth.person.texts[0] ?? '', /^\.vscode\/tasks\.json can make the editor/);
    assert.equal(editor.document.getText(), '{}');
    hearth.person.press = () => 'Insert';
    hearth.page.press({ type: 'insert', id });
    await textIs('{one\ntwo}');
  });

  it('says so when no editor is open', async () => {
    const id = await answered();
    await commands.executeCommand('workbench.action.closeAllEditors');
    hearth.page.press({ type: 'insert', id });
    await until(() => hearth.person.told.length === 1, 'a word on it');
    assert.match(hearth.person.texts[0] ?? '', /^Open the file/);
  });
});
