import { l10n } from 'vscode';
import type { Origin } from '../../base/text.ts';
import type { Purse } from '../../privacy/budget.ts';
import { type Draft, lineNumbers } from '../../privacy/draft.ts';
import { hasNoFile } from '../../privacy/exclusions.ts';
import { stretchesOf } from '../../privacy/pieces.ts';
import type { Message } from '../../tiers/tier.ts';
import { costFact, costWords } from './costWords.ts';
import type { SheetFact, SheetView, SheetWords } from './sheetProtocol.ts';

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
    parts: draft.pieces.map((piece) => ({
      number: piece.number,
      isOurs: piece.part.kind === 'instruction',
      label: piece.part.kind === 'instruction' ? ourLabel(piece.role) : placeOf(piece.part.origin),
      text: stretchesOf(piece)
        .map(({ text }) => text)
        .join(''),
    })),
    body: draft.body,
    facts: [...factsOf(draft, count), costFact(draft, purse, language)],
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
    editing: l10n.t('Change your text, then look at it again before it is sent.'),
    hint: l10n.t('{0} sends · Escape cancels', sendKey),
  };
}

function factsOf(draft: Draft, count: Intl.NumberFormat): readonly SheetFact[] {
  const files = draft.files.map(({ path, firstLine, lastLine, characters }) => ({
    text: `${path}:${firstLine}–${lastLine}`,
    note: l10n.t('{0} characters', count.format(characters)),
  }));
  const leftOut = draft.leftOut.map(({ kind, path, rule }) => ({
    text: kind === 'answer' ? l10n.t('An earlier answer, which may quote it') : path,
    note: l10n.t('rule {0}', rule),
  }));
  return [
    { label: l10n.t('Files'), values: files.length > 0 ? files : [{ text: l10n.t('none') }] },
    ...(leftOut.length > 0 ? [{ label: l10n.t('Left out'), values: leftOut }] : []),
    { label: l10n.t('Request'), values: [{ text: `${draft.method} ${draft.url}` }] },
    {
      label: l10n.t('Headers'),
      values: [
        {
          text: draft.headers.map(({ name, value, before = '' }) => `${name}: ${value ?? `${before}••••`}`).join(' · '),
        },
      ],
    },
  ];
}

function ourLabel(role: Message['role']): string {
  return role === 'system' ? l10n.t('Hearth’s instructions to the model') : l10n.t('Hearth’s words around your text');
}

function placeOf(origin: Origin): string {
  if (hasNoFile(origin)) return origin.kind === 'typed' ? l10n.t('Typed by you') : l10n.t('An earlier answer');
  const { firstLine, lastLine } = lineNumbers(origin);
  return `${origin.path}:${firstLine}–${lastLine}`;
}
