import type { Origin, OriginKind } from '../base/text.ts';
import type { AnswerRequest, Message, PromptPart } from '../tiers/tier.ts';
import { type EstimatedCost, estimatedCost } from './cost.ts';
import type { Destination } from './destination.ts';
import { type Exclusions, hasNoFile } from './exclusions.ts';
import {
  type ExcerptPiece,
  isExcerpt,
  leftOutNote,
  messagesOf,
  type Piece,
  piecesOf,
  type SecretCount,
  secretCounts,
} from './pieces.ts';
import { type ProviderRequest, providerRequest } from './providerRequest.ts';
import { sha256 } from './sha256.ts';

/** How the user asked for the cloud: for an answer that is there, for a selection, or by a flag set before asking. */
export type Gesture = 'escalate' | 'askCloud' | 'flagged';

/** A stretch of a file whose text is in the draft. Lines count from 1, as editors show them, and both ends are included. */
export interface DraftFile {
  readonly path: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** In UTF-16 code units. */
  readonly characters: number;
}

/** Text that stays here, and the rule that keeps it. */
export interface LeftOut {
  /** `answer` for a model's earlier answer, which has no path and falls under the rule of a file it was asked about. */
  readonly kind: OriginKind;
  readonly path: string;
  readonly rule: string;
}

/** A piece that the person took out on the sheet. */
export type TakenOut = Pick<LeftOut, 'kind' | 'path'>;

/** What would leave, complete to the byte. Made here, shown on the sheet, and bound by the approval. */
export interface Draft extends ProviderRequest {
  readonly gesture: Gesture;
  readonly destination: Destination;
  /** What the person decides about: the messages' parts as they were asked for, without what was left out. */
  readonly pieces: readonly Piece[];
  /** The secrets of which the person said that they are none. */
  readonly releasedIds: ReadonlySet<string>;
  /** What the body is made of: the pieces, without those taken out and with their secrets masked. */
  readonly messages: readonly Message[];
  /** The body's length in UTF-8 bytes. */
  readonly bodyBytes: number;
  readonly bodySha256: string;
  readonly files: readonly DraftFile[];
  readonly leftOut: readonly LeftOut[];
  /** The pieces that the person took out. */
  readonly takenOut: readonly TakenOut[];
  /** What was masked. Empty until the draft has been checked. @see redactDraft */
  readonly masked: readonly SecretCount[];
  /** What looked like a secret and goes as it is, because the person said that it is none. */
  readonly released: readonly SecretCount[];
  /** An estimate: characters of the messages, divided by four. */
  readonly estimatedTokens: number;
  /** Absent when no price is known. */
  readonly estimatedCost?: EstimatedCost;
}

/** A draft, or the reason why there is nothing to send. */
export type Drafted =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'nothingLeft'; readonly leftOut: readonly LeftOut[] };

/** What a person changes about a draft on the sheet, by the numbers and ids of its pieces and secrets. */
export type DraftChange =
  /** New texts for some of the excerpts. */
  | { readonly kind: 'edit'; readonly texts: ReadonlyMap<number, string> }
  | { readonly kind: 'takeOut' | 'putBack'; readonly piece: number }
  /** "This is not a secret", and back. */
  | { readonly kind: 'release' | 'mask'; readonly secret: string };

/**
 * Drafts what would leave for `request`, without the text that `exclusions` keep here. Sends nothing. Secrets are not masked
 * yet: `askToSend` does that before it shows the draft to anyone.
 */
export function makeDraft(
  request: Pick<AnswerRequest, 'messages'>,
  destination: Destination,
  gesture: Gesture,
  exclusions: Exclusions,
): Drafted {
  const leftOut: LeftOut[] = [];
  const messages = request.messages.flatMap((message) => withoutExcluded(message, exclusions, leftOut));
  return assemble({ pieces: piecesOf(messages), releasedIds: new Set(), leftOut, destination, gesture });
}

/**
 * The draft with a change of the person's. Our own words stay as they are, and what was left out cannot come back: it is no
 * piece. Edited text has not been checked for secrets.
 */
