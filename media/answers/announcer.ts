import { element } from './elements.ts';

/** How many announcements stay in the page: none is taken away before it was read. */
const most = 5;

/**
 * Says things to screen readers, one after the other. What comes while something is being read waits for its turn: nothing is
 * interrupted, and nothing is lost.
 */
export class Announcer {
  readonly #log: ShadowRoot;

  /** @param region a polite live region, empty and out of sight */
  constructor(region: HTMLElement) {
    // A part of what is read and of nothing else: no search finds an answer's words a second time.
    this.#log = region.attachShadow({ mode: 'closed' });
  }

  say(text: string): void {
    this.#log.append(element('p', '', text));
    while (this.#log.children.length > most) this.#log.firstElementChild?.remove();
  }
}
