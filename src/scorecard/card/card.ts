import { type Circumstance, differences } from '../run/identity.ts';
import { type CaseRecord, hasFlipped, hasPassed, type RunRecord, sameFootprint } from '../run/runRecord.ts';
import { type Comparison, compare } from '../statistics/comparison.ts';
import { type Score, type TaskVerdict, verdictOf } from '../statistics/verdict.ts';

/** How a run went with one task. */
export interface TaskCard {
  readonly task: string;
  readonly score: Score;
  readonly verdict: TaskVerdict;
  /** Cases that were answered rightly in some repeats only. */
  readonly flips: number;
  readonly failed: readonly CaseRecord[];
}

/** What a run says of each task, in the order of the file. */
export function tasksOf(run: Pick<RunRecord, 'cases'>): readonly TaskCard[] {
  const tasks = new Map<string, CaseRecord[]>();
  for (const record of run.cases) {
    const list = tasks.get(record.task);
    if (list) list.push(record);
    else tasks.set(record.task, [record]);
  }
  return [...tasks].map(([task, records]) => {
    const failed = records.filter((record) => !hasPassed(record));
    const score = { passed: records.length - failed.length, total: records.length };
    return { task, score, verdict: verdictOf(score), flips: records.filter(hasFlipped).length, failed };
  });
}

/** Two runs beside each other. */
export type RunComparison =
  | { readonly kind: 'notComparable'; readonly differ: readonly Circumstance[] }
  | {
      readonly kind: 'compared';
      readonly all: Comparison;
      readonly tasks: readonly { readonly task: string; readonly comparison: Comparison }[];
      /** Whether both take about the same memory; undefined: it is not known. */
      readonly sameFootprint: boolean | undefined;
    };

/** Compares two whole runs, where nothing but the model differs. */
export function compareRuns(first: RunRecord, second: RunRecord): RunComparison {
  const differ = differences(first.identity, second.identity);
  if (differ.length > 0) return { kind: 'notComparable', differ };
  const results = ({ cases }: RunRecord, task?: string) =>
    new Map(cases.filter((each) => task === undefined || each.task === task).map((each) => [each.id, hasPassed(each)]));
  const tasks = [...new Set(first.cases.map(({ task }) => task))].map((task) => ({
    task,
    comparison: compare(results(first, task), results(second, task)),
  }));
  return {
    kind: 'compared',
    all: compare(results(first), results(second)),
    tasks,
    sameFootprint: sameFootprint(first.footprint, second.footprint),
  };
}

/** How many of the last requests that went to the cloud would now be answered well here. */
export interface EscalationAudit {
  readonly passed: number;
  readonly of: number;
  /** Which of them, in the order of their file. */
  readonly cases: readonly { readonly title: string; readonly passed: boolean }[];
}

/** So many escalations are looked at: what was hard a year ago says little. */
const audited = 10;

/** @param run the newest one that has cases of escalations; its cases are in the order of their file, the newest last */
export function auditOf(run: Pick<RunRecord, 'cases'>): EscalationAudit {
  const cases = run.cases
    .filter(({ wasEscalated }) => wasEscalated)
    .slice(-audited)
    .map((each) => ({ title: each.title, passed: hasPassed(each) }));
  return { passed: cases.filter(({ passed }) => passed).length, of: cases.length, cases };
}
