import { env, l10n, MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Settings } from '../../base/settings.ts';
import type { Snooze, SnoozedUntil } from '../../completion/snooze.ts';
import type { Statistics, Summary } from '../../completion/statistics.ts';
import { isTooOld } from '../../models/health/versions.ts';
import type { Standing } from '../../tiers/failover.ts';
import type { Status, StatusBoard } from '../../tiers/status.ts';
import { isOutside, type Tier } from '../../tiers/tier.ts';
import type { WhoSuggests } from '../completion/whoSuggests.ts';
import { problemFor, snoozedWords, tooOldWords } from '../messages.ts';
import { modelLabel, shortModelLabel } from '../models/modelLabel.ts';
import type { CloudFlag } from '../privacy/cloudFlag.ts';
import type { SpendingWatch } from '../privacy/spendingWatch.ts';
import { usd } from '../usd.ts';

/** The commands that the hover card may run; a link to anything else does nothing. */
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

/** What the item tells of. */
export interface StatusBarParts {
  readonly board: StatusBoard;
  readonly settings: () => Settings;
  /** The engine's host. */
  readonly where: () => string;
  /** How the engines stand, for completions and for tasks; empty where there is only one. */
  readonly standings: () => readonly (readonly Standing[])[];
  readonly snooze: Snooze;
  readonly statistics: Statistics;
  readonly flag: CloudFlag;
  readonly spending: SpendingWatch;
  readonly whoSuggests: Pick<WhoSuggests, 'undecided'>;
  /** Whether a model of the user's own has ever answered here. */
  readonly isSetUp: () => boolean;
}

