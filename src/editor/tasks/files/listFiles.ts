import { CancellationTokenSource, FileType, RelativePattern, type Uri, workspace } from 'vscode';
import { type Skipped, skippedByName } from '../../../tasks/files/skipped.ts';
import { inNoise } from '../../../writing/noise.ts';
import { ignoredByGit } from './ignoredByGit.ts';

/** More files than these are not taken at once. */
const mostFiles = 5000;

/** How many files are looked at together. */
const atOnce = 64;

/** A file to be read. */
export interface ListedFile {
  readonly uri: Uri;
  /** As people know it. */
  readonly path: string;
  readonly bytes: number;
}

/** What there is in files and folders that were chosen. */
export interface Listed {
  readonly files: readonly ListedFile[];
  readonly skipped: readonly { readonly file: ListedFile; readonly why: Skipped }[];
  /** How many files Git ignores. */
  readonly ignored: number;
  /** Whether there are more than are taken at once. */
  readonly areMore: boolean;
}

/**
 * The files that were chosen, and those in folders that were: without what `files.exclude` hides and Git ignores, and without folders of
 * installed or built files. A file or folder that was chosen itself is taken, whatever hides it.
 * @returns undefined when it was stopped
 */
export async function listFiles(chosen: readonly Uri[], signal: AbortSignal): Promise<Listed | undefined> {
  const found = new Map<string, Uri>();
  let ignored = 0;
  for (const uri of chosen) {
    const stat = await workspace.fs.stat(uri).then(undefined, () => undefined);
    if (signal.aborted) return undefined;
    if (stat && (stat.type & FileType.Directory) !== 0) {
      const inFolder = await filesIn(uri, signal);
      ignored += inFolder.ignored;
      for (const file of inFolder.files) found.set(file.toString(), file);
    } else found.set(uri.toString(), uri);
  }
  const paths = [...found.values()].map((uri) => ({ uri, path: pathOf(uri) }));
  paths.sort((one, other) => (one.path < other.path ? -1 : 1));
  const files: ListedFile[] = [];
  const skipped: { file: ListedFile; why: Skipped }[] = [];
  const taken = paths.slice(0, mostFiles);
  for (let at = 0; at < taken.length; at += atOnce) {
    const sizes = await Promise.all(
      taken.slice(at, at + atOnce).map(async (each) => ({ ...each, bytes: await sizeOf(each.uri) })),
    );
    if (signal.aborted) return undefined;
    for (const { uri, path, bytes } of sizes) {
      const file = { uri, path, bytes: bytes ?? 0 };
      const why = bytes === undefined ? 'unreadable' : skippedByName(path, bytes);
      if (why === undefined) files.push(file);
      else skipped.push({ file, why });
    }
  }
  return { files, skipped, ignored, areMore: paths.length > mostFiles };
}

/** In bytes; undefined where there is no such file. */
function sizeOf(uri: Uri): Thenable<number | undefined> {
  return workspace.fs.stat(uri).then(
    ({ size }) => size,
    () => undefined,
  );
}

async function filesIn(folder: Uri, signal: AbortSignal): Promise<{ files: readonly Uri[]; ignored: number }> {
  const stop = new CancellationTokenSource();
  const stopped = () => stop.cancel();
  signal.addEventListener('abort', stopped, { once: true });
  try {
    // A chosen folder may be such a folder itself: then what is in it counts.
    const names = folder.path.split('/');
    const exclude = inNoise(names);
    const isIgnored = await ignoredByGit(folder, exclude, stop.token);
    // `files.exclude` applies as well.
    const all = await workspace.findFiles(new RelativePattern(folder, '**/*'), exclude, 4 * mostFiles, stop.token);
    const files = all.filter((file) => !isIgnored(file));
    return { files, ignored: all.length - files.length };
  } finally {
    signal.removeEventListener('abort', stopped);
    stop.dispose();
  }
}

/** A path as people know it: with the folder's name where several folders are open. */
function pathOf(uri: Uri): string {
  return workspace.asRelativePath(uri).replaceAll('\\', '/');
}
