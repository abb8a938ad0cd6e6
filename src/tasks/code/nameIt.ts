import type { Excerpt } from '../../base/text.ts';
import { salvageJson } from '../../writing/guards/salvageJson.ts';
import { askAbout, instruction } from '../prompt.ts';
import { occurrence } from '../reading/occurs.ts';
import { objectOf, rowsOf } from '../reading/structured.ts';
import type { Task } from '../task.ts';

/** A name that a model offers, and why. */
export interface OfferedName {
  readonly name: string;
  readonly why: string;
}

/** How many names are asked for. */
const wanted = 3;

/** `hearth.nameIt`: better names for one thing in a piece of code. */
export function nameIt(name: string): Task {
  return {
    id: 'nameIt',
    maximumTokens: 400,
    format: objectOf({
      names: { type: 'array', items: objectOf({ name: { type: 'string' }, why: { type: 'string' } }) },
    }),
    messages: (excerpt) =>
      askAbout(
        excerpt,
        [
          instruction(`Find ${wanted} better names for `),
          { kind: 'excerpt', text: name, origin: excerpt.origin },
          instruction(
            ' in this code: names that say what it is for, written as the other names here are, no two of them alike.\n' +
              'The form: {"names": [{"name": "…", "why": "a few words"}]}.',
          ),
        ],
        'json',
      ),
  };
}

/** The names in an answer that could be used: no other word than the one there is, each once, each a name at all, and
 * not taken in this code. */
export function offeredNames(
  answer: string,
  now: string,
  excerpt: Pick<Excerpt, 'text'>,
): readonly OfferedName[] | undefined {
  const rows = rowsOf(salvageJson(answer)?.value, 'names', ['name', 'why']);
  if (!rows) return undefined;
  const seen = new Set([now]);
  return rows
    .map(([name = '', why = '']) => ({ name: name.replace(/^[`'"]|[`'"]$/g, ''), why }))
    .filter(({ name }) => {
      // The sign that begins a variable in some languages belongs to it.
      const isName = /^[$@]?[\p{L}_][\p{L}\p{N}_-]*[?!]?$/u.test(name) && (!name.includes('-') || now.includes('-'));
      if (!isName || seen.has(name)) return false;
      seen.add(name);
      return occurrence(name, excerpt.text) === undefined;
    })
    .slice(0, wanted);
}
