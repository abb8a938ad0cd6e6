import type { Cell, Results } from '../matrix.ts';
import { type FigureName, figures } from '../measure/figures.ts';
import { number, type Table } from './table.ts';

const columns: Readonly<Record<FigureName, readonly [heading: string, decimals: number]>> = {
  evaluatedPerKey: ['tokens/key', 2],
  requestsPer100Keys: ['requests/100', 2],
  right: ['right', 3],
  wrong: ['wrong', 3],
  p50: ['p50 ms', 0],
  p95: ['p95 ms', 0],
  accepted: ['accepted', 0],
  flickers: ['flicker', 0],
  duplicates: ['duplicates', 0],
  overruns: ['overruns', 0],
};

/** Every figure of every cell that was run. @param full whether these are all cells */
export function everythingTable(cells: readonly Cell[], results: Results, full: boolean): Table {
  const names = Object.keys(columns) as FigureName[];
  return {
    id: full ? 'matrix-full' : 'matrix',
    title: 'The matrix',
    columns: ['system', 'profile', 'user', ...names.map((name) => columns[name][0])],
    rows: cells.map(({ system, profile, user }) => {
      const played = results.of(system, profile, user) ?? [];
      return [system, profile, user, ...names.map((name) => number(figures[name](played), columns[name][1]))];
    }),
  };
}
