import type { Origin, Position } from '../../base/text.ts';
import type { PromptPart } from '../../tiers/tier.ts';
import { askAbout, instruction } from '../prompt.ts';
import type { Task } from '../task.ts';
import { type CodeTask, giveItBack, mostCodeTokens } from './codeTask.ts';

/** Something that a language's own tools found wrong. */
export interface Problem {
  /** Where, in the document. */
  readonly at: Position;
  /** What they say. It can quote the file, so it comes from there. */
  readonly message: string;
  readonly origin: Origin;
}

/** More than these are not told: after the first ones, most come from the same mistake. */
const mostProblems = 10;

/** A message is not told beyond this length, in UTF-16 code units. */
const longestMessage = 500;

/** `hearth.fix`: the code without what its language's tools, or a careful reader, find wrong with it. */
export function fix(problems: readonly Problem[]): CodeTask {
  return {
    id: 'fix',
    changes: 'code',
    maximumTokens: mostCodeTokens,
    messages: (excerpt) =>
      askAbout(excerpt, [
        ...(problems.length === 0
          ? [instruction('Find the mistakes in this code and fix them. Change nothing that is right.')]
          : [
              instruction('Fix these problems in this code:\n'),
              ...problems.slice(0, mostProblems).flatMap((problem) => told(problem, excerpt.origin.range.start.line)),
              instruction('Fix their cause, not only the message. Change nothing else.'),
            ]),
        instruction(`\n${giveItBack} If it cannot be fixed in this code, give it back unchanged.`),
      ]),
  };
}

/** Explain, about one problem: what its message means here, and what can be done. */
export function explainOf(problem: Problem): Task {
  return {
    id: 'explain',
    maximumTokens: 800,
    messages: (excerpt) =>
      askAbout(excerpt, [
        instruction('Explain this problem in this code: what it means here, why it comes, and what can be done.\n'),
        ...told(problem, excerpt.origin.range.start.line),
      ]),
  };
}

function told({ at, message, origin }: Problem, firstLine: number): readonly PromptPart[] {
  return [
    instruction(`- line ${at.line - firstLine + 1} of it: `),
    { kind: 'excerpt', text: message.replaceAll(/\s+/g, ' ').slice(0, longestMessage), origin },
    instruction('\n'),
  ];
}
