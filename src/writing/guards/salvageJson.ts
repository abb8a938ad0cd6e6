import { withoutThinking } from './thinking.ts';

/** What could be read of an answer that should be JSON. */
export interface Salvaged {
  /** An object or an array. What was cut in the middle is not in it: no half string, no key without a value. */
  readonly value: unknown;
  /** Whether it was there to its end. */
  readonly whole: boolean;
}

/** Deeper nesting is not read. */
const deepest = 100;

/**
 * The first object or array in an answer, wherever it was cut, and whatever stands around it: thinking, an announcement, a fence. What
 * small models get wrong is mended: line ends and tabs in strings, a comma before a closing bracket. Also for an answer on its way:
 * what is whole in it so far. Linear in the answer's length.
 * @returns undefined if nothing could be read
 */
export function salvageJson(answer: string): Salvaged | undefined {
  const text = withoutThinking(answer);
  for (const { index } of text.matchAll(/[[{]/g)) {
    // A bracket in the words before is followed by no value: `[1]` might be a note, and `{name}` is no object.
    if (
      !/^(?:\{\s*(?:"|\}|$)|\[\s*(?:[{["\]\d-]|true|false|null|[tfn][a-z]{0,3}$|$))/.test(
        text.slice(index, index + 200),
      )
    )
      continue;
    return read(text, index);
  }
  return undefined;
}

/** What may come next. */
type Next = 'value' | 'key' | 'colon' | 'end';

/**
 * Reads from an opening bracket on, up to the first thing that cannot stand there or the end; then closes what is open after the last
 * comma, before which all is whole.
 */
function read(text: string, start: number): Salvaged | undefined {
  const open: ('}' | ']')[] = [];
  const parts: string[] = [];
  let whole = { parts: 0, closings: '' };
  let next = 'value' as Next;
  let afterComma = false;
  const settle = () => {
    whole = { parts: parts.length, closings: [...open].reverse().join('') };
  };
  const add = (part: string, then: Next) => {
    parts.push(afterComma ? `,${part}` : part);
    afterComma = false;
    next = then;
  };
  const token = /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[[\]{},:]|-?\d[\d.eE+-]*|true|false|null|[\s\S]/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found.trim() === '') continue;
    // A comma before a closing bracket is left out.
    if (found === open.at(-1) && (next === 'end' || afterComma || isEmpty(parts))) {
      open.pop();
      parts.push(found);
      afterComma = false;
      next = 'end';
      settle();
      if (open.length === 0) return parsed(parts, true);
    } else if (found === ',' && next === 'end') {
      settle();
      afterComma = true;
      next = open.at(-1) === '}' ? 'key' : 'value';
    } else if (found === ':' && next === 'colon') {
      add(found, 'value');
    } else if ((found === '{' || found === '[') && next === 'value' && open.length < deepest) {
      open.push(found === '{' ? '}' : ']');
      add(found, found === '{' ? 'key' : 'value');
      settle();
    } else if (found.length > 1 && found.startsWith('"') && (next === 'value' || next === 'key')) {
      add(mended(found), next === 'key' ? 'colon' : 'end');
    } else if (/^(?:true|false|null|-?\d)/.test(found) && next === 'value') {
      add(found, 'end');
    } else {
      break;
    }
  }
  return parsed([...parts.slice(0, whole.parts), whole.closings], false);
}

/** Whether the bracket that was opened last has nothing in it yet. */
function isEmpty(parts: readonly string[]): boolean {
  return /[{[]$/.test(parts.at(-1) ?? '');
}

/** A string as JSON wants it: without bare line ends and tabs, and without `\\'`, which small models write. */
function mended(string: string): string {
  return string
    .replace(/\\[\s\S]/g, (pair) => (pair === "\\'" ? "'" : pair))
    .replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

function parsed(parts: readonly string[], whole: boolean): Salvaged | undefined {
  try {
    return { value: JSON.parse(parts.join('')), whole };
  } catch {
    return undefined;
  }
}
