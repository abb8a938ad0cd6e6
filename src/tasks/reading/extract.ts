import type { PromptPart } from '../../tiers/tier.ts';
import { salvageJson } from '../../writing/guards/salvageJson.ts';
import { askAbout, instruction, typed } from '../prompt.ts';
import { occurrence } from './occurs.ts';
import { type Cell, mergedRows, objectOf, rowsOf, type StructuredTask } from './structured.ts';

/** What to take out of a text: ready-made, or the user's own fields. */
export type Wanted = 'todos' | 'names' | 'figures' | { readonly fields: readonly string[] };

/** One field of what is looked for. */
interface Field {
  readonly name: string;
  /** What may stand there; left out: words of the text. */
  readonly oneOf?: readonly string[];
}

/** `hearth.extract`: what a text says of some fields, as a table. Values must stand in the text; those that do not are flagged. */
export function extract(wanted: Wanted): StructuredTask {
  const { what, fields } = typeof wanted === 'string' ? readyMade[wanted] : ownFields(wanted.fields);
  const names = fields.map(({ name }) => name);
  const schemaOf = ({ oneOf }: Field) => (oneOf ? { type: 'string', enum: oneOf } : { type: 'string' });
  const item = objectOf(Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])));
  return {
    id: 'extract',
    maximumTokens: 2000,
    format: objectOf({ items: { type: 'array', items: item } }),
    messages: (excerpt) =>
      askAbout(
        excerpt,
        [
          ...what,
          instruction('\nThe form: {"items": [{'),
          ...fields.flatMap(({ name, oneOf }, index) => [
            instruction(index === 0 ? '' : ', '),
            oneOf || typeof wanted === 'string' ? instruction(JSON.stringify(name)) : typed(JSON.stringify(name)),
            instruction(`: "${oneOf?.join(' | ') ?? '…'}"`),
          ]),
          instruction(
            '}]}, in the order of the text. Copy each value word for word from the text. ' +
              'Write "" where the text does not say. If there are none, the list is empty.',
          ),
        ],
        'json',
      ),
    read(answer, excerpt) {
      const salvaged = salvageJson(answer);
      const rows = salvaged && rowsOf(salvaged.value, 'items', names);
      if (!rows) return undefined;
      return {
        columns: names,
        isWhole: salvaged.whole,
        rows: rows.map((values) => {
          const places = values.map((value, index) =>
            fields[index]?.oneOf ? undefined : occurrence(value, excerpt.text),
          );
          const place = places.find((each) => each !== undefined);
          return {
            cells: values.map((value, index) => checked(value, fields[index]?.oneOf, places[index] !== undefined)),
            ...(place && { place }),
          };
        }),
      };
    },
    // The same name in two parts is one name, whatever kind it is taken for.
    merge: (parts) => mergedRows(names, parts, wanted === 'names' ? 1 : names.length),
  };
}

function checked(text: string, oneOf: readonly string[] | undefined, isInText: boolean): Cell {
  if (text === '') return { text };
  if (oneOf) return oneOf.includes(text) ? { text } : { text, doubt: 'notOffered' };
  return isInText ? { text } : { text, doubt: 'notInText' };
}

const readyMade: Readonly<
  Record<'todos' | 'names' | 'figures', { readonly what: readonly PromptPart[]; readonly fields: readonly Field[] }>
> = {
  todos: {
    what: [
      instruction(
        'List what somebody still has to do according to this text: the task, who shall do it, and until when.',
      ),
    ],
    fields: [{ name: 'task' }, { name: 'who' }, { name: 'when' }],
  },
  names: {
    what: [instruction('List the names in this text: of people, organizations, places and products, each once.')],
    fields: [{ name: 'name' }, { name: 'kind', oneOf: ['person', 'organization', 'place', 'product', 'other'] }],
  },
  figures: {
    what: [instruction('List the figures in this text: the number with its unit, and what it says.')],
    fields: [{ name: 'figure' }, { name: 'of' }],
  },
};

function ownFields(names: readonly string[]): {
  readonly what: readonly PromptPart[];
  readonly fields: readonly Field[];
} {
  return {
    what: [
      instruction('List what this text says of these fields, one entry for each thing it speaks of: '),
      typed(names.join(', ')),
      instruction('.'),
    ],
    fields: names.map((name) => ({ name })),
  };
}
