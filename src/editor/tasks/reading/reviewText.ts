import {
  type Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
  Position,
  Diagnostic as Problem,
  Range,
  Uri,
  workspace,
} from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { positionIn } from '../../../review/review.ts';
import { review } from '../../../tasks/reading/review.ts';
import type { Row, Table } from '../../../tasks/reading/structured.ts';
import type { Shape, TaskRunner } from '../taskRunner.ts';
import { shownAsTable } from './shownAsTable.ts';
import { tableMarkdown } from './tableWords.ts';

/**
 * `hearth.review`: remarks about a text or code, as a table in the view and as problems, so that one jumps to their places with F8 or
 * from the list. They go when their text is edited, when the document is closed, and with the next review of it.
 */
export class Remarks implements Disposable {
  readonly #shown: DiagnosticCollection = languages.createDiagnosticCollection('hearth.review');
  readonly #listeners: readonly Disposable[];

  constructor() {
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const before = this.#shown.get(document.uri);
        if (!before?.length || contentChanges.length === 0) return;
        const after = contentChanges.reduce<readonly Diagnostic[]>((all, change) => movedBy(all, change), before);
        this.#shown.set(document.uri, after);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri)),
    ];
  }

  async review(runner: TaskRunner): Promise<void> {
    const excerpt = await runner.excerpt();
    if (!excerpt) return;
    const uri = Uri.parse(excerpt.origin.uri);
    this.#shown.delete(uri);
    const document = await workspace.openTextDocument(uri);
    const { version } = document;
    const show = (rows: readonly Row[], about: Excerpt) => {
      // What was edited meanwhile may stand elsewhere: the table still says what was found.
      if (document.version === version)
        this.#shown.set(
          uri,
          rows.flatMap((row) => problemOf(row, about)),
        );
    };
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
    this.#shown.dispose();
  }
}

function problemOf({ cells, place }: Row, excerpt: Excerpt): Diagnostic[] {
  if (!place) return [];
  const at = (offset: number) => {
    const { line, character } = positionIn(excerpt.origin, excerpt.text, offset);
    return new Position(line, character);
  };
  const [weight, remark] = cells;
  const severity = weight?.text === 'problem' ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information;
  const problem = new Problem(new Range(at(place.start), at(place.end)), remark?.text ?? '', severity);
  problem.source = 'Hearth';
  return [problem];
}

/** Problems after an edit: those behind it are moved, those it touches are gone. */
function movedBy(
  all: readonly Diagnostic[],
  { range, text }: { readonly range: Range; readonly text: string },
): readonly Diagnostic[] {
  const lines = text.split('\n');
  const addedLines = lines.length - 1 - (range.end.line - range.start.line);
  const lastLength = (lines.at(-1)?.length ?? 0) + (lines.length === 1 ? range.start.character : 0);
  const moved = (at: Position) =>
    at.line === range.end.line
      ? new Position(at.line + addedLines, at.character - range.end.character + lastLength)
      : at.translate(addedLines);
  return all.flatMap((each) => {
    if (each.range.end.isBeforeOrEqual(range.start)) return [each];
    if (each.range.start.isBefore(range.end)) return [];
    const same = new Problem(new Range(moved(each.range.start), moved(each.range.end)), each.message, each.severity);
    same.source = each.source ?? 'Hearth';
    return [same];
  });
}
