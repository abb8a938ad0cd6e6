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

/** The rule that is named for what another extension handed over: nobody knows what of it is whose. */
const handedRule = 'text that another extension handed over';

/** The rule that is named for a symbolic link of which nobody can say where it leads. */
export const unknownLinkRule = 'a symbolic link to an unknown place';

/**
 * Reads the patterns of `hearth.neverLeaves`: gitignore's syntax, upper and lower case alike. A file is kept here when it is
 * excluded under any of its names. It fails closed: with a pattern that cannot be read, or a check that throws, every file
 * stays here.
 */
export function readExclusions(patterns: readonly string[]): Exclusions {
  const ruleForName = compile(patterns);
  return {
    ruleFor(origin) {
      if (origin.kind === 'handed') return handedRule;
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

/** Text typed by the user, a model's earlier answer, and what a terminal shows come from no file: no rule about files can speak of them. */
export function hasNoFile({ kind, uri }: Origin): boolean {
  return (kind === 'typed' || kind === 'answer' || kind === 'terminal') && uri === `hearth:${kind}`;
}

/** What any of several exclusions keeps here stays here: none of them can let out what another one holds. */
export function anyOf(all: readonly Exclusions[]): Exclusions {
  return {
    ruleFor(origin) {
      for (const exclusions of all) {
        const rule = exclusions.ruleFor(origin);
        if (rule !== undefined) return rule;
      }
      return undefined;
    },
  };
}

/**
 * The exclusions, applied to a text's file and to the file that it is a symbolic link to.
 * @param targets by a text's URI: where its file really is, for those that are somewhere else; undefined when that is not known,
 *   and then the text stays here
 */
export function followingLinks(
  exclusions: Exclusions,
  targets: ReadonlyMap<string, Pick<Origin, 'uri' | 'path'> | undefined>,
): Exclusions {
  return {
    ruleFor(origin) {
      const rule = exclusions.ruleFor(origin);
      if (rule !== undefined || !targets.has(origin.uri)) return rule;
      const target = targets.get(origin.uri);
      return target === undefined ? unknownLinkRule : exclusions.ruleFor({ ...origin, ...target });
    },
  };
}

/** The patterns, as a function of a name of a file. With one that cannot be read, every name is excluded. */
export function compile(patterns: readonly string[]): (name: string) => string | undefined {
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
