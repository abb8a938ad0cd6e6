import { l10n } from 'vscode';
import type { OriginKind } from '../../base/text.ts';
import type { OpenedEntry } from '../../privacy/ledgerBook.ts';
import type { Entry, EntryOf } from '../../privacy/ledgerEntries.ts';
import { secretNames } from '../../privacy/secretNames.ts';
import type { LedgerFormat } from './format.ts';
import type { ToLedgerPage } from './protocol.ts';
import { type Words, wordFor } from './words.ts';

/** Everything on record about an entry, in the user's words. What is not known has no line. */
export function entryView(
  { entry, body }: OpenedEntry,
  words: Words,
  format: LedgerFormat,
): Extract<ToLedgerPage, { readonly type: 'entry' }> {
  const facts = factsOf(entry, words, format).flatMap(([label, ...values]) => {
    const known = values.filter((value) => value !== undefined).filter((value) => value !== '');
    return known.length === 0 ? [] : [{ label, values: known }];
  });
  if (entry.kind === 'request' && entry.intent.bodyKept && body === undefined) {
    facts.push({ label: l10n.t('What was sent'), values: [l10n.t('It was kept, but is no longer there.')] });
  }
  return { type: 'entry', key: entry.key, facts, body };
}

type Fact = readonly [label: string, ...values: readonly (string | undefined)[]];

function factsOf(entry: Entry, words: Words, format: LedgerFormat): readonly Fact[] {
  const when: Fact = [l10n.t('Time'), format.exactTime(entry.time)];
  const where: Fact = [l10n.t('On record in'), l10n.t('{0}, line {1}', entry.file, entry.line)];
  switch (entry.kind) {
    case 'request':
      return [when, ...requestFacts(entry, words, format), where];
    case 'traffic': {
      const { tier, what, destination, model, requests, bytesOut, bytesIn, day, ended } = entry.traffic;
      return [
        [l10n.t('Day'), day],
        [l10n.t('Last counted'), format.exactTime(entry.time)],
        [l10n.t('Tier'), wordFor(tier, words)],
        [l10n.t('Destination'), destination],
        [l10n.t('What'), wordFor(what, words)],
        [l10n.t('Model'), model],
        [l10n.t('Requests'), format.count(requests)],
        [l10n.t('Sent'), exactBytes(bytesOut, format)],
        [l10n.t('Received'), exactBytes(bytesIn, format)],
        [l10n.t('Outcome'), ended === undefined ? undefined : wordFor(ended, words)],
        where,
      ];
    }
    case 'deleted': {
      const { month, entries, files } = entry.deleted;
      return [
        when,
        [l10n.t('Deleted by you'), format.month(month)],
        [l10n.t('Entries'), format.count(entries)],
        [l10n.t('Files'), ...files.map(({ name, lines }) => l10n.t('{0}, {1} lines', name, format.count(lines)))],
        where,
      ];
    }
    case 'unreadable':
      return [
        [
          l10n.t('What happened'),
          l10n.t('This line holds no whole record. Most likely a crash cut it short. This is what is left of it:'),
        ],
        [l10n.t('The line'), entry.text],
        where,
      ];
  }
}

function requestFacts(
  { intent, outcome, state, tier }: EntryOf<'request'>,
  words: Words,
  format: LedgerFormat,
): readonly Fact[] {
  const ended = state === 'ended' ? (outcome?.ended ?? '') : state;
  return [
    [l10n.t('Tier'), wordFor(tier, words)],
    [l10n.t('Destination'), intent.destination],
    [l10n.t('Provider'), intent.provider],
    [l10n.t('Model'), intent.model],
    [l10n.t('Asked by'), wordFor(intent.gesture, words)],
    [l10n.t('Attempt'), intent.attempt > 1 ? format.count(intent.attempt) : undefined],
    [l10n.t('Request'), `${intent.method} ${intent.path}`],
    [
      l10n.t('Outcome'),
      [wordFor(ended, words), outcome?.status === undefined ? '' : l10n.t('status {0}', outcome.status)]
        .filter((text) => text !== '')
        .join(' · '),
      state === 'interrupted'
        ? l10n.t('Hearth ended before it could say. It may have left whole, in part, or not at all.')
        : undefined,
    ],
    [l10n.t('Ended'), outcome && format.exactTime(Date.parse(outcome.time))],
    [l10n.t('Request body'), exactBytes(intent.bytesOut, format)],
    [l10n.t('Received'), outcome && exactBytes(outcome.bytesIn, format)],
    [
      l10n.t('Tokens'),
      l10n.t('{0} before sending (estimate)', format.count(intent.estimatedTokens)),
      outcome?.promptTokens === undefined ? undefined : l10n.t('{0} read', format.count(outcome.promptTokens)),
      outcome?.answerTokens === undefined ? undefined : l10n.t('{0} answered', format.count(outcome.answerTokens)),
    ],
    [
      l10n.t('Cost'),
      intent.estimatedUsd === undefined
        ? undefined
        : l10n.t('{0} before sending (estimate)', format.usd(intent.estimatedUsd)),
      intent.atMostUsd === undefined ? undefined : l10n.t('{0} at most', format.usd(intent.atMostUsd)),
      outcome?.costUsd === undefined ? undefined : format.usd(outcome.costUsd),
    ],
    [
      l10n.t('Files'),
      ...intent.files.map(({ path, firstLine, lastLine, characters }) =>
        l10n.t('{0}:{1}–{2}, {3} characters', path, firstLine, lastLine, format.count(characters)),
      ),
    ],
    [
      l10n.t('Left out'),
      ...intent.leftOut.map(({ kind, path, rule }) => l10n.t('{0}, by the rule {1}', placeOf(kind, path), rule)),
    ],
    [l10n.t('Taken out by you'), ...(intent.takenOut ?? []).map(({ kind, path }) => placeOf(kind, path))],
    [l10n.t('Masked'), ...(intent.redactions ?? []).map(({ rule, count }) => timesOf(rule, count, format))],
    [l10n.t('Let through by you'), ...(intent.released ?? []).map(({ rule, count }) => timesOf(rule, count, format))],
    [l10n.t('SHA-256 of what was sent'), intent.bodySha256],
    [l10n.t('Id'), intent.id],
  ];
}

/** Where a piece of text was from; what was typed, and an earlier answer, has no path. */
function placeOf(kind: OriginKind, path: string): string {
  if (kind === 'answer') return l10n.t('an earlier answer');
  if (kind === 'terminal') return l10n.t('from a terminal');
  return kind === 'typed' ? l10n.t('typed by you') : path;
}

/** A kind of secret by the name it has on the sheet. */
function timesOf(rule: string, count: number, format: LedgerFormat): string {
  const secret = Object.entries(secretNames).find(([name]) => name === rule)?.[1] ?? rule;
  return count === 1 ? secret : l10n.t('{0}, {1} times', secret, format.count(count));
}

function exactBytes(bytes: number, format: LedgerFormat): string {
  return bytes < 1000 ? format.bytes(bytes) : l10n.t('{0} ({1} bytes)', format.bytes(bytes), format.count(bytes));
}
