import { type Diagnostic, DiagnosticSeverity, l10n, languages, Range, type Uri, window } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { CaseFile, Remark } from '../../scorecard/cases/caseFile.ts';

/** Shows what is wrong with files of cases where VS Code shows such things: on its line, and in the list of problems. */
export class CaseProblems implements Disposable {
  readonly #shown = languages.createDiagnosticCollection('hearth-scorecard');

  /** Shows what is to be said of a file, in place of what was said of it before. */
  show(uri: Uri, { problems, notRun }: Pick<CaseFile, 'problems' | 'notRun'>): void {
    this.#shown.set(uri, [
      ...problems.map((each) => diagnosticOf(each, DiagnosticSeverity.Error)),
      ...notRun.map((each) => diagnosticOf(each, DiagnosticSeverity.Information)),
    ]);
  }

  /** Says that a file is broken, and leads to the line. */
  async tell(uri: Uri, { problems }: Pick<CaseFile, 'problems'>): Promise<void> {
    const [first] = problems;
    if (!first) return;
    const name = uri.path.split('/').at(-1) ?? '';
    const show = l10n.t('Show the Line');
    const words = l10n.t('{0}, line {1}: {2}', name, first.line, first.message);
    if ((await window.showErrorMessage(words, show)) === show)
      await window.showTextDocument(uri, { selection: rangeOf(first) });
  }

  dispose(): void {
    this.#shown.dispose();
  }
}

function diagnosticOf(remark: Remark, severity: DiagnosticSeverity): Diagnostic {
  return { range: rangeOf(remark), message: remark.message, severity, source: 'Hearth' };
}

function rangeOf({ line, column }: Remark): Range {
  return new Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
}
