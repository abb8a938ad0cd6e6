import { l10n } from 'vscode';
import type { Gesture } from '../../privacy/draft.ts';
import type { RequestState } from '../../privacy/ledgerEntries.ts';
import type { LedgerTier, Traffic } from '../../privacy/ledgerLines.ts';
import type { LedgerFormat } from './format.ts';
import type { LedgerPageWords } from './protocol.ts';

/** The codes that we write ourselves, but for the reasons of failures. */
type Code = LedgerTier | Gesture | Traffic['what'] | Exclude<RequestState, 'ended'> | 'done' | 'aborted' | 'retried';

/** What codes are called. */
export type Words = Readonly<Record<string, string>>;

/** What the codes in the ledger are called on the screen, also to be looked for. */
export function codeWords(): Words {
  return {
    // Tiers
    cloud: l10n.t('cloud'),
    handedOver: l10n.t('handed over'),
    selfHosted: l10n.t('self-hosted'),
    fetched: l10n.t('fetched by the engine'),
    // How it was asked for, and what traffic was
    escalate: l10n.t('Escalate'),
    askCloud: l10n.t('Ask the Cloud'),
    flagged: l10n.t('Flagged beforehand'),
    engine: l10n.t('Completions, tasks'),
    modelList: l10n.t('List of models'),
    keyTest: l10n.t('Test of the key'),
    pull: l10n.t('Download of a model'),
    // How it ended
    done: l10n.t('answered'),
    aborted: l10n.t('stopped by you'),
    retried: l10n.t('not taken, sent again'),
    underWay: l10n.t('under way'),
    interrupted: l10n.t('unknown: interrupted'),
    counted: l10n.t('counted'),
    deleted: l10n.t('deleted by you'),
    unreadable: l10n.t('unreadable line'),
    // The reasons of a `TierError` that a request which was sent can end with
    unreachable: l10n.t('not reached'),
    notTheEngine: l10n.t('another program answered'),
    modelMissing: l10n.t('model not known there'),
    tooLong: l10n.t('too long'),
    timedOut: l10n.t('no answer in time'),
    stalled: l10n.t('answer stopped coming'),
    cutShort: l10n.t('answer cut short'),
    badRequest: l10n.t('request refused'),
    engineFailed: l10n.t('failed there'),
    keyRejected: l10n.t('key rejected'),
    rateLimited: l10n.t('asked to wait'),
    overloaded: l10n.t('overloaded'),
    refused: l10n.t('declined to answer'),
    redirected: l10n.t('redirect, not followed'),
    noCredit: l10n.t('no credit there'),
    overBudget: l10n.t('not sent: over your budget'),
    wayChanged: l10n.t('not sent: past a proxy that is not yours'),
    badCertificate: l10n.t('not sent: bad certificate'),
  } satisfies Words & Readonly<Record<Code, string>>;
}

/** What a code is called; one that we do not know, say of a later version, is shown as it is. */
export function wordFor(code: string, words: Words): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

/** "1 entry", "2 entries". */
export function entriesWord(count: number, format: LedgerFormat): string {
  return count === 1 ? l10n.t('1 entry') : l10n.t('{0} entries', format.count(count));
}

/** The page's fixed words. */
export function ledgerPageWords(): LedgerPageWords {
  return {
    title: l10n.t('What left this computer'),
    intro: l10n.t(
      'Every request to a cloud model is put on record here before its first byte goes out; what a self-hosted engine gets is counted. The record is kept on this computer only.',
    ),
    totals: l10n.t('In all'),
    periods: [l10n.t('Today'), l10n.t('This month'), l10n.t('All')],
    search: l10n.t('Search entries'),
    tier: l10n.t('Tier'),
    month: l10n.t('Month'),
    exportCsv: l10n.t('Export CSV'),
    exportJsonLines: l10n.t('Export JSONL'),
    check: l10n.t('Verify'),
    checking: l10n.t('Verifying…'),
    deleteMonth: l10n.t('Delete a Month…'),
    entries: l10n.t('Entries'),
    columns: [
      l10n.t('Time'),
      l10n.t('Tier'),
      l10n.t('Destination'),
      l10n.t('Model'),
      l10n.t('Asked by'),
      l10n.t('Outcome'),
      l10n.t('Sent'),
      l10n.t('Received'),
      l10n.t('Tokens'),
      l10n.t('Cost'),
      l10n.t('Files'),
    ],
    previous: l10n.t('Previous page'),
    next: l10n.t('Next page'),
    noMatch: l10n.t('No entry matches.'),
    emptyTitle: l10n.t('Nothing has left this computer'),
    emptyText: l10n.t(
      'Nothing of yours went to a cloud model, to another extension or to an engine on another machine. When something does, it stands here.',
    ),
    body: l10n.t('What was sent'),
    showLine: l10n.t('Show the Line'),
    findings: l10n.t('Verification'),
    dismiss: l10n.t('Close'),
    reload: l10n.t('Try Again'),
  };
}
