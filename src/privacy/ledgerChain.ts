import { chainEnd, type LedgerRecord, ledgerLine } from './ledgerLines.ts';
import { sha256 } from './sha256.ts';

/** A file of the ledger, as it was read. */
export interface Contents {
  readonly text: string;
  /** On the disk; a character that a crash cut through counts otherwise in the text. */
  readonly bytes: number;
}

/** Where the ledger's files are kept. `privacy/ledgerFiles.ts` keeps them in a folder. */
export interface LedgerFiles {
  /**
   * Adds `text` to the end of a file, made when missing. Resolves only once it is on the disk itself, past every cache.
   * @param bytes how long the file must be before
   * @returns false when it is not, or when the file was taken away meanwhile: then it must be read again
   */
  append(name: string, text: string, bytes: number): Promise<boolean>;
  /** The whole file; undefined when there is none. */
  read(name: string): Promise<Contents | undefined>;
  /** The names of the files. */
  list(): Promise<readonly string[]>;
  /** Writes a whole file in place of what is there, past every cache. */
  write(name: string, text: string): Promise<void>;
  /** @returns false when there is no such file */
  rename(from: string, to: string): Promise<boolean>;
  /** Removes a file, or a folder with all in it; nothing when there is none. */
  remove(name: string): Promise<void>;
  /** Makes an empty file. @returns false when there is one already: then somebody else was first */
  claim(name: string): Promise<boolean>;
}

/** Adds records to the files of one writer, each linked to the line before it. One write at a time, in the order asked for. */
export type Chain = (name: string, record: LedgerRecord) => Promise<void>;

/** The name of the file that seals another. */
export const sealOf = (name: string) => name.replace(/\.jsonl$/, '.end');

/** How often a file that changes under our hands is read again. */
const mostTries = 5;

/** Opens the chain of one writer: no two may write to the same file. */
export function openChain(files: LedgerFiles): Chain {
  /** The file last written to; unknown at the start and after a failure. */
  let tail: (Tail & { readonly name: string }) | undefined;
  let lastWrite: Promise<void> = Promise.resolve();

  async function append(name: string, record: LedgerRecord): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const { lines, end, bytes, isTorn } = tail?.name === name ? tail : await tailOf(files, name);
      tail = undefined;
      const line = ledgerLine(record, end);
      const text = `${isTorn ? '\n' : ''}${line}\n`;
      if (!(await files.append(name, text, bytes))) continue;
      const sealed = { lines: lines + 1, end: sha256(line) };
      tail = { name, ...sealed, bytes: bytes + text.length, isTorn: false };
      // The record is on the disk. Without a seal its loss could go unseen, but that is no reason to say it is not there.
      await files.write(sealOf(name), JSON.stringify(sealed)).catch(() => {});
      return;
    }
    throw new Error(`${name} is being changed by somebody else`);
  }

  return (name, record) => {
    const written = lastWrite.then(() => append(name, record));
    lastWrite = written.catch(() => {});
    return written;
  };
}

interface Tail {
  readonly lines: number;
  readonly end: string;
  readonly bytes: number;
  /** Whether the last line was cut short, so that the next one must begin a line of its own. */
  readonly isTorn: boolean;
}

/** After a restart, or a write that failed half-way, the chain goes on from what the file really holds. */
async function tailOf(files: LedgerFiles, name: string): Promise<Tail> {
  const { text, bytes } = (await files.read(name)) ?? { text: '', bytes: 0 };
  return { ...chainEnd(text), bytes, isTorn: text !== '' && !text.endsWith('\n') };
}
