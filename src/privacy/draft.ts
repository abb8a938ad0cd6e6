import type { Origin, OriginKind } from '../base/text.ts';
import type { AnswerRequest, Message, PromptPart } from '../tiers/tier.ts';
import type { Destination } from './destination.ts';
import { type Exclusions, hasNoFile } from './exclusions.ts';
import { type ProviderRequest, providerRequest } from './providerRequest.ts';
import { sha256 } from './sha256.ts';

/** How the user asked for the cloud: for the last answer, or for a selection. */
export type Gesture = 'escalate' | 'askCloud';

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

/** What would leave, complete to the byte. Made here, shown on the sheet, and bound by the approval. */
export interface Draft extends ProviderRequest {
  readonly gesture: Gesture;
  readonly destination: Destination;
  /** What the body was made of, without what was left out. */
  readonly messages: readonly Message[];
  /** The body's length in UTF-8 bytes. */
  readonly bodyBytes: number;
  readonly bodySha256: string;
  readonly files: readonly DraftFile[];
  readonly leftOut: readonly LeftOut[];
  /** An estimate: characters of the messages, divided by four. */
  readonly estimatedTokens: number;
}

/** A draft, or the reason why there is nothing to send. */
export type Drafted =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'nothingLeft'; readonly leftOut: readonly LeftOut[] };

/** Drafts what would leave for `request`, without the text that `exclusions` keep here. Sends nothing. */
export function makeDraft(
  request: Pick<AnswerRequest, 'messages'>,
  destination: Destination,
  gesture: Gesture,
  exclusions: Exclusions,
): Drafted {
  const leftOut: LeftOut[] = [];
  const messages = request.messages.flatMap((message) => withoutExcluded(message, exclusions, leftOut));
  return assemble(messages, leftOut, destination, gesture);
}

/** The same draft with the user's own wording in place of some of its excerpts, by their number. */
export function editDraft(draft: Draft, texts: ReadonlyMap<number, string>): Drafted {
  let number = 0;
  const messages = draft.messages.map(({ role, parts }) => ({
    role,
    parts: parts.map((part): PromptPart => {
      const text = texts.get(number++);
      return part.kind === 'instruction' || text === undefined ? part : { ...part, text };
    }),
  }));
  return assemble(messages, draft.leftOut, draft.destination, draft.gesture);
}

/** The parts of all messages in order, numbered from 0. The sheet names a part it edited by this number. */
export function numberedParts(
  messages: readonly Message[],
): readonly { readonly number: number; readonly role: Message['role']; readonly part: PromptPart }[] {
  return messages
    .flatMap(({ role, parts }) => parts.map((part) => ({ role, part })))
    .map((each, number) => ({ number, ...each }));
}

/** First and last line of an origin as editors show them: from 1, the last one included. */
export function lineNumbers({ range: { start, end } }: Origin): { firstLine: number; lastLine: number } {
  const endsBeforeLine = end.character === 0 && end.line > start.line;
  return { firstLine: start.line + 1, lastLine: endsBeforeLine ? end.line : end.line + 1 };
}

/**
 * A message without its excluded text; none at all when only our words around that text are left of it. `leftOut` grows.
 * An earlier answer may quote the files it was asked about, so once one is left out, the answers after it are too.
 */
function withoutExcluded(message: Message, exclusions: Exclusions, leftOut: LeftOut[]): readonly Message[] {
  const parts = message.parts.filter((part) => {
    if (part.kind === 'instruction') return true;
    const { kind, path } = part.origin;
    const rule = exclusions.ruleFor(part.origin) ?? (kind === 'answer' ? leftOut[0]?.rule : undefined);
    if (rule === undefined) return true;
    leftOut.push({ kind, path, rule });
    return false;
  });
  const lostItsText = message.parts.some(isExcerpt) && !parts.some(isExcerpt);
  return lostItsText ? [] : [{ role: message.role, parts }];
}

function assemble(
  messages: readonly Message[],
  leftOut: readonly LeftOut[],
  destination: Destination,
  gesture: Gesture,
): Drafted {
  const excerpts = messages.flatMap((message) => message.parts).filter(isExcerpt);
  if (!excerpts.some((part) => part.origin.kind !== 'answer' && part.text.trim() !== '')) {
    return { kind: 'nothingLeft', leftOut };
  }
  const request = providerRequest(destination, messages);
  const characters = messages.flatMap((message) => message.parts).reduce((sum, part) => sum + part.text.length, 0);
  const draft: Draft = {
    ...request,
    gesture,
    destination,
    messages,
    bodyBytes: Buffer.byteLength(request.body, 'utf8'),
    bodySha256: sha256(request.body),
    files: excerpts
      .filter((part) => !hasNoFile(part.origin))
      .map(({ origin, text }) => ({ path: origin.path, ...lineNumbers(origin), characters: text.length })),
    leftOut,
    estimatedTokens: Math.ceil(characters / 4),
  };
  return { kind: 'draft', draft: Object.freeze(draft) };
}

function isExcerpt(part: PromptPart): part is Extract<PromptPart, { kind: 'excerpt' }> {
  return part.kind === 'excerpt';
}
