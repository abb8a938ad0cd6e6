import type { CompletionRequest } from '../tiers/tier.ts';
import type { FimFormat, FimPlace, FimWay } from './fim.ts';
import type { Window } from './window.ts';

/** How text is put round a hole that a model fills in: what decides how much of it the engine must evaluate at each key. */
export type FimLayoutName =
  /** Text typed since the anchor stands after the middle marker: only it is new to the engine. */
  | 'typedLast'
  /** Suffix first, for models trained on it: only what was typed at the end is new. */
  | 'suffixFirst'
  /** The engine's own template, prefix before a short suffix: the suffix is new each time. */
  | 'suffixField';

/** How a prompt is laid out. */
export type Layout =
  | FimLayoutName
  /** Nothing but the text before the cursor, where prose goes on. */
  | 'plain'
  /** A conversation: what stands behind the cursor is new each time. */
  | 'chat';

/** The layout that a model is asked in: the one that was found best for it, else the one that its family prefers. */
export function layoutOf(way: FimWay): FimLayoutName {
  return way.way === 'suffix' ? 'suffixField' : (way.layout ?? preferredOf(way.format));
}

/**
 * The layouts in which a model can be asked, the preferred one first.
 * @param capabilities what the engine says of it; `insert` means its template has a place for the suffix
 */
export function layoutsOf(way: FimWay, capabilities: readonly string[]): readonly FimLayoutName[] {
  if (way.way === 'suffix') return ['suffixField'];
  const { prompt, suffixFirst } = way.format;
  const preferred = preferredOf(way.format);
  const all: FimLayoutName[] = [
    ...(prompt === suffixFirst ? [] : (['typedLast'] as const)),
    ...(suffixFirst ? (['suffixFirst'] as const) : []),
    ...(capabilities.includes('insert') ? (['suffixField'] as const) : []),
  ];
  return [preferred, ...all.filter((layout) => layout !== preferred)];
}

const preferredOf = ({ preferred, suffixFirst }: FimFormat): FimLayoutName =>
  preferred === 'suffixFirst' && suffixFirst ? 'suffixFirst' : 'typedLast';

/** What stands in a prompt. */
export interface LaidOutText extends Window {
  /** What was typed behind `before` since the anchor was set. */
  readonly typed: string;
  readonly place?: FimPlace | undefined;
}

/** Puts text into a layout, as the fields of a request. */
export function laidOut(
  layout: FimLayoutName,
  way: FimWay,
  { before, typed, after, place }: LaidOutText,
): Pick<CompletionRequest, 'prompt' | 'suffix' | 'raw'> {
  const format = way.way === 'raw' ? way.format : undefined;
  if (layout === 'suffixFirst' && format?.suffixFirst) {
    return { raw: true, prompt: format.suffixFirst(before + typed, after, place) };
  }
  if (layout === 'typedLast' && format) {
    return format.middleLast
      ? { raw: true, prompt: format.prompt(before, after, place) + typed }
      : { raw: true, prompt: format.prompt(before + typed, after, place) };
  }
  // An empty suffix makes the engine answer as in a conversation: a newline stands for "nothing follows".
  return { raw: false, prompt: before + typed, suffix: after || '\n' };
}
