import {
  type CancellationToken,
  type ChatContext,
  type ChatFollowup,
  type ChatRequest,
  ChatRequestTurn,
  type ChatResponseStream,
  ChatResponseTurn,
  type ChatResult,
  commands,
  l10n,
  MarkdownString,
} from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Readiness } from '../../models/readiness.ts';
import { type ChatTurn, chatRequest } from '../../tasks/chat.ts';
import type { RequestedModel } from '../../tasks/request.ts';
import { noticingStalls } from '../../tasks/stall.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import { TierError, type TierEvent } from '../../tiers/tier.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import { duration } from '../answers/badge.ts';
import { answerWords } from '../answers/words.ts';
import type { Problem } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { tierIcon, tierWord } from '../status/tierWords.ts';
import { taskModel } from '../tasks/askEngine.ts';
import { readLessWords } from '../tasks/parts/leftOutWords.ts';
import { failureOf } from '../tasks/receive.ts';
import { aboutOf, type TaskRunnerParts } from '../tasks/taskRunner.ts';
import { taskTitle } from '../tasks/taskTitle.ts';
import { type AnsweredInChat, answeredInChat } from './chatTasks.ts';
import { type About, aboutText, textsFor } from './chatTexts.ts';
import { asOne, locationOf } from './references.ts';

/** What the participant needs. */
export interface ParticipantParts
  extends Pick<TaskRunnerParts, 'answerer' | 'inventory' | 'settings' | 'allow' | 'where' | 'tier'> {
  readonly board: StatusBoard;
  readonly readiness: Readiness;
  /** Rewrites the text at hand by a wish in the person's own words. */
  readonly rewrite: (wish: string) => Promise<void>;
  readonly clock: Clock;
}

/** What VS Code keeps with an answer, in the chat: for what is asked next. */
interface KeptWithAnswer {
  /** The answer alone, without what is said beside it. */
  readonly said: string;
  readonly about: readonly About[];
}

/** How long the stream may be silent before the chat says so, in milliseconds. */
const stalledMs = 30_000;

/**
 * Answers a message to `@hearth`: by the user's own engine, whichever model is chosen in the chat. What went wrong is said in one
 * sentence, with the one thing that helps.
 */
export async function answerInChat(
  parts: ParticipantParts,
  request: ChatRequest,
  context: ChatContext,
  stream: ChatResponseStream,
  token: CancellationToken,
): Promise<ChatResult> {
  const { command, prompt } = request;
  const inChat = command === undefined ? undefined : answeredInChat(command, prompt);
  if (typeof inChat === 'string') return refused({ message: inChat }, stream);
  if (command !== undefined && !inChat) return inEditor(parts, command, prompt, stream);
  const ended = new AbortController();
  const listener = token.onCancellationRequested(() => ended.abort());
  if (token.isCancellationRequested) ended.abort();
  try {
    return await answer(parts, inChat, request, context, stream, ended.signal);
  } catch (error) {
    if (ended.signal.aborted) return {};
    const result = refused(failureOf(error, false, parts.where(), parts.tier()), stream);
    if (!(error instanceof TierError)) throw error;
    return result;
  } finally {
    listener.dispose();
  }
}

async function answer(
  parts: ParticipantParts,
  inChat: AnsweredInChat | undefined,
  request: ChatRequest,
  context: ChatContext,
  stream: ChatResponseStream,
  signal: AbortSignal,
): Promise<ChatResult> {
  const { prompt, command } = request;
  const { excerpts, leftOut } = await textsFor(request, context, parts.settings);
  for (const words of leftOut) stream.markdown(remark(words));
  const isAsked = command !== undefined || prompt.trim() !== '';
  if (!isAsked) return refused({ message: l10n.t('Ask something, or choose a command with “/”.') }, stream);
  if (excerpts.length === 0 && (command !== undefined || leftOut.length > 0)) {
    return refused({ message: l10n.t('There is no text to work on: open a file, or name one with #file.') }, stream);
  }
  for (const each of excerpts) stream.reference(locationOf(each));
  const whole = asOne(excerpts);
  const model = await modelFor(parts);
  const put = chatRequest(
    {
      question: prompt,
      earlier: turnsOf(context),
      ...(inChat ? { task: inChat.task } : {}),
      ...(whole ? { excerpt: whole } : {}),
    },
    model,
  );
  if (!put) throw new TierError('tooLong', 'nothing of it fits');
  const { excerpt } = put;
  if (excerpt !== whole && excerpt) {
    stream.markdown(remark(l10n.t('Only its beginning has room in the model: {0}', aboutOf(excerpt))));
  }
  await sayIfLoading(parts, model.name, stream, signal);
  const events = parts.answerer.answer(put.request, signal);
  const shown = inChat?.shown && excerpt ? inChat.shown(events, excerpt) : events;
  const stalled = () => stream.progress(l10n.t('Nothing has come for a while. You can go on waiting, or stop.'));
  let said = '';
  for await (const event of noticingStalls(shown, parts.clock, stalledMs, stalled)) {
    if (event.kind === 'piece') {
      const text = withoutHiddenCharacters(event.text);
      said += text;
      stream.markdown(text);
    } else stream.markdown(answeredBy(event));
  }
  const kept: KeptWithAnswer = { said, about: excerpts.map(aboutText) };
  return signal.aborted ? {} : { metadata: kept };
}

