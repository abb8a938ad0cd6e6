import type { Message, Provenance } from '../tiers/tier.ts';

/** What a person said of an answer of the cloud that stood beside a local one. */
export type Verdict = 'worthIt' | 'localSuffices';

/** One of the two answers to a case. */
export interface JudgedAnswer {
  readonly text: string;
  readonly provenance: Provenance;
  /** From the request to the end of the answer, in milliseconds. */
  readonly totalMs: number;
}

/**
 * A request that was answered here and by the cloud, with a person's verdict: what a later model on this machine can be
 * measured by. It never leaves this machine.
 */
export interface JudgedCase {
  readonly version: 1;
  readonly id: string;
  /** When it was judged, as an ISO 8601 date in UTC. */
  readonly at: string;
  readonly verdict: Verdict;
  /** What was asked, in the user's language: "Explain". */
  readonly title: string;
  /** What it was about, such as a file's name; absent in cases of earlier versions. */
  readonly about?: string;
  /** The id of the task; absent: not known. */
  readonly task?: string;
  readonly messages: readonly Message[];
  readonly local: JudgedAnswer;
  readonly cloud: JudgedAnswer;
}

/** Where cases are kept: one file each, so that forgetting one is deleting its file. */
export interface CaseFiles {
  /** Writes the file as a whole or not at all. */
  write(name: string, text: string): Promise<void>;
  /** The names of all files. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string>;
  /** Deletes the file if it is there. */
  remove(name: string): Promise<void>;
}

/** Keeps and forgets judged cases. */
export class JudgedCases {
  readonly #files: CaseFiles;

  constructor(files: CaseFiles) {
    this.#files = files;
  }

  /** Keeps a case in place of an earlier one with its id. Rejects when the file cannot be written. */
  keep(judged: JudgedCase): Promise<void> {
    return this.#files.write(nameOf(judged.id), `${JSON.stringify(judged, undefined, 2)}\n`);
  }

  /** All of them, the oldest first. What is no such file is left out. */
  async all(): Promise<readonly JudgedCase[]> {
    const names = (await this.#files.list()).filter((name) => name.endsWith('.json'));
    const all = await Promise.all(names.map(async (name) => caseIn(await this.#files.read(name))));
    return all.filter((each) => each !== undefined).sort((one, other) => one.at.localeCompare(other.at));
  }

  /** Forgets a case, also one that was never kept. */
  forget(id: string): Promise<void> {
    return this.#files.remove(nameOf(id));
  }
}

function caseIn(text: string): JudgedCase | undefined {
  try {
    const { id, at, version, messages, cloud }: Partial<JudgedCase> = JSON.parse(text);
    const isWhole = version === 1 && typeof id === 'string' && typeof at === 'string' && Array.isArray(messages);
    return isWhole && typeof cloud?.text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws {Error} when the id could name another place */
function nameOf(id: string): string {
  if (!/^[\w-]{1,80}$/.test(id)) throw new Error(`not the id of a case: ${id}`);
  return `${id}.json`;
}
