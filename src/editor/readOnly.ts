import { FilePermission, languages, RelativePattern, type TextDocument, type Uri, workspace } from 'vscode';

/**
 * Why a document cannot be written: its file system, or the user's settings, which a person can overrule for a session without anybody
 * being told of it; undefined when it can, as far as one can know. There is no API that says it.
 */
export async function whyReadOnly(document: TextDocument): Promise<'fileSystem' | 'settings' | undefined> {
  const uri = fileOf(document);
  if (uri.scheme === 'untitled') return undefined;
  // Unknown: what an extension only shows, such as output.
  if (workspace.fs.isWritableFileSystem(uri.scheme) !== true) return 'fileSystem';
  try {
    if (((await workspace.fs.stat(uri)).permissions ?? 0) & FilePermission.Readonly) return 'fileSystem';
  } catch {
    return undefined; // Not there yet: the first save makes it.
  }
  return isReadOnlyBySettings(document, uri) ? 'settings' : undefined;
}

/** A cell is in its notebook's file. */
function fileOf(document: TextDocument): Uri {
  const { uri } = document;
  if (uri.scheme !== 'vscode-notebook-cell') return uri;
  const notebook = workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
  return notebook?.uri ?? uri;
}

/** As VS Code reads them: what is excluded can be written, whatever else is said. */
function isReadOnlyBySettings(document: TextDocument, uri: Uri): boolean {
  const files = workspace.getConfiguration('files', uri);
  const folder = workspace.getWorkspaceFolder(uri);
  const isIn = (patterns: Readonly<Record<string, boolean>> = {}) =>
    Object.entries(patterns).some(
      ([glob, isOn]) =>
        isOn &&
        [glob, ...(folder ? [new RelativePattern(folder, glob)] : [])].some(
          (pattern) => languages.match({ pattern }, document) > 0,
        ),
    );
  return !isIn(files.get('readonlyExclude')) && isIn(files.get('readonlyInclude'));
}
