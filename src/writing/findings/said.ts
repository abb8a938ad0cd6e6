import { salvageJson } from '../guards/salvageJson.ts';

/** What a mistake is one of. */
export const kindsOfMistake = ['spelling', 'grammar', 'punctuation', 'word'] as const;
export type KindOfMistake = (typeof kindsOfMistake)[number];

/** A mistake as a model tells of it. Nothing in it has been checked. */
export interface Said {
  readonly original: string;
  readonly replacement: string;
  /** The words around it, where the original alone stands there more than once. */
  readonly context?: string;
  readonly why: string;
  readonly kind: KindOfMistake | undefined;
}

/** The form in which mistakes are asked for: a JSON schema for the engine. Its last required property says that one is complete. */
export const saidSchema = {
  type: 'object',
  properties: {
    findings: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          original: { type: 'string' },
          context: { type: 'string' },
          replacement: { type: 'string' },
          why: { type: 'string' },
          kind: { type: 'string', enum: [...kindsOfMistake] },
        },
        required: ['original', 'replacement', 'why', 'kind'],
      },
    },
  },
  required: ['findings'],
} as const;

/** More of one part are not read. */
const most = 200;
const longest = 500;

/**
 * The mistakes in an answer that is on its way, or was cut anywhere, as far as they are complete.
 * @param isEnded whether no more is to come: then the last of them need not be complete, if it says what is to be changed
 * @returns undefined where the answer is no such list, or not yet
 */
export function saidIn(answer: string, isEnded: boolean): Said[] | undefined {
  const value = salvageJson(answer)?.value;
  const list = Array.isArray(value) ? value : field(value, 'findings');
  if (!Array.isArray(list)) return undefined;
  const isLast = (index: number) => index === list.length - 1;
  return list.slice(0, most).flatMap((item: unknown, index) => saidBy(item, isEnded || !isLast(index)));
}

function saidBy(item: unknown, mayLack: boolean): Said[] {
  const [original, replacement] = [field(item, 'original'), field(item, 'replacement')];
  const [context, why, kind] = [field(item, 'context'), field(item, 'why'), field(item, 'kind')];
  if (typeof original !== 'string' || typeof replacement !== 'string') return [];
  if (!mayLack && (why === undefined || kind === undefined)) return [];
  if (original.length > longest || replacement.length > longest) return [];
  return [
    {
      original,
      replacement,
      ...(typeof context === 'string' && context.length <= longest ? { context } : {}),
      why: typeof why === 'string' ? why : '',
      kind: kindsOfMistake.find((each) => each === kind),
    },
  ];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
