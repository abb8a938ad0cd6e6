import {
  type EndOfLine,
  type Position,
  Range,
  type TextDocument,
  type TextDocumentContentChangeEvent,
  type Uri,
} from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import { followed, type Stretch } from '../../review/following.ts';
import { type ProposedChange, positionIn, Review } from '../../review/review.ts';
import { type Change, withHunks } from '../../writing/guards/change.ts';

/** What is asked about a text that a task wrote anew. */
export interface ReviewStart {
  readonly document: TextDocument;
  /** The file that accepting makes, unsaved; the document stands for it meanwhile, and is empty. Only for a look at lines. */
  readonly newFile?: Uri;
  /** What the task worked on; its origin says where it stands. */
  readonly excerpt: Excerpt;
  readonly changes: readonly ProposedChange[];
  /** What the task is called: "Rewrite: clearer". */
  readonly title: string;
  /** Who wrote it: "local · qwen2.5:7b". */
  readonly by: string;
  /** How people look at it: word by word, or line by line. */
  readonly look: 'words' | 'lines';
  /** What a person should know before they accept: an invariant that does not hold, a large change. */
  readonly warnings?: readonly string[];
  /** Asks for another version, where the task can. */
  readonly another?: () => void;
  /** Lets a person look at the versions there are, where there are several. */
  readonly versions?: () => void;
  /** Takes the request to the cloud, past the send sheet. */
  readonly escalate?: () => void;
  /** Told when changes were made. */
  readonly onApplied?: () => void;
}

/** Changes of a document that wait for a person, and the place they belong to, which follows the edits round it. */
export class OpenReview {
  readonly id: string;
  readonly start: ReviewStart;
  readonly review: Review;
  #range: Range | undefined;
  #lastEnd: Position;
  #stretch: Stretch;
  #eol: EndOfLine;

  constructor(id: string, start: ReviewStart) {
    this.id = id;
    this.start = start;
    this.review = new Review(start.excerpt.text, start.changes);
    const range = rangeOf(start.excerpt.origin.range);
    this.#range = this.#isOriginalAt(range) ? range : undefined;
    this.#lastEnd = range.end;
    this.#stretch = this.#offsetsOf(range);
    this.#eol = start.document.eol;
  }

  /** Where the text ended when it was last known. */
  get lastEnd(): Position {
    return this.#lastEnd;
  }

  get document(): TextDocument {
    return this.start.document;
  }

  /** Where the text stands now; undefined when it was changed underneath, and can no longer be replaced. */
  get range(): Range | undefined {
    return this.#range;
  }

  /** Whether the text that stands there is the one the changes are for. Reads it: to be asked before it is replaced, not at each key. */
  holdsOriginal(): boolean {
    return this.#range !== undefined && this.#isOriginalAt(this.#range);
  }

  /** The document was edited; without edits: its line ends are others now. */
  follow(edits: readonly TextDocumentContentChangeEvent[]): void {
    if (!this.#range) return;
    if (this.document.eol !== this.#eol) {
      this.#eol = this.document.eol;
      this.#stretch = this.#offsetsOf(this.#range);
      return;
    }
    const plain = edits.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    const stretch = followed(this.#stretch, plain);
    if (!stretch) {
      this.#range = undefined;
      return;
    }
    this.#stretch = stretch;
    this.#lastEnd = this.document.positionAt(stretch.end);
    this.#range = new Range(this.document.positionAt(stretch.start), this.#lastEnd);
  }

  /** The place of a change in the document now. @param from where the text stands now */
  placeOf(change: Pick<Change, 'start' | 'end'>, from: Position): Range {
    const origin = { range: { start: from, end: from } };
    const place = (offset: number) => positionIn(origin, this.review.original, offset);
    return rangeOf({ start: place(change.start), end: place(change.end) });
  }

  /** The whole document with the changes, all of them, and where the text stands in it. For looking at it in its place. */
  revised(): { readonly original: string; readonly revised: string } | undefined {
    const { range } = this;
    if (!range) return undefined;
    const original = this.document.getText().replaceAll('\r\n', '\n');
    const before = this.document.getText(new Range(0, 0, range.start.line, range.start.character));
    const offset = before.replaceAll('\r\n', '\n').length;
    const moved = this.review.changes.map((change) => ({
      ...change,
      start: change.start + offset,
      end: change.end + offset,
    }));
    return { original, revised: withHunks(original, moved) };
  }

  #isOriginalAt(range: Range): boolean {
    return this.document.getText(range).replaceAll('\r\n', '\n') === this.review.original;
  }

  #offsetsOf({ start, end }: Range): Stretch {
    return { start: this.document.offsetAt(start), end: this.document.offsetAt(end) };
  }
}

type PlainRange = {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
};

function rangeOf({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
