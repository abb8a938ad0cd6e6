import { usd } from '../usd.ts';

/** How times and figures of the ledger are written, in the user's language. */
export class LedgerFormat {
  readonly #time: Intl.DateTimeFormat;
  readonly #timeOfOtherYear: Intl.DateTimeFormat;
  readonly #year: Intl.DateTimeFormat;
  readonly #now: () => number;
  readonly #exactTime: Intl.DateTimeFormat;
  readonly #month: Intl.DateTimeFormat;
  readonly #count: Intl.NumberFormat;
  readonly #language: string;
  readonly #units: readonly Intl.NumberFormat[];

  /** @param now milliseconds since 1970 @param timeZone left out: the user's own */
  constructor(language: string, now: () => number, timeZone?: string) {
    const zone = timeZone === undefined ? {} : { timeZone };
    const day = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', ...zone } as const;
    this.#now = now;
    this.#time = new Intl.DateTimeFormat(language, day);
    this.#timeOfOtherYear = new Intl.DateTimeFormat(language, { ...day, year: 'numeric' });
    this.#year = new Intl.DateTimeFormat(language, { year: 'numeric', ...zone });
    this.#exactTime = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'long', ...zone });
    this.#month = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    this.#count = new Intl.NumberFormat(language);
    this.#language = language;
    this.#units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'].map(
      (unit) =>
        new Intl.NumberFormat(language, {
          style: 'unit',
          unit,
          unitDisplay: unit === 'byte' ? 'long' : 'short',
          maximumFractionDigits: 1,
        }),
    );
  }

  /** Without the year, where it is this one. @param milliseconds since 1970 */
  time(milliseconds: number): string {
    const isThisYear = this.#year.format(milliseconds) === this.#year.format(this.#now());
    return (isThisYear ? this.#time : this.#timeOfOtherYear).format(milliseconds);
  }

  exactTime(milliseconds: number): string {
    return this.#exactTime.format(milliseconds);
  }

  /** @param month such as `2026-11`; what is none stays as it is */
  month(month: string): string {
    const time = Date.parse(`${month}-01T00:00:00Z`);
    return Number.isNaN(time) ? month : this.#month.format(time);
  }

  count(count: number): string {
    return this.#count.format(count);
  }

  /** In the largest unit that leaves one digit before the point; a kilobyte is 1,000 bytes. */
  bytes(bytes: number): string {
    const step = Math.min(this.#units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
    return this.#units[step]?.format(bytes / 1000 ** step) ?? '';
  }

  usd(amount: number): string {
    return usd(amount, this.#language);
  }
}
