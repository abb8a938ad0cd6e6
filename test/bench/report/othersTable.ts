import { figures } from '../measure/figures.ts';
import type { Played } from '../measure/played.ts';
import type { ProfileName } from '../physics/profiles.ts';
import { number, type Table } from './table.ts';

/** What pieces of other documents cost, in one cell. */
export interface OthersCost {
  /** Where the person came from, in words. */
  readonly from: string;
  readonly profile: ProfileName;
  readonly played: readonly Played[];
}

/** As without pieces of other documents: the target of `prompt tokens evaluated/key`. */
const mostTokens = 3.5;

/** What pieces of other documents cost beside the same without. */
export function othersTable(costs: readonly OthersCost[]): Table {
  return {
    id: 'others',
    title: 'Pieces of other documents',
    columns: ['user A comes', 'profile', 'tokens/key', 'right', 'wrong', 'p95 ms', 'must reach', 'reached'],
    rows: costs.map(({ from, profile, played }) => {
      const tokens = figures.evaluatedPerKey(played);
      const target = profile === 'middle' ? [`≤ ${mostTokens}`, tokens <= mostTokens ? 'yes' : '**no**'] : [];
      return [
        from,
        profile,
        number(tokens, 2),
        number(figures.right(played), 3),
        number(figures.wrong(played), 3),
        number(figures.p95(played)),
        ...target,
      ];
    }),
  };
}
