import { TierError } from '../tiers/tier.ts';
import { assemble, type Draft, type DraftParts } from './draft.ts';
import { mergedSecrets } from './mergedSecrets.ts';
import { inMessages, leftOutNote, type Piece, type PieceSecret } from './pieces.ts';
import type { FindSecrets, Secret } from './secret.ts';
import { sha256 } from './sha256.ts';

/**
 * The draft with every secret masked that is found in it, but those that the person released. It is looked for in each message
 * and each piece, where it can be masked, and then in the body as it would go out, where nothing may be found any more. It fails
 * closed.
 * @throws {TierError} `notChecked` when the check could not be done, or when a secret is left that cannot be masked
 */
export async function redactDraft(draft: Draft, findSecrets: FindSecrets): Promise<Draft> {
  const messages = inMessages(draft.pieces);
  const found = await secretsOf(messages, findSecrets);
  const masking = (isReleased: (id: string) => boolean) =>
    assembled({ ...draft, pieces: messages.flatMap((pieces, at) => withSecrets(pieces, found[at] ?? [], isReleased)) });
  const [left] = await check([masking(() => false).body], findSecrets);
  if (left?.[0] !== undefined) throw new TierError('notChecked', `a secret cannot be masked: ${left[0].rule}`);
  return masking((id) => draft.releasedIds.has(id));
}

/**
 * The secrets of each message, by their place in it. The whole message is looked at, since a secret may go on from one piece
 * into the next, and each piece alone, since at its end a secret may be glued to what follows and so not look like one.
 */
async function secretsOf(
  messages: readonly (readonly Piece[])[],
  findSecrets: FindSecrets,
): Promise<readonly (readonly Secret[])[]> {
  const texts = messages.flatMap((pieces, message) => {
    let from = 0;
    const alone = pieces.map((piece) => {
      const text = plainText(piece);
      from += text.length;
      return { message, from: from - text.length, text };
    });
    return [{ message, from: 0, text: textOf(pieces) }, ...alone];
  });
  const found = await check(
    texts.map(({ text }) => text),
    findSecrets,
  );
  const secrets = found.flatMap((each, at) => {
    const { message = 0, from = 0 } = texts[at] ?? {};
    return each.map(({ rule, start, end }) => ({ message, secret: { rule, start: start + from, end: end + from } }));
  });
  return messages.map((_, at) =>
    mergedSecrets(secrets.filter(({ message }) => message === at).map(({ secret }) => secret)),
  );
}

/** A message's text before anything is masked in it. */
const textOf = (pieces: readonly Piece[]) => pieces.map(plainText).join('');
const plainText = ({ isTakenOut, part }: Piece) => (isTakenOut ? leftOutNote : part.text);

/** A message's pieces, each with its part of the message's secrets. A secret that goes on into the next piece is in both. */
function withSecrets(
  pieces: readonly Piece[],
  secrets: readonly Secret[],
  isReleased: (id: string) => boolean,
): readonly Piece[] {
  const text = textOf(pieces);
  let from = 0;
  return pieces.map((piece) => {
    const [begin, end] = [from, from + plainText(piece).length];
    from = end;
    if (piece.isTakenOut) return { ...piece, secrets: [] };
    const here = secrets.filter((secret) => secret.start < end && secret.end > begin);
    return { ...piece, secrets: here.map((secret) => inPiece(secret, text, begin, end, isReleased)) };
  });
}

function inPiece(
  { rule, start, end }: Secret,
  text: string,
  from: number,
  to: number,
  isReleased: (id: string) => boolean,
): PieceSecret {
  const id = sha256(text.slice(start, end)).slice(0, 16);
  return { rule, start: Math.max(start, from) - from, end: Math.min(end, to) - from, id, isReleased: isReleased(id) };
}

async function check(texts: readonly string[], findSecrets: FindSecrets): Promise<readonly (readonly Secret[])[]> {
  let found: readonly (readonly Secret[])[];
  try {
    found = await findSecrets(texts);
  } catch (cause) {
    throw new TierError('notChecked', 'the check for secrets failed', { cause });
  }
  if (found.length !== texts.length)
    throw new TierError('notChecked', 'the check for secrets did not look at everything');
  return found;
}

function assembled(parts: DraftParts): Draft {
  const result = assemble(parts);
  if (result.kind !== 'draft') throw new TierError('notChecked', 'nothing was left to check');
  return result.draft;
}
