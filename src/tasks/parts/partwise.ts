import { isStructured, type StructuredTask } from '../reading/structured.ts';
import type { Task } from '../task.ts';
import type { InParts } from './inParts.ts';

/** A task that can be done with a text that is too long for the model. */
export type PartwiseTask = (Task & { readonly inParts: InParts }) | StructuredTask;

/** Whether it can. */
export function isPartwise(task: Task): task is PartwiseTask {
  return task.inParts !== undefined || isStructured(task);
}
