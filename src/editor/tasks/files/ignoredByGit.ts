import ignore from 'ignore';
import { type CancellationToken, RelativePattern, Uri, workspace } from 'vscode';

/** So many ignore files are read below a folder. */
const mostFiles = 200;

interface IgnoreFile {
  /** The folder it stands in, with a slash at its end. */
  readonly folder: string;
  readonly rules: ReturnType<typeof ignore>;
}

/**
 * Tells which files of a folder Git ignores, by the `.gitignore` files in it and above it. VS Code's own search for files does not say
 * so to extensions. A folder that is ignored itself and was chosen all the same is not ignored by what stands above it.
 */
export async function ignoredByGit(
  folder: Uri,
  exclude: string,
  token: CancellationToken,
): Promise<(file: Uri) => boolean> {
  const root = workspace.getWorkspaceFolder(folder)?.uri;
  const above: Uri[] = [];
  for (let at = folder; root && at.path.length > root.path.length; ) {
    at = Uri.joinPath(at, '..');
    above.unshift(at);
  }
  const below = await workspace.findFiles(new RelativePattern(folder, '**/.gitignore'), exclude, mostFiles, token);
  const found = await Promise.all([
    ...above.map((each) => read(Uri.joinPath(each, '.gitignore'))),
    ...below.map((each) => read(each)),
  ]);
  // The nearest file has the last word.
  const files = found.filter((each) => each !== undefined).sort((a, b) => b.folder.length - a.folder.length);
  const isIgnored = (path: string, some: readonly IgnoreFile[]) => {
    for (const { folder: from, rules } of some) {
      if (!path.startsWith(from) || path === from) continue;
      const { ignored, unignored } = rules.test(path.slice(from.length));
      if (ignored || unignored) return ignored;
    }
    return false;
  };
  const own = `${folder.path}/`;
  const counting = isIgnored(own, files) ? files.filter(({ folder: from }) => from.startsWith(own)) : files;
  return ({ path }) => isIgnored(path, counting);
}

async function read(file: Uri): Promise<IgnoreFile | undefined> {
  try {
    const text = new TextDecoder().decode(await workspace.fs.readFile(file));
    return { folder: file.path.slice(0, file.path.lastIndexOf('/') + 1), rules: ignore().add(text) };
  } catch {
    return undefined;
  }
}
