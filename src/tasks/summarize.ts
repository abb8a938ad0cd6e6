import { askAbout } from './prompt.ts';
import type { Task } from './task.ts';

/** `hearth.summarize`: the gist of a piece of code or text. */
export const summarize: Task = {
  id: 'summarize',
  maximumTokens: 400,
  messages: (excerpt) =>
    askAbout(excerpt, {
      code: 'Summarize this code in a few sentences.',
      prose: 'Summarize this text in a few sentences.',
    }),
};
