import {
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  type Disposable,
  EndOfLine,
  l10n,
  languages,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  Uri,
  workspace,
} from 'vscode';
import type { Excerpt, TextRange } from '../../../base/text.ts';
import { FindingList, PlacesSince } from '../../../review/findingList.ts';
import type { Stretch } from '../../../review/following.ts';
import { review } from '../../../tasks/reading/review.ts';
import type { Row, Table } from '../../../tasks/reading/structured.ts';
import type { Shape, TaskRunner } from '../taskRunner.ts';
import { shownAsTable } from './shownAsTable.ts';
import { tableMarkdown } from './tableWords.ts';

/** A remark and what it is about, in the document's own offsets. */
interface Remark extends Stretch {
  readonly text: string;
  readonly severity: DiagnosticSeverity;
}

/** The remarks about one document. */
interface Kept {
  readonly document: TextDocument;
  /** The text when it was given to the model. */
  readonly text: string;
  readonly eol: EndOfLine;
  readonly list: FindingList<Remark>;
  /** Where things are now that stood in the text as the model was shown it. */
  readonly places: PlacesSince;
}

/**
 * `hearth.review`: remarks about a text or code, as a table in the view and as problems, so that one jumps to their places with F8 or
 * from the list. They go when their text is edited, when the document is closed, and with the next review of it.
 */
export class Remarks implements Disposable {
  readonly #shown: DiagnosticCollection = languages.createDiagnosticCollection('hearth.review');
  readonly #documents = new Map<string, Kept>();
  readonly #listeners: readonly Disposable[];

  constructor() {
    this.#listeners = [
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#clear(uri)),
    ];
  }

  async review(runner: TaskRunner): Promise<void> {
    const excerpt = await runner.excerpt();
    if (!excerpt) return;
    const uri = Uri.parse(excerpt.origin.uri);
    const kept = this.#begin(await workspace.openTextDocument(uri));
    const show = (rows: readonly Row[], about: Excerpt) => this.#add(kept, rows, about);
    const asItComes: Shape = (events, about, notice) =>
      shownAsTable(
        events,
        review,
        about,
        'table',
        (count) => notice(count === 1 ? l10n.t('1 remark so far…') : l10n.t('{0} remarks so far…', count)),
        (rows) => show(rows, about),
      );
    const ofTable = (table: Table, about: Excerpt) => {
      show(table.rows, about);
      return tableMarkdown(table, 'table');
    };
    await runner.runOn(excerpt, review, Object.assign(asItComes, { ofTable }));
  }

  dispose(): void {
    for (const each of this.#listeners) each.dispose();
    this.#documents.clear();
    this.#shown.dispose();
  }

  #begin(document: TextDocument): Kept {
    this.#clear(document.uri);
    const list = new FindingList<Remark>({ mayOverlap: true });
    const kept = { document, text: document.getText(), eol: document.eol, list, places: new PlacesSince() };
    this.#documents.set(document.uri.toString(), kept);
    return kept;
  }

  /** Shows the remarks whose places are still as they were. */
  #add(kept: Kept, rows: readonly Row[], excerpt: Excerpt): void {
    // Closed meanwhile, or reviewed anew: the table still says what was found.
    if (this.#documents.get(kept.document.uri.toString()) !== kept) return;
    const from = offsetOfLine(kept.text, excerpt.origin.range.start);
    for (const row of rows) {
      const remark = remarkOf(row, (offset) => from + offsetIn(excerpt, offset, kept.eol));
      const place = remark && kept.places.now(remark);
      if (remark && place) kept.list.add({ ...remark, ...place });
    }
    this.#show(kept);
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const kept = this.#documents.get(document.uri.toString());
    // With other line ends every offset is another, and VS Code does not say so in edits.
    if (kept && document.eol !== kept.eol) this.#clear(document.uri);
    if (!kept || document.eol !== kept.eol || contentChanges.length === 0) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    kept.places.follow(edits);
    if (kept.list.follow(edits) !== 'same') this.#show(kept);
  }

  #show({ document, list }: Kept): void {
    this.#shown.set(
      document.uri,
      list.all.map(([, remark]) => problemOf(document, remark)),
    );
  }

  #clear(uri: Uri): void {
    this.#shown.delete(uri);
    this.#documents.delete(uri.toString());
  }
}

/** A row that says where it belongs. */
function remarkOf({ cells, place }: Row, offsetOf: (offset: number) => number): Remark | undefined {
  if (!place) return undefined;
  const [weight, remark] = cells;
  return {
    start: offsetOf(place.start),
    end: offsetOf(place.end),
    text: remark?.text ?? '',
    severity: weight?.text === 'problem' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
  };
}

/** The offset of a place in a document's text. */
function offsetOfLine(text: string, { line, character }: TextRange['start']): number {
  let start = 0;
  for (let passed = 0; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return start + character;
}

/** An excerpt's line ends are one character; the document's may be two. */
function offsetIn({ text }: Excerpt, offset: number, eol: EndOfLine): number {
  return eol === EndOfLine.CRLF ? offset + (text.slice(0, offset).match(/\n/g)?.length ?? 0) : offset;
}

function problemOf(document: TextDocument, { start, end, text, severity }: Remark): Diagnostic {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const problem = new Diagnostic(range, text, severity);
  problem.source = 'Hearth';
  return problem;
}
