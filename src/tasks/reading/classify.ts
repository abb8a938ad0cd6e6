import { salvageJson } from '../../writing/guards/salvageJson.ts';
import { askAbout, instruction, typed } from '../prompt.ts';
import { type Cell, isRecord, objectOf, oneLine, type StructuredTask } from './structured.ts';

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
  };
}

/** The label as the user wrote it. */
function known(text: string, labels: readonly string[]): Cell {
  const same = labels.find((label) => label.toLowerCase() === text.toLowerCase());
  return same === undefined ? { text, doubt: 'notOffered' } : { text: same };
}
