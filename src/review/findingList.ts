import { type DocumentEdit, followed, type Stretch } from './following.ts';

/** Mistakes or remarks of one document, which follow the edits round them. */
export class FindingList<F extends Stretch> {
  readonly #all = new Map<string, F>();
  readonly #mayOverlap: boolean;
  #count = 0;

  /** @param mayOverlap whether one may stand over another; by default none does */
  constructor({ mayOverlap = false }: { readonly mayOverlap?: boolean } = {}) {
    this.#mayOverlap = mayOverlap;
  }

  /** How many there are. */
  get size(): number {
    return this.#all.size;
  }

  /** All of them with their ids, in the order of the text. */
  get all(): readonly (readonly [id: string, finding: F])[] {
    return [...this.#all].sort(([, a], [, b]) => a.start - b.start);
  }

  /** Those that touch a stretch. */
  at({ start, end }: Stretch): readonly (readonly [id: string, finding: F])[] {
    return this.all.filter(([, finding]) => finding.start <= end && start <= finding.end);
  }

  get(id: string): F | undefined {
    return this.#all.get(id);
  }

  /** Adds one, unless it stands over one that is there and may not. @returns whether it did */
  add(finding: F): boolean {
    const isOver = ({ start, end }: Stretch) => finding.start < end && start < finding.end;
    if (!this.#mayOverlap && [...this.#all.values()].some(isOver)) return false;
    this.#count += 1;
    this.#all.set(String(this.#count), finding);
    return true;
  }

  remove(id: string): void {
    this.#all.delete(id);
  }

  /** The document was edited: those whose words changed are gone. @returns what came of the others */
  follow(edits: readonly DocumentEdit[]): 'gone' | 'moved' | 'same' {
    let result: 'gone' | 'moved' | 'same' = 'same';
    for (const [id, finding] of this.#all) {
      const place = followedWord(finding, edits);
      if (place === undefined) {
        this.#all.delete(id);
        result = 'gone';
      } else if (place.start !== finding.start) {
        this.#all.set(id, { ...finding, ...place });
        if (result === 'same') result = 'moved';
      }
    }
    return result;
  }
}

/** Finds places of a document as it was, in the document as it is. */
export class PlacesSince {
  readonly #edits: (readonly DocumentEdit[])[] = [];

  follow(edits: readonly DocumentEdit[]): void {
    this.#edits.push(edits);
  }

  /** Where a stretch of the document as it was is now; undefined when it changed meanwhile. */
  now(stretch: Stretch): Stretch | undefined {
    let place: Stretch | undefined = stretch;
    for (const edits of this.#edits) place = place && followedWord(place, edits);
    return place;
  }
}

/** As {@link followed}, but words are also others where letters came right before or behind them, or what stood there was taken away. */
function followedWord(stretch: Stretch, edits: readonly DocumentEdit[]): Stretch | undefined {
  const isOther = edits.some(
    ({ offset, length, text }) =>
      (offset === stretch.end && (/^[\p{L}\p{M}\p{N}]/u.test(text) || (text === '' && length > 0))) ||
      (offset + length === stretch.start && (/[\p{L}\p{M}\p{N}]$/u.test(text) || (text === '' && length > 0))),
  );
  return isOther ? undefined : followed(stretch, edits);
}
