import type { Excerpt, Origin } from '../../base/text.ts';
import type { PromptPart } from '../../tiers/tier.ts';
import { type CodeTask, giveItBack, mostCodeTokens } from '../code/codeTask.ts';
import { askAbout, instruction } from '../prompt.ts';
import type { Task } from '../task.ts';
import type { WritingTask } from '../writing/writingTask.ts';
import type { CustomTask, FileText } from './taskFile.ts';

/** A custom task and the file it is from: its words are somebody's text, and carry that. */
export interface PlacedTask {
  readonly task: CustomTask;
  readonly file: Pick<Origin, 'uri' | 'path'>;
}

/** The longest answer, in tokens. */
const mostTokens = 1500;

/** What is wanted, in the words of the file. */
export function wantedBy({ task, file }: PlacedTask): readonly PromptPart[] {
  const { role, instruction: wish } = task;
  return [...(role ? [placed(role, file), instruction('\n\n')] : []), placed(wish, file)];
}

function placed({ text, firstLine, lastLine }: FileText, file: PlacedTask['file']): PromptPart {
  const range = { start: { line: firstLine, character: 0 }, end: { line: lastLine + 1, character: 0 } };
  return { kind: 'excerpt', text, origin: { kind: 'task', ...file, range } };
}

/** Its answer is shown. */
export function customAnswer(placed: PlacedTask): Task {
  return {
    id: 'custom',
    title: placed.task.name,
    maximumTokens: mostTokens,
    messages: (excerpt) => askAbout(excerpt, wantedBy(placed)),
  };
}

/** Its answer takes the place of code. */
export function customCode(placed: PlacedTask): CodeTask {
  return {
    ...customAnswer(placed),
    changes: 'code',
    maximumTokens: mostCodeTokens,
    messages: (excerpt) => askAbout(excerpt, [...wantedBy(placed), instruction(`\n\n${giveItBack}`)]),
  };
}

/** Its answer takes the place of prose. */
export function customWriting(placed: PlacedTask): WritingTask {
  return { id: 'custom', purpose: 'rewrite', wanted: wantedBy(placed) };
}

/** Its answer goes below code. */
export function customBelow(placed: PlacedTask): Task {
  const goesBelow = (excerpt: Excerpt) =>
    instruction(
      `\n\nYour answer goes below this code, in the same file. Answer with ${excerpt.languageId} code in one code block, and nothing outside it.`,
    );
  return {
    ...customAnswer(placed),
    messages: (excerpt) => askAbout(excerpt, [...wantedBy(placed), goesBelow(excerpt)]),
  };
}
