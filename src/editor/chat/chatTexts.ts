import { type ChatContext, type ChatRequest, ChatResponseTurn, Range, Uri, window } from 'vscode';
import type { Settings } from '../../base/settings.ts';
import type { Excerpt, Position } from '../../base/text.ts';
import { excerptAtHand } from '../tasks/takeExcerpt.ts';
import { type Referred, readPlace, referredTexts, whyNotInChat } from './references.ts';

/** What is kept with an answer, in the chat: which text it was about, to go on about it. */
export interface About {
  readonly uri: string;
  /** Undefined: all of it. */
  readonly range: { readonly start: Position; readonly end: Position } | undefined;
}

/** The same of an excerpt. */
export function aboutText({ origin }: Excerpt): About {
  const { uri, range, kind } = origin;
  return { uri, range: kind === 'file' ? undefined : range };
}

/**
 * What a message is about: what it names; else what is selected; else, for a slash command, what is at hand in the editor, and for a
 * question what the chat was about before. A question that names nothing stands for itself: nobody said that the open file belongs to it.
 */
export async function textsFor(
  { command, references }: Pick<ChatRequest, 'command' | 'references'>,
  context: ChatContext,
  settings: () => Settings,
): Promise<Referred> {
  const referred = await referredTexts(references, settings);
  if (referred.excerpts.length > 0 || referred.leftOut.length > 0) return referred;
  const isSelected = window.activeTextEditor?.selection.isEmpty === false;
  if (command === undefined && !isSelected) return { excerpts: await earlierTexts(context, settings), leftOut: [] };
  const taken = await excerptAtHand(undefined);
  if (typeof taken !== 'object') return { excerpts: [], leftOut: [] };
  const why = await whyNotInChat(taken, settings);
  return why === undefined ? { excerpts: [taken], leftOut: [] } : { excerpts: [], leftOut: [why] };
}

/** What the last answer was about, as it is now. */
async function earlierTexts({ history }: ChatContext, settings: () => Settings): Promise<readonly Excerpt[]> {
  const last = history.findLast((turn) => turn instanceof ChatResponseTurn);
  const about: unknown = last?.result.metadata?.about;
  const texts: readonly About[] = Array.isArray(about) ? about : [];
  const read = await Promise.all(texts.map((each) => readPlace(placeOf(each), settings)));
  return read.filter((each) => typeof each === 'object');
}

function placeOf({ uri, range }: About) {
  if (!range) return { uri: Uri.parse(uri) };
  const { start, end } = range;
  return { uri: Uri.parse(uri), range: new Range(start.line, start.character, end.line, end.character) };
}
