import { l10n, ProgressLocation, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import { PullMeter, type PullProgress } from '../../models/pullMeter.ts';
import type { EngineLibrary } from '../../tiers/engine.ts';
import { TierError } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { timeLeft } from '../timeLeft.ts';
import { modelLabel } from './modelLabel.ts';
import { ModelRow } from './modelRow.ts';
import { joined, sizeWord } from './modelWords.ts';

/** How often a download is painted anew, in milliseconds: the engine tells of it 16 times a second. */
const paintMs = 400;

interface Pull {
  readonly leaving: AbortController;
  progress: PullProgress | undefined;
  isRunning: boolean;
  done: Promise<boolean>;
}

/** What downloads need. */
export interface PullsParts {
  readonly library: Pick<EngineLibrary, 'pull'>;
  readonly where: () => string;
  readonly clock: Clock;
  /** Told when a download's row is to be painted anew. */
  readonly onProgress: () => void;
}

/**
 * The downloads of this window: each with a notification that shows how far it is and can cancel, and a row in the Models view,
 * which stays when it ended early, so that it can go on.
 */
export class Pulls {
  readonly #parts: PullsParts;
  readonly #pulls = new Map<string, Pull>();

  constructor(parts: PullsParts) {
    this.#parts = parts;
  }

  /** A row for each download that is not at its end. */
  get rows(): readonly ModelRow[] {
    return [...this.#pulls].map(
      ([name, { isRunning, progress }]) =>
        new ModelRow({
          id: `pull/${name}`,
          label: modelLabel(name),
          description: isRunning ? progressWord(progress) : stoppedWord(progress),
          icon: isRunning ? 'loading~spin' : 'debug-pause',
          model: name,
          can: isRunning ? ['stop'] : ['resume', 'discard'],
        }),
    );
  }

  /**
   * Downloads a model, or goes on with it. A failure is said; a cancel is not.
   * @param expectedBytes its size, where it is known
   * @returns whether it is there now
   */
  start(name: string, expectedBytes?: number): Promise<boolean> {
    const running = this.#pulls.get(name);
    if (running?.isRunning) return running.done;
    const pull: Pull = {
      leaving: new AbortController(),
      progress: running?.progress,
      isRunning: true,
      done: Promise.resolve(false),
    };
    this.#pulls.set(name, pull);
    pull.done = this.#run(name, pull, expectedBytes);
    return pull.done;
  }

  /** Ends a download; what has arrived stays at the engine. */
  stop(name: string): void {
    this.#pulls.get(name)?.leaving.abort();
  }

  /** Takes an ended download off the list. The engine clears what is left of it when it starts. */
  forget(name: string): void {
    if (this.#pulls.get(name)?.isRunning === false) this.#pulls.delete(name);
    this.#parts.onProgress();
  }

  dispose(): void {
    for (const { leaving } of this.#pulls.values()) leaving.abort();
  }

  async #run(name: string, pull: Pull, expectedBytes: number | undefined): Promise<boolean> {
    const { library, clock, onProgress, where } = this.#parts;
    const { leaving } = pull;
    const meter = new PullMeter(clock, expectedBytes);
    const options = {
      location: ProgressLocation.Notification,
      title: l10n.t('Downloading {0}', modelLabel(name)),
      cancellable: true,
    };
    try {
      await window.withProgress(options, async (progress, token) => {
        const cancelling = token.onCancellationRequested(() => leaving.abort());
        let painted = Number.NEGATIVE_INFINITY;
        let share = 0;
        onProgress();
        try {
          for await (const step of library.pull(name, leaving.signal)) {
            const before = pull.progress?.phase;
            pull.progress = meter.step(step);
            if (pull.progress.phase === before && clock.now() - painted < paintMs) continue;
            painted = clock.now();
            const { doneBytes, totalBytes } = pull.progress;
            const now = totalBytes > 0 ? (doneBytes / totalBytes) * 100 : 0;
            progress.report({ message: progressWord(pull.progress), increment: now - share });
            share = now;
            onProgress();
          }
        } finally {
          cancelling.dispose();
        }
      });
      if (leaving.signal.aborted) return false;
      this.#pulls.delete(name);
      return true;
    } catch (error) {
      if (!(error instanceof TierError)) throw error;
      // Not waited for: the download is over, and a message may stand there for hours.
      void showProblem(problemFor(error.reason, error.message, where()));
      return false;
    } finally {
      pull.isRunning = false;
      onProgress();
    }
  }
}

function progressWord(progress: PullProgress | undefined): string {
  if (!progress || progress.phase === 'starting') return l10n.t('starting');
  if (progress.phase === 'checking') return l10n.t('checking what has arrived');
  const { bytesPerSecond, secondsLeft } = progress;
  return joined([
    partWord(progress),
    bytesPerSecond === undefined ? undefined : l10n.t('{0}/s', sizeWord(bytesPerSecond)),
    secondsLeft === undefined ? undefined : timeLeft(secondsLeft * 1000),
  ]);
}

function stoppedWord(progress: PullProgress | undefined): string {
  return progress && progress.doneBytes > 0 ? l10n.t('{0}, stopped', partWord(progress)) : l10n.t('stopped');
}

function partWord({ doneBytes, totalBytes }: PullProgress): string {
  const percent = totalBytes > 0 ? Math.floor((doneBytes / totalBytes) * 100) : 0;
  return l10n.t('{0} % of {1}', percent, sizeWord(totalBytes));
}
