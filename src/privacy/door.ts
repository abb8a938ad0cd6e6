import { TierError } from '../tiers/tier.ts';
import type { Draft } from './draft.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

/** What both ways out have in common: the gate to the network, and the one to other extensions. */
export interface DoorParts {
  readonly ledger: Ledger;
  /** Whether the user wants a cloud at all. Asked before each attempt. */
  readonly isEnabled: () => boolean;
  /** Whether the body is kept beside the record. */
  readonly keepsBodies: () => boolean;
  /** Whether the user's budget has room for a request that is on record. @see openBudget */
  readonly fitsBudget: (draft: Draft) => Promise<boolean>;
}

/** @throws {TierError} `cloudOff` */
export function checkIsEnabled({ isEnabled }: Pick<DoorParts, 'isEnabled'>): void {
  if (!isEnabled()) throw new TierError('cloudOff', 'the cloud is switched off');
}

/**
 * Puts on record that `draft` is about to leave, and sees that it may. Nothing may be sent before this has resolved. The budget is
 * looked at last: by then every window that is about to send has its own request on record.
 * @param attempt from 1; each attempt at the same request has its own line
 * @throws {TierError} `cloudOff`, `notRecorded`, `overBudget`
 */
export async function beginSending(parts: DoorParts, draft: Draft, attempt: number): Promise<LedgerEntry> {
  checkIsEnabled(parts);
  const entry = await recordIntent(parts, draft, attempt);
  if (await parts.fitsBudget(draft)) return entry;
  const reason = 'overBudget';
  await entry.end({ ended: reason, bytesIn: 0 });
  throw new TierError(reason, 'this could pass the monthly budget');
}

async function recordIntent({ ledger, keepsBodies }: DoorParts, draft: Draft, attempt: number): Promise<LedgerEntry> {
  const { protocol, host, pathname } = new URL(draft.url);
  try {
    const intent = {
      ...(draft.method === 'HAND OVER' ? { tier: 'handedOver' as const } : {}),
      gesture: draft.gesture,
      attempt,
      provider: draft.destination.provider,
      destination: `${protocol}//${host}`,
      method: draft.method,
      path: pathname,
      model: draft.destination.model,
      bytesOut: draft.bodyBytes,
      bodySha256: draft.bodySha256,
      files: draft.files,
      leftOut: draft.leftOut,
      ...(draft.takenOut.length > 0 && { takenOut: draft.takenOut }),
      ...(draft.masked.length > 0 && { redactions: draft.masked }),
      ...(draft.released.length > 0 && { released: draft.released }),
      estimatedTokens: draft.estimatedTokens,
      ...(draft.estimatedCost && {
        estimatedUsd: draft.estimatedCost.usd,
        atMostUsd: draft.estimatedCost.atMostUsd,
      }),
    };
    return await ledger.begin(intent, keepsBodies() ? draft.body : undefined);
  } catch (cause) {
    throw new TierError('notRecorded', 'the ledger could not be written', { cause });
  }
}
