import { commands, Selection, window, workspace } from 'vscode';
import { setUpExample } from '../../completion/probeSnippets.ts';

/** Opens a small example with the cursor where a suggestion is due, and asks for it. */
export async function openExample(): Promise<void> {
  const { before, typed, after } = setUpExample;
  const document = await workspace.openTextDocument({ language: 'typescript', content: before + typed + after });
  const editor = await window.showTextDocument(document, { preview: false });
  const cursor = document.positionAt((before + typed).length);
  editor.selection = new Selection(cursor, cursor);
  await commands.executeCommand('hearth.triggerCompletion');
}
