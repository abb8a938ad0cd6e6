import { type Figure, figures } from '../measure/figures.ts';
import type { Played } from '../measure/played.ts';
import { number, type Table } from './table.ts';

/** What came of one setting of the gate: user A's shares and what user B accepted. */
export interface GatePoint {
  readonly leastLogprob: number;
  readonly shipped: boolean;
  readonly typed: readonly Played[];
  readonly accepting: readonly Played[];
}

/** Right against wrong, from "show everything" to "show almost nothing". */
export function paretoTable(points: readonly GatePoint[]): Table {
  const of = (figure: Figure, played: readonly Played[], decimals: number) => number(figure(played), decimals);
  return {
    id: 'pareto',
    title: 'The show gate: right against wrong',
    columns: ['least mean logprob of a line', 'right', 'wrong', 'right of what is visible', 'accepted by user B', ''],
    rows: points.map(({ leastLogprob, shipped, typed, accepting }) => {
      const right = figures.right(typed);
      return [
        Number.isFinite(leastLogprob) ? number(leastLogprob, 2) : 'show all',
        number(right, 3),
        of(figures.wrong, typed, 3),
        number(right / (right + figures.wrong(typed)), 3),
        of(figures.accepted, accepting, 0),
        shipped ? 'as shipped' : '',
      ];
    }),
  };
}
