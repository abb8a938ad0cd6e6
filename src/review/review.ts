import type { Origin, Position } from '../base/text.ts';
import type { Change } from '../writing/guards/change.ts';

/** A change that a person is asked about. */
export interface ProposedChange extends Change {
  /** What to know of it, in a few words. */
  readonly why?: string;
  /** Why it is not to be accepted together with the others, in a few words: a person decides about it by itself. */
  readonly doubt?: string;
}

/** What a person thinks of a change. */
export type Decision = 'accepted' | 'rejected';

/** A change with what was decided about it. */
export interface ReviewedChange extends ProposedChange {
  readonly decision: Decision | undefined;
}

/**
 * Changes of one text that a person looks at before any of them is made. It knows nothing of editors: the surfaces show it and
 * decide in it, and what was accepted goes into the document as one edit.
 */
export class Review {
  /** The text as it stands in the document, with `\n` as its line end. */
  readonly original: string;
  readonly #changes: readonly ProposedChange[];
  readonly #decisions: (Decision | undefined)[];

  /** @throws {RangeError} when the changes are out of order, overlap, or reach past the text */
  constructor(original: string, changes: readonly ProposedChange[]) {
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
  get accepted(): readonly ProposedChange[] {
    return this.#changes.filter((_, index) => this.#decisions[index] === 'accepted');
  }

  /** Decides about one change, also anew; undefined: nothing again. An index that is none decides nothing. */
  decide(index: number, decision: Decision | undefined): void {
    if (index in this.#decisions) this.#decisions[index] = decision;
  }

  /** Decides about every change that nothing was decided about. A doubtful one is not accepted this way. */
  decideRest(decision: Decision): void {
    this.#changes.forEach(({ doubt }, index) => {
      const isLeft = decision === 'accepted' && doubt !== undefined;
      if (this.#decisions[index] === undefined && !isLeft) this.#decisions[index] = decision;
    });
  }
}

/** The place in the document of an offset in an excerpt that begins at `origin`. @param text the excerpt, with `\n` line ends */
export function positionIn(origin: Pick<Origin, 'range'>, text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const newline = before.lastIndexOf('\n');
  const { start } = origin.range;
  if (newline < 0) return { line: start.line, character: start.character + offset };
  return { line: start.line + before.split('\n').length - 1, character: offset - newline - 1 };
}
