import type { CompletionMode, Settings } from '../base/settings.ts';
import type { NothingReason } from './outcome.ts';

/** What the editor knows before any text is taken. */
export interface Situation {
  /** Whether a person asked for this very suggestion, rather than just typing. */
  readonly invoked: boolean;
  readonly languageId: string;
  /** Whether completions are to stay away for a while. */
  readonly snoozed: boolean;
  /** `editor.inlineSuggest.enabled` at this place. */
  readonly inlineSuggest: boolean;
  readonly cursors: number;
  /** The character right of the cursor, or '' at the end of the line. */
  readonly rightOfCursor: string;
  readonly lineCharacters: number;
  readonly fileCharacters: number;
}

/** The limits past which a text is not completed (design: `reliability.md`, caps). */
export const mostFileCharacters = 1_000_000;
export const mostLineCharacters = 10_000;

/** The mode of a language. */
export function modeFor(languageId: string, settings: Pick<Settings, 'completionModes'>): CompletionMode {
  return settings.completionModes[languageId] ?? settings.completionModes['*'] ?? 'on';
}

/** Why nothing is even looked for here, or undefined. Runs at each key: it looks at no more than single characters and numbers. */
export function guard(here: Situation, settings: Settings): NothingReason | undefined {
  const mode = modeFor(here.languageId, settings);
  if (!here.inlineSuggest) return 'inlineSuggestOff';
  if (!settings.completionsEnabled && !here.invoked) return 'disabled';
  if (here.snoozed && !here.invoked) return 'snoozed';
  if (mode === 'off') return 'modeOff';
  if (mode === 'onDemand' && !here.invoked) return 'onDemand';
  if (here.cursors > 1) return 'multipleCursors';
  if (here.fileCharacters > mostFileCharacters || here.lineCharacters > mostLineCharacters) return 'tooLarge';
  if (/[\p{L}\p{N}_$]/u.test(here.rightOfCursor)) return 'midWord';
  return undefined;
}
