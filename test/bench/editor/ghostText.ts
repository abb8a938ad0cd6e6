import type { Clock } from '../../../src/base/clock.ts';
import type { TypedDocument } from './typedDocument.ts';

/** How long VS Code waits after a change before it asks, in milliseconds (`InlineCompletionsModel`, its debounce of 50 ms). */
const editorDebounceMs = 50;

/** What is shown behind the cursor, and where in the typed text it began. */
interface Shown {
  readonly from: number;
  readonly text: string;
}

/** What the emulation tells of. */
export interface GhostTextEvents {
  /** A text is shown where nothing was shown; `afterMs` since the change that it answers. */
  readonly appeared?: (visible: string, afterMs: number) => void;
  /** An answer says something else than the text that is still shown, which so could be replaced under the reader's eyes. */
  readonly flickered?: () => void;
  /** What was shown was typed over with something else. */
  readonly contradicted?: (wasVisible: string) => void;
}

/**
 * What VS Code's core does between an edit and the ghost text: each change cancels the question before it and, 50 ms later,
 * asks anew; what is shown stays while it matches what is typed, getting shorter, and stays in front of any newer answer.
 */
export class GhostText {
  readonly #document: TypedDocument;
  readonly #clock: Clock;
  readonly #provide: (signal: AbortSignal) => Promise<string | undefined>;
  readonly #events: GhostTextEvents;
  #shown: Shown | undefined;
  #asking = new AbortController();

  constructor(
    document: TypedDocument,
    clock: Clock,
    provide: (signal: AbortSignal) => Promise<string | undefined>,
    events: GhostTextEvents = {},
  ) {
    this.#document = document;
    this.#clock = clock;
    this.#provide = provide;
    this.#events = events;
  }

  /** What can be read behind the cursor now. */
  get visible(): string | undefined {
    const { typed } = this.#document;
    const shown = this.#shown;
    if (!shown || typed.length < shown.from) return undefined;
    const since = typed.slice(shown.from);
    return shown.text.startsWith(since) && since.length < shown.text.length
      ? shown.text.slice(since.length)
      : undefined;
  }

  /** To be called after each change of the document. */
  changed(): void {
    this.#dropUnlessVisible();
    this.#asking.abort('changed');
    this.#asking = new AbortController();
    void this.#ask(this.#asking.signal);
  }

  #dropUnlessVisible(): void {
    const shown = this.#shown;
    if (!shown || this.visible !== undefined) return;
    this.#shown = undefined;
    const isUsedUp = this.#document.typed.slice(shown.from) === shown.text;
    if (!isUsedUp) this.#events.contradicted?.(shown.text);
  }

  dispose(): void {
    this.#asking.abort();
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const changedAt = this.#clock.now();
    await this.#clock.wait(editorDebounceMs, signal);
    if (signal.aborted) return;
    const text = await this.#provide(signal);
    if (signal.aborted || !text) return;
    const before = this.visible;
    if (before === undefined) {
      this.#shown = { from: this.#document.typed.length, text };
      this.#events.appeared?.(text, this.#clock.now() - changedAt);
    } else if (!text.startsWith(before) && !before.startsWith(text)) {
      this.#events.flickered?.();
    }
  }
}
