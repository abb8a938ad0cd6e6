import { commands, l10n, type Position, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Decision, Review } from '../../review/review.ts';
import type { Change } from '../../writing/guards/change.ts';
import { type Applied, applyReview } from './applyReview.ts';
import { ReviewComparisons, reviewIdOf } from './compareSurface.ts';
import { OpenReview, type ReviewStart } from './openReview.ts';
import { registerReviewQuickFixes } from './quickFixes.ts';
import { type ReviewSurface, ReviewThreads } from './threadSurface.ts';

/** Tells menus and keys whether a review is open. */
const openContext = 'hearth.reviewOpen';

/**
 * All reviews that are open: several at once, in one file or in many. A document is only touched when a person has accepted
 * something, and then once.
 */
export class Reviews implements Disposable {
  readonly #open = new Map<string, { readonly review: OpenReview; readonly surface: ReviewSurface }>();
  /** Made for the first review: most days there is none. */
  #surfaces: Surfaces | undefined;
  #count = 0;
  readonly #onApplied = new Set<(applied: AppliedReview) => void>();

  /** Calls `listener` after what was accepted of a review was made. */
  onApplied(listener: (applied: AppliedReview) => void): Disposable {
    this.#onApplied.add(listener);
    return { dispose: () => this.#onApplied.delete(listener) };
  }

  /** Opens a review, and closes an earlier one of the same text. @returns its id */
  open(start: ReviewStart): string {
    this.#count += 1;
    const review = new OpenReview(`review-${this.#count}`, start);
    let surface: ReviewSurface | undefined;
    for (const { review: earlier, surface: shown } of this.#in(start.document.uri.toString())) {
      const range = earlier.range;
      if (range && !(review.range && range.intersection(review.range))) continue;
      // A thread that goes as another comes may leave its sign beside the text: VS Code has not shown it yet.
      if (!surface && range && start.look === 'words' && shown.adopt) {
        surface = shown;
        this.#open.delete(earlier.id);
      } else this.#end(earlier);
    }
    this.#surfaces ??= this.#makeSurfaces();
    const { threads, comparisons } = this.#surfaces;
    if (surface) surface.adopt?.(review);
    else surface = start.look === 'words' ? threads.open(review) : comparisons.open(review);
    this.#open.set(review.id, { review, surface });
    void commands.executeCommand('setContext', openContext, true);
    return review.id;
  }

  /** The review a command means: the one of a thread or id it was given, else the one in the active editor nearest the cursor. */
  meant(given: unknown): OpenReview | undefined {
    const byThread = this.#surfaces?.threads.reviewOf(given);
    if (byThread) return byThread;
    const editor = window.activeTextEditor;
    const id = typeof given === 'string' ? given : reviewIdOf(editor?.document.uri);
    if (id !== undefined) return this.#open.get(id)?.review;
    const here = editor ? this.#in(editor.document.uri.toString()).map(({ review }) => review) : [];
    const line = editor?.selection.active.line ?? 0;
    const distance = ({ range, lastEnd }: OpenReview) =>
      range ? Math.max(range.start.line - line, line - range.end.line, 0) : Math.abs(lastEnd.line - line);
    return here.sort((a, b) => distance(a) - distance(b))[0] ?? [...this.#open.values()].at(-1)?.review;
  }

  /** The reviews of a document. */
  of(uri: string): readonly OpenReview[] {
    return this.#in(uri).map(({ review }) => review);
  }

  /** Decides about one change; when it was the last, what was accepted is made. */
  async decide(id: string, index: number, decision: Decision | undefined): Promise<void> {
    const open = this.#open.get(id);
    if (!open?.review.range) return;
    open.review.review.decide(index, decision);
    if (open.review.review.undecided === 0) await this.#finish(open.review);
    else open.surface.show();
  }

  /**
   * Makes what was accepted, and, of what nothing was decided about, all (`accepted`) or nothing (`rejected`). While there are
   * doubtful changes, all the others are accepted and nothing is made: a person decides about each of those.
   */
  async finish(open: OpenReview, rest: Decision): Promise<void> {
    if (open.start.look === 'lines') {
      await this.#applyComparison(open);
      return;
    }
    const before = open.review.undecided;
    open.review.decideRest(rest);
    if (open.review.undecided === 0) return this.#finish(open);
    this.#open.get(open.id)?.surface.show();
    // Pressed again with only these left: it must not look as if nothing worked.
    if (open.review.undecided === before) {
      void window.showInformationMessage(
        l10n.t(
          'The changes that are left alter facts, so decide about each of them. Or be done: then they are left out.',
        ),
      );
    }
  }

  /** Closes a review without a change. */
  discard(open: OpenReview): void {
    this.#end(open);
  }

  dispose(): void {
    for (const { surface } of this.#open.values()) surface.dispose();
    this.#open.clear();
    for (const each of this.#surfaces?.all ?? []) each.dispose();
  }

  #makeSurfaces(): Surfaces {
    const threads = new ReviewThreads();
    const comparisons = new ReviewComparisons();
    const followed = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      for (const { review, surface } of this.#in(document.uri.toString())) {
        const wasCurrent = review.range !== undefined;
        review.follow(contentChanges);
        if (wasCurrent && !review.range) surface.show();
        else surface.follow();
      }
    });
    const closed = workspace.onDidCloseTextDocument((document) => {
      // A comparison shows texts of its own: its file may be closed, which VS Code does by itself after a while where nobody looks at it.
      const stays = ({ start }: OpenReview) => start.look === 'lines' && !document.isUntitled;
      const gone = this.#in(document.uri.toString()).filter(({ review }) => !stays(review));
      for (const { review } of gone) this.#end(review);
      if (gone.length === 0) return;
      const path = workspace.asRelativePath(document.uri);
      void window.showInformationMessage(
        l10n.t('{0} was closed, so its review is over. Nothing in it was changed.', path),
      );
    });
    const marked = window.onDidChangeVisibleTextEditors(() => threads.markEditors());
    const all = [followed, closed, marked, registerReviewQuickFixes(this), threads, comparisons];
    return { threads, comparisons, all };
  }

  async #finish(open: OpenReview): Promise<void> {
    const applied = await this.#apply(open);
    this.#told(applied);
    if (applied === 'applied') open.start.onApplied?.();
    if (applied === 'applied' || applied === 'nothingAccepted') this.#end(open);
    else this.#open.get(open.id)?.surface.show();
  }

