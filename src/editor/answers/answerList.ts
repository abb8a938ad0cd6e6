import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Verdict } from '../../scorecard/judgedCases.ts';
import type { Measured, Provenance } from '../../tiers/tier.ts';
import {
  type AnswerFailure,
  type AnswerStart,
  type AnswerTable,
  cardOf,
  type Entry,
  isRunning,
} from './answerEntry.ts';
import { type AnswerHandle, handleOf, type Receiving } from './answerHandle.ts';
import { expectedBadge } from './badge.ts';
import type { Card, TableRow, ToPage } from './protocol.ts';
import type { AnswerRenderer } from './renderer.ts';
import type { AnswerWords } from './words.ts';

/** An answer with who gave it and what was measured. */
export interface AnsweredText {
  readonly text: string;
  readonly provenance: Provenance;
  readonly measured: Measured;
}

/** The shortest time between two renderings of one answer, in milliseconds: 12 a second read as flowing. */
const pauseMs = 80;
/** How many answers are kept. */
const mostAnswers = 50;

/**
 * The session's answers, newest first, and what the page must be told about them. The page may come and go: while there
 * is none, nothing is rendered.
 */
export class AnswerList implements Disposable {
  readonly #renderer: AnswerRenderer;
  readonly #clock: Clock;
  readonly #words: AnswerWords;
  readonly #post: (message: ToPage) => void;
  readonly #offersCloud: () => boolean;
  readonly #receiving: Receiving = {
    keeps: (entry) => this.#entries.includes(entry),
    changed: (entry) => this.#changed(entry),
    grown: (entry) => void this.#render(entry),
    rowCame: ({ id }, row) => this.#tell({ type: 'rows', id, rows: [row] }),
  };
  #entries: Entry[] = [];
  #count = 0;
  #attached = false;

  constructor(options: {
    readonly renderer: AnswerRenderer;
    readonly clock: Clock;
    readonly words: AnswerWords;
    /** Sends a message to the page. Called only between `attach` and `detach`. */
    readonly post: (message: ToPage) => void;
    /** Whether answers can be escalated at all; left out: they can. */
    readonly offersCloud?: () => boolean;
  }) {
    this.#renderer = options.renderer;
    this.#clock = options.clock;
    this.#words = options.words;
    this.#post = options.post;
    this.#offersCloud = options.offersCloud ?? (() => true);
  }

  /** A page is there. Returns all the answers for it, and tells it of changes from now on. */
  attach(): readonly { card: Card; html: string; rows: readonly TableRow[] }[] {
    this.#attached = true;
    for (const entry of this.#entries) void this.#render(entry);
    return this.#entries.map((entry) => ({ card: this.#card(entry), html: entry.html, rows: entry.rows }));
  }

  /** The page is gone. */
  detach(): void {
    this.#attached = false;
  }

  begin(start: AnswerStart): AnswerHandle {
    this.#count += 1;
    const entry: Entry = {
      id: `answer-${this.#count}`,
      start,
      askedAt: this.#clock.now(),
      phase: 'waiting',
      text: '',
      expanded: true,
      remarks: [],
      rows: [],
      rowCount: 0,
      html: '',
      shown: 0,
      rendering: false,
      hurry: new AbortController(),
    };
    if (start.tier !== undefined) entry.badge = expectedBadge(start.tier, start.model ?? '', this.#words);
    for (const older of this.#entries) if (!isRunning(older)) this.toggle(older.id, older.id === start.besides);
    this.#entries.unshift(entry);
    this.#changed(entry);
    this.#announce(this.#words.started(start.title));
    this.#remove(this.#entries.slice(mostAnswers).filter((older) => !isRunning(older)));
    return handleOf(entry, this.#words, this.#receiving);
  }

  /** Shows all answers anew, after something changed that decides what is on offer. */
  refresh(): void {
    for (const entry of this.#entries) this.#changed(entry);
  }

  /** Whether the answer is shown open. */
  toggle(id: string, expanded: boolean): void {
    const entry = this.#find(id);
    if (entry === undefined || entry.expanded === expanded) return;
    entry.expanded = expanded;
    this.#changed(entry);
  }

  /** The Markdown of an answer as the model wrote it, whole or so far; undefined if there is no such answer. */
  textOf(id: string): string | undefined {
    return this.#find(id)?.text;
  }

  /** Whether an answer has come to its own end, so that nothing of it is missing. */
  isWhole(id: string): boolean {
    const entry = this.#find(id);
    return entry?.phase === 'done' && entry.mark === undefined;
  }

  /** The newest answer that came to an end with a text; undefined when there is none. */
  newestAnswered(): string | undefined {
    return this.#entries.find((entry) => cardOf(entry, 0).canFollowUp)?.id;
  }

  /** An answer that was received whole, with who gave it; undefined when there is none. */
  answered(id: string): AnsweredText | undefined {
    const entry = this.#find(id);
    if (entry?.provenance === undefined || entry.measured === undefined) return undefined;
    return { text: entry.text, provenance: entry.provenance, measured: entry.measured };
  }

  /** The local answer that an answer of the cloud stands beside. */
  besides(id: string): string | undefined {
    return this.#find(id)?.start.besides;
  }

  /** Shows what a person thinks of an answer of the cloud; undefined: nothing any more. */
  judge(id: string, verdict: Verdict | undefined): void {
    const entry = this.#find(id);
    if (entry === undefined) return;
    if (verdict === undefined) delete entry.verdict;
    else entry.verdict = verdict;
    this.#changed(entry);
    this.#announce(verdict === undefined ? this.#words.verdictTakenBack : this.#words.verdictKept);
  }

  /** The table of an answer; undefined where it is none. */
  tableOf(id: string): AnswerTable | undefined {
    return this.#find(id)?.start.table;
  }

  /** Does what an answer offers beside it, while it is awaited. */
  takeOffer(id: string): void {
    const entry = this.#find(id);
    if (entry && isRunning(entry)) entry.start.offer?.run();
  }

  /** The action of a failed answer. */
  actionOf(id: string): AnswerFailure['action'] {
    return this.#find(id)?.failure?.action;
  }

  /** Takes all answers away; returns the ids of those that were still being received. */
  clear(): readonly string[] {
    const running = this.#entries.filter(isRunning).map((entry) => entry.id);
    this.#remove(this.#entries);
    return running;
  }

  dispose(): void {
    this.detach();
    this.#remove(this.#entries);
  }

  /**
   * Brings what the page shows of an answer up to its text. At most one rendering of an answer is under way; between two
   * there is a pause, twice as long as the rendering took if that is more, so that a long answer leaves the processor to
   * the model that writes it. Once all of an answer that ended is on the page, its end is announced: its text can be read out first.
   */
  async #render(entry: Entry): Promise<void> {
    if (entry.rendering) return;
    entry.rendering = true;
    while (this.#attached && this.#entries.includes(entry) && entry.shown < entry.text.length) {
      const { text } = entry;
      const startedAt = this.#clock.now();
      const html = await this.#renderer.render(entry.id, text);
      if (html === undefined || !this.#entries.includes(entry)) break;
      entry.shown = text.length;
      entry.html = html;
      this.#tell({ type: 'body', id: entry.id, html });
      const tookMs = this.#clock.now() - startedAt;
      await this.#clock.wait(Math.max(pauseMs - tookMs, 2 * tookMs), entry.hurry.signal);
    }
    entry.rendering = false;
    const { lastWords } = entry;
    if (lastWords === undefined) return;
    delete entry.lastWords;
    this.#tell({ type: 'announce', text: lastWords, ends: entry.id });
  }

  #find(id: string): Entry | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  #remove(gone: readonly Entry[]): void {
    if (gone.length === 0) return;
    this.#entries = this.#entries.filter((entry) => !gone.includes(entry));
    this.#tell({ type: 'remove', ids: gone.map((entry) => entry.id) });
    for (const entry of gone) {
      if (isRunning(entry)) entry.phase = 'stopped';
      entry.hurry.abort();
    }
  }

  #changed(entry: Entry): void {
    this.#tell({ type: 'card', card: this.#card(entry) });
  }

  #card(entry: Entry): Card {
    const card = cardOf(entry, this.#clock.now(), this.#words.rowsShown);
    return { ...card, canEscalate: card.canEscalate && this.#offersCloud() };
  }

  #announce(text: string): void {
    this.#tell({ type: 'announce', text });
  }

  #tell(message: ToPage): void {
    if (this.#attached) this.#post(message);
  }
}
