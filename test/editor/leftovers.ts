import { rmSync } from 'node:fs';

/** Something that must not outlive this process: a process group and the folder it works in. */
export interface Leftover {
  /** Id of the process group; left out for a folder alone. */
  readonly group?: number;
  readonly folder: string;
}

const leftovers = new Set<Leftover>();
let listening = false;

/**
 * Ends the group and removes the folder when this process ends for whatever reason it can notice: its end, an uncaught
 * error, Ctrl+C, a kill.
 * @returns What to call once both are gone in an orderly way.
 */
export function cleanUpAtExit(leftover: Leftover): () => void {
  leftovers.add(leftover);
  if (!listening) {
    listening = true;
    process.on('exit', cleanUp);
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      process.on(signal, () => process.exit(code));
    }
  }
  return () => leftovers.delete(leftover);
}

/** Sends a signal to a whole process group. Returns whether there was anyone to receive it. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

function cleanUp(): void {
  for (const { group, folder } of leftovers) {
    if (group !== undefined) {
      signalGroup(group, 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
