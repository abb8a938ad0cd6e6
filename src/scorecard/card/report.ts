import { shortDigest } from '../run/identity.ts';
import { type CaseRecord, type RunRecord, speedOf } from '../run/runRecord.ts';
import { comparisonInWords, scoreInWords, verdictInWords } from '../statistics/inWords.ts';
import type { Words } from '../words.ts';
import { auditOf, compareRuns, tasksOf } from './card.ts';
import { auditedInWords, circumstancesInWords } from './inWords.ts';

/** What a report needs beside the runs. */
export interface ReportParts {
  readonly l10n: Words;
  /** What a task is called. */
  readonly titleOf: (task: string) => string;
  /** A time in the user's form. @param at milliseconds since 1970 */
  readonly when: (at: number) => string;
  /** A number in the user's language, with so many digits behind the point. */
  readonly number: (value: number, digits: number) => string;
}

/** A run, and where there is another one, both beside each other, as Markdown. */
export function reportOf(run: RunRecord, other: RunRecord | undefined, parts: ReportParts): string {
  const { l10n } = parts;
  const blocks = [
    `# ${l10n.t('Hearth scorecard')}`,
    runFacts(run, parts, code)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    verdictTable(run, parts),
    ...(other ? [comparisonBlock(run, other, parts)] : []),
    ...auditBlock(run, l10n),
    ...failureBlock(run, parts),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** What is to be known of a run: model, engine, speed, memory. @param marked makes a name what it looks like */
export function runFacts(
  run: RunRecord,
  { l10n, when, number }: ReportParts,
  marked: (name: string) => string = (name) => name,
): readonly string[] {
  const { model, engine, options } = run.identity;
  const digest = shortDigest(run.identity, 12);
  const { promptTokensPerSecond: reads, answerTokensPerSecond: writes, firstPieceMs } = speedOf(run);
  return [
    digest === undefined ? l10n.t('Model: {0}', marked(model)) : l10n.t('Model: {0} ({1})', marked(model), digest),
    l10n.t('Engine: {0}', engine),
    l10n.t('Cases: {0}, {1} of {2} done, repeats: {3}', marked(run.file), run.cases.length, run.of, options.repeats),
    l10n.t('When: {0}', when(run.startedAt)),
    ...(reads === undefined ? [] : [l10n.t('Reads {0} tokens/s', number(reads, 0))]),
    ...(writes === undefined ? [] : [l10n.t('Writes {0} tokens/s', number(writes, 0))]),
    ...(firstPieceMs === undefined ? [] : [l10n.t('First word after {0} ms (median)', number(firstPieceMs, 0))]),
    ...(run.coldLoadMs === undefined ? [] : [l10n.t('Loaded in {0} s', number(run.coldLoadMs / 1000, 1))]),
    ...(run.footprint === undefined ? [] : [footprintLine(run.footprint, l10n, number)]),
  ];
}

function footprintLine(
  { sizeBytes, gpuBytes }: NonNullable<RunRecord['footprint']>,
  l10n: Words,
  number: ReportParts['number'],
): string {
  const onGpu = sizeBytes === 0 ? 0 : Math.round((gpuBytes / sizeBytes) * 100);
  return sizeBytes < 1e8
    ? l10n.t('Takes {0} MB, {1} % of it on the GPU', number(sizeBytes / 1e6, 1), onGpu)
    : l10n.t('Takes {0} GB, {1} % of it on the GPU', number(sizeBytes / 1e9, 1), onGpu);
}

function verdictTable(run: RunRecord, { l10n, titleOf }: ReportParts): string {
  const rows = tasksOf(run).map(({ task, score, verdict, flips }) => [
    titleOf(task),
    verdictInWords(verdict, l10n),
    scoreInWords(score, l10n),
    String(flips),
  ]);
  return table([l10n.t('Task'), l10n.t('Verdict'), l10n.t('Passed'), l10n.t('Unsteady')], rows);
}

function comparisonBlock(run: RunRecord, other: RunRecord, { l10n, titleOf }: ReportParts): string {
  const names = { first: run.identity.model, second: other.identity.model };
  const heading = `## ${l10n.t('{0} and {1}', cell(names.first), cell(names.second))}`;
  const compared = compareRuns(run, other);
  if (compared.kind === 'notComparable') {
    return `${heading}\n\n${l10n.t('Not comparable: {0}.', circumstancesInWords(compared.differ, l10n))}`;
  }
  const footprint =
    compared.sameFootprint === false
      ? [l10n.t('They are not in one class: one takes over 15 % more memory than the other.')]
      : [];
  const rows = compared.tasks.map(({ task, comparison }) => [
    titleOf(task),
    comparisonInWords(comparison, names, l10n),
  ]);
  return [
    heading,
    comparisonInWords(compared.all, names, l10n),
    ...footprint,
    table([l10n.t('Task'), l10n.t('Comparison')], rows),
  ].join('\n\n');
}

function auditBlock(run: RunRecord, l10n: Words): readonly string[] {
  const { passed, of, cases } = auditOf(run);
  if (of === 0) return [];
  return [
    `## ${l10n.t('Escalations')}`,
    l10n.t('{0} of your last {1} escalations would now pass locally.', passed, of),
    cases.map((each) => `- **${cell(each.title)}**: ${auditedInWords(each.passed, l10n)}`).join('\n'),
  ];
}

function failureBlock(run: RunRecord, { l10n, titleOf }: ReportParts): readonly string[] {
  const failed = tasksOf(run).flatMap((each) => each.failed);
  if (failed.length === 0) return [];
  const line = ({ title, task, failures }: CaseRecord) =>
    `- **${cell(title)}** (${titleOf(task)}): ${cell(failures.join('; '))}`;
  return [`## ${l10n.t('What did not pass')}`, failed.map(line).join('\n')];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/** A text in one cell. What a model wrote is shown as text: no links, no markup, no second line. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#!]/g, '\\$&');
}

const code = (text: string) => `\`${text.replaceAll('`', '')}\``;
