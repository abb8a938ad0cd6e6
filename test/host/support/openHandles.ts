import { createHook } from 'node:async_hooks';
import type { Worker } from 'node:worker_threads';
import type { Disposable } from '../../../src/base/disposable.ts';

/** The kinds of handle that Node tells the end of as soon as it comes, rather than when memory is cleared. */
const kinds = new Set(['Timeout', 'Immediate', 'TCPWRAP', 'PIPEWRAP']);

/**
 * Follows the timers, connections and threads that the code under a folder opens, to their end. Unlike
 * `process.getActiveResourcesInfo()` it tells ours from VS Code's, whose timers come and go.
 */
export function openHandles(folder: string): Disposable & { readonly open: readonly string[] } {
  const open = new Map<number | Worker, string>();
  const hook = createHook({
    init(id, kind) {
      if (!kinds.has(kind)) return;
      const ours = callers().find((line) => line.includes(folder));
      if (ours !== undefined) open.set(id, `${kind} ${ours.trim()}`);
    },
    destroy: (id) => void open.delete(id),
  }).enable();
  const onWorker = (worker: Worker) => {
    open.set(worker, 'Worker');
    worker.once('exit', () => open.delete(worker));
  };
  process.on('worker', onWorker);
  return {
    get open() {
      return [...open.values()];
    },
    dispose: () => {
      hook.disable();
      process.off('worker', onWorker);
    },
  };
}

function callers(): readonly string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const lines = new Error().stack?.split('\n') ?? [];
  Error.stackTraceLimit = limit;
  return lines;
}
