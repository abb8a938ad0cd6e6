import {
  type Comment,
  type CommentController,
  CommentMode,
  type CommentThread,
  CommentThreadCollapsibleState,
  comments,
  l10n,
  Range,
  type TextEditorDecorationType,
  ThemeColor,
  window,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { OpenReview } from './openReview.ts';
import { reviewText } from './reviewText.ts';

/** Shows one open review, again after each decision. */
export interface ReviewSurface extends Disposable {
  show(): void;
  /** The text may have moved, and is the same. At each key: what costs nothing. */
  follow(): void;
}

/** The comment threads that reviews of prose are shown in, and the marks of the words that would go. */
export class ReviewThreads implements Disposable {
  readonly #controller: CommentController;
  readonly #marks: TextEditorDecorationType;
  readonly #reviews = new Map<CommentThread, OpenReview>();

  constructor() {
    this.#controller = comments.createCommentController('hearth.review', l10n.t('Hearth: changes to review'));
    // A line through the words wraps with them. (`after` texts do not wrap, and push real text out of sight.)
    this.#marks = window.createTextEditorDecorationType({
      textDecoration: 'line-through',
      backgroundColor: new ThemeColor('diffEditor.removedTextBackground'),
      overviewRulerColor: new ThemeColor('editorOverviewRuler.modifiedForeground'),
    });
  }

  /** The review that a thread shows. */
  reviewOf(thread: unknown): OpenReview | undefined {
    for (const [known, open] of this.#reviews) if (known === thread) return open;
    return undefined;
  }

  /** Opens a thread below the text. */
  open(open: OpenReview): ReviewSurface {
    const thread = this.#controller.createCommentThread(open.document.uri, endOf(open), []);
    thread.canReply = false;
    thread.contextValue = [
      open.start.another && 'another',
      open.start.versions && 'versions',
      open.start.escalate && 'escalate',
    ]
      .filter(Boolean)
      .join(' ');
    thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
    this.#reviews.set(thread, open);
    const show = () => {
      thread.range = endOf(open);
      thread.label = labelOf(open);
      thread.comments = [commentOf(open)];
      this.markEditors();
    };
    show();
    return {
      show,
      follow: () => {
        const end = endOf(open);
        if (!thread.range?.isEqual(end)) thread.range = end;
      },
      dispose: () => {
        this.#reviews.delete(thread);
        thread.dispose();
        this.markEditors();
      },
    };
  }

  /** Marks, in every editor on show, the words that would go. */
  markEditors(): void {
    for (const editor of window.visibleTextEditors) {
      const here = [...this.#reviews.values()].filter(({ document }) => document === editor.document);
      editor.setDecorations(this.#marks, here.flatMap(goingIn));
    }
  }

  dispose(): void {
    this.#controller.dispose();
    this.#marks.dispose();
    this.#reviews.clear();
  }
}

/** The last place of the text: a thread at the whole of it would open in its middle. */
function endOf(open: OpenReview): Range {
  const end = open.range?.end ?? open.document.validatePosition(open.lastEnd);
  const text = open.document.lineAt(end.line).text;
  const isBlank = text.slice(0, end.character).trim() === '' && end.line > 0;
  const line = isBlank ? end.line - 1 : end.line;
  return new Range(line, 0, line, open.document.lineAt(line).text.length);
}

function goingIn(open: OpenReview): Range[] {
  const { range, review } = open;
  if (!range) return [];
  return review.changes
    .filter(({ start, end, decision }) => end > start && decision === undefined)
    .map((change) => open.placeOf(change, range.start));
}

function labelOf({ review, range, start }: OpenReview): string {
  if (!range) return l10n.t('{0}: the text was changed meanwhile', start.title);
  const { undecided, changes } = review;
  if (undecided === changes.length) {
    return undecided === 1 ? l10n.t('{0}: 1 change', start.title) : l10n.t('{0}: {1} changes', start.title, undecided);
  }
  return l10n.t('{0}: {1} of {2} left', start.title, undecided, changes.length);
}

function commentOf(open: OpenReview): Comment {
  const body = reviewText(open.id, open.review, open.start.warnings ?? [], open.range !== undefined);
  return { body, mode: CommentMode.Preview, author: { name: open.start.by } };
}
