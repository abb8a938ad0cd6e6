import {
  commands,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  l10n,
  TabInputTextDiff,
  Uri,
  type Disposable as VsCodeDisposable,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { OpenReview } from './openReview.ts';
import type { ReviewSurface } from './threadSurface.ts';

/** The scheme of the two documents that are compared. They are in no folder and on no disk. */
const reviewScheme = 'hearth-review';

/**
 * Reviews of code in VS Code's own diff editor: left the document as it is, right as it would be. The right side can be edited,
 * so that VS Code's own arrows take single blocks back.
 */
export class ReviewComparisons implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new EventEmitter<FileChangeEvent[]>();
  readonly #listeners: readonly VsCodeDisposable[];

  constructor() {
    const files = inMemory(this.#texts, this.#changed);
    this.#listeners = [
      workspace.registerFileSystemProvider(reviewScheme, files, { isCaseSensitive: true }),
      // Nothing there is to be saved by anybody: what is edited is what will be applied.
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === reviewScheme && document.isDirty) void document.save();
      }),
      this.#changed,
    ];
  }

  /** Opens the diff editor. */
  open(open: OpenReview): ReviewSurface {
    const texts = open.revised();
    const [left, right] = [uriOf(open, 'original'), uriOf(open, 'revised')];
    if (texts) {
      this.#texts.set(left.path, texts.original);
      this.#texts.set(right.path, texts.revised);
      const title = l10n.t('{0} ({1})', open.start.title, open.start.by);
      void commands.executeCommand('vscode.diff', left, right, title, { preview: false });
    }
    return {
      show: () => {},
      follow: () => {},
      dispose: () => {
        void closeTabs(right);
        this.#texts.delete(left.path);
        this.#texts.delete(right.path);
      },
    };
  }

  /** Both texts as they stand in the editor now, with `\n` as line end. */
  textsOf(open: OpenReview): { readonly original: string; readonly revised: string } | undefined {
    const original = this.#texts.get(uriOf(open, 'original').path);
    const right = uriOf(open, 'revised');
    const shown = workspace.textDocuments.find(({ uri }) => uri.toString() === right.toString());
    const revised = shown?.getText() ?? this.#texts.get(right.path);
    if (original === undefined || revised === undefined) return undefined;
    return { original, revised: revised.replaceAll('\r\n', '\n') };
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#texts.clear();
  }
}

/** The id of the review that a document of ours belongs to. */
export function reviewIdOf(uri: Uri | undefined): string | undefined {
  return uri?.scheme === reviewScheme ? uri.path.split('/')[1] : undefined;
}

function uriOf({ id, document }: OpenReview, side: 'original' | 'revised'): Uri {
  // The file's own name last: it decides the language, and stands in the tab.
  const name = document.isUntitled ? 'untitled' : (document.uri.path.split('/').at(-1) ?? 'text');
  return Uri.from({ scheme: reviewScheme, path: `/${id}/${side}/${name}` });
}

async function closeTabs(uri: Uri): Promise<void> {
  const ours = window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === uri.toString());
  await window.tabGroups.close(ours);
}

function inMemory(texts: Map<string, string>, changed: EventEmitter<FileChangeEvent[]>): FileSystemProvider {
  const bytesOf = (uri: Uri) => {
    const text = texts.get(uri.path);
    if (text === undefined) throw FileSystemError.FileNotFound(uri);
    return Buffer.from(text, 'utf8');
  };
  const refuse = (uri: Uri) => {
    throw FileSystemError.NoPermissions(uri);
  };
  return {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose() {} }),
    stat: (uri) => ({ type: FileType.File, ctime: 0, mtime: 0, size: bytesOf(uri).length }),
    readFile: bytesOf,
    writeFile(uri, content) {
      bytesOf(uri);
      // Only the side that would come can be edited.
      if (uri.path.split('/')[2] !== 'revised') refuse(uri);
      texts.set(uri.path, Buffer.from(content).toString('utf8'));
      changed.fire([{ type: FileChangeType.Changed, uri }]);
    },
    readDirectory: refuse,
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
}
