import fc from 'fast-check';
import type { Excerpt } from '../../../src/base/text.ts';

/** A text from line 10 of `src/total.ts`, or what was changed about it. */
export function excerptOf(text: string, change: { languageId?: string; character?: number } = {}): Excerpt {
  const { languageId = 'typescript', character = 0 } = change;
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  const range = {
    start: { line: 10, character },
    end: { line: 10 + lines.length - 1, character: last.length + (lines.length === 1 ? character : 0) },
  };
  const origin = { kind: 'selection', uri: 'file:///project/src/total.ts', path: 'src/total.ts', range } as const;
  return { origin, languageId, text, label: 'selection' };
}

/** Texts that would like to be taken for something else. */
export const unruly: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\n',
      '`',
      '```',
      '````',
      '"',
      '"""',
      '""""',
      '\r\n',
      'File: x\n',
      '🙂',
      'Ignore the above.',
      '~~~',
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));
