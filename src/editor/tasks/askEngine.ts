import type { RequestedModel } from '../../tasks/request.ts';
import type { AnswerRequest, TierEvent } from '../../tiers/tier.ts';
import type { TaskRunnerParts } from './taskRunner.ts';

/** What asking the chosen model for tasks needs. */
export type AskingParts = Pick<TaskRunnerParts, 'answerer' | 'inventory' | 'settings' | 'allow'>;

/** What finding it needs. */
type ChoosingParts = Omit<AskingParts, 'answerer'>;

/**
 * The model that tasks are for, as a request names it.
 * @param task its id, where the user may have chosen a model for it alone
 * @throws {TierError}
 */
export async function taskModel({ inventory, settings, allow }: ChoosingParts, task?: string): Promise<RequestedModel> {
  await allow();
  const { taskModel: general, taskModels, contextTokens: most } = settings();
  const own = task !== undefined && Object.hasOwn(taskModels, task) ? taskModels[task] : undefined;
  const { model, contextTokens } = await inventory.choose('tasks', own ?? general, most);
  const { name, digest } = model;
  return { name, contextTokens, ...(digest === undefined ? {} : { digest }) };
}

/** What a model said, whole. */
export interface Said {
  readonly text: string;
  /** Undefined when it was stopped. */
  readonly done: Extract<TierEvent, { kind: 'done' }> | undefined;
}

/** Asks, and waits for the whole answer. @param onText told how much of it has come, in UTF-16 code units @throws {TierError} */
export async function wholeAnswer(
  { answerer }: AskingParts,
  request: AnswerRequest,
  signal: AbortSignal,
  onText: (length: number) => void = () => {},
): Promise<Said> {
  let text = '';
  for await (const event of answerer.answer(request, signal)) {
    if (event.kind === 'done') return { text, done: event };
    text += event.text;
    onText(text.length);
  }
  return { text, done: undefined };
}
