import { signTest } from './signTest.ts';
import type { Score } from './verdict.ts';

/** How two models did on the same cases. */
export interface Comparison {
  readonly first: Score;
  readonly second: Score;
  /** Cases that only the one passed. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** How likely such a difference is between models of the same quality, 0 to 1. */
  readonly chance: number;
  /** `unclear`: it could be chance. */
  readonly better: 'first' | 'second' | 'unclear';
  /** Where it is unclear: how many cases the one ahead alone would have to pass, with the other's as they are. */
  readonly clearAt?: number;
}

/** A difference less likely than this by chance is called one. */
const level = 0.05;

/** Compares two models case by case. Cases that only one of them was tried on are left out. */
export function compare(first: ReadonlyMap<string, boolean>, second: ReadonlyMap<string, boolean>): Comparison {
  let [total, both, onlyFirst, onlySecond] = [0, 0, 0, 0];
  for (const [id, passed] of first) {
    const other = second.get(id);
    if (other === undefined) continue;
    total++;
    if (passed && other) both++;
    else if (passed) onlyFirst++;
    else if (other) onlySecond++;
  }
  const chance = signTest(onlyFirst, onlySecond);
  const isClear = chance < level;
  return {
    first: { passed: both + onlyFirst, total },
    second: { passed: both + onlySecond, total },
    onlyFirst,
    onlySecond,
    chance,
    better: isClear ? (onlyFirst > onlySecond ? 'first' : 'second') : 'unclear',
    ...(isClear ? {} : { clearAt: clearAt(onlyFirst, onlySecond) }),
  };
}

/** How large the larger side would have to be against the smaller one. */
function clearAt(onlyFirst: number, onlySecond: number): number {
  const fewer = Math.min(onlyFirst, onlySecond);
  let more = Math.max(onlyFirst, onlySecond);
  while (signTest(more, fewer) >= level) more++;
  return more;
}
