import type { Excerpt } from '../../base/text.ts';
import {
  type AnswerRequest,
  type Measured,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from '../../tiers/tier.ts';
import { fitOf, fits } from '../fit.ts';
import { isStructured, type ReadPart, type Table } from '../reading/structured.ts';
import { type RequestedModel, requestFor, requestOf } from '../request.ts';
import { type AskingOnce, askedOnce } from './asked.ts';
import type { InParts, Note } from './inParts.ts';
import type { KeptAnswer } from './kept.ts';
import { Pace } from './pace.ts';
import type { PartwiseTask } from './partwise.ts';
import type { TextPart } from './textParts.ts';

/** A long text, and what is asked of it. */
export interface LongJob {
  readonly task: PartwiseTask;
  readonly excerpt: Excerpt;
  readonly model: RequestedModel;
  readonly parts: readonly TextPart[];
  /** Whether the last answer is kept too, so that the same is answered at once the next time. */
  readonly keepsLast?: boolean;
}

/** What of a text is not in the answer, and why. Parts count from 1. */
export type LeftOut =
  /** The engine gave no answer. */
  | { readonly why: 'failed'; readonly part: number; readonly error: TierError }
  /** Its answer had not the form that was asked for. */
  | { readonly why: 'notInForm'; readonly part: number }
  /** The answer about it was cut at its longest: there may be more. */
  | { readonly why: 'cut'; readonly part: number }
  /** The engine evidently read less of it than was sent. */
  | { readonly why: 'readLess'; readonly part: number }
  /** It was stopped, or the engine was lost: these were not asked about. */
  | { readonly why: 'notAsked'; readonly part: number; readonly last: number };

/** What happens meanwhile. */
export type LongEvent =
  /** A part is asked about, or (`part` > `of`) the last answer is made of all of them. @param leftMs about how long it all takes from here */
  | { readonly kind: 'asking'; readonly part: number; readonly of: number; readonly leftMs: number | undefined }
  /** Something came. */
  | { readonly kind: 'heard' }
  /** A piece of the last answer. */
  | { readonly kind: 'piece'; readonly text: string };

/** What came of it. */
export interface LongResult {
  /** For a task whose answers have a form: all that was found. */
  readonly table?: Table;
  /** For the others: what was said of the parts, where no last answer was made of it. */
  readonly notes?: readonly Note[];
  readonly leftOut: readonly LeftOut[];
  /** How it ended: undefined when it was stopped before anything was answered. */
  readonly done: Extract<TierEvent, { kind: 'done' }> | undefined;
  /** What was asked in the end, for questions about the answer. */
  readonly last?: AnswerRequest;
  /** Why it ended before its end. */
  readonly error?: TierError;
}

/** The longest note on a part, in tokens. */
const mostNoteTokens = 300;

/** No part has more tokens than this, also where the model's context has room: small models lose the thread of longer ones. */
const mostPartTokens = 4000;

/** So many failures one after the other are the engine's, not the parts'. */
const mostFailures = 2;

/** Reasons that hold for every other part as well. */
export const lasting: ReadonlySet<TierErrorReason> = new Set([
  'badEndpoint',
  'unreachable',
  'notTheEngine',
  'noModel',
  'modelMissing',
  'remoteModel',
  'notAllowed',
  'outOfMemory',
  'tooLong',
]);

/** The request about one part. */
function partRequest(task: PartwiseTask, part: Excerpt, model: RequestedModel): AnswerRequest {
  if (isStructured(task)) return requestFor(task, part, model);
  return requestOf(task.inParts.ofPart(part), Math.min(task.maximumTokens, mostNoteTokens), model);
}

/** How many tokens of text one part may have. */
export function roomForPart(task: PartwiseTask, excerpt: Excerpt, model: RequestedModel): number {
  const { promptTokens, availableTokens } = fitOf(partRequest(task, { ...excerpt, text: '' }, model));
  return Math.min(mostPartTokens, availableTokens - promptTokens);
}

/**
 * Reads a long text part by part, one request after the other, and makes one answer of what was said: rows are put together, notes are
 * made into one answer by a last request, in several steps where they are many. What was answered once is not asked again. A part that
 * fails is left out, and said so. Leaving the loop, or aborting, ends the request at the engine.
 */
export async function* readParts(
  job: LongJob,
  needs: AskingOnce,
  signal: AbortSignal,
): AsyncGenerator<LongEvent, LongResult> {
  const reading = new Reading(job, needs, signal);
  return yield* reading.read();
}

class Reading {
  readonly #job: LongJob;
  readonly #needs: AskingOnce;
  readonly #signal: AbortSignal;
  readonly #began: number;
  readonly #pace = new Pace();
  readonly #leftOut: LeftOut[] = [];
  readonly #measured: Measured[] = [];
  #end: KeptAnswer | undefined;
  #error: TierError | undefined;

  constructor(job: LongJob, needs: AskingOnce, signal: AbortSignal) {
    this.#job = job;
    this.#needs = needs;
    this.#signal = signal;
    this.#began = needs.clock.now();
  }

  async *read(): AsyncGenerator<LongEvent, LongResult> {
    const { task, parts, model } = this.#job;
    const read: ReadPart[] = [];
    const notes: Note[] = [];
    let failures = 0;
    for (const [index, { excerpt, start }] of parts.entries()) {
      const part = index + 1;
      if (this.#signal.aborted || this.#error) {
        this.#leftOut.push({ why: 'notAsked', part, last: parts.length });
        break;
      }
      if (excerpt.text.trim() === '') continue;
      yield this.#asking(index);
      const table = { value: undefined as Table | undefined };
      const answer = yield* this.#asked(partRequest(task, excerpt, model), excerpt.text.length, part, (text) => {
        if (!isStructured(task)) return text.trim() !== '';
        table.value = task.read(text, excerpt);
        return table.value !== undefined;
      });
      if (answer instanceof TierError) {
        this.#leftOut.push({ why: 'failed', part, error: answer });
        failures++;
        if (lasting.has(answer.reason) || failures >= mostFailures) this.#error = answer;
        continue;
      }
      failures = 0;
      // Stopped in the middle of it.
      if (!answer) {
        this.#leftOut.push({ why: 'notAsked', part, last: parts.length });
        break;
      }
      if (!isStructured(task) && answer.text.trim() !== '') notes.push({ first: part, last: part, text: answer.text });
      else if (table.value) read.push({ table: table.value, start });
      else this.#leftOut.push({ why: 'notInForm', part });
      if (answer.reason === 'length') this.#leftOut.push({ why: 'cut', part });
    }
    if (isStructured(task)) return this.#result({ table: task.merge(read) });
    const ended = !this.#signal.aborted && !this.#error && notes.length > 0;
    return ended ? yield* this.#combined(task.inParts, notes) : this.#result({ notes });
  }

  /** One answer of all notes: a last request, and before it as many as it takes until they fit into one. */
  async *#combined({ ofNotes }: InParts, all: readonly Note[]): AsyncGenerator<LongEvent, LongResult> {
    const { task, excerpt, model, parts } = this.#job;
    const of = parts.length;
    let notes = all;
    const asked = (some: readonly Note[], tokens: number) => requestOf(ofNotes(some, of, excerpt), tokens, model);
    while (!fits(asked(notes, task.maximumTokens)) && notes.length > 2) {
      const fewer: Note[] = [];
      for (const group of groupsOf(notes, (some) => fits(asked(some, mostNoteTokens)))) {
        const [first, last] = [group[0]?.first ?? 1, group.at(-1)?.last ?? of];
        yield this.#asking(of);
        const request = asked(group, Math.min(task.maximumTokens, mostNoteTokens));
        const answer = yield* this.#asked(request, 0, first, (text) => text.trim() !== '');
        if (answer instanceof TierError) this.#error = answer;
        if (!answer || answer instanceof TierError) return this.#result({ notes });
        fewer.push({ first, last, text: answer.text });
      }
      notes = fewer;
    }
    yield this.#asking(of);
    const last = asked(notes, task.maximumTokens);
    if (this.#job.keepsLast) {
      const answer = yield* this.#asked(last, 0, of, (text) => text.trim() !== '');
      if (answer instanceof TierError) this.#error = answer;
      if (!answer || answer instanceof TierError) return this.#result({ notes, last });
      yield { kind: 'piece', text: answer.text };
      return this.#result({ last });
    }
    try {
      for await (const event of this.#needs.answerer.answer(last, this.#signal)) {
        if (event.kind === 'piece') yield event;
        else return this.#result({ last }, event);
      }
    } catch (error) {
      if (!(error instanceof TierError)) throw error;
      if (!this.#signal.aborted) this.#error = error;
    }
    return this.#result({ notes, last });
  }

  /** What is kept of an answer, or what the engine says now. @returns undefined when it was stopped */
  async *#asked(
    request: AnswerRequest,
    size: number,
    part: number,
    isUsable: (text: string) => boolean,
  ): AsyncGenerator<LongEvent, KeptAnswer | TierError | undefined> {
    const asking = askedOnce(request, this.#job.model.digest, this.#needs, this.#signal, isUsable);
    for (;;) {
      const next = await asking.next();
      if (!next.done) {
        yield { kind: 'heard' };
        continue;
      }
      if (!next.value || next.value instanceof TierError) return next.value;
      const { answer, took } = next.value;
      this.#end = answer;
      if (took) {
        this.#pace.took(size, took.ms);
        this.#measured.push(took.measured);
        if (took.readLess) this.#leftOut.push({ why: 'readLess', part });
      }
      return answer;
    }
  }

  #asking(index: number): LongEvent {
    const { parts, task } = this.#job;
    const size = parts.slice(index).reduce((sum, { excerpt }) => sum + excerpt.text.length, 0);
    // The last answer takes about as long as a part of middle size.
    const last = isStructured(task) ? 0 : this.#job.excerpt.text.length / parts.length;
    return { kind: 'asking', part: index + 1, of: parts.length, leftMs: this.#pace.leftMs(size + last) };
  }

  #result(
    made: Pick<LongResult, 'table' | 'notes' | 'last'>,
    event?: Extract<TierEvent, { kind: 'done' }>,
  ): LongResult {
    const leftOut = this.#leftOut;
    const error = this.#error === undefined ? {} : { error: this.#error };
    if (event) this.#measured.push(event.measured);
    const provenance = event?.provenance ?? this.#end?.provenance;
    const sum = (of: (measured: Measured) => number | undefined) =>
      this.#measured.reduce((total, each) => total + (of(each) ?? 0), 0);
    const measured = {
      totalMs: this.#needs.clock.now() - this.#began,
      promptTokens: sum(({ promptTokens }) => promptTokens),
      answerTokens: sum(({ answerTokens }) => answerTokens),
      answerMs: sum(({ answerMs }) => answerMs),
    };
    const isWhole = leftOut.length === 0 && event?.reason !== 'length';
    const done = provenance && {
      kind: 'done' as const,
      reason: isWhole ? ('stop' as const) : ('length' as const),
      provenance,
      measured,
      ...(event?.readLess && { readLess: event.readLess }),
    };
    return { ...made, leftOut, done, ...error };
  }
}

/** Neighbours together, as many as fit, but never one alone: otherwise they would not become fewer. */
function groupsOf(notes: readonly Note[], fits: (some: readonly Note[]) => boolean): readonly (readonly Note[])[] {
  const groups: Note[][] = [];
  for (const note of notes) {
    const last = groups.at(-1);
    if (last && (last.length < 2 || fits([...last, note]))) last.push(note);
    else groups.push([note]);
  }
  const [end, before] = [groups.at(-1), groups.at(-2)];
  if (end?.length === 1 && before) before.push(...(groups.pop() ?? []));
  return groups;
}
