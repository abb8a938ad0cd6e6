import { l10n, Uri, window, workspace } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { reportOf } from '../../scorecard/card/report.ts';
import { asJsonLines } from '../../scorecard/cases/writeCases.ts';
import type { RunRecord } from '../../scorecard/run/runRecord.ts';
import { numberWord } from '../numberWord.ts';
import type { ChosenCases } from './chooseCases.ts';
import type { ScorecardState } from './protocol.ts';
import { scorecardWords, titleOfTask } from './words.ts';

/** What the page shows, and of which runs. */
interface Shown {
  readonly run: RunRecord;
  readonly other: RunRecord | undefined;
  readonly state: ScorecardState;
}

/** Writes what the page shows as Markdown, where the user says. @param when a time in the user's form, from milliseconds since 1970 */
export async function exportReport(
  { run, other, state }: Shown,
  when: (at: number) => string,
  clock: Clock,
): Promise<void> {
  const report = reportOf(run, other, { l10n, titleOf: titleOfTask, when, number: numberWord });
  const cell = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const rows = (head: readonly string[], all: readonly (readonly string[])[]) =>
    [head, head.map(() => '---'), ...all].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
  const { trend, trendColumns, signals } = scorecardWords();
  const text = [
    report.trimEnd(),
    `## ${trend}`,
    rows(trendColumns, state.trend.rows),
    `## ${signals}`,
    ...state.signals.map(({ title, value, detail }) => `- **${title}**: ${value}. ${detail}`),
  ].join('\n\n');
  await write(`${text}\n`, `hearth-scorecard-${dayOf(clock)}.md`, l10n.t('Export the scorecard'), { Markdown: ['md'] });
}

/** Writes cases as JSONL, one a line, where the user says. */
export async function exportCases({ texts }: ChosenCases, clock: Clock): Promise<void> {
  const lines = texts.map(asJsonLines).join('');
  await write(lines, `hearth-cases-${dayOf(clock)}.jsonl`, l10n.t('Export the cases'), { JSONL: ['jsonl'] });
}

/** The day in UTC, as an ISO 8601 date. */
const dayOf = (clock: Clock) => new Date(clock.now()).toISOString().slice(0, 10);

async function write(
  text: string,
  name: string,
  title: string,
  filters: Readonly<Record<string, string[]>>,
): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    title,
    filters,
    ...(folder ? { defaultUri: Uri.joinPath(folder, name) } : {}),
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  void window.showInformationMessage(l10n.t('Exported to {0}.', workspace.asRelativePath(target)));
}
