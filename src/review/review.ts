import type { Origin, Position } from '../base/text.ts';

/** A change of a text: what stands from `start` to `end` (UTF-16 offsets, the end not included) becomes `replacement`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Why, in a few words, where the model said. */
  readonly why?: string;
}

/** What a person thinks of a change. */
export type Decision = 'accepted' | 'rejected';

/** A change with what was decided about it. */
export interface ReviewedChange extends Change {
  readonly decision: Decision | undefined;
}

/**
 * Changes of one text that a person looks at before any of them is made. It knows nothing of editors: the surfaces show it and
 * decide in it, and what was accepted goes into the document as one edit.
 */
export class Review {
  /** The text as it stands in the document, with `\n` as its line end. */
  readonly original: string;
  readonly #changes: readonly Change[];
  readonly #decisions: (Decision | undefined)[];

  /** @throws {RangeError} when the changes are out of order, overlap, or reach past the text */
  constructor(original: string, changes: readonly Change[]) {
    let before = 0;
    for (const { start, end } of changes) {
      if (start < before || end < start || end > original.length)
        throw new RangeError('changes must follow each other');
      before = end;
    }
    this.original = original;
    this.#changes = changes;
    this.#decisions = changes.map(() => undefined);
  }

  get changes(): readonly ReviewedChange[] {
    return this.#changes.map((change, index) => ({ ...change, decision: this.#decisions[index] }));
  }

  /** How many changes nothing was decided about. */
  get undecided(): number {
    return this.#decisions.filter((decision) => decision === undefined).length;
  }

  /** The changes that were accepted, in the order of the text. */
  get accepted(): readonly Change[] {
    return this.#changes.filter((_, index) => this.#decisions[index] === 'accepted');
  }

  /** Decides about one change, also anew; undefined: nothing again. An index that is none decides nothing. */
  decide(index: number, decision: Decision | undefined): void {
    if (index in this.#decisions) this.#decisions[index] = decision;
  }

  /** Decides about every change that nothing was decided about. */
  decideRest(decision: Decision): void {
    this.#decisions.forEach((decided, index) => {
      if (decided === undefined) this.#decisions[index] = decision;
    });
  }
}

/** Hunks of a text, as changes to review. */
export function changesOf(hunks: readonly { start: number; end: number; added: string }[]): readonly Change[] {
  return hunks.map(({ start, end, added }) => ({ start, end, replacement: added }));
}

/** A text with changes made. @param changes in the order of the text, none over another */
export function changed(original: string, changes: readonly Change[]): string {
  let text = '';
  let at = 0;
  for (const { start, end, replacement } of changes) {
    text += original.slice(at, start) + replacement;
    at = end;
  }
  return text + original.slice(at);
}

/** The place in the document of an offset in an excerpt that begins at `origin`. @param text the excerpt, with `\n` line ends */
export function positionIn(origin: Pick<Origin, 'range'>, text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const newline = before.lastIndexOf('\n');
  const { start } = origin.range;
  if (newline < 0) return { line: start.line, character: start.character + offset };
  return { line: start.line + before.split('\n').length - 1, character: offset - newline - 1 };
}
