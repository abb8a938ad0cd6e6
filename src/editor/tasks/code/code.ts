import { DiagnosticSeverity, l10n, languages, Range, Uri, window, workspace } from 'vscode';
import type { Clock } from '../../../base/clock.ts';
import { document } from '../../../tasks/code/document.ts';
import { explainOf, fix } from '../../../tasks/code/fix.ts';
import { originOf, plainRange } from '../../origin.ts';
import { writableExcerpt } from '../writable.ts';
import { type CodeParts, changeCode, problemsIn } from './changeCode.ts';

/** How long the language's tools have, in milliseconds, to look at code that was mended. */
const lookAgainMs = 3000;

/** `hearth.fix`: mends what the language's tools, or a careful reader, find wrong; and looks again when it was accepted. */
export async function fixCode(parts: CodeParts, clock: Clock, given: unknown): Promise<void> {
  const excerpt = await writableExcerpt(parts.runner, given);
  if (!excerpt) return;
  const problems = await problemsIn(excerpt);
  const uri = Uri.parse(excerpt.origin.uri);
  await changeCode(parts, fix(problems), excerpt, () => void lookAgain(uri, problems.length, clock));
}

/** `hearth.explain` on one problem: what its message means here, and what can be done. @param given a document, a range in it, a message */
export async function explainProblem(parts: CodeParts, [uri, range, message]: readonly unknown[]): Promise<void> {
  if (!(uri instanceof Uri) || !(range instanceof Range) || typeof message !== 'string') return;
  const about = await workspace.openTextDocument(uri);
  const excerpt = await parts.runner.excerpt();
  if (!excerpt || excerpt.origin.uri !== uri.toString()) return;
  const origin = originOf(about, 'diagnostic', plainRange(range));
  await parts.runner.runOn(excerpt, explainOf({ at: origin.range.start, message, origin }));
}

/** `hearth.document`: comments in the language's own convention. */
export async function documentCode(parts: CodeParts, given: unknown): Promise<void> {
  const excerpt = await writableExcerpt(parts.runner, given);
  if (excerpt) await changeCode(parts, document, excerpt);
}

/** Says how many problems are left, when the language's tools have looked at the file again. */
async function lookAgain(uri: Uri, before: number, clock: Clock): Promise<void> {
  if (before === 0) return;
  const looked = new AbortController();
  const listener = languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((each) => each.toString() === uri.toString())) looked.abort();
  });
  await clock.wait(lookAgainMs, looked.signal);
  listener.dispose();
  const left = languages
    .getDiagnostics(uri)
    .filter(({ severity, source }) => severity <= DiagnosticSeverity.Warning && source !== 'Hearth').length;
  const path = workspace.asRelativePath(uri);
  void window.showInformationMessage(
    left === 0
      ? l10n.t('{0} has no problems any more.', path)
      : left === 1
        ? l10n.t('{0} has 1 problem left.', path)
        : l10n.t('{0} has {1} problems left.', path, left),
  );
}
