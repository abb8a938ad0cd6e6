/**
 * A place where a fake server stops until the test lets it go on. It needs no clock: the test waits for `reached`, looks at
 * the world, and calls `open`.
 */
export class Gate {
  /** Resolves when the server has got here; everything before it is then on the wire. */
  readonly reached: Promise<void>;
  readonly #opened: Promise<void>;
  #reach: () => void = () => {};
  #open: () => void = () => {};

  constructor() {
    this.reached = new Promise((resolve) => {
      this.#reach = resolve;
    });
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** Lets the server go on; a gate opened early never stops it. */
  open(): void {
    this.#open();
  }

  /** For the server: says that it is here, and waits. */
  pass(): Promise<void> {
    this.#reach();
    return this.#opened;
  }
}
