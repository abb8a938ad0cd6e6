import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the engine counted. */
export interface EngineFigures {
  /** Requests for text, and how many of them failed as they were meant to. */
  readonly requests: number;
  readonly failed: number;
  /** Requests whose connection was closed before their end. */
  readonly aborted: number;
  readonly inFlight: number;
  readonly sockets: number;
  readonly mostSockets: number;
}

/** The soak's engine, in a process of its own. */
export interface SoakEngine {
  readonly url: string;
  figures(): Promise<EngineFigures>;
  stop(): Promise<void>;
}

/** Starts it. */
export async function startSoakEngine(): Promise<SoakEngine> {
  const child = fork(join(import.meta.dirname, 'engineProcess.ts'), { execArgv: ['--import', 'tsx'] });
  const [url] = (await once(child, 'message')) as [string];
  return {
    url,
    async figures() {
      child.send('figures');
      const [figures] = (await once(child, 'message')) as [EngineFigures];
      return figures;
    },
    async stop() {
      if (child.connected) child.disconnect();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
