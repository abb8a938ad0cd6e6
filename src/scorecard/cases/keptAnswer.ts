import { salvageJson } from '../../writing/guards/salvageJson.ts';
import { countOfWords } from '../../writing/guards/words.ts';
import { type Assertion, checkOf } from '../checks/assertions.ts';
import { BadCheck, type Check } from '../checks/check.ts';
import { changedWordRatio } from '../checks/edits.ts';
import { type CheckParts, ownCheckOf } from '../checks/ownChecks.ts';
import type { CaseMessage } from './caseFile.ts';
import type { NewCase } from './writeCases.ts';

/** An answer that a person was content with. */
export interface KeptAnswer {
  readonly title: string;
  /** The id of the task. */
  readonly task: string;
  readonly promptHash: string;
  readonly messages: readonly CaseMessage[];
  readonly format?: object;
  readonly maximumTokens: number;
  /** The text that was asked about. */
  readonly source: string;
  /** What was answered; of an edit, the text as the person left it later. */
  readonly answer: string;
  /** The answer takes the place of the source. */
  readonly isEdit: boolean;
  /** Edits of it that the person rejected. */
  readonly rejected?: readonly { readonly removed: string; readonly added: string }[];
  /** The language that it is in: an ISO 639-1 code. */
  readonly language?: string;
  readonly escalated: boolean;
  /** The judged escalation that it comes from, by its id. */
  readonly judged?: string;
  /** When, as an ISO 8601 date. */
  readonly keptAt: string;
}

/** A case, and whether its checks say something of what an answer contains. */
export interface KeptCase {
  readonly added: NewCase;
  /** False: only its form is checked, and a person had better add what a good answer must say. */
  readonly saysWhat: boolean;
}

/** More of these nobody would miss. */
const mostMentions = 3;
const mostValues = 5;

/**
 * A case that a later model can be measured by: what made this answer a good one, as far as that can be compared without a model. Every
 * check of it passes the answer itself.
 */
export async function caseOf(kept: KeptAnswer, parts: CheckParts): Promise<KeptCase> {
  const { source, answer, isEdit, language, rejected, keptAt, ...rest } = kept;
  const texts = { source, expected: isEdit ? answer : undefined, read: (text: string) => text };
  const passes = async (make: () => Check) => {
    try {
      return (await make().judge({ text: answer, totalMs: 0 })).passed;
    } catch (error) {
      if (error instanceof BadCheck) return false;
      throw error;
    }
  };
  const wanted = isEdit ? checksOfEdit(source, answer, rejected) : checksOfAnswer(kept);
  if (language !== undefined && !kept.format) wanted.checks.push({ language });
  const assert: Assertion[] = [];
  for (const each of wanted.assert) if (await passes(() => checkOf(each, parts.l10n))) assert.push(each);
  const checks: unknown[] = [];
  for (const each of wanted.checks) if (await passes(() => ownCheckOf(each, texts, parts))) checks.push(each);
  const says = (type: string) => type.startsWith('icontains') || type === 'regex';
  const saysWhat = isEdit || assert.some(({ type }) => says(type));
  return {
    added: {
      ...rest,
      source,
      ...(isEdit ? { expected: answer, reads: 'edited' as const } : {}),
      assert,
      checks,
      keptAt,
    },
    saysWhat,
  };
}

interface Wanted {
  readonly assert: Assertion[];
  readonly checks: unknown[];
}

function checksOfEdit(source: string, expected: string, rejected: KeptAnswer['rejected'] = []): Wanted {
  const ratio = changedWordRatio(source, expected);
  // Another model may well say the same in other words, but not change twice as much.
  const most = Math.min(1, Math.ceil((ratio * 2 + 0.1) * 20) / 20);
  return {
    assert: [],
    checks: [
      'placeholders',
      'links',
      'numbers',
      ...(most < 1 ? [{ changedWords: most }] : []),
      ...(rejected.length === 0 ? [] : [{ rejected }]),
    ],
  };
}

function checksOfAnswer({ source, answer, format }: KeptAnswer): Wanted {
  if (format) return { assert: [{ type: 'is-json' }, ...valuesOf(answer, source, format)], checks: [] };
  const mentions = mentionsOf(answer, source);
  const words = Math.ceil(countOfWords(answer) * 2) + 20;
  return {
    assert: [
      ...(mentions.length === 0 ? [] : [{ type: 'icontains-all', value: mentions }]),
      { type: 'word-count', value: { max: words } },
    ],
    checks: ['noPreamble', 'identifiers'],
  };
}

/** What an answer takes up of its source: names in code marks first, then numbers, then names. */
function mentionsOf(answer: string, source: string): readonly string[] {
  const marked = [...answer.matchAll(/`([^`\n]{2,40})`/g)].map(([, code = '']) => code.replace(/\(\)$/, ''));
  const numbers = answer.match(/(?<![\p{L}\p{N}])\d[\d.,:]*\d(?![\p{L}\p{N}])/gu) ?? [];
  const names = answer.match(/(?<=[\p{Ll},;] )\p{Lu}[\p{L}\p{M}-]{2,}/gu) ?? [];
  const all = new Set([...marked, ...numbers, ...names].filter((each) => source.includes(each)));
  return [...all].slice(0, mostMentions);
}

/** The values of an answer in a form: those that stand in the source, and those that could be chosen from a list. */
function valuesOf(answer: string, source: string, format: object): Assertion[] {
  const copied = new Set<string>();
  const chosen: Assertion[] = [];
  const visit = (value: unknown, schema: unknown, name: string) => {
    if (typeof value === 'string') {
      if (offered(schema).includes(value)) {
        const [key, own] = [name, value].map((each) => JSON.stringify(each).replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
        chosen.push({ type: 'regex', value: `${key}\\s*:\\s*${own}` });
      } else if (value.length > 2 && source.includes(value)) copied.add(JSON.stringify(value).slice(1, -1));
    } else if (Array.isArray(value)) for (const each of value) visit(each, field(schema, 'items'), name);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) visit(each, field(field(schema, 'properties'), key), key);
  };
  visit(salvageJson(answer)?.value, format, '');
  const values = [...copied].slice(0, mostValues);
  return [...chosen.slice(0, 1), ...(values.length === 0 ? [] : [{ type: 'icontains-all', value: values }])];
}

function offered(schema: unknown): readonly unknown[] {
  const list = field(schema, 'enum');
  return Array.isArray(list) ? list : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
