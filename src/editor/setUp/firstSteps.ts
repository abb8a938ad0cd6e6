import { commands, l10n, type Tab, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Settings } from '../../base/settings.ts';
import type { Statistics } from '../../completion/statistics.ts';
import type { SetupTime } from '../../models/setUp/setupTime.ts';
import type { Status, StatusBoard } from '../../tiers/status.ts';
import { isOutside, type TierErrorReason } from '../../tiers/tier.ts';

/** A step of the walkthrough, by the context key that completes it there: `package.json` names them. */
type Step = 'engineAnswers' | 'hasModel' | 'suggested' | 'answered' | 'cloudDecided';

/** Failures of an engine that does answer. */
const ofAnEngineThatAnswers: readonly TierErrorReason[] = [
  'noModel',
  'modelMissing',
  'cannotComplete',
  'unknownFamily',
  'notTrained',
  'remoteModel',
  'outOfMemory',
  'tooLong',
];

/** What is watched. */
export interface FirstStepsParts {
  readonly board: StatusBoard;
  readonly statistics: Statistics;
  readonly settings: () => Settings;
  readonly setupTime: SetupTime;
  /** Calls `listener` after one of Hearth's settings changed. */
  readonly onSettings: (listener: () => void) => Disposable;
  readonly clock: Clock;
}

/** How long VS Code may take to fill a page of its own that it opened, in milliseconds. */
const pageMs = 1000;

/** Notices when a step of the walkthrough is really done, however it was done, and how long it took to the first answer. */
export class FirstSteps implements Disposable {
  readonly #parts: FirstStepsParts;
  readonly #done = new Set<Step>();
  readonly #listening: readonly Disposable[];
  readonly #ended = new AbortController();
  #message: Disposable | undefined;
  /** The answer that was looked at last: the board tells of much else at each key. */
  #seen: Status['last'];
  /**
   * Whether VS Code is told. It looks for the keys when it opens a walkthrough for the first time in a window, and a step whose key
   * is there by then it never completes (`registerDoneListeners` in its `gettingStartedService.ts`): so it is told afterwards.
   */
  #isTold = false;

  constructor(parts: FirstStepsParts) {
    this.#parts = parts;
    this.#listening = [
      parts.board.onChange(() => this.#look()),
      parts.statistics.onChange(() => this.#is('suggested', parts.statistics.summary !== undefined)),
      parts.onSettings(() => this.#lookAtCloud()),
      window.tabGroups.onDidChangeTabs(({ opened }) => {
        if (opened.some(isOwnPage)) void this.#tellSoon();
      }),
    ];
  }

  /** Looks for the first time: not while the window starts. */
  start(): void {
    this.#parts.setupTime.started();
    this.#look();
    this.#lookAtCloud();
    if (window.tabGroups.all.some(({ tabs }) => tabs.some(isOwnPage))) void this.#tellSoon();
  }

  /** A walkthrough is open: from now on its steps are completed. */
  tell(): void {
    this.#isTold = true;
    for (const step of this.#done) tellOf(step);
  }

  dispose(): void {
    this.#ended.abort();
    this.#message?.dispose();
    for (const each of this.#listening) each.dispose();
  }

  #look(): void {
    const { ready, failing, last } = this.#parts.board.status;
    const fails = failing && !isOutside(failing.tier) ? failing.reason : undefined;
    this.#is('engineAnswers', ready !== undefined || (fails !== undefined && ofAnEngineThatAnswers.includes(fails)));
    this.#is('hasModel', ready !== undefined);
    if (!last || last === this.#seen || isOutside(last.provenance.tier)) return;
    this.#seen = last;
    this.#is('answered', last.work === 'task');
    const ms = this.#parts.setupTime.answered();
    // Said once, where nothing is interrupted by it.
    if (ms !== undefined) {
      const words = l10n.t('Hearth: {0} from the install to the first local answer', durationWords(ms));
      this.#message = window.setStatusBarMessage(words, 15_000);
    }
  }

  /** Somebody who has set a cloud up, or switched it off, has decided. */
  #lookAtCloud(): void {
    const { cloudEnabled, cloudModel } = this.#parts.settings();
    this.#is('cloudDecided', !cloudEnabled || cloudModel !== '');
  }

  #is(step: Step, isDone: boolean): void {
    if (!isDone || this.#done.has(step)) return;
    this.#done.add(step);
    if (this.#isTold) tellOf(step);
  }

  async #tellSoon(): Promise<void> {
    if (this.#isTold) return;
    await this.#parts.clock.wait(pageMs, this.#ended.signal);
    if (!this.#ended.signal.aborted) this.tell();
  }
}

/** Whether a tab is a page of VS Code's own, such as Welcome: of those it tells extensions nothing. */
const isOwnPage = ({ input }: Tab) => input === undefined;

function tellOf(step: Step): void {
  void commands.executeCommand('setContext', `hearth.${step}`, true);
}

/** A duration of seconds to hours, in words. @param ms in milliseconds */
export function durationWords(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return l10n.t('{0} s', Math.round(ms / 1000));
  return minutes < 120 ? l10n.t('{0} min', Math.round(minutes)) : l10n.t('{0} h', Math.round(minutes / 60));
}
