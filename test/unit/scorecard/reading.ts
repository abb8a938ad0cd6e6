import assert from 'node:assert/strict';
import type { CaseFile, TestCase } from '../../../src/scorecard/cases/caseFile.ts';
import { readCases } from '../../../src/scorecard/cases/readCases.ts';
import { english } from '../../../src/scorecard/words.ts';
import { wrongLanguage } from '../../../src/writing/guards/language.ts';

/** What the checks are given in tests. */
export const checkParts = {
  l10n: english,
  wrongLanguage: async (answer: string, source: string, language: string) => wrongLanguage(answer, source, language),
};

/** Reads a file that must be in order. */
export function readWell(text: string): CaseFile {
  const file = readCases(text, checkParts);
  assert.deepEqual(file.problems, []);
  return file;
}

/** What came of each check of a case, by its name: whether it passed. */
export async function judged({ checks }: TestCase, text: string, totalMs = 10): Promise<Record<string, boolean>> {
  const results: Record<string, boolean> = {};
  for (const check of checks) {
    const { passed } = await check.judge({ text, totalMs });
    results[check.name] = (results[check.name] ?? true) && passed;
  }
  return results;
}
