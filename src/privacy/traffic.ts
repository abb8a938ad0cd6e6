import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Log } from '../base/log.ts';
import { isThisComputer } from './destination.ts';
import type { Ledger } from './ledger.ts';
import type { Traffic } from './ledgerLines.ts';

/** Some traffic with an engine on another host. */
export interface Counted {
  /** Scheme, host and port. */
  readonly destination: string;
  readonly requests: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** How long counts wait before they are written, in milliseconds: the first ones for a host and day, and all others. */
const firstWriteAfterMs = 1_000;
const writeAfterMs = 60_000;

/**
 * Counts what goes to self-hosted engines, per host and day, and puts it on record from time to time: no text, only how
 * often and how much. A crash loses the counts of a minute at most.
 */
export class TrafficCounter implements Disposable {
  readonly #ledger: Pick<Ledger, 'note'>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #seen = new Set<string>();
  #waiting = new Map<string, Traffic>();
  #write: AbortController | undefined;
  #isDisposed = false;

  constructor(parts: { readonly ledger: Pick<Ledger, 'note'>; readonly clock: Clock; readonly log: Log }) {
    this.#ledger = parts.ledger;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  count({ destination, requests, bytesOut, bytesIn }: Counted): void {
    if (this.#isDisposed) return;
    const day = localDay(this.#clock.now());
    const key = `${day} ${destination}`;
    const before = this.#waiting.get(key) ?? { requests: 0, bytesOut: 0, bytesIn: 0 };
    this.#waiting.set(key, {
      tier: 'selfHosted',
      what: 'engine',
      destination,
      day,
      requests: before.requests + requests,
      bytesOut: before.bytesOut + bytesOut,
      bytesIn: before.bytesIn + bytesIn,
    });
    this.#writeIn(this.#seen.has(key) ? writeAfterMs : firstWriteAfterMs);
    this.#seen.add(key);
  }

  /** What is not written yet is written now. */
  dispose(): void {
    this.#isDisposed = true;
    this.#write?.abort();
  }

  #writeIn(milliseconds: number): void {
    if (this.#write !== undefined) return;
    const write = new AbortController();
    this.#write = write;
    void this.#clock.wait(milliseconds, write.signal).then(() => this.#writeAll());
  }

  async #writeAll(): Promise<void> {
    const counted = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#write = undefined;
    for (const traffic of counted) {
      try {
        await this.#ledger.note(traffic);
      } catch {
        this.#log.warn(`The ledger could not record ${traffic.requests} requests to ${traffic.destination}.`);
        this.count(traffic);
      }
    }
  }
}

/** Counts the traffic with engines on other hosts; what stays on this machine is no traffic. */
export function countsOfOthers(
  counter: Pick<TrafficCounter, 'count'>,
): (url: URL, traffic: Omit<Counted, 'destination'>) => void {
  return (url, traffic) => {
    if (!isThisComputer(url.hostname)) counter.count({ destination: url.origin, ...traffic });
  };
}

/** The user's own day, such as `2026-11-25`. */
export function localDay(now: number): string {
  const date = new Date(now);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
