import type { Excerpt } from '../../base/text.ts';
import { TierError } from '../../tiers/tier.ts';
import { fits } from '../fit.ts';
import { type AskingOnce, askedOnce } from '../parts/asked.ts';
import type { KeptAnswer } from '../parts/kept.ts';
import { Pace } from '../parts/pace.ts';
import type { PartwiseTask } from '../parts/partwise.ts';
import { type LeftOut, lasting, readParts, roomForPart } from '../parts/readParts.ts';
import { type CuttingParts, textParts } from '../parts/textParts.ts';
import { isStructured, type Table } from '../reading/structured.ts';
import { type RequestedModel, requestFor } from '../request.ts';
import type { Skipped } from './skipped.ts';

/** Many files, and what is asked of each. */
export interface FilesJob<File extends { readonly bytes: number }> {
  readonly task: PartwiseTask;
  readonly model: RequestedModel;
  readonly files: readonly File[];
  /** The text of a file, or why it is not read. */
  readonly read: (file: File) => Promise<Excerpt | Skipped>;
}

/** What was found out about a file. */
export type FileAnswer =
  | { readonly kind: 'skipped'; readonly why: Skipped }
  | { readonly kind: 'failed'; readonly error: TierError }
  | { readonly kind: 'notInForm' }
  | {
      readonly kind: 'answered';
      /** For a task whose answers have a form. */
      readonly table?: Table;
      readonly text: string;
      /** What is missing of a long file. */
      readonly leftOut: readonly LeftOut[];
      readonly answer: Pick<KeptAnswer, 'provenance'> | undefined;
    };

/** What happens meanwhile. */
export type FilesEvent<File> =
  /** So many files are done with. @param leftMs about how long the others take */
  | { readonly kind: 'progress'; readonly done: number; readonly leftMs: number | undefined }
  | { readonly kind: 'heard' }
  | { readonly kind: 'file'; readonly file: File; readonly answer: FileAnswer };

/** So many failures one after the other are the engine's. */
const mostFailures = 3;

/**
 * Asks the same of many files, one after the other. What was answered once is not asked again, so that work which was stopped goes on
 * where it stopped, and only files that have changed are asked about. Leaving the loop, or aborting, ends the request at the engine.
 * @returns why it ended before its end
 */
export async function* readFiles<File extends { readonly bytes: number }>(
  { task, model, files, read }: FilesJob<File>,
  needs: AskingOnce & CuttingParts,
  signal: AbortSignal,
): AsyncGenerator<FilesEvent<File>, TierError | undefined> {
  const pace = new Pace();
  let left = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let failures = 0;
  for (const [done, file] of files.entries()) {
    yield { kind: 'progress', done, leftMs: pace.leftMs(left) };
    const excerpt = await read(file);
    if (signal.aborted) return undefined;
    left -= file.bytes;
    if (typeof excerpt === 'string') {
      yield { kind: 'file', file, answer: { kind: 'skipped', why: excerpt } };
      continue;
    }
    const began = needs.clock.now();
    const asking = askAbout({ task, model }, excerpt, needs, signal);
    for (;;) {
      const next = await asking.next();
      if (!next.done) {
        yield { kind: 'heard' };
        continue;
      }
      if (!next.value) return undefined;
      const { wasAsked, ...answer } = next.value;
      if (wasAsked) pace.took(file.bytes, needs.clock.now() - began);
      failures = answer.kind === 'failed' ? failures + 1 : 0;
      yield { kind: 'file', file, answer };
      if (answer.kind === 'failed' && (failures >= mostFailures || isLasting(answer.error))) return answer.error;
      break;
    }
  }
  return undefined;
}

/** Whether it is the same with every other file. A file that is too long for the model says nothing of the others. */
const isLasting = ({ reason }: TierError) => reason !== 'tooLong' && lasting.has(reason);

/** @returns undefined when it was stopped */
async function* askAbout(
  { task, model }: Pick<FilesJob<never>, 'task' | 'model'>,
  excerpt: Excerpt,
  needs: AskingOnce & CuttingParts,
  signal: AbortSignal,
): AsyncGenerator<void, (FileAnswer & { readonly wasAsked: boolean }) | undefined> {
  const request = requestFor(task, excerpt, model);
  if (!fits(request)) return yield* askInParts({ task, model }, excerpt, needs, signal);
  const table = { value: undefined as Table | undefined };
  const asked = yield* askedOnce(request, model.digest, needs, signal, (text) => {
    if (!isStructured(task)) return text.trim() !== '';
    table.value = task.read(text, excerpt);
    return table.value !== undefined;
  });
  if (!asked) return undefined;
  if (asked instanceof TierError) return { kind: 'failed', error: asked, wasAsked: true };
  const wasAsked = asked.took !== undefined;
  const { text, reason } = asked.answer;
  if (isStructured(task) ? !table.value : text.trim() === '') return { kind: 'notInForm', wasAsked };
  const cut: readonly LeftOut[] = reason === 'length' ? [{ why: 'cut', part: 1 }] : [];
  const readLess: readonly LeftOut[] = asked.took?.readLess ? [{ why: 'readLess', part: 1 }] : [];
  const found = { text, leftOut: [...cut, ...readLess], answer: asked.answer, wasAsked };
  return { kind: 'answered', ...found, ...(table.value && { table: table.value }) };
}

async function* askInParts(
  { task, model }: Pick<FilesJob<never>, 'task' | 'model'>,
  excerpt: Excerpt,
  needs: AskingOnce & CuttingParts,
  signal: AbortSignal,
): AsyncGenerator<void, (FileAnswer & { readonly wasAsked: boolean }) | undefined> {
  const parts = await textParts({ excerpt, most: roomForPart(task, excerpt, model) }, needs, signal);
  if (signal.aborted) return undefined;
  if (!parts) return { kind: 'failed', error: new TierError('tooLong', excerpt.origin.path), wasAsked: false };
  const reading = readParts({ task, excerpt, model, parts, keepsLast: true }, needs, signal);
  let text = '';
  for (;;) {
    const next = await reading.next();
    if (!next.done) {
      if (next.value.kind === 'piece') text += next.value.text;
      yield;
      continue;
    }
    if (signal.aborted) return undefined;
    const { error, table, leftOut, done } = next.value;
    const wasAsked = (done?.measured.answerTokens ?? 0) > 0;
    if (error) return { kind: 'failed', error, wasAsked };
    if (isStructured(task) ? !table?.rows.length : text.trim() === '') return { kind: 'notInForm', wasAsked };
    return { kind: 'answered', text, leftOut, answer: done, wasAsked, ...(table && { table }) };
  }
}
