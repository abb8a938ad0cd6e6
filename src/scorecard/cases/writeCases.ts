import { isSeq, parseDocument, stringify } from 'yaml';
import { type Message, messageText } from '../../tiers/tier.ts';
import type { Assertion } from '../checks/assertions.ts';
import type { CaseMessage } from './caseFile.ts';
import { hashOf } from './readCases.ts';

/** A case to be written into a file. */
export interface NewCase {
  readonly title: string;
  /** The id of the task. */
  readonly task: string;
  readonly promptHash: string;
  readonly messages: readonly CaseMessage[];
  readonly format?: object;
  /** The longest answer, in tokens. */
  readonly maximumTokens: number;
  /** The text that it is about, as the model sees it. */
  readonly source: string;
  /** What the user made of it in the end. */
  readonly expected?: string;
  /** The answer is a list of corrections, or the text with something round it such as a fence; left out: it is the text. */
  readonly reads?: 'findings' | 'edited';
  readonly assert?: readonly Assertion[];
  /** Entries of `metadata.checks`. */
  readonly checks?: readonly unknown[];
  readonly escalated?: boolean;
  /** The judged escalation that it comes from, by its id: it is kept once. */
  readonly judged?: string;
  /** When it was kept, as an ISO 8601 date. */
  readonly keptAt?: string;
}

/** What every case of ours asks with: a conversation of one turn. */
const prompt = '[{"role": "system", "content": "{{system}}"}, {"role": "user", "content": "{{user}}"}]';

/** Without folding: a text stays as it is. */
const form = { lineWidth: 0 } as const;

/** The words that a task asks with, by their hash: the user's own text, and what is said of its place, are no part of it. */
export function promptHashOf(messages: readonly Message[]): string {
  const parts = messages.flatMap((message) => message.parts);
  return hashOf(parts.filter((part) => part.kind === 'instruction' && !part.about).map(({ text }) => text));
}

/** The conversation of a request as a case has it; undefined where it is not one question, such as one about an earlier answer. */
export function conversationOf(messages: readonly Message[]): readonly CaseMessage[] | undefined {
  const turns = messages.map((message) => ({ role: message.role, content: messageText(message) }));
  const isOne = turns.length === 2 && turns[0]?.role === 'system' && turns[1]?.role === 'user';
  return isOne ? turns : undefined;
}

/** A new file, without cases. @param model as Ollama names it @param comment the first lines, for people; no line of it is empty */
export function newFile(description: string, model: string, comment?: string): string {
  const config = { temperature: 0, seed: 7, num_ctx: 4096, num_predict: 512, think: false };
  const providers = [{ id: `ollama:chat:${model}`, config }];
  const head = comment === undefined ? '' : `${comment.replace(/^/gm, '# ')}\n`;
  return head + stringify({ description, prompts: [prompt], providers, tests: [] }, form);
}

/**
 * A file with one more case at its end. What people wrote in it, comments as well, stays.
 * @returns undefined where the file is broken, or asks with other words than ours: the case would not be what was kept
 */
export function withCase(file: string, added: NewCase): string | undefined {
  const document = parseDocument(file);
  const { prompts }: { prompts?: unknown } = document.errors.length === 0 ? (document.toJS() ?? {}) : {};
  if (!Array.isArray(prompts) || prompts.length !== 1 || prompts[0] !== prompt) return undefined;
  if (!isSeq(document.get('tests'))) document.set('tests', document.createNode([]));
  const tests = document.get('tests');
  if (!isSeq(tests)) return undefined;
  tests.flow = false;
  tests.add(document.createNode(testOf(added)));
  return document.toString(form);
}

/** The cases of a file, one a line, as promptfoo reads them as well (`tests: file://cases.jsonl`). */
export function asJsonLines(file: string): string {
  const { tests }: { tests?: unknown } = parseDocument(file).toJS() ?? {};
  return Array.isArray(tests) ? tests.map((test) => `${JSON.stringify(test)}\n`).join('') : '';
}

function testOf(added: NewCase) {
  const {
    title,
    messages,
    format,
    maximumTokens,
    assert = [],
    checks = [],
    source,
    escalated,
    keptAt,
    ...rest
  } = added;
  const content = (role: CaseMessage['role']) => messages.find((message) => message.role === role)?.content ?? '';
  return {
    description: title,
    vars: { system: content('system'), user: content('user') },
    options: { num_predict: maximumTokens, ...(format ? { format } : {}) },
    ...(assert.length === 0 ? {} : { assert }),
    metadata: {
      ...rest,
      ...(source === '' ? {} : { source }),
      ...(escalated ? { escalated } : {}),
      ...(keptAt === undefined ? {} : { keptAt }),
      ...(checks.length === 0 ? {} : { checks }),
    },
  };
}
