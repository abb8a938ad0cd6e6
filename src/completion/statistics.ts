import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

/** What became of the suggestions that were shown. `accepted` and `ignored` are those whose end is known. */
export interface Counts {
  readonly shown: number;
  readonly accepted: number;
  readonly ignored: number;
}

/** Counts by model, then by language. It is all that is kept: no text, no path, no time. */
export type CountsByModel = Readonly<Record<string, Readonly<Record<string, Counts>>>>;

/** Where the counts are kept, over all windows. */
export interface CountStore {
  /** As it was written, by whatever version. */
  read(): unknown;
  write(counts: CountsByModel): void;
}

/** A text as it was offered at a cursor. */
export interface Offer {
  readonly uri: string;
  /** The cursor's place in the document, in UTF-16 code units. */
  readonly offset: number;
  readonly text: string;
  readonly model: string;
  readonly languageId: string;
}

/** The figures for the hover card. */
export interface Summary {
  /** Milliseconds from the key to the suggestion. */
  readonly p50: number;
  readonly p95: number;
  /** The share of suggestions of this model that were accepted, from 0 to 1, where the end of any is known. */
  readonly acceptRate?: number;
}

interface Shown {
  readonly id: number;
  readonly offer: Offer;
  end: 'open' | 'accepted' | 'ignored';
}

/** How many latencies are looked at, and for how many suggestions an acceptance is still believed. */
const latenciesKept = 200;
const shownKept = 8;

/** How many suggestions a model's own time is the median of, at least and at most. */
const leastWaits = 5;
const waitsKept = 50;

/** How long counts wait to be written, in milliseconds: each write goes through the editor to a database. */
const writeAfterMs = 5_000;

/**
 * How fast suggestions come and how often they are accepted. A suggestion that is typed along stays one suggestion; it is
 * ignored when another takes its place. The counts are written as what was added since, because every window writes.
 */
export class Statistics implements Disposable {
  readonly #clock: Clock;
  readonly #store: CountStore;
  readonly #listeners = new Set<() => void>();
  readonly #latencies: number[] = [];
  /** By model, how long each new suggestion took that was not what is left of the one before. */
  readonly #waits = new Map<string, number[]>();
  #shown: Shown[] = [];
  #nextId = 1;
  /** Not written yet. */
  #added = new Map<string, Map<string, Counts>>();
  #writing: AbortController | undefined;

  constructor(clock: Clock, store: CountStore) {
    this.#clock = clock;
    this.#store = store;
  }

