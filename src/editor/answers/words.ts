import { env, l10n } from 'vscode';
import type { Tier } from '../../tiers/tier.ts';
import { numberWord } from '../numberWord.ts';
import { usd } from '../usd.ts';
import type { PageWords } from './protocol.ts';

/** The words of the Hearth view that the extension puts together itself. */
export interface AnswerWords {
  readonly tiers: Readonly<Record<Tier, string>>;
  /** A number, with so many digits behind the point. */
  number(value: number, digits?: number): string;
  seconds(count: string): string;
  minutes(minutes: string, seconds: string): string;
  tokens(count: string): string;
  tokensPerSecond(count: string): string;
  usd(amount: number): string;
  readonly cost: string;
  readonly costUnknown: string;
  readonly engine: string;
  readonly host: string;
  readonly model: string;
  readonly digest: string;
  readonly firstWords: string;
  readonly modelLoaded: string;
  readonly prompt: string;
  readonly incomplete: string;
  readonly stopped: string;
  started(title: string): string;
  completed(title: string, tier: string): string;
  cutShort(title: string, tier: string): string;
  wasStopped(title: string): string;
  failed(title: string, message: string): string;
  /** How many rows of a table are shown, and how many there are. */
  rowsShown(shown: number, of: number): string;
  readonly verdictKept: string;
  readonly verdictTakenBack: string;
}

/** The words in the user's language. */
export function answerWords(): AnswerWords {
  return {
    tiers: {
      local: l10n.t('local'),
      selfHosted: l10n.t('self-hosted'),
      cloud: l10n.t('cloud'),
      handedOver: l10n.t('handed over'),
    },
    number: numberWord,
    seconds: (count) => l10n.t('{0} s', count),
    minutes: (minutes, seconds) => l10n.t('{0} min {1} s', minutes, seconds),
    tokens: (count) => (count === '1' ? l10n.t('1 token') : l10n.t('{0} tokens', count)),
    tokensPerSecond: (count) => l10n.t('{0} tok/s', count),
    usd: (amount) => usd(amount, env.language),
    cost: l10n.t('Cost'),
    costUnknown: l10n.t('unknown'),
    engine: l10n.t('Engine'),
    host: l10n.t('Host'),
    model: l10n.t('Model'),
    digest: l10n.t('Digest'),
    firstWords: l10n.t('First words'),
    modelLoaded: l10n.t('Model loaded'),
    prompt: l10n.t('Prompt'),
    incomplete: l10n.t('incomplete'),
    stopped: l10n.t('stopped'),
    started: (title) => l10n.t('{0}: answering', title),
    completed: (title, tier) => l10n.t('{0}: answer complete, {1}', title, tier),
    cutShort: (title, tier) => l10n.t('{0}: answer incomplete, {1}', title, tier),
    wasStopped: (title) => l10n.t('{0}: stopped', title),
    failed: (title, message) => l10n.t('{0}: no answer. {1}', title, message),
    rowsShown: (shown, of) =>
      l10n.t('The first {0} of {1} are shown here. The document has all of them.', numberWord(shown), numberWord(of)),
    verdictKept: l10n.t('Kept on this computer'),
    verdictTakenBack: l10n.t('Taken back'),
  };
}

/**
 * The page's fixed words in the user's language.
 * @param keys the keys that run the two commands, as shown to people
 */
export function pageWords(keys: { readonly explain?: string; readonly summarize?: string }): PageWords {
  return {
    answers: l10n.t('Answers'),
    stop: l10n.t('Stop'),
    copy: l10n.t('Copy'),
    copied: l10n.t('Copied'),
    copyCode: l10n.t('Copy this code'),
    insert: l10n.t('Insert'),
    insertHint: l10n.t('Insert at the cursor'),
    insertBelow: l10n.t('Insert below'),
    insertBelowHint: l10n.t('Insert below the text that was asked about, wherever the cursor is'),
    insertCode: l10n.t('Insert this code at the cursor'),
    replace: l10n.t('Replace…'),
    replaceHint: l10n.t('Put this in place of the text that was asked about: you review each change first'),
    replaceCode: l10n.t('Put this code in place of what was asked about: you review each change first'),
    escalate: l10n.t('Escalate'),
    escalateHint: l10n.t('Escalate to the cloud: you see exactly what would leave before anything does'),
    keep: l10n.t('Keep as Test'),
    keepHint: l10n.t('Keep as Test: later models are measured by this answer. It stays on this computer.'),
    pair: l10n.t('Local and cloud'),
    markDifferences: l10n.t('Mark differences'),
    inCommon: l10n.t('{0} % in common'),
    hardlyInCommon: l10n.t('Hardly a phrase in common'),
    worthIt: l10n.t('Worth asking the cloud?'),
    worthItYes: l10n.t('Yes'),
    worthItNo: l10n.t('No, local was enough'),
    worthItHint: l10n.t(
      'Your verdict is kept on this computer, with the question and both answers. Press again to forget it.',
    ),
    followUp: l10n.t('Ask about this answer…'),
    followUpHint: l10n.t('Enter asks, Shift+Enter begins a new line. Answered by your own engine.'),
    sendFollowUp: l10n.t('Ask'),
    asking: l10n.t('Thinking…'),
    elapsed: l10n.t('{0} s'),
    details: l10n.t('Who answered'),
    failed: l10n.t('No answer'),
    openTable: l10n.t('Open as Document'),
    openTableHint: l10n.t('Open all of it as a Markdown document, which you can save'),
    copyTable: l10n.t('Copy as CSV'),
    copyTableHint: l10n.t('Copy all of it as comma-separated values, for a spreadsheet'),
    openFile: l10n.t('Open {0}'),
    emptyTitle: l10n.t('Answers appear here'),
    emptyText: l10n.t(
      'Select some text, or put the cursor in it, then ask. Nothing goes to the cloud unless you send it.',
    ),
    explain: l10n.t('Explain'),
    summarize: l10n.t('Summarize'),
    explainKey: keys.explain ?? '',
    summarizeKey: keys.summarize ?? '',
  };
}
