import type { Secret } from './secret.ts';
import { secretNames } from './secretNames.ts';

/** The kinds in the order in which they are preferred: what a key is for says more than that it was called a password. */
const order = new Map(Object.keys(secretNames).map((rule, index) => [rule, index]));

/** Overlapping secrets as one, under the most telling of their names. */
export function mergedSecrets(secrets: readonly Secret[]): readonly Secret[] {
  const result: Secret[] = [];
  for (const secret of [...secrets].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || secret.start >= last.end) {
      result.push(secret);
      continue;
    }
    const isBetter = (order.get(secret.rule) ?? 0) < (order.get(last.rule) ?? 0);
    const rule = isBetter ? secret.rule : last.rule;
    result[result.length - 1] = { rule, start: last.start, end: Math.max(last.end, secret.end) };
  }
  return result;
}
