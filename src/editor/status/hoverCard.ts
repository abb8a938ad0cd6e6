import { env, l10n, MarkdownString } from 'vscode';
import type { Summary } from '../../completion/statistics.ts';
import type { Standing } from '../../tiers/failover.ts';
import type { Status } from '../../tiers/status.ts';
import { isOutside } from '../../tiers/tier.ts';
import { problemFor, snoozedWords, tooOldWords } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import type { CloudFlag } from '../privacy/cloudFlag.ts';
import type { SpendingWatch } from '../privacy/spendingWatch.ts';
import { usd } from '../usd.ts';
import { lacksSetUp, oldVersion } from './face.ts';
import type { StatusBarParts } from './statusBarParts.ts';
import { tierIcon, tierWord } from './tierWords.ts';

/** The commands that the card may run; a link to anything else does nothing. */
const cardCommands = [
  'hearth.toggleCompletions',
  'hearth.snoozeCompletions',
  'hearth.whyNoSuggestion',
  'hearth.whoSuggests',
  'hearth.chooseCompletionModel',
  'hearth.chooseTaskModel',
  'hearth.models.focus',
  'hearth.escalate',
  'hearth.escalateNext',
  'hearth.configureCloud',
  'hearth.showWhatLeft',
  'hearth.setUp',
  'hearth.checkSetup',
  'hearth.showLog',
];

/** The card that opens over the item: who answers and how fast, what it cost, and what can be done about it. */
export function hoverCard(parts: StatusBarParts): MarkdownString {
  const { board, where, standings, snooze, statistics, spending, whoSuggests } = parts;
  const { status } = board;
  const { until } = snooze;
  const { summary } = statistics;
  const lines = [
    `**${l10n.t('Hearth')}**`,
    engineLine(status, where()),
    ...standingLines(standings()),
    ...(until === undefined ? [] : [`$(bell-slash) ${snoozedWords(until)}`]),
    status.last ? lastLine(status.last) : l10n.t('No answer yet in this window.'),
    todayLine(status),
    ...spendingLine(spending),
    ...(summary ? [speedLine(summary)] : []),
    ...undecidedLine(whoSuggests.undecided),
  ];
  const card = new MarkdownString('', true);
  card.isTrusted = { enabledCommands: cardCommands };
  card.appendMarkdown(lines.join('\n\n'));
  card.appendMarkdown('\n\n---\n\n');
  card.appendMarkdown(
    linksOf(parts)
      .map(([command, label]) => `[${label}](command:${command})`)
      .join(' · '),
  );
  return card;
}

type Link = readonly [command: string, label: string];

function linksOf({ board, settings, snooze, flag, isSetUp }: StatusBarParts): readonly Link[] {
  const { completionsEnabled, cloudEnabled } = settings();
  return [
    ['hearth.toggleCompletions', completionsEnabled ? l10n.t('Turn completions off') : l10n.t('Turn completions on')],
    ['hearth.snoozeCompletions', snooze.until === undefined ? l10n.t('Snooze') : l10n.t('End the snooze')],
    ['hearth.whyNoSuggestion', l10n.t('Why no suggestion?')],
    ['hearth.chooseCompletionModel', l10n.t('Model for completions')],
    ['hearth.chooseTaskModel', l10n.t('Model for tasks')],
    ['hearth.models.focus', l10n.t('Models')],
    ...(cloudEnabled ? cloudLinks(board.status, flag) : []),
    ...(lacksSetUp(board.status, isSetUp) ? [['hearth.setUp', l10n.t('Set up')] as const] : []),
    ['hearth.checkSetup', l10n.t('Check setup')],
    ['hearth.showLog', l10n.t('Log')],
  ];
}

function cloudLinks({ last }: Status, { isSet }: CloudFlag): readonly Link[] {
  return [
    ...(last?.work === 'task' ? [['hearth.escalate', l10n.t('Escalate the last answer')] as const] : []),
    ['hearth.escalateNext', isSet ? l10n.t('Next request stays local') : l10n.t('Next request to the cloud')],
    ['hearth.configureCloud', l10n.t('Cloud tier')],
  ];
}

