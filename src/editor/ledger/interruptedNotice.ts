import { commands, env, l10n, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Log } from '../../base/log.ts';
import type { LedgerFiles } from '../../privacy/ledgerChain.ts';
import type { EntryOf } from '../../privacy/ledgerEntries.ts';
import { LedgerFormat } from './format.ts';
import type { LedgerReader } from './ledgerReader.ts';

/** What the notice needs. */
export interface InterruptedNoticeParts {
  readonly files: Pick<LedgerFiles, 'list'>;
  readonly openReader: () => LedgerReader;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Tells, once, of requests that were being sent when Hearth ended: nobody can say whether they left. */
export class InterruptedNotice implements Disposable {
  readonly #parts: InterruptedNoticeParts;
  #reader: LedgerReader | undefined;
  #isDisposed = false;

  constructor(parts: InterruptedNoticeParts) {
    this.#parts = parts;
  }

  /** Looks at the ledger, in its worker; where nothing ever left, nothing is started. */
  async look(): Promise<void> {
    const { files, openReader, clock, log } = this.#parts;
    try {
      if ((await files.list()).length === 0 || this.#isDisposed) return;
      this.#reader = openReader();
      const interrupted = await this.#reader.call('afterStart');
      if (interrupted.length > 0) void tell(interrupted, new LedgerFormat(env.language, clock.now));
    } catch (error) {
      if (!this.#isDisposed) log.warn(`The ledger could not be looked at after the start: ${String(error)}`);
    } finally {
      this.#reader?.dispose();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#reader?.dispose();
  }
}

async function tell([first, ...more]: readonly EntryOf<'request'>[], format: LedgerFormat): Promise<void> {
  if (first === undefined) return;
  const show = l10n.t('Show What Left');
  const picked = await window.showInformationMessage(
    more.length === 0
      ? l10n.t(
          'Hearth ended while it was sending to {0} ({1}). The request may have left whole, in part, or not at all.',
          first.intent.destination.replace(/^(?:https|vscode-lm):\/\//, ''),
          format.time(first.time),
        )
      : l10n.t(
          'Hearth ended while it was sending {0} requests. They may have left whole, in part, or not at all.',
          more.length + 1,
        ),
    show,
  );
  if (picked === show) await commands.executeCommand('hearth.showWhatLeft');
}