  /**
   * A suggestion is handed to the editor.
   * @param milliseconds from the key to now
   * @returns its id, for {@link accepted}: the same while it is typed along
   */
  offered(offer: Offer, milliseconds: number): number {
    this.#latencies.push(milliseconds);
    if (this.#latencies.length > latenciesKept) this.#latencies.shift();
    const last = this.#shown.at(-1);
    if (last?.end === 'open' && isTypedAlong(last.offer, offer)) return last.id;
    if (last?.end === 'open') this.#ends(last, 'ignored');
    this.#waits.set(offer.model, [...(this.#waits.get(offer.model) ?? []), milliseconds].slice(-waitsKept));
    const shown: Shown = { id: this.#nextId++, offer, end: 'open' };
    this.#shown = [...this.#shown.slice(1 - shownKept), shown];
    this.#add(offer, { shown: 1 });
    this.#tell();
    return shown.id;
  }

  /**
   * The editor says that a suggestion was accepted. What is no id of a suggestion shown lately counts nothing.
   * @returns whether it was one
   */
  accepted(id: unknown): boolean {
    const shown = this.#shown.find((each) => each.id === id);
    if (!shown || shown.end === 'accepted') return false;
    // The next one may have been offered before the editor came to say so.
    if (shown.end === 'ignored') this.#add(shown.offer, { ignored: -1 });
    this.#ends(shown, 'accepted');
    this.#tell();
    return true;
  }

  /** The figures of this window and of the model that answered last; undefined before the first suggestion. */
  get summary(): Summary | undefined {
    const model = this.#shown.at(-1)?.offer.model;
    if (model === undefined) return undefined;
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    const { accepted, ignored } = sum(Object.values(this.counts[model] ?? {}));
    const rate = accepted + ignored > 0 ? { acceptRate: accepted / (accepted + ignored) } : {};
    return { p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), ...rate };
  }

  /**
   * Milliseconds from a key to a new suggestion of this model, in this window: the median. Undefined until there were some.
   */
  suggestionMs(model: string): number | undefined {
    const waits = [...(this.#waits.get(model) ?? [])].sort((a, b) => a - b);
    return waits.length < leastWaits ? undefined : percentile(waits, 0.5);
  }

  /** All counts: those that are kept, with those not written yet. */
  get counts(): CountsByModel {
    const all = readCounts(this.#store.read());
    for (const [model, languages] of this.#added) {
      for (const [languageId, counts] of languages) addTo(all, model, languageId, counts);
    }
    return Object.fromEntries([...all].map(([model, languages]) => [model, Object.fromEntries(languages)]));
  }

  /** Calls `listener` when a figure other than the latency changed. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Writes what is not written yet. */
  dispose(): void {
    this.#writing?.abort();
    this.#write();
    this.#listeners.clear();
  }

  #ends(shown: Shown, end: 'accepted' | 'ignored'): void {
    shown.end = end;
    this.#add(shown.offer, { [end]: 1 });
  }

  #add({ model, languageId }: Offer, counts: Partial<Counts>): void {
    addTo(this.#added, model, languageId, counts);
    if (!this.#writing) void this.#writeLater();
  }

  async #writeLater(): Promise<void> {
    const writing = new AbortController();
    this.#writing = writing;
    await this.#clock.wait(writeAfterMs, writing.signal);
    if (writing.signal.aborted) return;
    this.#writing = undefined;
    this.#write();
  }

  #write(): void {
    if (this.#added.size === 0) return;
    const { counts } = this;
    this.#added = new Map();
    this.#store.write(counts);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Whether an offer is what is left of an earlier one after some of it was typed. */
function isTypedAlong(before: Offer, now: Offer): boolean {
  const typed = now.offset - before.offset;
  if (before.uri !== now.uri || before.model !== now.model || typed < 0 || typed > before.text.length) return false;
  const left = before.text.slice(typed);
  return left !== '' && (left.startsWith(now.text) || now.text.startsWith(left));
}

/** What was kept, as far as it makes sense: it may have been written by another version. */
function readCounts(kept: unknown): Map<string, Map<string, Counts>> {
  const all = new Map<string, Map<string, Counts>>();
  for (const [model, languages] of entriesOf(kept)) {
    for (const [languageId, counts] of entriesOf(languages)) {
      const read = Object.fromEntries(entriesOf(counts));
      addTo(all, model, languageId, {
        shown: countIn(read.shown),
        accepted: countIn(read.accepted),
        ignored: countIn(read.ignored),
      });
    }
  }
  return all;
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const countIn = (value: unknown): number => (Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0);

function addTo(
  all: Map<string, Map<string, Counts>>,
  model: string,
  languageId: string,
  { shown = 0, accepted = 0, ignored = 0 }: Partial<Counts>,
): void {
  const languages = all.get(model) ?? new Map<string, Counts>();
  const before = languages.get(languageId) ?? { shown: 0, accepted: 0, ignored: 0 };
  languages.set(languageId, {
    shown: before.shown + shown,
    accepted: before.accepted + accepted,
    ignored: before.ignored + ignored,
  });
  all.set(model, languages);
}

function sum(all: readonly Counts[]): Counts {
  const total = (key: keyof Counts) => all.reduce((before, counts) => before + counts[key], 0);
  return { shown: total('shown'), accepted: total('accepted'), ignored: total('ignored') };
}

/** The smallest value that at least this share of the sorted values does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
