import type { Memento, Uri } from 'vscode';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Log } from '../base/log.ts';
import type { Settings } from '../base/settings.ts';
import type { StatusBoard } from '../tiers/status.ts';

/** What all of Hearth stands on. Nothing of it reaches the network, or a secret. */
export interface Ground {
  /** The settings as they are now. */
  readonly settings: () => Settings;
  /** Calls `listener` after one of Hearth's settings changed. */
  readonly onSettings: (listener: () => void) => Disposable;
  /** The user's own state on this machine, over all windows. */
  readonly memory: Memento;
  /** The extension's own folder on this machine. */
  readonly storage: string;
  /** Where the extension itself is. */
  readonly extensionUri: Uri;
  /** The path of a file that was built, such as `worker.js`. */
  readonly built: (name: string) => string;
  readonly board: StatusBoard;
  readonly clock: Clock;
  readonly log: Log;
}