/** Asking the model itself is watched by the board; finding it is not. @throws {TierError} */
async function modelFor(parts: ParticipantParts): Promise<RequestedModel> {
  try {
    return await taskModel(parts);
  } catch (error) {
    if (error instanceof TierError) parts.board.failed('task', parts.tier(), error);
    throw error;
  }
}

/** A command that writes: it is run as from the palette, and what it would change is reviewed in the editor. */
async function inEditor(
  { rewrite }: ParticipantParts,
  command: string,
  wish: string,
  stream: ChatResponseStream,
): Promise<ChatResult> {
  stream.markdown(
    l10n.t(
      '{0} works in the editor: what it would change is reviewed there before it is in your text.',
      taskTitle(command),
    ),
  );
  const run =
    command === 'rewrite' && wish.trim() !== '' ? rewrite(wish) : commands.executeCommand(`hearth.${command}`);
  // It goes on in the editor, with a Stop of its own there: the chat does not wait for it.
  void run;
  return {};
}

async function sayIfLoading(
  { readiness }: ParticipantParts,
  model: string,
  stream: ChatResponseStream,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (await readiness.isLoaded(model, signal)) return;
    stream.progress(l10n.t('Loading {0} into memory…', modelLabel(model)));
  } catch (error) {
    // The request itself meets the same trouble, and says it.
    if (!(error instanceof TierError) && !signal.aborted) throw error;
  }
}

/** Who answered, and how fast, below the answer. */
function answeredBy({ reason, provenance, measured, readLess }: Extract<TierEvent, { kind: 'done' }>): MarkdownString {
  const { tier, model, host } = provenance;
  const words = answerWords();
  const who = [
    tierWord(tier),
    modelLabel(model),
    ...(tier === 'local' ? [] : [host]),
    duration(measured.totalMs, words),
  ];
  const remarks = [
    ...(readLess ? [remark(readLessWords(readLess))] : []),
    ...(reason === 'length' ? [remark(l10n.t('The answer was cut short: there may be more.'))] : []),
  ];
  return new MarkdownString(`\n\n${remarks.join('')}$(${tierIcon(tier)}) ${plain(who.join(' · '))}`, true);
}

/** Something that is said beside the answer. */
const remark = (words: string) => `*${plain(words)}*\n\n`;

/** Names of files, models and hosts are text: none of their signs is markup, a link or an icon. */
const plain = (words: string) => words.replace(/[\\`*_{}[\]()#+!|<>~$&]/g, '\\$&');

function refused({ message, action }: Problem, stream: ChatResponseStream): ChatResult {
  if (action) stream.button({ command: action.command, title: action.label, arguments: [...(action.arguments ?? [])] });
  return { errorDetails: { message } };
}

/** What was said before, without what failed. */
function turnsOf({ history }: ChatContext): readonly ChatTurn[] {
  return history.flatMap((turn, index): readonly ChatTurn[] => {
    const question = history[index - 1];
    if (!(turn instanceof ChatResponseTurn) || !(question instanceof ChatRequestTurn)) return [];
    const said: unknown = turn.result.metadata?.said;
    if (typeof said !== 'string') return [];
    const { command, prompt } = question;
    return [{ question: [command === undefined ? '' : taskTitle(command), prompt].join(' ').trim(), answer: said }];
  });
}

/** What one may want to know next. */
export function followUpsTo({ metadata }: ChatResult): ChatFollowup[] {
  if (metadata?.said === undefined) return [];
  const prompts = [l10n.t('Say it in simpler words'), l10n.t('Give an example')];
  // A follow-up goes to the same command where none is named.
  return prompts.map((prompt) => ({ prompt, command: '' }));
}
