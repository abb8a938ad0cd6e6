import { explain } from './explain.ts';
import { summarize } from './summarize.ts';
import type { Task } from './task.ts';

/** Every task there is. A new one is a file of its own, a line here, and its command in `package.json`. */
export const catalogue: readonly Task[] = [explain, summarize];
