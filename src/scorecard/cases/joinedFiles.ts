import type { CaseFile } from './caseFile.ts';

/** Several files as one: all their cases, each once, with the options of the first. */
export function joinedFiles(files: readonly CaseFile[]): Pick<CaseFile, 'cases' | 'options'> | undefined {
  const [first] = files;
  if (!first) return undefined;
  const cases = new Map(files.flatMap((file) => file.cases.map((each) => [each.id, each] as const)));
  return { cases: [...cases.values()], options: first.options };
}
