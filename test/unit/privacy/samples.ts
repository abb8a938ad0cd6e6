import type { Origin, OriginKind } from '../../../src/base/text.ts';
import { type ApprovedDraft, askToSend, type SendSheet, type SheetAnswer } from '../../../src/privacy/approval.ts';
import type { Destination } from '../../../src/privacy/destination.ts';
import { type Draft, makeDraft } from '../../../src/privacy/draft.ts';
import { readExclusions } from '../../../src/privacy/exclusions.ts';
import type { LedgerFiles } from '../../../src/privacy/ledgerChain.ts';
import type { FindSecrets } from '../../../src/privacy/secret.ts';
import type { Message, PromptPart } from '../../../src/tiers/tier.ts';

/** What the privacy tests share: small requests, a person who decides at once, and a ledger in memory. */

export const cloud: Destination = {
  provider: 'OpenAI-compatible',
  api: 'openai',
  baseUrl: 'https://api.example.com/v1',
  model: 'big-model',
  price: 'unknown',
};

export function originOf(
  path: string,
  kind: OriginKind = 'selection',
  lines: readonly [number, number] = [0, 2],
): Origin {
  return {
    kind,
    path,
    uri: `file:///home/me/project/${encodeURIComponent(path).replaceAll('%2F', '/')}`,
    range: { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 3 } },
  };
}

export const typed: Origin = { ...originOf('', 'typed'), uri: 'hearth:typed' };
export const answered: Origin = { ...originOf('', 'answer'), uri: 'hearth:answer' };
export const inTerminal: Origin = { ...originOf('bash', 'terminal'), uri: 'hearth:terminal' };

export const instruction = (text: string, about?: Origin): PromptPart => ({
  kind: 'instruction',
  text,
  ...(about === undefined ? {} : { about }),
});
export const excerpt = (text: string, origin: Origin = originOf('src/sum.ts')): PromptPart => ({
  kind: 'excerpt',
  text,
  origin,
});
export const user = (...parts: readonly PromptPart[]): Message => ({ role: 'user', parts });

export const explainSum: readonly Message[] = [
  { role: 'system', parts: [instruction('You explain code.')] },
  user(instruction('Explain:\n'), excerpt('const sum = (a, b) => a + b;\n')),
];

export function draftOf(messages: readonly Message[] = explainSum, destination: Destination = cloud): Draft {
  const drafted = makeDraft({ messages }, destination, 'escalate', readExclusions(['.env*']));
  if (drafted.kind !== 'draft') throw new Error('the sample is excluded');
  return drafted.draft;
}

/** A sheet on which a person does these things in turn. `shown` keeps what they saw. */
export function sheetAnswering(...answers: readonly ((draft: Draft) => SheetAnswer)[]): SendSheet & { shown: Draft[] } {
  const left = [...answers];
  const shown: Draft[] = [];
  return {
    shown,
    async show(draft) {
      shown.push(draft);
      const answer = left.shift();
      if (answer === undefined) throw new Error('the sheet was shown once too often');
      return answer(draft);
    },
  };
}

export const send = (draft: Draft): SheetAnswer => ({ kind: 'send', bodySha256: draft.bodySha256 });

/** Finds no secrets: for tests that are about something else. */
export const nothingSecret: FindSecrets = async (texts) => texts.map(() => []);

export async function approvalOf(draft: Draft): Promise<ApprovedDraft> {
  const asked = await askToSend(draft, sheetAnswering(send), nothingSecret);
  if (asked.kind !== 'approved') throw new Error(`not approved: ${asked.kind}`);
  return asked.approved;
}

/** The ledger's files in memory. With `isBroken` set, the disk is full. */
export function memoryFiles(): LedgerFiles & { readonly texts: Map<string, string>; isBroken: boolean } {
  const texts = new Map<string, string>();
  const below = (name: string) => [...texts.keys()].filter((each) => each === name || each.startsWith(`${name}/`));
  return {
    texts,
    isBroken: false,
    async append(name, text, bytes) {
      if (this.isBroken) throw new Error('no space left on device');
      const before = texts.get(name) ?? '';
      if (Buffer.byteLength(before) !== bytes) return false;
      texts.set(name, before + text);
      return true;
    },
    async read(name) {
      const text = texts.get(name);
      return text === undefined ? undefined : { text, bytes: Buffer.byteLength(text) };
    },
    list: async () => [...new Set([...texts.keys()].map((name) => name.replace(/\/.*/, '')))],
    async write(name, text) {
      if (this.isBroken) throw new Error('no space left on device');
      texts.set(name, text);
    },
    async rename(from, to) {
      for (const name of below(from)) {
        texts.set(to + name.slice(from.length), texts.get(name) ?? '');
        texts.delete(name);
      }
      return true;
    },
    async remove(name) {
      for (const each of below(name)) texts.delete(each);
    },
    async claim(name) {
      if (texts.has(name)) return false;
      texts.set(name, '');
      return true;
    },
  };
}
