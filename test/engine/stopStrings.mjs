/**
 * Watches generated text for stop strings, also when one is spread over several pieces. Text that might be the beginning of
 * a stop string is held back until it is known not to be.
 */
export class StopStrings {
  /** @param {readonly string[]} stops */
  constructor(stops) {
    this.stops = stops.filter((stop) => stop !== '');
    this.held = '';
  }

  /**
   * Takes the next piece of generated text.
   * @param {string} piece
   * @returns {{ text: string, stopped: boolean }} The text that may go out now, and whether a stop string was met.
   */
  push(piece) {
    const text = this.held + piece;
    let end = -1;
    for (const stop of this.stops) {
      const at = text.indexOf(stop);
      if (at >= 0 && (end < 0 || at < end)) end = at;
    }
    if (end >= 0) {
      this.held = '';
      return { text: text.slice(0, end), stopped: true };
    }
    const keep = this.#possibleStart(text);
    this.held = text.slice(text.length - keep);
    return { text: text.slice(0, text.length - keep), stopped: false };
  }

  /** The text still held back when generation ends for another reason. */
  flush() {
    const text = this.held;
    this.held = '';
    return text;
  }

  /** How many UTF-16 units at the end of the text could be the beginning of a stop string. @param {string} text */
  #possibleStart(text) {
    let longest = 0;
    for (const stop of this.stops) {
      for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
        if (text.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
