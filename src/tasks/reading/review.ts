import { salvageJson } from '../../writing/guards/salvageJson.ts';
import { askAbout, isProse } from '../prompt.ts';
import { occurrence } from './occurs.ts';
import { mergedRows, objectOf, type Row, rowsOf, type StructuredTask } from './structured.ts';

/** How much a remark of a review weighs. */
const weights = ['problem', 'question', 'suggestion'] as const;
const columns = ['weight', 'remark', 'quote'] as const;

/** `hearth.review`: remarks about a text or code, each with the place it is about. */
export const review: StructuredTask = {
  id: 'review',
  maximumTokens: 1500,
  format: objectOf({
    remarks: {
      type: 'array',
      items: objectOf({
        quote: { type: 'string' },
        weight: { type: 'string', enum: weights },
        remark: { type: 'string' },
      }),
    },
  }),
  messages: (excerpt) =>
    askAbout(
      excerpt,
      `${
        isProse(excerpt)
          ? 'Review this text as a careful editor: what is wrong, unclear, missing or contradicts itself. Leave spelling aside.'
          : 'Review this code as a careful colleague: mistakes, cases that are not handled, what could surprise. Leave style aside.'
      } At most ten remarks, the most important first; none if there is nothing to say.\n` +
        'The form: {"remarks": [{"quote": "the line it is about, copied exactly", ' +
        '"weight": "problem" | "question" | "suggestion", "remark": "one or two sentences"}]}.',
      'json',
    ),
  read(answer, excerpt) {
    const salvaged = salvageJson(answer);
    const rows = salvaged && rowsOf(salvaged.value, 'remarks', columns);
    if (!rows) return undefined;
    return {
      columns,
      isWhole: salvaged.whole,
      rows: rows
        .filter(([, remark]) => remark !== '')
        .map(([weight = '', remark = '', quote = '']) => {
          const place = occurrence(quote, excerpt.text);
          return {
            cells: [
              { text: weights.find((each) => each === weight) ?? 'question' },
              { text: remark },
              place || quote === '' ? { text: quote } : { text: quote, doubt: 'notInText' as const },
            ],
            ...(place && { place }),
          };
        }),
    };
  },
  merge(parts) {
    const merged = mergedRows(columns, parts);
    return { ...merged, rows: [...merged.rows].sort((one, other) => weightOf(one) - weightOf(other)) };
  },
};

/** How soon a remark is said: problems before questions, before suggestions. */
const weightOf = ({ cells }: Row) => [...weights].map(String).indexOf(cells[0]?.text ?? '');
