import type { DraftFile, Gesture, LeftOut } from './draft.ts';
import { sha256 } from './sha256.ts';

/**
 * The ledger's lines and the chain that holds them together: every line carries the hash of the line before it. A line that
 * was changed, removed or slipped in afterwards breaks the chain. (Lines cut off at the very end leave no trace in it.)
 * No line holds the body or a key.
 */

/** What is about to leave. It is on disk before the first byte goes out. */
export interface Intent {
  readonly gesture: Gesture;
  /** Counts from 1; each attempt at the same request has its own line. */
  readonly attempt: number;
  readonly provider: string;
  /** Scheme, host and port, such as `https://api.example.com`. */
  readonly destination: string;
  readonly method: string;
  readonly path: string;
  readonly model: string;
  readonly bytesOut: number;
  readonly bodySha256: string;
  readonly files: readonly DraftFile[];
  readonly leftOut: readonly LeftOut[];
  readonly estimatedTokens: number;
}

/** How an attempt ended. */
export interface Outcome {
  /** `done`; `aborted` by the user; `retried`: the next attempt follows; or the reason of a `TierError`. */
  readonly ended: string;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The answer's body in bytes, as far as it was read, after decompression. */
  readonly bytesIn: number;
  readonly promptTokens?: number;
  readonly answerTokens?: number;
}

interface Stamp {
  /** The form of the line, for readers yet to be written. */
  readonly version: 1;
  /** The same for an intent and its outcome. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** A line of the ledger, without its link to the line before. */
export type LedgerRecord =
  | (Stamp & { readonly kind: 'intent' } & Intent)
  | (Stamp & { readonly kind: 'outcome' } & Outcome);

/** What the first line of a file names as the hash of the line before it. */
export const chainStart = '0'.repeat(64);

/** A record as a line, linked to the line before it. The link comes first, so that even a line cut short by a crash has it. */
export function ledgerLine(record: LedgerRecord, previous: string): string {
  return JSON.stringify({ previous, ...record });
}

/** The hash the next line of a file must name. */
export function chainEnd(text: string): string {
  const last = linesOf(text).at(-1);
  return last === undefined ? chainStart : sha256(last);
}

/** What checking a file's chain found. */
export type Verified =
  | {
      readonly kind: 'whole';
      readonly lines: number;
      /** Lines that a crash cut short: they hold no record, but what is left of them is part of the chain. */
      readonly torn: number;
    }
  /** The first line, counted from 1, that does not name the hash of the line before it. */
  | { readonly kind: 'broken'; readonly line: number };

/** Checks the chain of one file. */
export function verify(text: string): Verified {
  const lines = linesOf(text);
  let previous = chainStart;
  let torn = 0;
  for (const [index, line] of lines.entries()) {
    const link = `{"previous":"${previous}"`;
    if (!line.startsWith(link) && !link.startsWith(line)) return { kind: 'broken', line: index + 1 };
    if (parse(line) === undefined) torn += 1;
    previous = sha256(line);
  }
  return { kind: 'whole', lines: lines.length, torn };
}

/** The records of one file, in order; torn lines hold none. */
export function recordsOf(text: string): readonly LedgerRecord[] {
  return linesOf(text).flatMap((line) => {
    const value = parse(line);
    return isRecord(value) ? [value] : [];
  });
}

/** The intents among `records` that have no outcome: under way, or their window died. */
export function unfinished(records: readonly LedgerRecord[]): readonly (LedgerRecord & { kind: 'intent' })[] {
  const ended = new Set(records.filter(({ kind }) => kind === 'outcome').map(({ id }) => id));
  return records.filter((record) => record.kind === 'intent').filter(({ id }) => !ended.has(id));
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function isRecord(value: unknown): value is LedgerRecord {
  const { id, kind }: { id?: unknown; kind?: unknown } = typeof value === 'object' && value !== null ? value : {};
  return typeof id === 'string' && (kind === 'intent' || kind === 'outcome');
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
