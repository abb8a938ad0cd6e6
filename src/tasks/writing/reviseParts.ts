import type { Excerpt } from '../../base/text.ts';
import type { AnswerRequest, Measured, TierEvent } from '../../tiers/tier.ts';
import type { Budget } from '../../writing/guards/budget.ts';
import type { JudgedHunk } from '../../writing/guards/guards.ts';
import type { Violation } from '../../writing/guards/invariants.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import type { Segment } from '../../writing/reading/segments.ts';
import { makeReady, type Revised, type RevisingParts, revise } from './revise.ts';
import { messagesFor, type WritingTask } from './writingTask.ts';

/** No part is longer, in UTF-16 code units: small models lose the thread of longer ones. */
const mostCharacters = 6000;
/** How much of a part is not the text, in tokens: what is wanted, and the rules. */
const overheadTokens = 500;
/** How many code units a token has at least, in the scripts that have the fewest but for the East Asian ones. */
const charactersAToken = 2;

/** A model, as far as it matters here. */
interface Model {
  readonly name: string;
  readonly contextTokens: number;
}

/** How long one part may be, in UTF-16 code units: the text, and an answer that is as long. */
export function partLength({ contextTokens }: Model): number {
  return Math.min(mostCharacters, Math.floor((contextTokens - overheadTokens) / 3) * charactersAToken);
}

/** What was asked for. */
export interface Wished {
  readonly task: WritingTask;
  readonly excerpt: Excerpt;
  readonly model: Model;
  /** The user's own wishes for all writing. */
  readonly style: string;
  /** Labels that are defined elsewhere in the document. */
  readonly defined: readonly string[];
}

/** A part that stays as it was, and why. Counted from 1. */
export interface KeptPart {
  readonly part: number;
  readonly refused: Extract<Revised, { readonly kind: 'refused' }>;
}

/** A text written anew, part by part. */
export interface RevisedParts {
  readonly revised: Revised;
  readonly done: Extract<TierEvent, { kind: 'done' }> | undefined;
  /** How many parts there were, and which of them are as they were. */
  readonly of: number;
  readonly kept: readonly KeptPart[];
}

/** How far it has come. Parts count from 1, attempts too; characters are those of this attempt. */
export interface Progress {
  readonly part: number;
  readonly of: number;
  readonly attempt: number;
  readonly characters: number;
}

/** The request about the whole text as it is, for a tier that is asked without the guards: its answer is reviewed, too. */
export function wholeRequest({ task, excerpt, model, style }: Wished, language: string | undefined): AnswerRequest {
  const code = task.into ?? language;
  const about = { origin: excerpt.origin, style, language: code === undefined ? undefined : languageName(code) };
  return {
    model: model.name,
    messages: messagesFor(task, { ...about, text: excerpt.text, placeholder: undefined }),
    maximumTokens: Math.floor(model.contextTokens / 2),
    contextTokens: model.contextTokens,
  };
}

/**
 * Writes a text anew, a long one in parts that end at its own joints. A part whose answer cannot be used stays as it is.
 * @param onProgress told at each piece
 * @returns undefined when it was stopped
 * @throws {TierError}
 */
