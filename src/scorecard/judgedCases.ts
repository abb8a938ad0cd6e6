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
  readonly messages: readonly Message[];
  readonly local: JudgedAnswer;
  readonly cloud: JudgedAnswer;
}

/** Where cases are kept: one file each, so that forgetting one is deleting its file. */
export interface CaseFiles {
  /** Writes the file as a whole or not at all. */
  write(name: string, text: string): Promise<void>;
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

  /** Forgets a case, also one that was never kept. */
  forget(id: string): Promise<void> {
    return this.#files.remove(nameOf(id));
  }
}

/** @throws {Error} when the id could name another place */
function nameOf(id: string): string {
  if (!/^[\w-]{1,80}$/.test(id)) throw new Error(`not the id of a case: ${id}`);
  return `${id}.json`;
}
