import type { LayoutCost } from '../layouts/measureLayouts.ts';
import { number, type Table } from './table.ts';

const mostTokens = 1.5;

/** What each layout of the prompt costs; only Hearth's own have a target. */
export function layoutsTable(costs: readonly LayoutCost[]): Table {
  return {
    id: 'layouts',
    title: 'Layouts of the prompt, one request for each key',
    columns: ['layout', 'tokens evaluated/key', 'prompt tokens', 'must reach', 'reached'],
    rows: costs.map(({ layout, evaluated, prompt }) => {
      const target = layout.startsWith('Hearth') ? [`≤ ${mostTokens}`, evaluated <= mostTokens ? 'yes' : '**no**'] : [];
      return [layout, number(evaluated, 2), number(prompt), ...target];
    }),
  };
}
