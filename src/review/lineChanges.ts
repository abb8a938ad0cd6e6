import { diffLines } from 'diff';
import type { Change } from './review.ts';

/** The changes from one text to another, by whole lines: as people look at code. Both texts have `\n` as their line end. */
export function lineChanges(original: string, revised: string): readonly Change[] {
  const changes: { start: number; end: number; replacement: string }[] = [];
  let at = 0;
  let open: (typeof changes)[number] | undefined;
  for (const { added, removed, value } of diffLines(original, revised)) {
    if (!added && !removed) {
      at += value.length;
      open = undefined;
      continue;
    }
    if (!open) {
      open = { start: at, end: at, replacement: '' };
      changes.push(open);
    }
    if (added) open.replacement += value;
    else {
      at += value.length;
      open.end = at;
    }
  }
  return changes;
}
