import { l10n } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import * as catalogue from '../../tasks/catalogue.ts';
import { classify } from '../../tasks/reading/classify.ts';
import { extract } from '../../tasks/reading/extract.ts';
import { review } from '../../tasks/reading/review.ts';
import type { StructuredTask } from '../../tasks/reading/structured.ts';
import type { Task } from '../../tasks/task.ts';
import type { TierEvent } from '../../tiers/tier.ts';
import { shownAsTable } from '../tasks/reading/shownAsTable.ts';

/** A slash command whose answer stands in the chat itself. */
export interface AnsweredInChat {
  readonly task: Task;
  /** Makes what is shown of the answer; left out: it is shown as it comes. */
  readonly shown?: (events: AsyncIterable<TierEvent>, excerpt: Excerpt) => AsyncIterable<TierEvent>;
}

/**
 * What a slash command asks for, where it is answered in the chat: tasks that read. Those that write change a document, and are
 * reviewed in its editor.
 * @param wish what stands behind it: the fields to extract, or the labels to choose from
 * @returns undefined for a command that writes; in words, what is missing behind it
 */
export function answeredInChat(command: string, wish: string): AnsweredInChat | string | undefined {
  const several = listOf(wish);
  switch (command) {
    case 'review':
      return inTable(review);
    case 'extract':
      return inTable(extract(several.length > 0 ? { fields: several } : 'todos'));
    case 'classify':
      return several.length > 1
        ? inTable(classify(several, false))
        : l10n.t('Say which labels there are, separated by commas: {0}', '@hearth /classify bug, question, praise');
    default: {
      const task = Object.values<Task>(catalogue).find(({ id }) => id === command);
      return task && { task };
    }
  }
}

function inTable(task: StructuredTask): AnsweredInChat {
  return { task, shown: (events, excerpt) => shownAsTable(events, task, excerpt, 'table', () => {}) };
}

const listOf = (wish: string) =>
  wish
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
