import type { Excerpt } from '../../base/text.ts';
import type { Task } from '../task.ts';

/** Why a value should not be believed: it does not stand in the text, or it is none of those that were asked for. */
export type Doubt = 'notInText' | 'notOffered';

/** One value of a model's answer. */
export interface Cell {
  readonly text: string;
  readonly doubt?: Doubt;
}

/** One thing that was found. */
export interface Row {
  readonly cells: readonly Cell[];
  /** Where it stands in the excerpt, in UTF-16 code units from its beginning; undefined: nowhere, or nowhere in particular. */
  readonly place?: { readonly start: number; readonly end: number };
}

/** What an answer in a form says, checked against the text it is about. */
export interface Table {
  /** The names of the columns: ours, or the user's own words. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Whether the answer was there to its end. */
  readonly isWhole: boolean;
}

/** A task whose answer has a form, so that it can be checked before it is shown. */
export interface StructuredTask extends Task {
  readonly format: object;
  /** Reads an answer, also one that was cut short. @returns undefined when it has not the form */
  read(answer: string, excerpt: Excerpt): Table | undefined;
  /** What was found in the parts of a long text, in their order, as one table; each row still says where it stands in the whole. */
  merge(parts: readonly ReadPart[]): Table;
}

/** What was found in a part of a long text. */
export interface ReadPart {
  readonly table: Table;
  /** Where the part begins in the whole, in UTF-16 code units. */
  readonly start: number;
}

/** Whether a task's answers have a form. */
export function isStructured(task: Task): task is StructuredTask {
  return task.format !== undefined && 'read' in task && 'merge' in task;
}

/**
 * The rows of all parts, in their order; what two of them say alike is there once. Two rows are alike when they say the same, or when
 * what they say in the first `same` columns is.
 */
export function mergedRows(columns: readonly string[], parts: readonly ReadPart[], same = columns.length): Table {
  const rows = new Map<string, Row>();
  for (const { table, start } of parts) {
    for (const { cells, place } of table.rows) {
      const said = cells.slice(0, same).map(({ text }) => text.toLowerCase());
      const key = JSON.stringify(said);
      // What stands in the text is believed before what does not.
      if (rows.get(key)?.cells.every(({ doubt }) => doubt === undefined)) continue;
      const moved = place && { start: place.start + start, end: place.end + start };
      const row = { cells, ...(moved && { place: moved }) };
      if (!rows.has(key) || cells.every(({ doubt }) => doubt === undefined)) rows.set(key, row);
    }
  }
  return { columns, rows: [...rows.values()], isWhole: parts.every(({ table }) => table.isWhole) };
}

/** The objects in a list of an answer: of each, the values under these names, as one line of text. */
export function rowsOf(value: unknown, list: string, names: readonly string[]): string[][] | undefined {
  const items = Array.isArray(value) ? value : isRecord(value) ? value[list] : undefined;
  if (!Array.isArray(items)) return undefined;
  return items
    .filter(isRecord)
    .map((item) => names.map((name) => oneLine(item[name])))
    .filter((values) => values.some((text) => text !== ''));
}

/** A value as one line; what is no text, number or list of them is nothing. */
export function oneLine(value: unknown): string {
  if (Array.isArray(value)) return value.map(oneLine).filter(Boolean).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value).replaceAll(/\s+/g, ' ').trim() : '';
}

/** Whether a value read from JSON is an object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The schema of an object with these properties and no others, all of them there. */
export function objectOf(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
