/** An answer to a case, as checks see it. */
export interface CheckedAnswer {
  /** As the model wrote it. */
  readonly text: string;
  /** From the request to the end of the answer, in milliseconds. */
  readonly totalMs: number;
}

/** What came of a check. */
export interface CheckResult {
  readonly passed: boolean;
  /** What was found, where it did not pass, in the user's words; may be empty. */
  readonly found: string;
}

/** Something that an answer to a case must meet. It is judged by what is written, never by another model. */
export interface Check {
  /** What it is, as the file says it: `not-contains`, `numbers`. */
  readonly name: string;
  judge(answer: CheckedAnswer): CheckResult | Promise<CheckResult>;
}

/**
 * The language that an answer is in by mistake; undefined: none, or it cannot be told. Handed in, as in the window it is told by the
 * worker thread.
 * @param language the one that was asked for: an ISO 639-1 code
 */
export type WrongLanguage = (answer: string, source: string, language: string) => Promise<string | undefined>;

/** A check could not be made of what the file says; the message says why, in the user's words. */
export class BadCheck extends Error {
  override readonly name = 'BadCheck';
}
