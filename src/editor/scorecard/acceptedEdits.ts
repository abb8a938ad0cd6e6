import { EndOfLine, Range, type TextDocument, workspace } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Excerpt } from '../../base/text.ts';
import { grown, type Stretch } from '../../review/following.ts';
import { withHunks } from '../../writing/guards/change.ts';
import type { Reviews } from '../review/reviews.ts';

/** An edit that a person accepted, all of it or parts. */
export interface AcceptedEdit {
  /** The text as it is now: a person may have changed it since. */
  readonly text: string;
  readonly rejected: readonly { readonly removed: string; readonly added: string }[];
}

interface Followed extends AcceptedEdit {
  readonly document: TextDocument;
  readonly eol: EndOfLine;
  readonly original: string;
  stretch: Stretch | undefined;
}

/** So many of the last ones are followed. */
const most = 20;

/**
 * The last edits that were accepted, each with the place where it stands, which follows what is typed round it: what the user leaves there
 * is what they wanted. Nothing is kept beyond the session.
 */
export class AcceptedEdits implements Disposable {
  #edits: Followed[] = [];
  readonly #listeners: readonly Disposable[];

  constructor(reviews: Reviews) {
    this.#listeners = [
      reviews.onApplied(({ document, review, start }) => {
        const { original, accepted, changes } = review;
        const text = withHunks(original, accepted);
        const rejected = changes
          .filter(({ decision }) => decision === 'rejected')
          .map((change) => ({ removed: original.slice(change.start, change.end), added: change.added }));
        const from = document.offsetAt(start);
        // In the document its line ends may be longer.
        const { eol } = document;
        const breaks = eol === EndOfLine.CRLF ? text.split('\n').length - 1 : 0;
        const stretch = { start: from, end: from + text.length + breaks };
        this.#edits = [...this.#edits.slice(1 - most), { document, eol, original, text, rejected, stretch }];
      }),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        for (const edit of this.#edits) {
          if (edit.document !== document || !edit.stretch) continue;
          const plain = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
            offset: rangeOffset,
            length: rangeLength,
            text,
          }));
          edit.stretch = grown(edit.stretch, plain, !edit.text.endsWith('\n'));
        }
      }),
    ];
  }

  /** What became of an excerpt that was edited; undefined where no edit of it was accepted. */
  of({ origin, text: original }: Excerpt): AcceptedEdit | undefined {
    const edit = this.#edits.findLast(
      (each) => each.original === original && each.document.uri.toString() === origin.uri,
    );
    if (!edit) return undefined;
    const { document, eol, stretch, rejected, text } = edit;
    // With other line ends every offset is another, and VS Code does not say so in edits.
    if (!stretch || document.isClosed || document.eol !== eol) return { text, rejected };
    const range = new Range(document.positionAt(stretch.start), document.positionAt(stretch.end));
    return { text: document.getText(range).replaceAll('\r\n', '\n'), rejected };
  }

  dispose(): void {
    for (const each of this.#listeners) each.dispose();
    this.#edits = [];
  }
}
