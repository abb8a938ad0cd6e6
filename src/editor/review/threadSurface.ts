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
  /** Shows another review of the same text in its place. Only where that can be. */
  readonly adopt?: (open: OpenReview) => void;
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
  open(first: OpenReview): ReviewSurface {
    let open = first;
    const thread = this.#controller.createCommentThread(open.document.uri, endOf(open), []);
    thread.canReply = false;
    thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
    const show = () => {
      thread.contextValue = offeredBy(open);
      thread.range = endOf(open);
      thread.label = labelOf(open);
      thread.comments = [commentOf(open)];
      this.markEditors();
    };
    const adopt = (another: OpenReview) => {
      open = another;
      this.#reviews.set(thread, open);
      show();
    };
    adopt(first);
    return {
      show,
      adopt,
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

/** What can be done with a review besides deciding, for the buttons of its thread. */
function offeredBy({ start }: OpenReview): string {
  return [start.another && 'another', start.versions && 'versions', start.escalate && 'escalate']
    .filter(Boolean)
    .join(' ');
}

/** The last place of the text: a thread at the whole of it, or of a line that is wrapped, would open in its middle. */
function endOf(open: OpenReview): Range {
  const end = open.range?.end ?? open.document.validatePosition(open.lastEnd);
  const text = open.document.lineAt(end.line).text;
  const isBlank = text.slice(0, end.character).trim() === '' && end.line > 0;
  const line = isBlank ? end.line - 1 : end.line;
  const { end: last } = open.document.lineAt(line).range;
  return new Range(last, last);
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
