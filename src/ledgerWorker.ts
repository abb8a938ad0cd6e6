import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { LedgerBook, type LedgerCall } from './privacy/ledgerBook.ts';
import { ledgerFilesIn } from './privacy/ledgerFiles.ts';

/**
 * The worker thread of the ledger: reads, checks, exports and deletes away from the extension host's loop. It gets
 * `{ id, call }` and answers `{ id, result }` or `{ id, error }`.
 */
const { folder, writer }: { readonly folder: string; readonly writer: string } = workerData;
const book = new LedgerBook({
  files: ledgerFilesIn(folder),
  writer,
  newId: randomUUID,
  now: Date.now,
  process: process.pid,
  isAlive,
});

parentPort?.on('message', ({ id, call }: { readonly id: number; readonly call: LedgerCall }) => {
  const answer = (value: object) => parentPort?.postMessage({ id, ...value });
  const answering: Promise<unknown> = Reflect.apply(book[call.name], book, call.parameters);
  answering.then(
    (result) => answer({ result }),
    (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
  );
});

/** Whether there is a process of this number. Signal 0 only asks; one of another user's may not be asked, but is there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
