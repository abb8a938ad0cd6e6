import type { Excerpt } from '../../../base/text.ts';
import type { Row, StructuredTask } from '../../../tasks/reading/structured.ts';
import type { TierEvent } from '../../../tiers/tier.ts';
import { notInForm, type TableForm, tableMarkdown } from './tableWords.ts';

/**
 * An answer in a form, as one piece of Markdown at its end: checked against the text first. Stopped or broken off, what had come of
 * it by then is shown.
 * @param onRows told how many rows there are so far
 * @param onEnd told of all of them, when the answer came to its end
 */
export async function* shownAsTable(
  events: AsyncIterable<TierEvent>,
  task: StructuredTask,
  excerpt: Excerpt,
  form: TableForm,
  onRows: (count: number) => void,
  onEnd: (rows: readonly Row[]) => void = () => {},
): AsyncGenerator<TierEvent> {
  let answer = '';
  let counted = 0;
  function* shown(): Generator<TierEvent> {
    const table = task.read(answer, excerpt);
    if (table) yield { kind: 'piece', text: tableMarkdown(table, form) };
    else if (answer.trim() !== '') yield { kind: 'piece', text: notInForm(answer) };
  }
  try {
    for await (const event of events) {
      if (event.kind === 'done') {
        yield* shown();
        onEnd(task.read(answer, excerpt)?.rows ?? []);
        yield event;
        return;
      }
      answer += event.text;
      // A row is whole with its bracket.
      if (!event.text.includes('}')) continue;
      const count = task.read(answer, excerpt)?.rows.length ?? 0;
      if (count > counted) onRows(count);
      counted = Math.max(counted, count);
    }
  } catch (error) {
    yield* shown();
    throw error;
  }
  yield* shown();
}
