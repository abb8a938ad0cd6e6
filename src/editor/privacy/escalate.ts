import type { Disposable } from '../../base/disposable.ts';
import type { Settings } from '../../base/settings.ts';
import { askToSend, type SendSheet } from '../../privacy/approval.ts';
import type { Budget, Purse } from '../../privacy/budget.ts';
import { type Gesture, type LeftOut, makeDraft } from '../../privacy/draft.ts';
import type { Exclusions } from '../../privacy/exclusions.ts';
import type { FindSecrets } from '../../privacy/secret.ts';
import type { CloudAnswerer } from '../../tiers/cloud.ts';
import type { Whom } from '../../tiers/status.ts';
import type { AnswerRequest, Message, TierEvent } from '../../tiers/tier.ts';
import { cloudDestination, type DestinationParts } from './cloudDestination.ts';

/** What escalating needs. */
export interface EscalationParts extends DestinationParts {
  readonly settings: () => Settings;
  /** What must not leave of some messages, by the user's list and whatever may add to it. */
  readonly exclusionsFor: (messages: readonly Message[], neverLeaves: readonly string[]) => Promise<Exclusions>;
  readonly budget: Budget;
  /** Opens a sheet for one decision. @param purse what was spent, where the user has set a budget */
  readonly openSheet: (purse: Purse | undefined) => SendSheet & Disposable;
  /** Opens what looks for secrets, for one decision. */
  readonly openScanner: () => { readonly find: FindSecrets } & Disposable;
  readonly cloud: CloudAnswerer;
}

/** What came of it: an answer on its way, or why nothing was sent. */
export type Escalated =
  | {
      readonly kind: 'answering';
      /** Not asked for before it is read: reading it is what sends. @throws {TierError} */
      readonly events: AsyncIterable<TierEvent>;
      readonly whom: Whom;
    }
  | { readonly kind: 'notSent'; readonly why: 'cloudOff' | 'notConfigured' | 'cancelled' | 'keptLocal' }
  /** The request could pass the month's budget. */
  | { readonly kind: 'notSent'; readonly why: 'overBudget'; readonly atMostUsd: number; readonly purse: Purse }
  /** Every excerpt comes from a file that never leaves, or nothing was left after the user's own edit. */
  | { readonly kind: 'notSent'; readonly why: 'nothingLeft'; readonly leftOut: readonly LeftOut[] };

/** Takes a request to the cloud, past the send sheet. */
export interface Escalation {
  /** Why nothing could be sent now, whatever was asked; undefined when something could. */
  whyNot(): Promise<'cloudOff' | 'notConfigured' | undefined>;
  /**
   * @param signal ends the answer
   * @param onPause told when the provider asks to wait before the request is sent again, in milliseconds
   * @throws {TierError} `notRecorded` when there is a budget and the ledger cannot be read; `notApproved` when the sheet showed something other than the draft; `notChecked` when it could not be
   *   checked for secrets
   */
  escalate(
    request: Pick<AnswerRequest, 'messages'>,
    gesture: Gesture,
    signal: AbortSignal,
    onPause?: (milliseconds: number) => void,
  ): Promise<Escalated>;
}

/** Builds the one way to the cloud: draft, ask, answer. */
export function prepareEscalation(parts: EscalationParts): Escalation {
  const { settings, exclusionsFor, budget, openSheet, openScanner, cloud } = parts;
  return {
    async whyNot() {
      if (!settings().cloudEnabled) return 'cloudOff';
      return (await cloudDestination(settings(), parts)) === undefined ? 'notConfigured' : undefined;
    },
    async escalate(request, gesture, signal, onPause) {
      const { cloudEnabled, neverLeaves } = settings();
      if (!cloudEnabled) return { kind: 'notSent', why: 'cloudOff' };
      const destination = await cloudDestination(settings(), parts);
      if (destination === undefined) return { kind: 'notSent', why: 'notConfigured' };

      const exclusions = await exclusionsFor(request.messages, neverLeaves);
      const drafted = makeDraft(request, destination, gesture, exclusions);
      if (drafted.kind === 'nothingLeft') return { kind: 'notSent', why: 'nothingLeft', leftOut: drafted.leftOut };
      const purse = await purseOf(budget);
      if (purse && !(await budget.fits(drafted.draft, false))) {
        return { kind: 'notSent', why: 'overBudget', atMostUsd: drafted.draft.estimatedCost?.atMostUsd ?? 0, purse };
      }
      const asked = await decided(openSheet(purse), openScanner(), (sheet, findSecrets) =>
        askToSend(drafted.draft, sheet, findSecrets),
      );
      if (asked.kind === 'nothingLeft') return { kind: 'notSent', why: 'nothingLeft', leftOut: drafted.draft.leftOut };
      if (asked.kind !== 'approved') return { kind: 'notSent', why: asked.kind };

      const events = cloud.answer(asked.approved, signal, onPause);
      const { provider, model, api } = destination;
      const tier = api === 'extension' ? 'handedOver' : 'cloud';
      return { kind: 'answering', events, whom: { tier, engine: provider, host: drafted.draft.host, model } };
    },
  };
}

async function purseOf({ monthlyUsd, spending }: Budget): Promise<Purse | undefined> {
  return monthlyUsd === undefined ? undefined : { monthlyUsd, spending: await spending() };
}

/** The sheet and what looks for secrets are closed as soon as the decision is made, whatever it is. */
async function decided<T>(
  sheet: SendSheet & Disposable,
  scanner: { readonly find: FindSecrets } & Disposable,
  ask: (sheet: SendSheet, findSecrets: FindSecrets) => Promise<T>,
): Promise<T> {
  try {
    return await ask(sheet, scanner.find);
  } finally {
    sheet.dispose();
    scanner.dispose();
  }
}
