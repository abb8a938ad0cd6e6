import type { DraftFile, Gesture, LeftOut, TakenOut } from './draft.ts';
import type { SecretCount } from './pieces.ts';
import { sha256 } from './sha256.ts';

/**
 * The ledger's lines and the chain that holds them together: every line carries the hash of the line before it, and beside
 * each file a seal names its last line. No line holds a body or a key.
 */

/** Where something went: a provider, another extension, an engine on another host; or what an engine fetched by itself. */
export type LedgerTier = 'cloud' | 'handedOver' | 'selfHosted' | 'fetched';

/** What is about to leave. It is on disk before the first byte goes out. */
export interface Intent {
  /** Absent: `cloud`. */
  readonly tier?: 'cloud' | 'handedOver';
  readonly gesture: Gesture;
  /** Counts from 1; each attempt at the same request has its own line. */
  readonly attempt: number;
  readonly provider: string;
  /** Scheme, host and port, such as `https://api.example.com`; for what is handed over, the extension's id. */
  readonly destination: string;
  readonly method: string;
  readonly path: string;
  readonly model: string;
  readonly bytesOut: number;
  readonly bodySha256: string;
  readonly files: readonly DraftFile[];
  readonly leftOut: readonly LeftOut[];
  /** What was masked: the rule, and how often it did so. */
  readonly redactions?: readonly { readonly rule: string; readonly count: number }[];
  /** Pieces that the person took out. Absent when there are none. */
  readonly takenOut?: readonly TakenOut[];
  /** What looked like a secret and went as it was, because the person said that it is none. */
  readonly released?: readonly SecretCount[];
  readonly estimatedTokens: number;
  /** US dollars; absent when no price is known. */
  readonly estimatedUsd?: number;
  /** US dollars, for the longest answer; absent when no price is known. */
  readonly atMostUsd?: number;
  /** Whether the body was kept beside the ledger, because the user wants that. */
  readonly bodyKept?: true;
  /** The process that sends. When it is gone and there is no outcome, the request was interrupted. */
  readonly process?: number;
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
  /** US dollars, by the tokens that the provider counted; absent when no price is known. */
  readonly costUsd?: number;
}

/** Traffic that is on record by its amount alone. */
export interface Traffic {
  readonly tier: LedgerTier;
  /** `engine`: completions, tasks and questions to a self-hosted engine, summed; the others are single requests. */
  readonly what: 'engine' | 'modelList' | 'keyTest' | 'pull';
  /** Scheme, host and port. */
  readonly destination: string;
  /** The user's own day it counts for, such as `2026-11-25`. */
  readonly day: string;
  readonly model?: string;
  readonly requests: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** How a single request ended: `done`, or the reason of a `TierError`. */
  readonly ended?: string;
}

/** What stands for a month that the user deleted. */
export interface Tombstone {
  /** Such as `2026-11`. */
  readonly month: string;
  /** How many entries the month had. */
  readonly entries: number;
  /** The files that are gone, with the hash of the last line of each. */
  readonly files: readonly { readonly name: string; readonly lines: number; readonly end: string }[];
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
  | (Stamp & { readonly kind: 'outcome' } & Outcome)
  | (Stamp & { readonly kind: 'traffic' } & Traffic)
  | (Stamp & { readonly kind: 'deleted' } & Tombstone);

/** The record of one kind. */
export type RecordOf<Kind extends LedgerRecord['kind']> = Extract<LedgerRecord, { readonly kind: Kind }>;

/** What the first line of a file names as the hash of the line before it. */
export const chainStart = '0'.repeat(64);

/**
 * A record as a line, linked to the line before it. The link comes first, so that even a line cut short by a crash has it.
 * It is ASCII throughout: a cut through a character of several bytes could not be told from others.
 */
export function ledgerLine(record: LedgerRecord, previous: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify({ previous, ...record }).replace(/[\u007f-\uffff]/g, escaped);
}

/** The lines of a file, whole ones and those that a crash cut short. */
export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Where the chain of a file has come to, and what its seal says. */
export interface ChainEnd {
  /** How many lines there are. */
  readonly lines: number;
  /** The hash the next line must name. */
  readonly end: string;
}

/** Where the chain of a file has come to. */
export function chainEnd(text: string): ChainEnd {
  const lines = linesOf(text);
  const last = lines.at(-1);
  return { lines: lines.length, end: last === undefined ? chainStart : sha256(last) };
}

/** The seal of a file, which is written after each line; undefined when a crash spoilt it. */
export function readSeal(text: string): ChainEnd | undefined {
  const value = parsed(text);
  const { lines, end }: { lines?: unknown; end?: unknown } = typeof value === 'object' && value !== null ? value : {};
  return typeof lines === 'number' && typeof end === 'string' ? { lines, end } : undefined;
}

/** The records of one file, in order; torn lines and lines that are none of ours hold none. */
export function recordsOf(text: string): readonly LedgerRecord[] {
  return linesOf(text)
    .map(readRecord)
    .filter((record) => record !== undefined);
}

/** The record that a line holds; undefined for a line that was cut short, or whose figures are none. */
export function readRecord(line: string): LedgerRecord | undefined {
  const value = parsed(line);
  return isRecord(value) ? value : undefined;
}

type FieldType = 'string' | 'number' | 'array';

/** What a record must have, and, with a question mark after the name, may have. */
const stampFields: Readonly<Record<string, FieldType>> = { id: 'string', time: 'string' };
const fieldsOfKinds: Readonly<Record<LedgerRecord['kind'], Readonly<Record<string, FieldType>>>> = {
  intent: {
    gesture: 'string',
    attempt: 'number',
    provider: 'string',
    destination: 'string',
    method: 'string',
    path: 'string',
    model: 'string',
    bytesOut: 'number',
    bodySha256: 'string',
    files: 'array',
    leftOut: 'array',
    estimatedTokens: 'number',
    'tier?': 'string',
    'redactions?': 'array',
    'takenOut?': 'array',
    'released?': 'array',
    'estimatedUsd?': 'number',
    'atMostUsd?': 'number',
    'process?': 'number',
  },
  outcome: {
    ended: 'string',
    bytesIn: 'number',
    'status?': 'number',
    'promptTokens?': 'number',
    'answerTokens?': 'number',
    'costUsd?': 'number',
  },
  traffic: {
    tier: 'string',
    what: 'string',
    destination: 'string',
    day: 'string',
    requests: 'number',
    bytesOut: 'number',
    bytesIn: 'number',
    'model?': 'string',
    'ended?': 'string',
  },
  deleted: { month: 'string', entries: 'number', files: 'array' },
};

/** The same, as it is looked through: a ledger may have tens of thousands of lines. */
const fieldsOfKind: ReadonlyMap<unknown, readonly { name: string; type: FieldType; isOptional: boolean }[]> = new Map(
  Object.entries(fieldsOfKinds).map(([kind, fields]) => [
    kind,
    Object.entries({ ...stampFields, ...fields }).map(([name, type]) => ({
      name: name.replace('?', ''),
      type,
      isOptional: name.endsWith('?'),
    })),
  ]),
);

function isRecord(value: unknown): value is LedgerRecord {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  const fields = fieldsOfKind.get(value.kind);
  return (
    fields?.every(({ name, type, isOptional }) => {
      const found: unknown = Reflect.get(value, name);
      return found === undefined ? isOptional : typeOf(found) === type;
    }) === true
  );
}

function typeOf(value: unknown): string {
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null);
  return isList ? 'array' : typeof value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
