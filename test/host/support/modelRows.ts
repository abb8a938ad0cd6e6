import assert from 'node:assert/strict';
import type { ModelRow } from '../../../src/editor/models/modelRow.ts';
import type { Hearth } from './hearth.ts';

/** The rows of the Models view as VS Code would show them, with those below them. */
export async function modelRows({ models }: Hearth): Promise<readonly ModelRow[]> {
  const below = async (row?: ModelRow): Promise<ModelRow[]> => {
    const children = (await models.provider.getChildren(row)) ?? [];
    const all = await Promise.all(children.map(async (child) => [child, ...(await below(child))]));
    return all.flat();
  };
  return below();
}

/** A row in words: its id, what it shows, and what can be done with it. */
export const words = ({ id, label, description, contextValue }: ModelRow) =>
  `${id} | ${label} | ${description} | ${contextValue}`;

/** The row with this id. @throws when there is none */
export async function rowOf(hearth: Hearth, id: string): Promise<ModelRow> {
  const rows = await modelRows(hearth);
  const row = rows.find((each) => each.id === id);
  assert.ok(row, `no row ${id} among ${rows.map((each) => each.id).join(', ')}`);
  return row;
}
