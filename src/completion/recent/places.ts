/** A place of a file where somebody was. Lines count from 0, both included. */
export interface RecentPlace {
  readonly kind: 'edited' | 'viewed';
  readonly first: number;
  readonly last: number;
}

/** An edit, in lines: those from `first` on, of which `removed` more were taken away and `added` more put in. */
export interface LineEdit {
  readonly first: number;
  readonly removed: number;
  readonly added: number;
}

/** How many places of a file are remembered, of each kind. */
const mostPlaces = { edited: 3, viewed: 1 } as const;

/** How many files are remembered. */
const mostFiles = 12;

/** Edits so close to each other are one place, in lines. */
const closeBy = 8;

/** A longer place is looked at where it was edited last, in lines. */
const mostLines = 30;

/**
 * Where somebody edited and looked lately, file by file. Told of each edit, so that a place stays where its text is. It holds
 * lines, never text.
 */
export class RecentPlaces {
  /** The file where somebody was last at the end; in each the newest place first. */
  readonly #files = new Map<string, readonly RecentPlace[]>();

  /** Somebody edited here. */
  edited(uri: string, edit: LineEdit): void {
    this.moved(uri, edit);
    const here: RecentPlace = { kind: 'edited', first: edit.first, last: edit.first + edit.added };
    this.#add(uri, here, (place) => place.kind === 'edited' && isCloseBy(place, here));
  }

  /** Somebody looked here for a while. */
  viewed(uri: string, first: number, last: number): void {
    this.#add(uri, { kind: 'viewed', first: Math.max(0, first), last }, () => false);
  }

  /** The text was changed by somebody else: the places below move along. */
  moved(uri: string, { first, removed, added }: LineEdit): void {
    const places = this.#files.get(uri);
    if (!places || removed === added) return;
    const shift = (line: number) => (line > first + removed ? line + added - removed : Math.min(line, first + added));
    this.#files.set(
      uri,
      places.map((place) =>
        place.last < first ? place : { ...place, first: shift(place.first), last: shift(place.last) },
      ),
    );
  }

  /** The places of a file, the newest first. */
  in(uri: string): readonly RecentPlace[] {
    return this.#files.get(uri) ?? [];
  }

  forget(uri: string): void {
    this.#files.delete(uri);
  }

  /** Adds a place, together with those that are one with it. */
  #add(uri: string, here: RecentPlace, isOneWith: (place: RecentPlace) => boolean): void {
    const places = this.in(uri);
    const whole = places.filter(isOneWith).reduce(joined, here);
    const others = places.filter((place) => !isOneWith(place));
    const ofKind = others.filter(({ kind }) => kind === here.kind).slice(0, mostPlaces[here.kind] - 1);
    const rest = others.filter((place) => place.kind !== here.kind || ofKind.includes(place));
    this.#files.delete(uri);
    this.#files.set(uri, [whole.last - whole.first < mostLines ? whole : here, ...rest]);
    const [oldest] = this.#files.keys();
    if (this.#files.size > mostFiles && oldest !== undefined) this.#files.delete(oldest);
  }
}

const isCloseBy = (one: RecentPlace, other: RecentPlace) =>
  one.first - closeBy <= other.last && other.first - closeBy <= one.last;

const joined = (one: RecentPlace, other: RecentPlace): RecentPlace => ({
  ...one,
  first: Math.min(one.first, other.first),
  last: Math.max(one.last, other.last),
});