function engineLine(status: Status, where: string): string {
  const { failing, ready, loading } = status;
  if (failing && !isOutside(failing.tier)) {
    return `$(warning) ${plain(problemFor(failing.reason, failing.detail, where).message)}`;
  }
  if (loading) return `$(loading~spin) ${l10n.t('Loading {0}', plain(modelLabel(loading.model)))}`;
  if (!ready) return l10n.t('Engine at {0}: not asked yet.', plain(where));
  const old = oldVersion(ready);
  if (old !== undefined) return `$(warning) ${plain(tooOldWords(old))}`;
  const engine = ready.version ? `${ready.engine} ${ready.version}` : ready.engine;
  return `$(${tierIcon(ready.tier)}) ${l10n.t('{0} at {1} ({2})', plain(engine), plain(ready.host), tierWord(ready.tier))}`;
}

/** How each of several engines stands; the same list is told once. */
function standingLines(lists: readonly (readonly Standing[])[]): readonly string[] {
  const icons = { inUse: 'pass-filled', ready: 'circle-outline', failed: 'warning' };
  const words = { inUse: l10n.t('in use'), ready: l10n.t('ready'), failed: l10n.t('does not answer') };
  const lines = lists
    .filter((list) => list.length > 0)
    .map((list) => list.map(({ host, state }) => `$(${icons[state]}) ${plain(host)} ${words[state]}`).join(' · '));
  return [...new Set(lines)];
}

function lastLine(last: NonNullable<Status['last']>): string {
  const { provenance, measured } = last;
  const speed =
    measured.answerTokens !== undefined && measured.answerMs
      ? ` · ${l10n.t('{0} tokens/s', Math.round(measured.answerTokens / (measured.answerMs / 1000)))}`
      : '';
  return l10n.t(
    'Last answer: $({0}) {1}, {2} · {3} ms{4}',
    tierIcon(provenance.tier),
    plain(modelLabel(provenance.model)),
    plain(provenance.host),
    Math.round(measured.totalMs),
    speed,
  );
}

function todayLine(status: Status): string {
  const { local, selfHosted, cloud, handedOver } = status.today;
  const counts = [
    l10n.t('{0} answered here', local),
    ...(selfHosted > 0 ? [l10n.t('{0} self-hosted', selfHosted)] : []),
    l10n.t('{0} in the cloud', cloud),
    ...(handedOver > 0 ? [l10n.t('{0} handed over', handedOver)] : []),
  ];
  return `${l10n.t('Today: {0}', counts.join(', '))} · [${l10n.t('What left this computer')}](command:hearth.showWhatLeft)`;
}

/** What the cloud has cost. Nothing while nothing was spent and no budget is set. */
function spendingLine({ latest, monthlyUsd }: SpendingWatch): readonly string[] {
  if (latest === undefined) return [];
  const { today, month } = latest;
  if (month.usd === 0 && month.unknown === 0 && monthlyUsd === undefined) return [];
  const amount = (value: number) => plain(usd(value, env.language));
  const spent =
    monthlyUsd === undefined
      ? l10n.t('Cloud: {0} today, {1} this month', amount(today.usd), amount(month.usd))
      : l10n.t('Cloud: {0} today, {1} of {2} this month', amount(today.usd), amount(month.usd), amount(monthlyUsd));
  return [month.unknown === 0 ? spent : l10n.t('{0}, and {1} requests of unknown cost', spent, month.unknown)];
}

/** That another extension can suggest text, too, until somebody has said who shall. */
function undecidedLine(others: string | undefined): readonly string[] {
  if (others === undefined) return [];
  return [
    `${plain(l10n.t('{0} can suggest text, too.', others))} [${l10n.t('Who shall?')}](command:hearth.whoSuggests)`,
  ];
}

/** How long suggestions take from the key, and how many are accepted. */
function speedLine({ p50, p95, acceptRate }: Summary): string {
  const [half, most] = [Math.round(p50), Math.round(p95)];
  if (acceptRate === undefined) return l10n.t('Suggestions: p50 {0} ms · p95 {1} ms', half, most);
  return l10n.t('Suggestions: p50 {0} ms · p95 {1} ms · {2} % accepted', half, most, Math.round(acceptRate * 100));
}

/** Names come from engines and providers: in the card they are text, never markup, links or icons. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}
