import { env, l10n, type Progress } from 'vscode';
import { noticingStalls } from '../../tasks/stall.ts';
import { type ProofreadEvent, proofreading } from '../../tasks/writing/proofreading.ts';
import { type AnswerRequest, TierError } from '../../tiers/tier.ts';
import type { Finding } from '../../writing/findings/findings.ts';
import type { Part } from '../../writing/findings/part.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { modelLabel } from '../models/modelLabel.ts';
import type { ParsingThread } from '../parsing/parsingThread.ts';
import { taskModel } from '../tasks/askEngine.ts';
import type { TaskRunnerParts } from '../tasks/taskRunner.ts';
import { countOfFindings } from './findingWords.ts';
import type { Outcome } from './outcome.ts';
import type { Job } from './whatIsMeant.ts';

/** What finding mistakes needs. */
export interface FindingParts
  extends Pick<TaskRunnerParts, 'answerer' | 'inventory' | 'readiness' | 'settings' | 'allow' | 'clock'> {
  /** The worker that cuts documents into parts and reads answers. */
  readonly guarding: ParsingThread;
}

/** Who is told of what is found. */
export interface FindingSink {
  /** Words that are right as they are, in small letters. They may become more meanwhile. */
  leftAlone(): ReadonlySet<string>;
  /** How many words of prose there are. */
  counted(words: number): void;
  /** A part is asked about. */
  asked(part: Part, request: AnswerRequest): void;
  /** @returns how many of them stand there still */
  found(findings: readonly Finding[]): number;
}

type Reporting = Progress<{ readonly message?: string; readonly increment?: number }>;

/** How long the stream may be silent before it is said, in milliseconds. */
const stalledMs = 30_000;

/** Has a model find the mistakes of a text, part by part, and says how far it is. @throws {TierError} */
export async function findMistakes(
  job: Job,
  parts: FindingParts,
  sink: FindingSink,
  progress: Reporting,
  signal: AbortSignal,
): Promise<Outcome> {
  const { answerer, settings, clock, guarding } = parts;
  progress.report({ message: l10n.t('reading the text…') });
  const model = await taskModel(parts, 'proofread');
  void noticeLoading(model.name, parts, progress, signal);
  const asked = { leaveAlone: sink.leftAlone(), style: settings().writingStyle, explainIn: languageName(env.language) };
  const stalled = () => progress.report({ message: l10n.t('nothing has come for a while') });
  const asking = {
    answerer: {
      answer: (...request: Parameters<typeof answerer.answer>) =>
        noticingStalls(answerer.answer(...request), clock, stalledMs, stalled),
    },
    parse: guarding.ask.bind(guarding),
  };
  let outcome: Outcome = { parts: undefined, read: 0, unreadable: 0, found: 0, dropped: 0 };
  for await (const event of proofreading(job, { model, ...asked }, asking, signal)) {
    if (signal.aborted) break;
    outcome = after(event, outcome, job, sink);
    if (outcome.parts === undefined || outcome.parts === 0) continue;
    const at = Math.min(outcome.read + 1, outcome.parts);
    const message = l10n.t('{0} of {1} · {2}', at, outcome.parts, countOfFindings(outcome.found));
    progress.report({ message, increment: event.kind === 'read' ? 100 / outcome.parts : 0 });
  }
  return outcome;
}

function after(event: ProofreadEvent, outcome: Outcome, { from, within }: Job, sink: FindingSink): Outcome {
  switch (event.kind) {
    case 'divided':
      sink.counted(event.words);
      return { ...outcome, parts: event.parts };
    case 'asked': {
      const { part, request } = event;
      // Of a part that reaches out of the selection, not all that was found is told.
      if (!within || (part.start >= within.start && part.end <= within.end)) sink.asked(movedBy(part, from), request);
      return outcome;
    }
    case 'found': {
      const alone = sink.leftAlone();
      const wanted = event.findings
        .filter(({ gone }) => !gone.some((word) => alone.has(word)))
        .map((finding) => ({ ...finding, start: finding.start + from, end: finding.end + from }));
      return { ...outcome, found: outcome.found + sink.found(wanted) };
    }
    case 'read':
      return {
        ...outcome,
        read: outcome.read + 1,
        unreadable: outcome.unreadable + (event.isReadable ? 0 : 1),
        dropped: outcome.dropped + event.dropped,
      };
  }
}

const movedBy = (part: Part, by: number): Part => ({
  ...part,
  start: part.start + by,
  end: part.end + by,
  runs: part.runs.map((run) => ({ ...run, source: run.source + by })),
});

/** A model that is not in memory takes its time: the progress says so. */
async function noticeLoading(
  model: string,
  { readiness }: Pick<FindingParts, 'readiness'>,
  progress: Reporting,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (!(await readiness.isLoaded(model, signal)))
      progress.report({ message: l10n.t('Loading {0} into memory…', modelLabel(model)) });
  } catch (error) {
    // The request itself meets the same trouble, and says it.
    if (!(error instanceof TierError) && !signal.aborted) throw error;
  }
}
