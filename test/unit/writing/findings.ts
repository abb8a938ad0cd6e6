import assert from 'node:assert/strict';
import { type Finding, type Found, findingsReader } from '../../../src/writing/findings/findings.ts';
import type { Part } from '../../../src/writing/findings/part.ts';
import { partsOf } from '../../../src/writing/findings/partsOf.ts';
import { withHunks } from '../../../src/writing/guards/change.ts';
import { listing, type Telling } from '../../fakes/listing.ts';

/** The only part of a text. */
export function onlyPart(text: string, languageId = 'markdown'): Part {
  const parts = partsOf({ text, languageId, most: text.length + 1 });
  const [part] = parts;
  assert.ok(part && parts.length === 1, `${parts.length} parts`);
  return part;
}

/** What comes of an answer about a text that is one part. */
export function foundIn(text: string, said: readonly Telling[], languageId?: string): Found {
  return findingsReader()({ part: onlyPart(text, languageId), answer: listing(...said), isEnded: true });
}

/** A text with all findings accepted. */
export function mended(text: string, findings: readonly Finding[]): string {
  return withHunks(
    text,
    [...findings].sort((a, b) => a.start - b.start),
  );
}
