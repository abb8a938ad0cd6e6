import { sealOf } from './ledgerChain.ts';
import { type ChainEnd, chainStart, linesOf, type RecordOf, readRecord, readSeal, recordsOf } from './ledgerLines.ts';
import { sha256 } from './sha256.ts';

/** What is wrong with a file of the ledger. */
export type LedgerFault =
  /** A line, counted from 1, that is not the one that was written, or does not follow from the one before it. */
  | { readonly kind: 'broken'; readonly file: string; readonly line: number }
  /** Lines are missing at the end, from this one on. */
  | { readonly kind: 'cut'; readonly file: string; readonly line: number }
  /** The whole file is missing. */
  | { readonly kind: 'missing'; readonly file: string }
  /** A body that was kept is not the one that was sent, or is gone. */
  | { readonly kind: 'body'; readonly file: string; readonly line: number };

/** What checking the ledger found. */
export interface LedgerChecked {
  readonly files: number;
  readonly lines: number;
  readonly faults: readonly LedgerFault[];
  /** Lines that hold no record, most of all those that a crash cut short. What is left of them is part of the chain. */
  readonly unreadable: readonly { readonly file: string; readonly line: number }[];
  /** Months that the user deleted. */
  readonly deleted: readonly RecordOf<'deleted'>[];
}

/** The texts of the ledger's files and of their seals, by name. */
export type LedgerTexts = ReadonlyMap<string, string>;

/**
 * Checks the chain of every file. It shows any line that was changed, removed, slipped in or moved, also the last one; it
 * cannot show that a file was removed together with its seal, or that everything was written anew.
 */
export function checkLedger(texts: LedgerTexts): LedgerChecked {
  const names = ledgerFilesAmong(texts.keys());
  const deleted = names.flatMap((name) => recordsOf(texts.get(name) ?? '')).filter((each) => each.kind === 'deleted');
  const endsOf = (name: string) =>
    new Set(deleted.flatMap(({ files }) => files.filter((file) => file.name === name).map(({ end }) => end)));
  const checked = names.map((name) =>
    checkFile(name, texts.get(name) ?? '', sealIn(texts, name, endsOf(name)), endsOf(name)),
  );
  const missing = [...texts.keys()]
    .filter((seal) => seal.endsWith('.end'))
    .map((seal) => seal.replace(/end$/, 'jsonl'))
    .filter((name) => !texts.has(name) && sealIn(texts, name, endsOf(name)) !== undefined);
  return {
    files: names.length,
    lines: checked.reduce((sum, { lines }) => sum + lines, 0),
    faults: [
      ...checked.flatMap(({ fault }) => fault ?? []),
      ...missing.map((file): LedgerFault => ({ kind: 'missing', file })),
    ],
    unreadable: checked.flatMap(({ unreadable }) => unreadable),
    deleted,
  };
}

/** The names of the ledger's own files, in order. */
export function ledgerFilesAmong(names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => name.endsWith('.jsonl')).sort();
}

/** The seal of a file. One that belongs to a file that the user deleted does not count. */
function sealIn(texts: LedgerTexts, name: string, deletedEnds: ReadonlySet<string>): ChainEnd | undefined {
  const seal = readSeal(texts.get(sealOf(name)) ?? '');
  return seal === undefined || deletedEnds.has(seal.end) ? undefined : seal;
}

/**
 * Checks one file.
 * @param deletedEnds where files of this name ended that the user deleted: a window that was just writing may go on from there
 */
function checkFile(
  file: string,
  text: string,
  seal: ChainEnd | undefined,
  deletedEnds: ReadonlySet<string>,
): { readonly lines: number; readonly unreadable: LedgerChecked['unreadable']; readonly fault?: LedgerFault } {
  const lines = linesOf(text);
  const unreadable: { file: string; line: number }[] = [];
  let starts: readonly string[] = [chainStart, ...deletedEnds];
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    const follows = starts
      .map((hash) => `{"previous":"${hash}"`)
      .some((link) => content.startsWith(link) || link.startsWith(content));
    if (!follows) return { lines: lines.length, unreadable, fault: { kind: 'broken', file, line } };
    const hash = sha256(content);
    if (seal?.lines === line && seal.end !== hash) {
      return { lines: lines.length, unreadable, fault: { kind: 'broken', file, line } };
    }
    if (readRecord(content) === undefined) unreadable.push({ file, line });
    starts = [hash];
  }
  const isCut = seal !== undefined && seal.lines > lines.length;
  return {
    lines: lines.length,
    unreadable,
    ...(isCut ? { fault: { kind: 'cut', file, line: lines.length + 1 } } : {}),
  };
}
