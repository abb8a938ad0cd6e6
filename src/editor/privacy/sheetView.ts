import { l10n } from 'vscode';
import type { Origin } from '../../base/text.ts';
import type { Purse } from '../../privacy/budget.ts';
import { type Draft, lineNumbers } from '../../privacy/draft.ts';
import { hasNoFile } from '../../privacy/exclusions.ts';
import { isExcerpt, type Piece, stretchesOf } from '../../privacy/pieces.ts';
import type { Message } from '../../tiers/tier.ts';
import { type HiddenKind, spellHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import { costFact, costWords } from './costWords.ts';
import { noFileWords } from './noFileWords.ts';
import { sheetFacts, sheetNotices } from './sheetFacts.ts';
import type { SheetPart, SheetView, SheetWords } from './sheetProtocol.ts';
import { bodyMarks, type StretchWords, sheetStretches } from './sheetStretches.ts';

/** A draft in the user's words, complete: nothing of it is shortened. */
export function sheetView(draft: Draft, language: string, purse?: Purse): SheetView {
  const count = new Intl.NumberFormat(language);
  const { provider, model } = draft.destination;
  return {
    host: draft.host,
    provider: `${provider} · ${model}`,
    size: l10n.t(
      '{0} bytes · about {1} tokens (estimate) · {2}',
      count.format(draft.bodyBytes),
      count.format(draft.estimatedTokens),
      costWords(draft, language),
    ),
    parts: partsOf(draft, count),
    body: draft.body,
    bodyMarks: bodyMarks(draft.body),
    notices: sheetNotices(draft, count),
    facts: [...sheetFacts(draft, count), costFact(draft, purse, language)],
  };
}

/** The sheet's fixed words. @param sendKey the keys that send, as shown on this system */
export function sheetWords(sendKey: string): SheetWords {
  return {
    title: l10n.t('Send to the cloud?'),
    readable: l10n.t('What Leaves'),
    raw: l10n.t('Exact Body'),
    views: l10n.t('How to show what leaves'),
    send: l10n.t('Send'),
    sendHint: l10n.t('Send ({0})', sendKey),
    edit: l10n.t('Edit'),
    keepLocal: l10n.t('Keep Local'),
    cancel: l10n.t('Cancel'),
    cancelHint: l10n.t('Cancel (Escape)'),
    preview: l10n.t('Preview Again'),
    discard: l10n.t('Discard Changes'),
    editPart: l10n.t('Text to send: {0}'),
    editing: l10n.t('Change your text, then look at it again before it is sent. Secrets in it are masked again.'),
    hint: l10n.t('{0} sends · Escape cancels', sendKey),
    details: l10n.t('Details of the request'),
    takenOut: l10n.t('Taken out: this does not leave.'),
    lastPiece: l10n.t('This is all there is to send. Cancel instead.'),
    release: l10n.t('Not a Secret'),
    releaseThis: l10n.t('Not a secret: {0}'),
    mask: l10n.t('Mask Again'),
    maskThis: l10n.t('Mask again: {0}'),
    checking: l10n.t('Checking for secrets…'),
  };
}

/** The pieces in order; of our own words, what stands together is one. */
function partsOf(draft: Draft, count: Intl.NumberFormat): readonly SheetPart[] {
  const words = stretchWords();
  const mine = draft.pieces.filter((piece) => isExcerpt(piece) && !piece.isTakenOut && piece.part.text.trim() !== '');
  const parts: { message: number; part: SheetPart }[] = [];
  for (const piece of draft.pieces) {
    const part = partOf(piece, words, mine.length > 1 || !mine.includes(piece), count);
    const last = parts.at(-1);
    if (part.isOurs && last?.part.isOurs && last.message === piece.message) {
      const { text, stretches, source } = last.part;
      last.part = {
        ...last.part,
        text: text + part.text,
        stretches: [...stretches, ...part.stretches],
        source: source + part.source,
      };
    } else parts.push({ message: piece.message, part });
  }
  return parts.map(({ part }) => (part.isOurs ? withoutBlankEnds(part) : part));
}

/** Our own words without the blank lines at their ends, which say nothing to the reader. The exact body has them. */
function withoutBlankEnds(part: SheetPart): SheetPart {
  const last = part.stretches.length - 1;
  const stretches = part.stretches.map((stretch, at) => {
    const text = at === 0 ? stretch.text.replace(/^\n+/, '') : stretch.text;
    return { ...stretch, text: at === last ? text.replace(/\n+$/, '') : text };
  });
  return { ...part, stretches };
}

function partOf(piece: Piece, words: StretchWords, canTakeOut: boolean, count: Intl.NumberFormat): SheetPart {
  const { number, role, part, isTakenOut } = piece;
  const isOurs = part.kind === 'instruction';
  const text = stretchesOf(piece)
    .map((stretch) => stretch.text)
    .join('');
  return {
    number,
    isOurs,
    label: isOurs ? ourLabel(role) : placeOf(part.origin),
    note: isOurs ? '' : l10n.t('{0} characters', count.format(part.text.length)),
    text,
    stretches: sheetStretches(piece, words),
    source: part.text,
    isTakenOut,
    canTakeOut: !isOurs && canTakeOut,
  };
}

function stretchWords(): StretchWords {
  return {
    hidden: hiddenWords(),
    masked: (name) => l10n.t('Masked: {0}', name),
    released: (name) => l10n.t('Goes as it is: {0}', name),
  };
}

function hiddenWords(): Readonly<Record<HiddenKind, string>> {
  return {
    direction: l10n.t('A character that nobody sees: it turns the direction of the text'),
    tag: l10n.t('Characters that nobody sees: a message in tag characters'),
    zeroWidth: l10n.t('A character that nobody sees: it has no width'),
    variation: l10n.t('A character that nobody sees: it chooses between forms of a letter, and there are none'),
    control: l10n.t('A character that nobody sees: a control character'),
    other: l10n.t('A character that nobody sees'),
  };
}

function ourLabel(role: Message['role']): string {
  return role === 'system' ? l10n.t('Hearth’s instructions to the model') : l10n.t('Hearth’s words around your text');
}

function placeOf(origin: Origin): string {
  if (hasNoFile(origin)) return noFileWords(origin.kind);
  const { firstLine, lastLine } = lineNumbers(origin);
  return `${spellHiddenCharacters(origin.path)}:${firstLine}–${lastLine}`;
}
