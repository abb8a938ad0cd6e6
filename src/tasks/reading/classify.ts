import { salvageJson } from '../../writing/guards/salvageJson.ts';
import { askAbout, instruction, typed } from '../prompt.ts';
import {
  type Cell,
  isRecord,
  objectOf,
  oneLine,
  type ReadPart,
  type StructuredTask,
  type Table,
} from './structured.ts';

/** `hearth.classify`: which of the user's labels fits a text, and why. @param several whether more than one may fit */
export function classify(labels: readonly string[], several: boolean): StructuredTask {
  const label = { type: 'string', enum: labels };
  const offered = labels.map((each) => JSON.stringify(each)).join(', ');
  return {
    id: 'classify',
    maximumTokens: 300,
    format: objectOf({ labels: several ? { type: 'array', items: label } : label, reason: { type: 'string' } }),
    messages: (excerpt) =>
      askAbout(
        excerpt,
        [
          instruction(
            several
              ? 'Which of these labels fit this text? All that do, or none: '
              : 'Which one of these labels fits this text best: ',
          ),
          typed(offered),
          instruction(`.\nThe form: {"labels": ${several ? '["…"]' : '"…"'}, "reason": "one short sentence"}.`),
        ],
        'json',
      ),
    read(answer) {
      const salvaged = salvageJson(answer);
      if (!salvaged || !isRecord(salvaged.value)) return undefined;
      const { labels: given, reason } = salvaged.value;
      const all = (Array.isArray(given) ? given : [given]).map(oneLine).filter(Boolean);
      if (all.length === 0 && !several) return undefined;
      const cells = [...new Set(all)].map((text) => known(text, labels));
      return {
        columns: ['label', 'reason'],
        isWhole: salvaged.whole,
        rows: (several ? cells : cells.slice(0, 1)).map((cell, index) => ({
          cells: [cell, { text: index === 0 ? oneLine(reason) : '' }],
        })),
      };
    },
    merge,
  };
}

/** The labels of all parts, the most frequent first, each with its first reason and in how many parts it fits. */
function merge(parts: readonly ReadPart[]): Table {
  const found = new Map<string, { readonly cells: readonly Cell[]; count: number }>();
  for (const { table } of parts) {
    const reason = table.rows[0]?.cells[1] ?? { text: '' };
    for (const { cells } of table.rows) {
      const [label = { text: '' }] = cells;
      const known = found.get(label.text);
      if (known) known.count++;
      else found.set(label.text, { cells: [label, reason], count: 1 });
    }
  }
  const rows = [...found.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ cells, count }) => ({ cells: [...cells, { text: `${count}/${parts.length}` }] }));
  return { columns: ['label', 'reason', 'parts'], rows, isWhole: parts.every(({ table }) => table.isWhole) };
}

/** The label as the user wrote it. */
function known(text: string, labels: readonly string[]): Cell {
  const same = labels.find((label) => label.toLowerCase() === text.toLowerCase());
  return same === undefined ? { text, doubt: 'notOffered' } : { text: same };
}
