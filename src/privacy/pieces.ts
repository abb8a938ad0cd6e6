import type { Message, PromptPart } from '../tiers/tier.ts';
import type { Secret } from './secret.ts';
import { placeholderFor, type SecretRule } from './secretNames.ts';

/** A kind of secret, and how often it was found. */
export interface SecretCount {
  readonly rule: SecretRule;
  readonly count: number;
}

/** A secret in a piece: its place in the piece's own text. */
export interface PieceSecret extends Secret {
  /** The same wherever the same characters turn up, and for as long as the draft is being decided on. */
  readonly id: string;
  /** The person said that it is none, so it goes as it is. */
  readonly isReleased: boolean;
}

/** A part of the messages, as the person has it before them: whole, with what would be masked in it. */
export interface Piece {
  /** Counts all pieces of all messages from 0; stays the same while the draft is being decided on. */
  readonly number: number;
  /** Which message it belongs to, from 0. */
  readonly message: number;
  readonly role: Message['role'];
  readonly part: PromptPart;
  /** The person took it out: it does not leave, and can be put back. */
  readonly isTakenOut: boolean;
  /** In order, none overlapping another. Empty until the draft has been checked. */
  readonly secrets: readonly PieceSecret[];
}

/** A piece of the user's text. */
export type ExcerptPiece = Piece & { readonly part: Extract<PromptPart, { kind: 'excerpt' }> };

/** A stretch of a piece: text as it leaves, or a secret. */
export type PieceStretch =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'secret';
      readonly id: string;
      readonly rule: SecretRule;
      readonly isReleased: boolean;
      /** What leaves in its place: the placeholder, or the secret itself when it was released. */
      readonly text: string;
    };

/** What the model reads where text is missing, so that it does not take the rest for the whole. */
export const leftOutNote = '[left out]\n';

/** The parts of all messages as pieces, numbered. */
export function piecesOf(messages: readonly Message[]): readonly Piece[] {
  return messages
    .flatMap(({ role, parts }, message) => parts.map((part) => ({ message, role, part })))
    .map((piece, number) => ({ number, ...piece, isTakenOut: false, secrets: [] }));
}

/** A piece's text in stretches. */
export function stretchesOf({ part, secrets }: Piece): readonly PieceStretch[] {
  const stretches: PieceStretch[] = [];
  let done = 0;
  const plain = (to: number) => {
    if (to > done) stretches.push({ kind: 'text', text: part.text.slice(done, to) });
  };
  for (const { id, rule, start, end, isReleased } of secrets) {
    plain(start);
    const text = isReleased ? part.text.slice(start, end) : placeholderFor(rule);
    stretches.push({ kind: 'secret', id, rule, isReleased, text });
    done = end;
  }
  plain(part.text.length);
  return stretches;
}

/** Whether a piece is the user's text, and not our words. */
export function isExcerpt(piece: Piece): piece is ExcerptPiece {
  return piece.part.kind === 'excerpt';
}

/**
 * The messages that the pieces make: without what was taken out, and with every secret masked that was not released. A message
 * of which only our words would be left is gone, and so are our words about a file of which nothing is left.
 */
export function messagesOf(pieces: readonly Piece[]): readonly Message[] {
  const leaving = pieces.filter((piece) => !piece.isTakenOut);
  const files = new Set(leaving.filter(isExcerpt).map(({ part }) => part.origin.uri));
  return inMessages(pieces)
    .map((message) => ({
      lostItsText: message.some(({ isTakenOut }) => isTakenOut),
      role: message[0]?.role ?? 'user',
      parts: message.flatMap((piece) => leavingPart(piece, files) ?? []),
    }))
    .filter(({ parts, lostItsText }) => !lostItsText || parts.some(({ kind }) => kind === 'excerpt'))
    .map(({ role, parts }) => ({ role, parts }));
}

/** The pieces of each message, in order. */
export function inMessages(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const messages = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const message = messages.get(piece.message);
    if (message === undefined) messages.set(piece.message, [piece]);
    else message.push(piece);
  }
  return [...messages.values()];
}

function leavingPart(piece: Piece, files: ReadonlySet<string>): PromptPart | undefined {
  if (piece.isTakenOut) return { kind: 'instruction', text: leftOutNote };
  const { part } = piece;
  if (part.kind === 'instruction' && part.about !== undefined && !files.has(part.about.uri)) return undefined;
  const text = stretchesOf(piece)
    .map((stretch) => stretch.text)
    .join('');
  return { ...part, text };
}

/** How many secrets of each kind leave masked, or as they are. */
export function secretCounts(pieces: readonly Piece[], isReleased: boolean): readonly SecretCount[] {
  const counts = new Map<SecretRule, number>();
  for (const { secrets } of pieces.filter((piece) => !piece.isTakenOut)) {
    for (const secret of secrets) {
      if (secret.isReleased === isReleased) counts.set(secret.rule, (counts.get(secret.rule) ?? 0) + 1);
    }
  }
  return [...counts].map(([rule, count]) => ({ rule, count }));
}
