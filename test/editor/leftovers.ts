import { rmSync } from 'node:fs';

/** Something that must not outlive this process: a process group and the folder it works in. */
export interface Leftover {
  /** Id of the process group; left out for a folder alone. */
  readonly group?: number;
  readonly folder: string;
}

let listening = false;

/**
 * Ends the group and removes the folder when this process ends for whatever reason it can notice: its end, an uncaught
 * error, Ctrl+C, a kill. What is registered later is cleaned up later.
 * @returns What to call once both are gone in an orderly way.
 */
export function cleanUpAtExit(leftover: Leftover): () => void {
  if (!listening) {
    listening = true;
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      process.on(signal, () => process.exit(code));
    }
  }
  const onExit = () => cleanUp(leftover);
  process.on('exit', onExit);
  return () => process.off('exit', onExit);
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

function cleanUp({ group, folder }: Leftover): void {
  if (group !== undefined) {
    signalGroup(group, 'SIGKILL');
  }
  // Killed processes need a moment to let go of their files.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
