import type { FimLayoutName } from './layout.ts';
import type { Probed } from './layoutProbe.ts';

/** What was found of a model, and with which engine. */
export interface LayoutRecord extends Probed {
  /** The engine's version, such as `0.33.0`. */
  readonly engine: string;
}

/** Where the records are kept, over all windows. */
export interface LayoutStore {
  /** As it was written, by whatever version. */
  read(): unknown;
  write(records: Readonly<Record<string, LayoutRecord>>): void;
}

/** How many models are remembered. */
const mostRecords = 50;

const names: readonly FimLayoutName[] = ['typedLast', 'suffixFirst', 'suffixField'];

/** Which layout was found best for each model, by its digest. */
export class LayoutRecords {
  readonly #store: LayoutStore;
  #known: ReadonlyMap<string, LayoutRecord> | undefined;

  constructor(store: LayoutStore) {
    this.#store = store;
  }

  /** The record of a model; undefined where it was not probed yet. Asked for at each request: it is read once. */
  of(digest: string): LayoutRecord | undefined {
    this.#known ??= readRecords(this.#store.read());
    return this.#known.get(digest);
  }

  keep(digest: string, record: LayoutRecord): void {
    // Another window may have written meanwhile.
    const all = new Map([...readRecords(this.#store.read()), [digest, record]]);
    this.#known = new Map([...all].slice(-mostRecords));
    this.#store.write(Object.fromEntries(this.#known));
  }
}

/** What was kept, as far as it makes sense. */
function readRecords(kept: unknown): ReadonlyMap<string, LayoutRecord> {
  if (typeof kept !== 'object' || kept === null) return new Map();
  return new Map(Object.entries(kept).filter((entry): entry is [string, LayoutRecord] => isRecord(entry[1])));
}

function isRecord(value: unknown): value is LayoutRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { layout, matches, of, engine } = value as Partial<Record<keyof LayoutRecord, unknown>>;
  const isKnown = names.some((name) => name === layout);
  return (
    isKnown && typeof matches === 'object' && matches !== null && typeof of === 'number' && typeof engine === 'string'
  );
}