  /** What the right side shows is what is wanted: it may have been edited, and blocks of it taken back. */
  async #applyComparison(open: OpenReview): Promise<void> {
    const texts = this.#surfaces?.comparisons.textsOf(open);
    if (!texts) return;
    const document = await documentNow(open);
    if (document?.getText().replaceAll('\r\n', '\n') !== texts.original) {
      this.#told('changedUnderneath');
      return;
    }
    const { hunksBetween } = await import('../../writing/guards/hunks.ts');
    const whole = wholeReview(open, document, texts.original, hunksBetween(texts.original, texts.revised, 'line'));
    whole.review.decideRest('accepted');
    const applied = await this.#apply(whole);
    this.#told(applied);
    if (applied === 'applied') open.start.onApplied?.();
    if (applied === 'applied' || applied === 'nothingAccepted') {
      this.#end(open);
      await window.showTextDocument(document, { preserveFocus: false });
    }
  }

  async #apply(open: OpenReview): Promise<Applied> {
    const start = open.range?.start;
    const applied = await applyReview(open);
    if (applied !== 'applied' || !start) return applied;
    for (const listener of this.#onApplied) listener({ document: open.document, review: open.review, start });
    return applied;
  }

  #told(applied: Applied): void {
    const words: Readonly<Partial<Record<Applied, string>>> = {
      changedUnderneath: l10n.t('The text was changed meanwhile, so nothing was put in its place. Run the task again.'),
      readOnly: l10n.t('The changes could not be made: the file is read-only.'),
    };
    const word = words[applied];
    if (word !== undefined) void window.showInformationMessage(word);
  }

  #end(open: OpenReview): void {
    const known = this.#open.get(open.id);
    this.#open.delete(open.id);
    known?.surface.dispose();
    void commands.executeCommand('setContext', openContext, this.#open.size > 0);
  }

  #in(uri: string): readonly { readonly review: OpenReview; readonly surface: ReviewSurface }[] {
    return [...this.#open.values()].filter(({ review }) => review.document.uri.toString() === uri);
  }
}

/** A review of which something was made. */
export interface AppliedReview {
  readonly document: TextDocument;
  readonly review: Review;
  /** Where the text begins. */
  readonly start: Position;
}

/** Where reviews are shown, and what listens for them. */
interface Surfaces {
  readonly threads: ReviewThreads;
  readonly comparisons: ReviewComparisons;
  readonly all: readonly Disposable[];
}

/** The document that a comparison is for, as it is now; undefined when it is gone. A new file is only made now, and not written. */
async function documentNow({ start }: OpenReview): Promise<TextDocument | undefined> {
  const { document, newFile } = start;
  const uri = newFile?.with({ scheme: 'untitled' }) ?? document.uri;
  const known = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  try {
    if (known || document.isUntitled) return known;
    const isTaken = newFile !== undefined && (await isThere(newFile));
    return await workspace.openTextDocument(isTaken ? newFile : uri);
  } catch {
    return undefined;
  }
}

async function isThere(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The same review for the whole document. */
function wholeReview(open: OpenReview, document: TextDocument, text: string, changes: readonly Change[]): OpenReview {
  const { excerpt } = open.start;
  const last = text.split('\n');
  const end = { line: last.length - 1, character: last.at(-1)?.length ?? 0 };
  const range = { start: { line: 0, character: 0 }, end };
  return new OpenReview(open.id, {
    ...open.start,
    document,
    excerpt: { ...excerpt, text, origin: { ...excerpt.origin, range } },
    changes,
  });
}
