import { FileType, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { type ReadTaskFile, readTaskFile } from '../../../tasks/custom/taskFile.ts';

/** A task's file as it was found. */
export interface FoundTaskFile {
  readonly uri: Uri;
  /** As people know it: `.hearth/tasks/simple.md`; the user's own by its name. */
  readonly path: string;
  /** The folder of the workspace that it came with; undefined: it is the user's own. */
  readonly from: WorkspaceFolder | undefined;
  readonly read: ReadTaskFile;
}

/** How many files of one folder are read. */
const mostFiles = 100;

/** Larger files are not read at all, in bytes: `readTaskFile` has its own limit for what is read. */
const mostBytes = 100_000;

/** The folder of a workspace's tasks, one name after the other. */
const folderNames = ['.hearth', 'tasks'] as const;

/** Where a folder of the workspace keeps its tasks. */
export const tasksFolderOf = (folder: WorkspaceFolder) => Uri.joinPath(folder.uri, ...folderNames);

/**
 * All tasks there are, the user's own first. They are read anew each time that somebody looks, so nothing has to be watched. Those of a
 * workspace are only looked for where it is trusted.
 */
export async function findTaskFiles(ownFolder: Uri): Promise<readonly FoundTaskFile[]> {
  const own = await filesIn(ownFolder, undefined, (name) => name);
  const folders = workspace.isTrusted ? (workspace.workspaceFolders ?? []) : [];
  const others = await Promise.all(
    folders.map(async (folder) => {
      // A link could lead anywhere, so none is followed: what a folder brings is in it.
      if (await isThroughLink(folder)) return [];
      return filesIn(tasksFolderOf(folder), folder, (name) => [...folderNames, name].join('/'));
    }),
  );
  return [...own, ...others.flat()];
}

async function isThroughLink({ uri }: WorkspaceFolder): Promise<boolean> {
  let at = uri;
  for (const name of folderNames) {
    at = Uri.joinPath(at, name);
    const type = await workspace.fs.stat(at).then(
      (stat) => stat.type,
      () => FileType.Unknown,
    );
    if ((type & FileType.SymbolicLink) !== 0) return true;
  }
  return false;
}

async function filesIn(
  folder: Uri,
  from: WorkspaceFolder | undefined,
  pathOf: (name: string) => string,
): Promise<readonly FoundTaskFile[]> {
  const entries = await workspace.fs.readDirectory(folder).then(
    (all) => all,
    () => [],
  );
  const names = entries
    .filter(
      ([name, type]) => /\.md$/i.test(name) && (type === FileType.File || (!from && (type & FileType.File) !== 0)),
    )
    .map(([name]) => name)
    .sort()
    .slice(0, mostFiles);
  return Promise.all(
    names.map(async (name) => {
      const uri = Uri.joinPath(folder, name);
      return { uri, path: pathOf(name), from, read: await readFile(uri) };
    }),
  );
}

/** A file as it is in an editor, saved or not, else as it is on the disk. */
async function readFile(uri: Uri): Promise<ReadTaskFile> {
  const notText: ReadTaskFile = { kind: 'broken', line: 0, problem: { what: 'notText' } };
  try {
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open) return readTaskFile(open.getText());
    if ((await workspace.fs.stat(uri)).size > mostBytes) return notText;
    return readTaskFile(new TextDecoder('utf-8', { fatal: true }).decode(await workspace.fs.readFile(uri)));
  } catch {
    return notText;
  }
}
