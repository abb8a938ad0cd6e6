import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { TierError } from '../tiers/tier.ts';
import { ApprovedDraft } from './approval.ts';
import { beginSending, checkIsEnabled, type DoorParts } from './door.ts';
import type { Draft } from './draft.ts';
import type { Ended } from './gate.ts';
import type { HandOverParameters } from './handOverRequest.ts';
import type { LedgerEntry } from './ledger.ts';

/**
 * Hands messages to a model of another extension, and gives back its answer as it comes.
 * @param vendor whose model it is, as its extension declares it
 * @throws {TierError}
 */
export type AskOtherModel = (
  vendor: string,
  model: string,
  messages: HandOverParameters['messages'],
  signal: AbortSignal,
) => AsyncIterable<string>;

/** The door to other extensions. What lies behind it is theirs: we see no bytes leave, only what we hand over. */
export interface HandOver {
  /**
   * Opens the door for one approved draft.
   * @throws {TierError} `notApproved` on anything but a real approval for it, `cloudOff` when the user has switched the cloud off
   */
  open(approved: ApprovedDraft, signal: AbortSignal): HandedOver;
}

/** One approved draft on its way to another extension. */
export interface HandedOver {
  readonly draft: Draft;
  /**
   * Records the intent, hands the approved messages over, once, and gives back the answer as it comes.
   * @throws {TierError} `notApproved` and `notRecorded` (nothing was handed over), `timedOut`, or what the extension says
   */
  pieces(): AsyncIterable<string>;
  /** Records how it ended. Only the first call counts. */
  close(ended: Ended): Promise<void>;
}

/** What the door needs of the world. */
export interface HandOverParts extends DoorParts {
  readonly ask: AskOtherModel;
  readonly clock: Clock;
  readonly log: Log;
}

/** The limit is the gate's. There is no shorter one: VS Code may first ask the user whether Hearth may use the model. */
const longestMs = 600_000;

/** Opens the door that everything goes through that another extension is handed. */
export function openHandOver(parts: HandOverParts): HandOver {
  const { ask, clock, log } = parts;
  return {
    open(approved, signal) {
      checkIsEnabled(parts);
      const draft = ApprovedDraft.draftOf(approved);
      if (draft.method !== 'HAND OVER') throw new TierError('notApproved', 'this draft is for no extension');
      let entry: LedgerEntry | undefined;
      let bytesIn = 0;
      return {
        draft,
        async *pieces() {
          ApprovedDraft.spend(approved);
          signal.throwIfAborted();
          entry = await beginSending(parts, draft, 1);
          // The approved body, read back: that is what was shown.
          const { messages }: HandOverParameters = JSON.parse(draft.body);
          const vendor = draft.destination.baseUrl.replace(/^vscode-lm:\/\//, '');
          const ended = new AbortController();
          const both = AbortSignal.any([signal, ended.signal]);
          const late = new TierError('timedOut', `${draft.host}: no end within ${longestMs} ms`);
          void clock.wait(longestMs, both).then(() => ended.abort(late));
          try {
            for await (const text of whileWanted(ask(vendor, draft.destination.model, messages, both), both)) {
              bytesIn += Buffer.byteLength(text, 'utf8');
              yield text;
            }
          } finally {
            ended.abort();
          }
        },
        async close(outcome) {
          try {
            await entry?.end({ ...outcome, bytesIn });
          } catch {
            log.warn('The ledger could not record how a request to another extension ended.');
          }
        },
      };
    },
  };
}

/** The values until the signal is given, then its reason as an error, also when the other extension takes no notice of it. */
async function* whileWanted<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]();
  const unwanted = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  unwanted.catch(() => {});
  for (;;) {
    const next = iterator.next();
    next.catch(() => {});
    const { done, value } = await Promise.race([unwanted, next]);
    if (done) return;
    yield value;
  }
}
