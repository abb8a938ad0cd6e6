import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventEmitter, getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import type { Disposable } from '../../src/base/disposable.ts';

/** How many listeners hang on whatever is alive. */
export interface Listeners {
  readonly process: number;
  /** On all event emitters: sockets, requests, streams. */
  readonly emitters: number;
  /** On all event targets: abort signals. */
  readonly targets: number;
}

/**
 * Follows the listeners of this process from now on. It notes who is listened to when that begins, and counts what is left
 * only when asked, so that the garbage collector alone decides what is alive.
 */
export function followListeners(): Disposable & { count(): Listeners } {
  const emitters = new Followed<EventEmitter>((emitter) =>
    emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0),
  );
  const types = new Set<string>();
  const targets = new Followed<EventTarget>((target) =>
    [...types].reduce((sum, type) => sum + getEventListeners(target, type).length, 0),
  );
  const restores = (['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const).map((name) => {
    const real = EventEmitter.prototype[name];
    EventEmitter.prototype[name] = function (this: EventEmitter, ...values: Parameters<typeof real>) {
      emitters.add(this);
      return real.apply(this, values) as typeof this;
    };
    return () => {
      EventEmitter.prototype[name] = real;
    };
  });
  const real = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...values: Parameters<typeof real>) {
    types.add(values[0]);
    targets.add(this);
    real.apply(this, values);
  };
  return {
    count: () => ({
      process: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
      emitters: emitters.listeners(),
      targets: targets.listeners(),
    }),
    dispose() {
      for (const restore of restores) restore();
      EventTarget.prototype.addEventListener = real;
    },
  };
}

/** Things that are followed without being kept alive. */
class Followed<Thing extends object> {
  readonly #count: (thing: Thing) => number;
  readonly #seen = new WeakSet<Thing>();
  #references: WeakRef<Thing>[] = [];

  constructor(count: (thing: Thing) => number) {
    this.#count = count;
  }

  add(thing: Thing): void {
    if (this.#seen.has(thing)) return;
    this.#seen.add(thing);
    this.#references.push(new WeakRef(thing));
  }

  listeners(): number {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
    return this.#references.reduce((sum, reference) => {
      const thing = reference.deref();
      return sum + (thing ? this.#count(thing) : 0);
    }, 0);
  }
}

/** Follows the connections that this process opens: how many are open now, and the most there ever were at once. */
export function followSockets(): Disposable & { readonly open: number; readonly most: number } {
  let open = 0;
  let most = 0;
  const opened = (message: unknown) => {
    most = Math.max(most, ++open);
    (message as { readonly socket: Socket }).socket.once('close', () => open--);
  };
  subscribe('net.client.socket', opened);
  return {
    get open() {
      return open;
    },
    get most() {
      return most;
    },
    dispose: () => void unsubscribe('net.client.socket', opened),
  };
}
