import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../../../base/log.ts';
import type { Kept, KeptAnswer } from '../../../tasks/parts/kept.ts';

/** How much is kept, in UTF-16 code units; with more, the older half goes. */
const mostCharacters = 8_000_000;

/**
 * What was said of files, in one file of this computer that its owner alone can read, so that work on a folder goes on where it was
 * stopped, also after a restart. One line of JSON each, under a hash of what was asked: what was asked does not stand in it, only
 * what the model said. What cannot be read or written is asked again.
 */
export class KeptFiles implements Kept {
  readonly #path: string;
  readonly #log: Log;
  readonly #answers = new Map<string, KeptAnswer>();
  #writing = Promise.resolve();

  private constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  /** @param folder of the extension's own storage */
  static async open(folder: string, log: Log): Promise<KeptFiles> {
    const kept = new KeptFiles(join(folder, 'answers', 'files.ndjson'), log);
    await kept.#load();
    return kept;
  }

  get(key: string): KeptAnswer | undefined {
    return this.#answers.get(key);
  }

  put(key: string, answer: KeptAnswer): void {
    this.#answers.set(key, answer);
    this.#write(() => appendFile(this.#path, lineOf(key, answer), { encoding: 'utf8', mode: 0o600 }));
  }

  /** Resolves when all of it is on the disk. */
  flushed(): Promise<void> {
    return this.#writing;
  }

  async #load(): Promise<void> {
    let text = '';
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      text = await readFile(this.#path, 'utf8');
    } catch {
      // Nothing was kept yet.
    }
    const isTooMuch = text.length > mostCharacters;
    const lines = (isTooMuch ? text.slice(-mostCharacters / 2) : text).split('\n');
    for (const line of lines) {
      const read = readLine(line);
      if (read) this.#answers.set(read.key, read.answer);
    }
    if (!isTooMuch) return;
    const all = [...this.#answers].map(([key, answer]) => lineOf(key, answer)).join('');
    this.#write(() => writeFile(this.#path, all, { encoding: 'utf8', mode: 0o600 }));
  }

  #write(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      this.#log.warn(`Answers about files could not be kept: ${String(error)}`);
    });
  }
}

function lineOf(key: string, { text, reason, provenance }: KeptAnswer): string {
  return `${JSON.stringify({ key, text, reason, provenance })}\n`;
}

/** A line as it was written; undefined for one that another window was writing, or somebody else. */
function readLine(line: string): { readonly key: string; readonly answer: KeptAnswer } | undefined {
  if (line === '') return undefined;
  try {
    const { key, text, reason, provenance } = JSON.parse(line);
    const isOurs =
      typeof key === 'string' &&
      typeof text === 'string' &&
      (reason === 'stop' || reason === 'length') &&
      (provenance?.tier === 'local' || provenance?.tier === 'selfHosted') &&
      [provenance.engine, provenance.host, provenance.model].every((each) => typeof each === 'string');
    return isOurs ? { key, answer: { text, reason, provenance } } : undefined;
  } catch {
    return undefined;
  }
}
