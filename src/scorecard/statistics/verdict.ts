import { type Interval, wilson } from './wilson.ts';

/** Whether a model does for a task, by what is known. */
export type TaskVerdict =
  | { readonly kind: 'suffices' | 'withReview' | 'escalate' }
  | {
      readonly kind: 'undecided';
      /** How many further cases could settle it; undefined: more than {@link mostFurther}, if the share stays as it is. */
      readonly further: number | undefined;
    };

/** A model's cases of a task. */
export interface Score {
  readonly passed: number;
  readonly total: number;
}

/** The share of cases that must clearly be passed for an answer to be used without a look at each. */
const sufficient = 0.7;
/** Below this share more answers are thrown away than used. */
const worthwhile = 0.5;
/** With fewer cases, a share just at the border is most likely chance. */
const few = 20;
/** More cases than this nobody adds for one task. */
export const mostFurther = 100;

/**
 * The verdict on a task. What is claimed holds for the whole interval, not only for the share that was seen: few cases leave it
 * undecided, however well they went (9 of 9 are the fewest that suffice, 4 of 4 for use with review).
 */
export function verdictOf({ passed, total }: Score): TaskVerdict {
  const kind = decided(wilson(passed, total));
  if (kind) return { kind };
  return { kind: 'undecided', further: total === 0 ? 4 : furtherCases(passed, total) };
}

function decided({ low, high }: Interval): 'suffices' | 'withReview' | 'escalate' | undefined {
  if (low >= sufficient) return 'suffices';
  if (low > worthwhile) return 'withReview';
  return high < worthwhile ? 'escalate' : undefined;
}

function furtherCases(passed: number, total: number): number | undefined {
  const fewest = (expected: (more: number) => number) => {
    for (let more = 1; more <= mostFurther; more++) {
      if (decided(wilson(expected(more), total + more))) return more;
    }
    return undefined;
  };
  const asItIs = fewest((more) => Math.round((passed / total) * (total + more)));
  if (asItIs !== undefined || total >= few) return asItIs;
  // So few cases say nothing of the share, either: with these it can be decided, if all of them end alike.
  const allAlike = [fewest((more) => passed + more), fewest(() => passed)].filter((more) => more !== undefined);
  return allAlike.length === 0 ? undefined : Math.min(...allAlike);
}
