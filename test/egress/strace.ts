import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A system call as strace writes it down. */
export interface Call {
  readonly thread: number;
  /** In milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly name: string;
  /** Its parameters. */
  readonly given: string;
  /** What came of it, such as `0`, `28535` or `-1 ENOENT (No such file or directory)`. */
  readonly result: string;
}

/** The command that has strace write down the network calls and the family of what is run by it. @param folder where to */
export function tracing(folder: string): readonly string[] {
  return [
    // A file for each thread, so that no line is interrupted by another's.
    ...['strace', '-ff', '-o', join(folder, 'thread')],
    // Stops at the calls that are traced and at no others, which is what keeps VS Code at its usual speed.
    '--seccomp-bpf',
    // With the addresses of each socket, and when each call was.
    ...['-yy', '-ttt', '-s', '256', '-e', 'signal=none'],
    ...['-e', 'trace=%network,execve,execveat,clone,clone3,fork,vfork'],
  ];
}

/** What strace wrote into `folder`, in the order of time. */
export function readCalls(folder: string): readonly Call[] {
  return readdirSync(folder)
    .flatMap((name) => callsOf(Number(name.slice(name.lastIndexOf('.') + 1)), readFileSync(join(folder, name), 'utf8')))
    .sort((a, b) => a.at - b.at);
}

/** The calls of one thread. Lines that are none (signals, its end) are left out. */
export function callsOf(thread: number, text: string): readonly Call[] {
  return text.split('\n').flatMap((line) => {
    const [, seconds, name, given = '', result = ''] = /^(\d+\.\d+) (\w+)\((.*)\) += (.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ thread, at: Number(seconds) * 1000, name, given, result }];
  });
}

/** Which thread belongs to which process, and which process was started by which. */
export class Family {
  readonly #parents = new Map<number, { readonly thread: number; readonly isSameProcess: boolean }>();

  constructor(calls: readonly Call[]) {
    for (const { thread, name, given, result } of calls) {
      const child = /^(?:clone3?|v?fork)$/.test(name) ? Number.parseInt(result, 10) : 0;
      if (child > 0) this.#parents.set(child, { thread, isSameProcess: given.includes('CLONE_THREAD') });
    }
  }

  /** The process of a thread: the one that was there first. */
  processOf(thread: number): number {
    const parent = this.#parents.get(thread);
    return parent?.isSameProcess ? this.processOf(parent.thread) : thread;
  }

  /** The process of a thread, the one that started it, and so on. */
  line(thread: number): readonly number[] {
    const process = this.processOf(thread);
    const parent = this.#parents.get(process);
    return parent === undefined ? [process] : [process, ...this.line(parent.thread)];
  }
}
