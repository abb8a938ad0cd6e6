import type { TextDocument } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import { originOf } from '../origin.ts';
import { exclusionsFor } from '../privacy/localExclusions.ts';

/** How long an answer is believed, in milliseconds: folders' ignore files change now and then. */
const believedMs = 30_000;

/** The most documents that are remembered. */
const mostDocuments = 100;

interface Known {
  readonly at: number;
  /** Undefined until it is known. */
  stays: boolean | undefined;
}

/**
 * Whether a document's text must not leave this computer, by `hearth.neverLeaves` and the folders' ignore files, while the
 * engine is on another one. Typing cannot wait for the disk: what is not known yet stays here.
 */
export class StaysHere {
  readonly #isElsewhere: () => boolean;
  readonly #settings: () => Settings;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  /** @param isElsewhere whether the engine is on another machine */
  constructor(isElsewhere: () => boolean, settings: () => Settings, clock: Clock) {
    this.#isElsewhere = isElsewhere;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** By what is known now; what is not, or not any more, is looked up. */
  of(document: TextDocument): boolean {
    if (!this.#isElsewhere()) return false;
    void this.look(document);
    return this.#known.get(this.#keyOf(document))?.stays ?? true;
  }

  /** Looks it up where it is not known. */
  async look(document: TextDocument): Promise<void> {
    const key = this.#keyOf(document);
    const before = this.#known.get(key);
    if (!this.#isElsewhere() || (before && this.#clock.now() - before.at < believedMs)) return;
    const now: Known = { at: this.#clock.now(), stays: before?.stays };
    this.#known.delete(key);
    this.#known.set(key, now);
    for (const oldest of [...this.#known.keys()].slice(0, -mostDocuments)) this.#known.delete(oldest);
    const origin = originOf(document, 'cursor', nowhere);
    try {
      const exclusions = await exclusionsFor([origin], [this.#settings().neverLeaves]);
      now.stays = exclusions.ruleFor(origin) !== undefined;
    } catch {
      now.stays = true;
    }
  }

  /** The list is part of it: a change of it counts at once. */
  #keyOf(document: TextDocument): string {
    return `${document.uri.toString()} ${this.#settings().neverLeaves.join('\n')}`;
  }
}

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
