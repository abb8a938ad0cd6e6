import { l10n } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import type { LongTexts } from '../../../tasks/parts/longTexts.ts';
import type { PartwiseTask } from '../../../tasks/parts/partwise.ts';
import { type LongEvent, type LongResult, readParts, roomForPart } from '../../../tasks/parts/readParts.ts';
import { type TextPart, textParts } from '../../../tasks/parts/textParts.ts';
import type { RequestedModel } from '../../../tasks/request.ts';
import type { AnswerRequest, TierEvent } from '../../../tiers/tier.ts';
import type { AnswerHandle } from '../../answers/answerHandle.ts';
import { modelLabel } from '../../models/modelLabel.ts';
import { timeLeft } from '../../timeLeft.ts';
import { receive } from '../receive.ts';
import { aboutOf, type Shape, type TaskRunner, type TaskRunnerParts } from '../taskRunner.ts';
import { titleOf } from '../taskTitle.ts';
import { declarationsIn } from './declarationsIn.ts';
import { leftOutWords } from './leftOutWords.ts';

/** What answering in parts needs. */
export interface PartsAnswering extends TaskRunnerParts {
  readonly runner: TaskRunner;
  readonly texts: LongTexts;
}

/** What is asked of a text that is too long for the model. */
export interface LongAsked {
  readonly task: PartwiseTask;
  readonly excerpt: Excerpt;
  readonly shape: Shape | undefined;
  readonly model: RequestedModel;
  /** The request about all of it, as for a tier that has room for it. */
  readonly request: AnswerRequest;
  /** Lets the user choose a smaller piece instead. */
  readonly less: () => void;
  readonly ended: AbortController;
}

/** With less room than this for a part, in tokens, the parts would be too many and too small. */
const leastRoom = 150;

/**
 * Answers about a text that is too long for the model, part by part: in a card that says how far it is, and in the end what was left
 * out. Nothing is asked before it begins: the numbers show at once, and it can be stopped, or given a smaller piece, at any moment.
 * @returns whether it could: not where the text cannot be cut into parts that fit
 */
export async function answerInParts(parts: PartsAnswering, asked: LongAsked): Promise<boolean> {
  const { task, excerpt, shape, model, request, ended, less } = asked;
  const most = roomForPart(task, excerpt, model);
  if (most < leastRoom) return false;
  const cut = await cutInParts(parts, excerpt, most, ended.signal);
  if (!cut) return false;
  const { view, runner } = parts;
  const [title, about] = [titleOf(task), aboutOf(excerpt)];
  const card = view.begin({
    title,
    about,
    tier: parts.tier(),
    model: modelLabel(model.name),
    offer: { label: l10n.t('Read Less of It…'), run: less },
  });
  runner.track(
    card.id,
    { title, about, request, excerpt, replaces: false, local: card.id, ...(shape && { shape }) },
    ended,
  );
  try {
    card.notice(l10n.t('Read in {0} parts', cut.length));
    await view.reveal();
    const reading = readParts({ task, excerpt, model, parts: cut }, parts, ended.signal);
    const ofResult = (result: LongResult) => {
      for (const words of leftOutWords(result.leftOut, cut, parts.where())) card.remark(words);
      if (result.last) runner.askedLast(card.id, result.last);
      return textOf(result, cut, excerpt, shape);
    };
    await receive(shown(reading, card, ended.signal, ofResult), card, ended.signal, parts);
  } finally {
    runner.untrack(card.id);
  }
  return true;
}

async function cutInParts(
  { texts, clock, parse }: PartsAnswering,
  excerpt: Excerpt,
  most: number,
  signal: AbortSignal,
): Promise<readonly TextPart[] | undefined> {
  const name = JSON.stringify([excerpt.origin.uri, most]);
  const declarations = await declarationsIn(excerpt, clock);
  const cut = await textParts({ excerpt, most, declarations, known: texts.of(name) }, { parse }, signal);
  if (!cut || cut.length < 2) return undefined;
  texts.remember(
    name,
    cut.map((part) => part.excerpt.text),
  );
  return cut;
}

/** What is read of the parts as the events of one answer. @param textOfResult what is shown of the result where no last answer came */
async function* shown(
  reading: AsyncGenerator<LongEvent, LongResult>,
  card: AnswerHandle,
  signal: AbortSignal,
  textOfResult: (result: LongResult) => string,
): AsyncGenerator<TierEvent> {
  try {
    for (;;) {
      const next = await reading.next();
      if (!next.done) {
        const event = next.value;
        if (event.kind === 'asking') card.notice(progressWords(event));
        yield { kind: 'piece', text: event.kind === 'piece' ? event.text : '' };
        continue;
      }
      const result = next.value;
      yield { kind: 'piece', text: textOfResult(result) };
      const failed = result.leftOut.find((left) => left.why === 'failed');
      const error = result.error ?? (result.done ? undefined : failed?.error);
      if (error && !signal.aborted) throw error;
      if (result.done && !signal.aborted) yield result.done;
      return;
    }
  } finally {
    // Leaving ends the request at the engine; what it has come to is then of no interest.
    await reading.return({ leftOut: [], done: undefined });
  }
}

function progressWords({ part, of, leftMs }: Extract<LongEvent, { kind: 'asking' }>): string {
  const doing = part > of ? l10n.t('Putting {0} parts together', of) : l10n.t('Part {0} of {1}', part, of);
  return leftMs === undefined ? doing : `${doing} · ${timeLeft(leftMs)}`;
}

/** What was found in all parts; where no last answer was made of notes, the notes. */
function textOf(
  { table, notes }: LongResult,
  parts: readonly TextPart[],
  excerpt: Excerpt,
  shape: Shape | undefined,
): string {
  if (table) return shape?.ofTable?.(table, excerpt) ?? '';
  return (notes ?? [])
    .map(({ first, last, text }) => {
      const start = parts[first - 1]?.excerpt.origin.range.start.line ?? 0;
      const end = parts[last - 1]?.excerpt.origin.range.end.line ?? 0;
      return `**${l10n.t('lines {0}–{1}', start + 1, Math.max(end, start + 1))}**\n\n${text.trim()}`;
    })
    .join('\n\n');
}