/** Hearth's one status bar item: who would answer, who is answering, who answered, or what is in the way. */
export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #parts: StatusBarParts;
  readonly #listeners: readonly Disposable[];

  constructor(parts: StatusBarParts) {
    this.#parts = parts;
    this.#item = window.createStatusBarItem('status', StatusBarAlignment.Right, 100);
    this.#item.name = l10n.t('Hearth');
    // The card waits for the first change: it needs the settings, and reading them costs 10 ms of a start.
    this.#item.text = `$(flame) ${l10n.t('Hearth')}`;
    this.#listeners = [parts.board, parts.snooze, parts.statistics, parts.flag, parts.spending].map((each) =>
      each.onChange(() => this.#paint()),
    );
    this.#item.show();
  }

  #paint(): void {
    const { board, settings, where, snooze, flag } = this.#parts;
    const { status } = board;
    const isMissing = lacksSetUp(status, this.#parts.isSetUp);
    const face = faceOf(status, settings(), where(), snooze.until, flag.isSet);
    const { text, spoken } = isMissing ? { ...face, text: `$(flame) ${l10n.t('Set up Hearth')}` } : face;
    this.#item.command = isMissing ? 'hearth.setUp' : 'hearth.answers.focus';
    this.#item.text = text;
    this.#item.accessibilityInformation = { label: l10n.t('Hearth: {0}', spoken), role: 'button' };
    this.#item.tooltip = this.#card(status);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }

  #card(status: Status): MarkdownString {
    const card = new MarkdownString('', true);
    card.isTrusted = { enabledCommands: cardCommands };
    const settings = this.#parts.settings();
    const { until } = this.#parts.snooze;
    const { summary } = this.#parts.statistics;
    const lines = [
      `**${l10n.t('Hearth')}**`,
      engineLine(status, this.#parts.where()),
      ...standingLines(this.#parts.standings()),
      ...(until === undefined ? [] : [`$(bell-slash) ${snoozedWords(until)}`]),
      status.last ? lastLine(status.last) : l10n.t('No answer yet in this window.'),
      todayLine(status),
      ...spendingLine(this.#parts.spending),
      ...(summary ? [speedLine(summary)] : []),
      ...undecidedLine(this.#parts.whoSuggests.undecided),
    ];
    card.appendMarkdown(lines.join('\n\n'));
    card.appendMarkdown('\n\n---\n\n');
    const link = (command: string, label: string) => `[${label}](command:${command})`;
    card.appendMarkdown(
      [
        link(
          'hearth.toggleCompletions',
          settings.completionsEnabled ? l10n.t('Turn completions off') : l10n.t('Turn completions on'),
        ),
        link('hearth.snoozeCompletions', until === undefined ? l10n.t('Snooze') : l10n.t('End the snooze')),
        link('hearth.whyNoSuggestion', l10n.t('Why no suggestion?')),
        link('hearth.chooseCompletionModel', l10n.t('Model for completions')),
        link('hearth.chooseTaskModel', l10n.t('Model for tasks')),
        link('hearth.models.focus', l10n.t('Models')),
        ...(settings.cloudEnabled ? this.#cloudLinks(status).map(([command, label]) => link(command, label)) : []),
        ...(lacksSetUp(status, this.#parts.isSetUp) ? [link('hearth.setUp', l10n.t('Set up'))] : []),
        link('hearth.checkSetup', l10n.t('Check setup')),
        link('hearth.showLog', l10n.t('Log')),
      ].join(' · '),
    );
    return card;
  }

  #cloudLinks({ last }: Status): readonly (readonly [command: string, label: string])[] {
    const flagged = this.#parts.flag.isSet ? l10n.t('Next request stays local') : l10n.t('Next request to the cloud');
    return [
      ...(last?.work === 'task' ? [['hearth.escalate', l10n.t('Escalate the last answer')] as const] : []),
      ['hearth.escalateNext', flagged],
      ['hearth.configureCloud', l10n.t('Cloud tier')],
    ];
  }
}

/** Whether something is still to be set up: there is no model, or an engine that was never seen here. */
function lacksSetUp({ failing, ready, working }: Status, isSetUp: () => boolean): boolean {
  if (!failing || isOutside(failing.tier) || working > 0) return false;
  return failing.reason === 'noModel' || (failing.reason === 'unreachable' && !ready && !isSetUp());
}

/** What the item shows, and what a screen reader says. */
function faceOf(
  status: Status,
  settings: Settings,
  where: string,
  snoozed: SnoozedUntil | undefined,
  isFlagged: boolean,
): { text: string; spoken: string } {
  const { last, failing, loading, ready } = status;
  if (isFlagged && status.working === 0) {
    const model = shortModelLabel(settings.cloudModel);
    return {
      text: `$(cloud-upload) ${l10n.t('next: {0}', model)}`,
      spoken: l10n.t('the next request goes to {0}, after you have seen what would be sent', model),
    };
  }
  if (failing) {
    const { message } = problemFor(failing.reason, failing.detail, failing.host ?? where, failing.tier);
    return { text: `$(warning) ${shortProblem(failing)}`, spoken: message };
  }
  if (loading) {
    const label = l10n.t('loading {0}', shortModelLabel(loading.model));
    return { text: `$(loading~spin) ${label}`, spoken: label };
  }
  const who = last?.provenance ?? ready;
  if (status.working > 0) {
    const asked = status.asked ?? who;
    const label = asked ? shortModelLabel(asked.model) : l10n.t('Hearth');
    return { text: `$(loading~spin) ${label}`, spoken: l10n.t('working') };
  }
  if (snoozed !== undefined) {
    const label = who ? shortModelLabel(who.model) : l10n.t('Hearth');
    return { text: `$(bell-slash) ${label}`, spoken: snoozedWords(snoozed) };
  }
  const old = oldVersion(ready);
  if (who && old !== undefined && !isOutside(who.tier)) {
    return { text: `$(warning) ${shortModelLabel(who.model)}`, spoken: tooOldWords(old) };
  }
  if (who) {
    const off = settings.completionsEnabled ? '' : ` ${l10n.t('(completions off)')}`;
    return {
      text: `$(${tierIcon(who.tier)}) ${shortModelLabel(who.model)}${off}`,
      spoken: last
        ? l10n.t('answered by {0}, {1}', modelLabel(who.model), tierWord(who.tier))
        : l10n.t('ready: {0}, {1}{2}', modelLabel(who.model), tierWord(who.tier), off),
    };
  }
  return { text: `$(flame) ${l10n.t('Hearth')}`, spoken: l10n.t('ready') };
}

/** The version of an Ollama that should be updated. Other engines count theirs otherwise. */
function oldVersion(ready: Status['ready']): string | undefined {
  return ready?.engine === 'Ollama' && isTooOld(ready.version) ? ready.version : undefined;
}

/** The icon of a tier, the same everywhere. */
export function tierIcon(tier: Tier): string {
  return { local: 'home', selfHosted: 'server', cloud: 'cloud', handedOver: 'extensions' }[tier];
}

/** Its name, the same everywhere. */
export function tierWord(tier: Tier): string {
  return {
    local: l10n.t('local'),
    selfHosted: l10n.t('self-hosted'),
    cloud: l10n.t('cloud'),
    handedOver: l10n.t('handed over'),
  }[tier];
}

/** A failure in two or three words: the hover card has the whole sentence. */
function shortProblem(failing: NonNullable<Status['failing']>): string {
  if (isOutside(failing.tier)) return l10n.t('cloud failed');
  switch (failing.reason) {
    case 'unreachable':
      return l10n.t('engine off');
    case 'badEndpoint':
    case 'cloudEndpoint':
      return l10n.t('bad address');
    case 'keyRejected':
      return l10n.t('key needed');
    case 'notTheEngine':
      return l10n.t('not an engine');
    case 'modelMissing':
      return l10n.t('model missing');
    case 'cannotComplete':
    case 'unknownFamily':
    case 'notTrained':
      return l10n.t('no completions');
    case 'remoteModel':
      return l10n.t('cloud model refused');
    case 'notAllowed':
      return l10n.t('host not allowed');
    case 'outOfMemory':
      return l10n.t('out of memory');
    case 'timedOut':
    case 'stalled':
      return l10n.t('engine slow');
    case 'busy':
      return l10n.t('engine busy');
    default:
      return l10n.t('engine error');
  }
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
