import { definedLabels } from './markdown.ts';
import { type Segment, segmentsOf } from './segments.ts';
import { textKindOf } from './textKind.ts';

/** A long text in segments, see {@link segmentsOf}, and the labels that it defines for all of them, see {@link definedLabels}. */
export function divide(
  text: string,
  languageId: string,
  most: number,
  declarations: readonly number[] = [],
): { readonly segments: readonly Segment[]; readonly defined: readonly string[] } {
  const kind = textKindOf(languageId);
  return {
    segments: segmentsOf(text, kind, most, declarations),
    defined: kind === 'markdown' ? definedLabels(text) : [],
  };
}