export function changeDraft(draft: Draft, change: DraftChange): Drafted {
  const pieces = draft.pieces.map((piece) => (isExcerpt(piece) ? changedPiece(piece, change) : piece));
  const releasedIds = new Set(draft.releasedIds);
  if (change.kind === 'release') releasedIds.add(change.secret);
  if (change.kind === 'mask') releasedIds.delete(change.secret);
  return assemble({ ...draft, pieces, releasedIds });
}

function changedPiece(piece: ExcerptPiece, change: DraftChange): Piece {
  if (change.kind === 'takeOut' || change.kind === 'putBack') {
    return piece.number === change.piece ? { ...piece, isTakenOut: change.kind === 'takeOut' } : piece;
  }
  const text = change.kind === 'edit' ? change.texts.get(piece.number) : undefined;
  return text === undefined ? piece : { ...piece, part: { ...piece.part, text }, secrets: [] };
}

/** First and last line of an origin as editors show them: from 1, the last one included. */
export function lineNumbers({ range: { start, end } }: Origin): { firstLine: number; lastLine: number } {
  const endsBeforeLine = end.character === 0 && end.line > start.line;
  return { firstLine: start.line + 1, lastLine: endsBeforeLine ? end.line : end.line + 1 };
}

/**
 * A message without its excluded text, nor our words that name where it is from; none at all when only our other words are left
 * of it. `leftOut` grows. An earlier answer may quote the files it was asked about, so once one is left out, the answers after it
 * are too.
 */
function withoutExcluded(message: Message, exclusions: Exclusions, leftOut: LeftOut[]): readonly Message[] {
  const parts = message.parts.flatMap((part): readonly PromptPart[] => {
    if (part.kind === 'instruction') {
      return part.about === undefined || exclusions.ruleFor(part.about) === undefined ? [part] : [];
    }
    const { kind, path } = part.origin;
    const rule = exclusions.ruleFor(part.origin) ?? (kind === 'answer' ? leftOut[0]?.rule : undefined);
    if (rule === undefined) return [part];
    leftOut.push({ kind, path, rule });
    return [{ kind: 'instruction', text: leftOutNote }];
  });
  const lostItsText = message.parts.some(holdsText) && !parts.some(holdsText);
  return lostItsText ? [] : [{ role: message.role, parts }];
}

const holdsText = (part: PromptPart) => part.kind === 'excerpt';

/** What a draft is made of: all that a person can change, and what they cannot. */
export type DraftParts = Pick<Draft, 'pieces' | 'releasedIds' | 'leftOut' | 'destination' | 'gesture'>;

/** Puts a draft together from its parts. */
export function assemble({ pieces, releasedIds, leftOut, destination, gesture }: DraftParts): Drafted {
  const leaving = pieces.filter(isExcerpt).filter((piece) => !piece.isTakenOut);
  if (!leaving.some(({ part }) => part.origin.kind !== 'answer' && part.text.trim() !== '')) {
    return { kind: 'nothingLeft', leftOut };
  }
  const messages = messagesOf(pieces);
  const request = providerRequest(destination, messages);
  const characters = messages.flatMap((message) => message.parts).reduce((sum, part) => sum + part.text.length, 0);
  const bodyBytes = Buffer.byteLength(request.body, 'utf8');
  const estimatedTokens = Math.ceil(characters / 4);
  const cost = estimatedCost(destination.price, estimatedTokens, bodyBytes);
  const draft: Draft = {
    ...request,
    gesture,
    destination,
    pieces,
    releasedIds,
    messages,
    bodyBytes,
    bodySha256: sha256(request.body),
    files: leaving
      .filter(({ part }) => !hasNoFile(part.origin))
      .map(({ part: { origin, text } }) => ({ path: origin.path, ...lineNumbers(origin), characters: text.length })),
    leftOut,
    takenOut: pieces
      .filter(isExcerpt)
      .filter((piece) => piece.isTakenOut)
      .map(({ part: { origin } }) => ({ kind: origin.kind, path: origin.path })),
    masked: secretCounts(pieces, false),
    released: secretCounts(pieces, true),
    estimatedTokens,
    ...(cost === undefined ? {} : { estimatedCost: cost }),
  };
  return { kind: 'draft', draft: Object.freeze(draft) };
}
