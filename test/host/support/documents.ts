import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  commands,
  Position,
  Selection,
  type TextDocument,
  type TextEditor,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { cursor } from '../../fakes/cursor.ts';

/** A document with a cursor in it. */
export interface Place {
  readonly document: TextDocument;
  readonly position: Position;
}

/** The folder that is open in the window. */
function workspaceFolder(): string {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('no folder is open');
  return folder.uri.fsPath;
}

/** Writes a file into the open folder. @returns its path */
export function writeInFolder(name: string, content: string | Uint8Array): string {
  const file = join(workspaceFolder(), name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Takes a file or folder out of the open folder. */
export function removeFromFolder(name: string): void {
  rmSync(join(workspaceFolder(), name), { recursive: true, force: true });
}

/** A file in the open folder; `█` marks the cursor. */
export async function fileWithCursor(name: string, marked: string): Promise<Place> {
  const { text, offset } = cursor(marked);
  const document = await workspace.openTextDocument(Uri.file(writeInFolder(name, text)));
  return { document, position: document.positionAt(offset) };
}

/** A document that is in no file; `█` marks the cursor. */
export async function untitledWithCursor(languageId: string, marked: string): Promise<Place> {
  const { text, offset } = cursor(marked);
  const document = await workspace.openTextDocument({ language: languageId, content: text });
  return { document, position: document.positionAt(offset) };
}

/** A file in the open folder, shown in an editor with the cursor at its start. */
export async function showFile(name: string, content: string | Uint8Array): Promise<TextEditor> {
  const document = await workspace.openTextDocument(Uri.file(writeInFolder(name, content)));
  const editor = await window.showTextDocument(document, { selection: new Selection(0, 0, 0, 0) });
  const plain = (text: string) => text.replaceAll('\r\n', '\n');
  // VS Code keeps a file that an earlier test has closed for a while, as it was then.
  if (typeof content === 'string' && plain(document.getText()) !== plain(content)) {
    await commands.executeCommand('workbench.action.files.revert');
    editor.selection = new Selection(0, 0, 0, 0);
  }
  return editor;
}

/** Puts text into a document without an editor, as another program's edit would. */
export async function insert(document: TextDocument, position: Position, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, position, text);
  if (!(await workspace.applyEdit(edit))) throw new Error('the edit was not applied');
}

/** Selects whole lines, counted from 0, the last one included without its end. */
export function selectLines(editor: TextEditor, first: number, last: number): void {
  editor.selection = new Selection(new Position(first, 0), editor.document.lineAt(last).range.end);
}

/** Closes all editors without a question, whatever is unsaved in them. */
export async function closeEditors(): Promise<void> {
  while (window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}
