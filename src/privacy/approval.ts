import { TierError } from '../tiers/tier.ts';
import { changeDraft, type Draft, type DraftChange } from './draft.ts';
import { redactDraft } from './redaction.ts';
import type { FindSecrets } from './secret.ts';
import { sha256 } from './sha256.ts';

/** What a person did on the send sheet. */
export type SheetAnswer =
  /** With the hash of the text that the sheet displayed, so that a sheet which shows something else approves nothing. */
  | { readonly kind: 'send'; readonly bodySha256: string }
  /** The draft that results is checked again, and shown again. */
  | DraftChange
  | { readonly kind: 'keepLocal' }
  | { readonly kind: 'cancel' };

/** The place where a person sees a draft, complete, and decides. There is one, in `editor/privacy/sendSheet.ts`. */
export interface SendSheet {
  show(draft: Draft): Promise<SheetAnswer>;
}

/** What came of asking. */
export type Asked =
  | { readonly kind: 'approved'; readonly approved: ApprovedDraft }
  | { readonly kind: 'keptLocal' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'nothingLeft' };

/** Held by this file alone, so that no one else can call the constructor: not by a subclass, not past the type checker. */
const makersKey = Symbol('askToSend');

/**
 * A draft that a person has seen and sent: the only thing the cloud tier takes and the gate lets through. It is good for one
 * request. Nobody else can make one: the constructor is private and wants a key, and a look-alike lacks the `#` brand.
 */
export class ApprovedDraft {
  readonly #draft: Draft;
  #isSpent = false;

  private constructor(key: symbol, draft: Draft) {
    if (key !== makersKey || new.target !== ApprovedDraft) throw new TierError('notApproved', 'an approval was forged');
    this.#draft = draft;
    Object.freeze(this);
  }

  /** What was approved. @throws {TierError} `notApproved` on anything but a real approval */
  static draftOf(approved: ApprovedDraft): Draft {
    ApprovedDraft.#check(approved);
    return approved.#draft;
  }

  /** Uses the approval up. @throws {TierError} `notApproved` on anything but a real approval that is still unused */
  static spend(approved: ApprovedDraft): Draft {
    ApprovedDraft.#check(approved);
    if (approved.#isSpent) throw new TierError('notApproved', 'an approval is good for one request');
    approved.#isSpent = true;
    return approved.#draft;
  }

  /** Shows `draft`, and every draft that comes of changing it, until the person decides. @see askToSend */
  static async ask(draft: Draft, sheet: SendSheet, findSecrets: FindSecrets): Promise<Asked> {
    for (let shown = await redactDraft(draft, findSecrets); ; ) {
      const answer = await sheet.show(shown);
      if (answer.kind === 'keepLocal') return { kind: 'keptLocal' };
      if (answer.kind === 'cancel') return { kind: 'cancelled' };
      if (answer.kind === 'send') {
        if (answer.bodySha256 !== sha256(shown.body)) {
          throw new TierError('notApproved', 'the sheet showed something other than the draft');
        }
        return { kind: 'approved', approved: new ApprovedDraft(makersKey, shown) };
      }
      const changed = changeDraft(shown, answer);
      if (changed.kind === 'draft') shown = await redactDraft(changed.draft, findSecrets);
      // The last piece stays: without it there would be nothing to decide about.
      else if (answer.kind !== 'takeOut') return { kind: 'nothingLeft' };
    }
  }

  static #check(approved: ApprovedDraft): void {
    if (typeof approved !== 'object' || approved === null || !(#draft in approved)) {
      throw new TierError('notApproved', 'this is not an approval');
    }
  }
}

/**
 * Asks a person whether `draft` may leave, with its secrets masked. Only their Send on exactly the body they see, be it the
 * first one or one that came of their changes, makes an approval.
 * @throws {TierError} `notApproved` when the sheet reports a hash that is not the draft's; `notChecked` when the draft, or what
 *   came of a change, could not be checked for secrets
 */
export function askToSend(draft: Draft, sheet: SendSheet, findSecrets: FindSecrets): Promise<Asked> {
  return ApprovedDraft.ask(draft, sheet, findSecrets);
}
