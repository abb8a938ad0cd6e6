import type { Origin } from '../base/text.ts';
import type { AnswerRequest, Message } from '../tiers/tier.ts';
import { fits } from './fit.ts';
import { type RequestedModel, requestOf } from './request.ts';
import { instruction, typed } from './writing/writingTask.ts';

const nowhere = { line: 0, character: 0 };
const fromAnswer: Origin = { kind: 'answer', uri: 'hearth:answer', path: '', range: { start: nowhere, end: nowhere } };

/** The longest answer to a question about an answer, in tokens. */
const mostTokens = 1500;

/**
 * The request that asks a question about an answer: what was asked before, the answer, the question. The excerpt and the last answer
 * are always in it; of what was said between them, as much as fits the model's context.
 * @param before what the answer is an answer to
 */
export function followUp(
  before: readonly Message[],
  answer: string,
  question: string,
  model: RequestedModel,
): AnswerRequest {
  const last: readonly Message[] = [
    { role: 'assistant', parts: [{ kind: 'excerpt', text: answer, origin: fromAnswer }] },
    { role: 'user', parts: [typed(question)] },
  ];
  const begun = before.findIndex(({ role }) => role === 'assistant');
  const start = begun < 0 ? before : before.slice(0, begun);
  let between = begun < 0 ? [] : before.slice(begun);
  const request = () => requestOf([freed(start), ...between, ...last].flat(), mostTokens, model);
  for (;;) {
    const made = request();
    if (fits(made) || between.length === 0) return made;
    between = between.slice(2);
  }
}

/** What was to be answered with the text alone may now be answered in any way. */
function freed(messages: readonly Message[]): readonly Message[] {
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return messages;
  const free = instruction(' Questions after your first answer are answered as they are asked, in Markdown.');
  return [{ ...first, parts: [...first.parts.filter(({ text }) => text !== free.text), free] }, ...rest];
}