export async function reviseParts(
  wished: Wished,
  parts: RevisingParts,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<RevisedParts | undefined> {
  const { excerpt } = wished;
  const { segments, defined } = await divided(wished, parts);
  const made: { readonly segment: Segment; readonly revised: Revised }[] = [];
  const ends: Extract<TierEvent, { kind: 'done' }>[] = [];
  for (const [index, segment] of segments.entries()) {
    if (signal.aborted) return undefined;
    const part = index + 1;
    const own = { ...excerpt, text: excerpt.text.slice(segment.start, segment.end) };
    const ready = await makeReady(wished.task, own, wished.model, wished.style, parts, defined);
    if ('kind' in ready) {
      made.push({ segment, revised: ready });
      continue;
    }
    let characters = 0;
    const revised = await revise(wished.task, ready, parts, signal, (event, attempt) => {
      if (event.kind === 'done') ends.push(event);
      characters = event.kind === 'done' ? 0 : characters + event.text.length;
      onProgress({ part, of: segments.length, attempt, characters });
    });
    if (!revised) return undefined;
    made.push({ segment, revised });
  }
  return { ...joined(excerpt.text, made), done: together(ends), of: segments.length };
}

async function divided({ excerpt, model, defined }: Wished, { parse }: Pick<RevisingParts, 'parse'>) {
  const { text, languageId } = excerpt;
  const most = partLength(model);
  const whole = { segments: [{ start: 0, end: text.length }], defined };
  if (text.length <= most) return whole;
  const found = await parse('divide', { text, languageId, most });
  return found ? { segments: found.segments, defined: [...defined, ...found.defined] } : whole;
}

function joined(
  text: string,
  made: readonly { readonly segment: Segment; readonly revised: Revised }[],
): Pick<RevisedParts, 'revised' | 'kept'> {
  const [only] = made;
  if (made.length === 1 && only) return { revised: only.revised, kept: [] };
  const hunks: JudgedHunk[] = [];
  const violations: Violation[] = [];
  const budgets: { readonly budget: Budget; readonly share: number }[] = [];
  const kept: KeptPart[] = [];
  let after = '';
  made.forEach(({ segment, revised }, index) => {
    const { start, end } = segment;
    after += revised.kind === 'changed' ? revised.after : text.slice(start, end);
    if (revised.kind === 'refused' && revised.why !== 'noProse') kept.push({ part: index + 1, refused: revised });
    if (revised.kind !== 'changed') return;
    hunks.push(...revised.hunks.map((hunk) => ({ ...hunk, start: hunk.start + start, end: hunk.end + start })));
    violations.push(...revised.violations);
    budgets.push({ budget: revised.budget, share: (end - start) / text.length });
  });
  if (hunks.length > 0) {
    return { revised: { kind: 'changed', after, hunks, violations, budget: budgetOf(budgets) }, kept };
  }
  const [first] = kept;
  if (first) return { revised: first.refused, kept };
  const hasProse = made.some(({ revised }) => revised.kind === 'unchanged');
  return { revised: hasProse ? { kind: 'unchanged' } : { kind: 'refused', why: 'noProse' }, kept };
}

/** The budget of all parts: within it when each of them is. */
function budgetOf(budgets: readonly { readonly budget: Budget; readonly share: number }[]): Budget {
  const sum = (of: (budget: Budget) => number) =>
    budgets.reduce((total, { budget, share }) => total + of(budget) * share, 0);
  const share = budgets.reduce((total, each) => total + each.share, 0);
  const [first] = budgets;
  return {
    changed: sum(({ changed }) => changed),
    mostChanged: first?.budget.mostChanged ?? 1,
    length: sum(({ length }) => length) + (1 - share),
    lengths: first?.budget.lengths ?? [0, 1],
    isWithin: budgets.every(({ budget }) => budget.isWithin),
  };
}

/** What all answers took together. */
function together(ends: readonly Extract<TierEvent, { kind: 'done' }>[]): RevisedParts['done'] {
  const last = ends.at(-1);
  if (!last || ends.length === 1) return last;
  const total = (of: (measured: Measured) => number | undefined) =>
    ends.reduce((sum, { measured }) => sum + (of(measured) ?? 0), 0);
  const { firstPieceMs } = ends[0]?.measured ?? {};
  return {
    ...last,
    measured: {
      ...last.measured,
      ...(firstPieceMs === undefined ? {} : { firstPieceMs }),
      totalMs: total(({ totalMs }) => totalMs),
      promptTokens: total(({ promptTokens }) => promptTokens),
      answerTokens: total(({ answerTokens }) => answerTokens),
      answerMs: total(({ answerMs }) => answerMs),
    },
  };
}
