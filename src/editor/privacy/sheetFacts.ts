import { l10n } from 'vscode';
import { type Draft, lineNumbers } from '../../privacy/draft.ts';
import { hasNoFile } from '../../privacy/exclusions.ts';
import { type Piece, stretchesOf } from '../../privacy/pieces.ts';
import { type SecretRule, secretNames } from '../../privacy/secretNames.ts';
import { hiddenRuns, spellHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import { noFileWords } from './noFileWords.ts';
import type { SheetFact, SheetFactValue, SheetNotice } from './sheetProtocol.ts';

/** What there is to know beside the text, complete. */
export function sheetFacts(draft: Draft, count: Intl.NumberFormat): readonly SheetFact[] {
  const files = draft.files.map(({ path, firstLine, lastLine, characters }) => ({
    text: `${spellHiddenCharacters(path)}:${firstLine}–${lastLine}`,
    note: l10n.t('{0} characters', count.format(characters)),
  }));
  const leftOut = draft.leftOut.map(({ kind, path, rule }) => ({
    text: kind === 'answer' ? l10n.t('An earlier answer, which may quote it') : spellHiddenCharacters(path),
    note: l10n.t('rule {0}', spellHiddenCharacters(rule)),
  }));
  const secrets = secretsOf(draft.pieces);
  const row = (label: string, values: readonly SheetFactValue[]) => (values.length > 0 ? [{ label, values }] : []);
  return [
    ...row(
      l10n.t('Masked'),
      secrets.filter(({ isReleased }) => !isReleased).map((secret) => secretValue(secret, count)),
    ),
    ...row(
      l10n.t('Goes as it is'),
      secrets.filter(({ isReleased }) => isReleased).map((secret) => secretValue(secret, count)),
    ),
    ...row(l10n.t('Left out'), leftOut),
    ...row(l10n.t('Files'), files.length > 0 ? files : [{ text: l10n.t('none') }]),
    ...row(l10n.t('Request'), [{ text: `${draft.method} ${draft.url}` }]),
    ...row(l10n.t('Headers'), [
      { text: draft.headers.map(({ name, value, before = '' }) => `${name}: ${value ?? `${before}••••`}`).join(' · ') },
    ]),
  ];
}

/** What stands out, in a few words each. */
export function sheetNotices(draft: Draft, count: Intl.NumberFormat): readonly SheetNotice[] {
  const sum = (counts: readonly { readonly count: number }[]) => counts.reduce((all, each) => all + each.count, 0);
  const leaving = draft.pieces.filter(({ isTakenOut }) => !isTakenOut);
  const hidden = leaving.flatMap((piece) =>
    stretchesOf(piece).flatMap(({ text }) => hiddenRuns(text).map(({ codePoints }) => codePoints.length)),
  );
  const notice = (kind: SheetNotice['kind'], number: number, one: string, more: string): readonly SheetNotice[] =>
    number === 0 ? [] : [{ kind, text: number === 1 ? one : more.replace('{0}', count.format(number)) }];
  return [
    ...notice('masked', sum(draft.masked), l10n.t('1 secret masked'), l10n.t('{0} secrets masked')),
    ...notice(
      'released',
      sum(draft.released),
      l10n.t('1 possible secret goes as it is'),
      l10n.t('{0} possible secrets go as they are'),
    ),
    ...notice(
      'hidden',
      hidden.reduce((all, each) => all + each, 0),
      l10n.t('1 character that nobody sees'),
      l10n.t('{0} characters that nobody sees'),
    ),
    ...notice(
      'leftOut',
      draft.leftOut.length,
      l10n.t('1 text left out by a rule'),
      l10n.t('{0} texts left out by rules'),
    ),
    ...notice('takenOut', draft.takenOut.length, l10n.t('1 taken out by you'), l10n.t('{0} taken out by you')),
  ];
}

/** A secret wherever it turns up. */
interface FoundSecret {
  readonly id: string;
  readonly rule: SecretRule;
  readonly isReleased: boolean;
  readonly places: readonly string[];
}

function secretsOf(pieces: readonly Piece[]): readonly FoundSecret[] {
  const found = new Map<string, FoundSecret & { readonly places: string[] }>();
  for (const piece of pieces) {
    for (const { id, rule, start, isReleased } of piece.secrets) {
      const secret = found.get(id) ?? { id, rule, isReleased, places: [] };
      secret.places.push(placeIn(piece, start));
      found.set(id, secret);
    }
  }
  return [...found.values()];
}

function secretValue({ id, rule, isReleased, places }: FoundSecret, count: Intl.NumberFormat): SheetFactValue {
  const times = places.length > 1 ? ` ×${count.format(places.length)}` : '';
  return { text: secretNames[rule] + times, note: [...new Set(places)].join(', '), secret: { id, isReleased } };
}

/** Where in a piece something stands: "src/config.ts:12". */
function placeIn({ part }: Piece, at: number): string {
  if (part.kind === 'instruction') return l10n.t('Hearth’s words around your text');
  if (hasNoFile(part.origin)) return noFileWords(part.origin.kind);
  const lines = part.text.slice(0, at).split('\n').length - 1;
  return `${spellHiddenCharacters(part.origin.path)}:${lineNumbers(part.origin).firstLine + lines}`;
}
