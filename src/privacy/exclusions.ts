import ignore from 'ignore';
import type { Origin } from '../base/text.ts';
import { exclusionPatterns } from './exclusionPatterns.ts';
import { fileNames } from './fileNames.ts';

/** What must not leave this computer, by where it came from. */
export interface Exclusions {
  /** The rule that keeps text of this origin here, as the user wrote it; undefined when it may leave. Never throws. */
  ruleFor(origin: Origin): string | undefined;
}

/** The rule that is named when the rules could not be applied. Then everything stays here. */
export const unreadableRule = 'hearth.neverLeaves cannot be applied';

/**
 * Reads the patterns of `hearth.neverLeaves`: gitignore's syntax, upper and lower case alike. A file is kept here when it is
 * excluded under any of its names. It fails closed: with a pattern that cannot be read, or a check that throws, every file
 * stays here.
 */
export function readExclusions(patterns: readonly string[]): Exclusions {
  const ruleForName = compile(patterns);
  return {
    ruleFor(origin) {
      if (hasNoFile(origin)) return undefined;
      try {
        const names = fileNames(origin);
        if (names.length === 0) return unreadableRule;
        return names.map(ruleForName).find((rule) => rule !== undefined);
      } catch {
        return unreadableRule;
      }
    },
  };
}

/** Text typed by the user, and a model's earlier answer, come from no file, so no rule about files can speak of them. */
export function hasNoFile({ kind, uri }: Origin): boolean {
  return (kind === 'typed' && uri === 'hearth:typed') || (kind === 'answer' && uri === 'hearth:answer');
}

function compile(patterns: readonly string[]): (name: string) => string | undefined {
  const rules = ignore({ ignoreCase: true, allowRelativePaths: true });
  for (const pattern of patterns) {
    const readings = typeof pattern === 'string' ? exclusionPatterns(pattern) : undefined;
    if (readings === undefined) return () => `${pattern}: ${unreadableRule}`;
    for (const reading of readings) rules.add({ pattern: reading, mark: pattern });
  }
  return (name) => {
    const { ignored, rule } = rules.test(name);
    return ignored ? (rule?.mark ?? unreadableRule) : undefined;
  };
}
