import type { Excerpt, PlacedText } from '../../../base/text.ts';
import type { PromptPart } from '../../../tiers/tier.ts';
import { askAbout, fenceFor, instruction } from '../../prompt.ts';
import type { Task } from '../../task.ts';
import { mostCodeTokens } from '../codeTask.ts';
import { relativePath } from './testPath.ts';

/** Where tests go, and what they are to look like. */
export interface TestPlace {
  /** The file, as people know it; undefined for a text that is in no file. */
  readonly path: string | undefined;
  /** What is there of a test file of the project: the one they are added to, or the nearest other one. */
  readonly sample: (PlacedText & { readonly isTarget: boolean }) | undefined;
  /** Whether the file is there already, so that only what is new is wanted. */
  readonly isThere: boolean;
  /** What they are written with, where no sample shows it. */
  readonly framework: string;
}

/** `hearth.writeTests`: tests for a piece of code, in the project's own place and style. */
export function writeTests(place: TestPlace): Task {
  return {
    id: 'writeTests',
    maximumTokens: mostCodeTokens,
    messages: (excerpt) => askAbout(excerpt, wanted(place, excerpt)),
  };
}

function wanted({ path, sample, isThere, framework }: TestPlace, { origin }: Excerpt): readonly PromptPart[] {
  const isInside = path === origin.path;
  const goesInto = isInside
    ? [instruction('They go into the same file, at its end.\n')]
    : path === undefined
      ? []
      : [instruction(`They go into ${path}; from there, the code is in ${relativePath(path, origin.path)}.\n`, origin)];
  return [
    instruction(
      'Write tests for the code between the last marks: for what it is for, for its edges, and for how it fails, as far as the code ' +
        'tells. Each test checks one thing and says which. Test only what the code does; make up no other functions.\n',
    ),
    ...goesInto,
    ...(sample === undefined
      ? [instruction(`They are written with ${framework}.\n`)]
      : [
          instruction(
            sample.isTarget
              ? 'Tests that are there already, as they begin. Go on in their style (framework, imports, names), and repeat none of them:\n'
              : 'A test file of the same project, as it begins, for its style (framework, imports, names) and not its content:\n',
          ),
          ...marked(sample),
        ]),
    instruction(
      isThere
        ? 'Answer with the new tests only, and above them those imports that are not there yet, in one code block and nothing outside it.'
        : 'Answer with the whole test file, imports and all, in one code block and nothing outside it.',
    ),
  ];
}

function marked({ text, origin }: PlacedText): readonly PromptPart[] {
  const mark = fenceFor(text);
  return [
    instruction(`File: ${origin.path}\n${mark}\n`, origin),
    { kind: 'excerpt', text, origin },
    instruction(`${text.endsWith('\n') ? '' : '\n'}${mark}\n`),
  ];
}

/** The first lines of a text, at most so many UTF-16 code units; at least one. */
export function beginningOf(text: string, most: number): { readonly text: string; readonly lines: number } {
  const lines = text.split('\n');
  let length = 0;
  let taken = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > most) break;
    taken++;
  }
  return { text: lines.slice(0, taken).join('\n'), lines: taken };
}

/** What a project's tests are written with, by what its own files say. */
export function frameworkIn(manifest: string, frameworks: readonly (readonly [named: RegExp, name: string])[]) {
  return frameworks.find(([named]) => named.test(manifest))?.[1];
}
