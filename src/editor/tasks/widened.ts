import { l10n, Range, type TextDocument } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import { positionIn } from '../../review/review.ts';
import type { RevisingParts } from '../../tasks/writing/revise.ts';

/** An excerpt that can be judged by itself, and the labels that its document defines for it. */
export interface Widened {
  readonly excerpt: Excerpt;
  readonly defined: readonly string[];
}

/** The excerpt, or the whole blocks that it touches where a part cannot be judged: half a link, half a table. */
export async function widened(
  document: TextDocument,
  excerpt: Excerpt,
  { parse }: Pick<RevisingParts, 'parse'>,
): Promise<Widened> {
  const { kind, range } = excerpt.origin;
  if (kind === 'file') return { excerpt, defined: [] };
  const text = document.getText().replaceAll('\r\n', '\n');
  const before = document.getText(new Range(0, 0, range.start.line, range.start.character)).replaceAll('\r\n', '\n');
  const selection = { start: before.length, end: before.length + excerpt.text.length };
  const expanded = await parse('expand', { text, languageId: excerpt.languageId, selection });
  if (!expanded) return { excerpt, defined: [] };
  const { start, end, defined } = expanded;
  if (start === selection.start && end === selection.end) return { excerpt, defined };
  const whole = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
  const wider = { start: positionIn(whole, text, start), end: positionIn(whole, text, end) };
  return {
    excerpt: {
      ...excerpt,
      text: text.slice(start, end),
      label: l10n.t('{0}, widened to whole blocks', excerpt.label),
      origin: { ...excerpt.origin, range: wider },
    },
    defined,
  };
}
