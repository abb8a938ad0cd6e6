import { realpath } from 'node:fs/promises';
import { FileSystemError, FileType, Uri, type WorkspaceFolder, workspace } from 'vscode';
import type { Origin } from '../../base/text.ts';
import { anyOf, type Exclusions, followingLinks, readExclusions } from '../../privacy/exclusions.ts';
import { folderIgnoreFile, folderIgnoreLimits, readFolderExclusions } from '../../privacy/folderExclusions.ts';
import type { Message } from '../../tiers/tier.ts';

type Target = Pick<Origin, 'uri' | 'path'> | undefined;

/**
 * What must not leave of these messages: the user's list, what the ignore files of the folders add to it, and both again for
 * the files that symbolic links lead to. Read anew for each request.
 */
export function localExclusions(messages: readonly Message[], neverLeaves: readonly string[]): Promise<Exclusions> {
  return exclusionsFor(originsIn(messages), [neverLeaves]);
}

/** The same for texts of these origins, and several lists. */
export async function exclusionsFor(
  origins: readonly Origin[],
  lists: readonly (readonly string[])[],
): Promise<Exclusions> {
  const texts = [...new Set(origins.map(({ uri }) => uri))];
  const targets = new Map<string, Target>();
  for (const text of texts) {
    const target = await targetOf(Uri.parse(text));
    if (target !== 'itself') targets.set(text, target);
  }
  const places = [...texts, ...[...targets.values()].flatMap((target) => target?.uri ?? [])];
  const folders = new Set(places.flatMap((text) => workspace.getWorkspaceFolder(Uri.parse(text)) ?? []));
  const added = await Promise.all([...folders].map(ignoringFolder));
  return followingLinks(anyOf([...lists.map(readExclusions), ...added.map(readFolderExclusions)]), targets);
}

/** Where every part of the messages is from, also our own words that name a file. */
function originsIn(messages: readonly Message[]): readonly Origin[] {
  return messages
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === 'excerpt' ? [part.origin] : part.about === undefined ? [] : [part.about]));
}

/**
 * Where a document's file really is, its own folder's links followed too. On another host only the file itself can be seen to
 * be a link, and not where it leads.
 */
async function targetOf(uri: Uri): Promise<Target | 'itself'> {
  if (uri.scheme === 'file' || uri.scheme === 'vscode-notebook-cell') {
    try {
      const target = Uri.file(await realpath(uri.fsPath));
      if (target.fsPath === uri.fsPath) return 'itself';
      return { uri: target.toString(), path: workspace.asRelativePath(target, false) };
    } catch (error) {
      return isMissing(error) ? 'itself' : undefined;
    }
  }
  // Untitled documents, Git's old versions and the like have no file that could be a link.
  if (workspace.fs.isWritableFileSystem(uri.scheme) === undefined) return 'itself';
  try {
    const { type } = await workspace.fs.stat(uri);
    return (type & FileType.SymbolicLink) === 0 ? 'itself' : undefined;
  } catch (error) {
    return isMissing(error) ? 'itself' : undefined;
  }
}

/** What a folder's ignore file says. One that is there but cannot be read, or is too large, has no text. */
async function ignoringFolder({ uri }: WorkspaceFolder): Promise<{ uri: string; text: string | undefined }> {
  const file = Uri.joinPath(uri, folderIgnoreFile);
  try {
    const { size } = await workspace.fs.stat(file);
    const bytes = size > folderIgnoreLimits.bytes ? undefined : await workspace.fs.readFile(file);
    const isReadable = bytes !== undefined && bytes.length <= folderIgnoreLimits.bytes;
    return { uri: uri.toString(), text: isReadable ? new TextDecoder().decode(bytes) : undefined };
  } catch (error) {
    return { uri: uri.toString(), text: isMissing(error) ? '' : undefined };
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof FileSystemError || (error instanceof Error && 'code' in error) ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'FileNotFound';
}
