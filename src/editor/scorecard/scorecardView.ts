import { l10n } from 'vscode';
import { auditOf, compareRuns, tasksOf } from '../../scorecard/card/card.ts';
import { auditedInWords, circumstancesInWords } from '../../scorecard/card/inWords.ts';
import { runFacts } from '../../scorecard/card/report.ts';
import { type TrendLine, trendOf } from '../../scorecard/card/trend.ts';
import { differences, shortDigest } from '../../scorecard/run/identity.ts';
import type { RunRecord } from '../../scorecard/run/runRecord.ts';
import { comparisonInWords, scoreInWords, verdictInWords } from '../../scorecard/statistics/inWords.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { numberWord } from '../numberWord.ts';
import type { Chosen, ScorecardState, ShownSignal, ShownTask } from './protocol.ts';
import { titleOfTask } from './words.ts';

/** What the page is made of. */
export interface ScorecardMaterial {
  /** All runs, the oldest first. */
  readonly runs: readonly RunRecord[];
  readonly signals: readonly ShownSignal[];
  /** The model that a task asks now; undefined: not known. */
  readonly usedFor: (task: string) => string | undefined;
  /** Judged escalations that are no cases yet. */
  readonly candidates: number;
  /** The digest that each installed model has now. */
  readonly installed: ReadonlyMap<string, string>;
  readonly when: (at: number) => string;
}

/** What the page shows, in the user's words. @param wanted what was chosen; what is not there any more is replaced by the newest */
export function scorecardView(material: ScorecardMaterial, wanted: Chosen): ScorecardState {
  const { runs, when, signals } = material;
  const whole = runs.filter(({ endedAt }) => endedAt !== undefined).reverse();
  const run = whole.find(({ id }) => id === wanted.run) ?? whole[0];
  const others = whole.filter((each) => each !== run);
  const other = run && (others.find(({ id }) => id === wanted.other) ?? comparableWith(run, others) ?? undefined);
  const label = (each: RunRecord) =>
    l10n.t('{0} · {1} · {2}', modelLabel(each.identity.model), when(each.startedAt), each.file);
  const tasks = run ? tasksOf(run).map(({ task }) => ({ value: task, label: titleOfTask(task) })) : [];
  const task = tasks.some(({ value }) => value === wanted.task) ? wanted.task : '';
  return {
    runs: whole.map((each) => ({ value: each.id, label: label(each) })),
    others: others.map((each) => ({ value: each.id, label: label(each) })),
    tasks: [{ value: '', label: l10n.t('All tasks') }, ...tasks],
    chosen: { run: run?.id ?? '', other: other?.id ?? '', task },
    facts: run ? runFacts(run, { l10n, when, number: numberWord, titleOf: titleOfTask }) : [],
    verdicts: run ? verdictsOf(run, material) : [],
    ...(run && other ? { comparison: comparisonOf(run, other) } : {}),
    trend: run ? shownTrend(trendLines(run, runs, task), when) : { times: [], lines: [], rows: [] },
    audit: run ? auditWords(run) : '',
    audited: run ? auditOf(run).cases.map((each) => ({ ...each, text: auditedInWords(each.passed, l10n) })) : [],
    candidates: candidateWords(material.candidates),
    signals,
    notice: noticeOf(material),
  };
}

/** The newest run of another model, or of another digest, that this one can be compared with. */
function comparableWith(run: RunRecord, others: readonly RunRecord[]): RunRecord | undefined {
  return others.find(
    ({ identity }) => identity.digest !== run.identity.digest && differences(run.identity, identity).length === 0,
  );
}

function verdictsOf(run: RunRecord, { usedFor }: ScorecardMaterial): readonly ShownTask[] {
  return tasksOf(run).map(({ task, score, verdict, flips, failed }) => ({
    task,
    title: titleOfTask(task),
    look: verdict.kind,
    verdict: verdictInWords(verdict, l10n),
    passed: scoreInWords(score, l10n),
    unsteady: flips === 0 ? '' : String(flips),
    failed: failed.map(({ title, failures }) => ({ title, why: failures.join('; ') })),
    isUsed: usedFor(task) === run.identity.model,
  }));
}

function comparisonOf(run: RunRecord, other: RunRecord): NonNullable<ScorecardState['comparison']> {
  const names = namesOf(run, other);
  const compared = compareRuns(run, other);
  if (compared.kind === 'notComparable') {
    const why = circumstancesInWords(compared.differ, l10n);
    return { summary: l10n.t('Not comparable: {0}.', why), remark: '', rows: [] };
  }
  return {
    summary: comparisonInWords(compared.all, names, l10n),
    remark: footprintWords(compared.sameFootprint),
    rows: compared.tasks.map(({ task, comparison }) => ({
      title: titleOfTask(task),
      text: comparisonInWords(comparison, names, l10n),
    })),
  };
}

/** What two runs' models are called beside each other: two digests of one model are told by their digests. */
export function namesOf(run: RunRecord, other: RunRecord) {
  const name = ({ identity }: RunRecord) => {
    const digest = run.identity.model === other.identity.model ? shortDigest(identity, 7) : undefined;
    return digest === undefined ? modelLabel(identity.model) : `${modelLabel(identity.model)} (${digest})`;
  };
  return { first: name(run), second: name(other) };
}

function footprintWords(same: boolean | undefined): string {
  if (same === undefined) return '';
  return same
    ? l10n.t('Both take about the same memory.')
    : l10n.t('They are not in one class: one takes over 15 % more memory than the other.');
}

/** Runs over the releases of an engine: its version may differ, unlike in a comparison. */
function trendLines(run: RunRecord, runs: readonly RunRecord[], task: string): readonly TrendLine[] {
  const alike = ({ identity }: RunRecord) => differences(run.identity, identity).every((each) => each === 'engine');
  return trendOf(runs, alike, task === '' ? undefined : task);
}

function shownTrend(lines: readonly TrendLine[], when: (at: number) => string): ScorecardState['trend'] {
  const all = lines
    .flatMap(({ model, points }) => points.map((point) => ({ ...point, model })))
    .sort((one, other) => one.at - other.at);
  return {
    times: all.map(({ at }) => at / 1000),
    lines: lines.map(({ model, points }) => ({
      label: modelLabel(model),
      values: all.map(({ run }) => {
        const point = points.find((each) => each.run === run);
        return point ? Math.round(point.share * 100) : null;
      }),
    })),
    rows: [...all]
      .reverse()
      .map(({ at, model, passed, total, isNewDigest }) => [
        when(at),
        modelLabel(model),
        scoreInWords({ passed, total }, l10n),
        isNewDigest ? l10n.t('new weights under this name') : '',
      ]),
  };
}

function auditWords(run: RunRecord): string {
  const { passed, of } = auditOf(run);
  if (of === 0) return l10n.t('This run has no case of a request that you sent to the cloud.');
  return l10n.t('{0} of your last {1} escalations would now pass locally.', passed, of);
}

function candidateWords(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? l10n.t('1 escalation that you judged is no test yet.')
    : l10n.t('{0} escalations that you judged are no tests yet.', count);
}

/** A model whose weights are others now than in its last run. */
function noticeOf({ runs, installed }: ScorecardMaterial): string {
  for (const [model, digest] of installed) {
    const last = runs.findLast(({ identity }) => identity.model === model);
    if (last && last.identity.digest !== digest)
      return l10n.t('{0} has new weights since its last run. Run the scorecard to compare them.', modelLabel(model));
  }
  return '';
}
