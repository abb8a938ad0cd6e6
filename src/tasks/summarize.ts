import { askAbout, isProse } from './prompt.ts';
import type { Task } from './task.ts';

/** `hearth.summarize`: the gist of a piece of code or text. */
export const summarize: Task = {
  id: 'summarize',
  maximumTokens: 400,
  messages: (excerpt) => askAbout(excerpt, `Summarize this ${isProse(excerpt) ? 'text' : 'code'} in a few sentences.`),
};
