import type { Clock } from '../../../src/base/clock.ts';
import type { Completer } from '../../../src/tiers/tier.ts';
import type { DocumentView } from '../editor/typedDocument.ts';

/** A program that suggests text while somebody types: ours, and those that we compare it with. */
export interface System {
  /** A suggestion for the document's cursor, or none. Asked 50 ms after a change; aborted at the next one. */
  provide(document: DocumentView, signal: AbortSignal): Promise<string | undefined>;
  /** What somebody did before they came to the document; what the engine does then is not counted. */
  before?(document: DocumentView): Promise<void>;
  /** The document came to the front, before anything is typed. */
  opened?(document: DocumentView): void;
  /** The document changed just now: what VS Code tells every extension at once, 50 ms before it asks for a suggestion. */
  changed?(document: DocumentView): void;
  /** A suggestion is shown that was not shown before. */
  shown?(text: string): void;
  /** The reader took this much of what was shown. */
  accepted?(text: string): void;
  /** What was shown was typed over. */
  rejected?(text: string): void;
  dispose?(): void;
}

/** What a system gets to run in. */
export interface SystemParts {
  readonly completer: Completer;
  readonly clock: Clock;
}

/** How a system is begun; a new one for each piece of each trace. */
export interface SystemKind {
  readonly name: string;
  start(parts: SystemParts): System;
}
