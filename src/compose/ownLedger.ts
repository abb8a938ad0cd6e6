import { randomUUID } from 'node:crypto';
import type { Disposable } from '../base/disposable.ts';
import { registerWhatLeft } from '../editor/ledger/commands.ts';
import { InterruptedNotice } from '../editor/ledger/interruptedNotice.ts';
import { LedgerReader } from '../editor/ledger/ledgerReader.ts';
import { type Ledger, openLedger } from '../privacy/ledger.ts';
import { ledgerFilesIn, ledgerFolderIn } from '../privacy/ledgerFiles.ts';
import { countsOfOthers, TrafficCounter } from '../privacy/traffic.ts';
import type { Ground } from './ground.ts';

/** What leaves this computer, on record. */
export interface OwnLedger {
  readonly ledger: Ledger;
  /** Counts what engines on other hosts get. */
  readonly meter: ReturnType<typeof countsOfOthers>;
  readonly interrupted: InterruptedNotice;
  readonly disposables: readonly Disposable[];
}

/** Opens this window's ledger, and registers the page that shows all of it. */
export function buildOwnLedger(ground: Ground): OwnLedger {
  const writer = randomUUID().slice(0, 8);
  const folder = ledgerFolderIn(ground.storage);
  const files = ledgerFilesIn(folder);
  const ledger = openLedger({ files, clock: ground.clock, newId: randomUUID, writer, process: process.pid });
  const traffic = new TrafficCounter({ ...ground, ledger });
  const workerPath = ground.built('ledgerWorker.js');
  const openReader = () => new LedgerReader({ workerPath, folder, writer });
  const interrupted = new InterruptedNotice({ ...ground, files, openReader });
  return {
    ledger,
    meter: countsOfOthers(traffic),
    interrupted,
    disposables: [traffic, interrupted, registerWhatLeft({ ...ground, openReader, ledger, folder })],
  };
}
