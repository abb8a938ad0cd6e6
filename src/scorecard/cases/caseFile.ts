import type { Check } from '../checks/check.ts';

/** A turn of the conversation that a case asks with. */
export interface CaseMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** One thing that is asked of every model, and what its answer must meet. */
export interface TestCase {
  /** Tells the case from all others: by what it asks and checks, so that a case that is changed is another one. */
  readonly id: string;
  readonly title: string;
  /** What it is a case of: the id of a task, such as `explain`; `other` where the file does not say. */
  readonly task: string;
  readonly messages: readonly CaseMessage[];
  /** The form that the answer must have, as a JSON schema. */
  readonly format?: object;
  /** The longest answer, in tokens, where it is not that of the file. */
  readonly maximumTokens?: number;
  readonly checks: readonly Check[];
  /** The words that the task asked with, by their hash: cases of another prompt are other cases. */
  readonly promptHash: string;
  /** It is from a request that the user sent to the cloud: the escalation audit counts these. */
  readonly wasEscalated: boolean;
  /** Where it stands in its file, counted from 1. */
  readonly line: number;
}

/** Something about a file, and where. */
export interface Remark {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** In the user's words. */
  readonly message: string;
}

/** Numbers that every request of a file's cases is made with. */
export interface CaseOptions {
  /** The size of the context, in tokens. */
  readonly contextTokens: number;
  /** The longest answer, in tokens. */
  readonly maximumTokens: number;
  readonly seed: number;
}

/** What a file of cases says. */
export interface CaseFile {
  readonly description: string;
  readonly cases: readonly TestCase[];
  readonly options: CaseOptions;
  /** The models that the file names, as Ollama names them. */
  readonly models: readonly string[];
  /** What is wrong with it. Where there is anything, nothing of the file is run. */
  readonly problems: readonly Remark[];
  /** What stands in it and is not run or judged here, such as scripts. */
  readonly notRun: readonly Remark[];
}
