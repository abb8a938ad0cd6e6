/** How many texts are remembered. Each can have a million characters. */
const mostTexts = 4;

/** How long texts were cut the last time, so that they are cut there again, and only what changed is asked about. */
export class LongTexts {
  readonly #parts = new Map<string, readonly string[]>();

  /** The parts of a text the last time. @param name what text it is, and how long its parts may be */
  of(name: string): readonly string[] {
    return this.#parts.get(name) ?? [];
  }

  remember(name: string, parts: readonly string[]): void {
    this.#parts.delete(name);
    this.#parts.set(name, parts);
    for (const oldest of [...this.#parts.keys()].slice(0, -mostTexts)) this.#parts.delete(oldest);
  }
}
