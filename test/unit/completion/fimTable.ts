import { readFileSync } from 'node:fs';

/** What the sources say of a family: a copy of the research that the table in `src/completion/fimFamilies.ts` is made from. */
export interface StatedFamily {
  readonly tokens: Readonly<Record<string, string | null>>;
  readonly orders: readonly string[] | null;
  readonly template: string | null;
  readonly repo_template: string | null;
  readonly stop: readonly string[] | null;
}

interface StatedTable {
  readonly families: Readonly<Record<string, StatedFamily>>;
  readonly completionModels: readonly { readonly name: string; readonly fim: string | null }[];
}

/** The families and models as the sources state them, gathered on 2026-11-22. */
export const stated: StatedTable = JSON.parse(
  readFileSync(new URL('./fimFamilies.json', import.meta.url), 'utf8'),
) satisfies StatedTable;
