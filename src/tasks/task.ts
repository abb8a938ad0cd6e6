import type { Excerpt } from '../base/text.ts';
import type { Message } from '../tiers/tier.ts';
import type { InParts } from './parts/inParts.ts';

/** Something that can be asked about text. One file each; the list is `catalogue.ts`. */
export interface Task {
  /** The last part of its command: `hearth.<id>`. */
  readonly id: string;
  /** What it is called; left out: as its command is. */
  readonly title?: string;
  /** The longest answer, in tokens. */
  readonly maximumTokens: number;
  /** The form that the answer must have, as a JSON schema; left out: Markdown. */
  readonly format?: object;
  /** What the model is told. Only the excerpt's own text stands in it, with its origin. */
  messages(excerpt: Excerpt): readonly Message[];
  /** How a text that is too long for the model is dealt with part by part; left out: it is not. */
  readonly inParts?: InParts;
}
