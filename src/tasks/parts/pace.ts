/** How fast a long piece of work goes, by what was done of it so far. */
export class Pace {
  #ms = 0;
  #size = 0;

  /** Something of this size took so long. What was known already takes no time, and is not told here. */
  took(size: number, ms: number): void {
    this.#size += size;
    this.#ms += ms;
  }

  /** About how long the rest takes, in milliseconds; undefined while nothing was measured. */
  leftMs(size: number): number | undefined {
    return this.#size === 0 ? undefined : (this.#ms / this.#size) * size;
  }
}
