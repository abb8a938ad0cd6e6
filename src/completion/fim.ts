import { any, families, notTrainedNames } from './fimFamilies.ts';
import { hubName } from './hubNames.ts';
import type { FimLayoutName } from './layout.ts';

/** Where a text stands, and what else is near: for families that were trained on whole files and repositories. */
export interface FimPlace {
  /** The file's path, relative, with forward slashes. */
  readonly path: string;
  /** VS Code's language id. */
  readonly languageId: string;
  /** The name of the folder that holds it all. */
  readonly repository?: string;
  /** Pieces of other files, the nearest to the cursor last. */
  readonly others: readonly FimFile[];
}

/** A piece of another file. */
export interface FimFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Puts the text before and after the cursor between a family's markers. Both go in unchanged.
 * @param place left out, or ignored where {@link FimFormat.namesFiles} is false, the prompt holds nothing but the two texts
 */
export type FimLayout = (before: string, after: string, place?: FimPlace) => string;

/**
 * How one model family wants to be asked for the text in the middle. Names are matched exactly, because a model that was not
 * trained on these markers writes nonsense between them.
 */
export interface FimFormat {
  readonly family: string;
  /**
   * The whole prompt for an engine that is told not to add anything (`raw`): the text before the cursor, the text after it,
   * then the middle marker. In families that know only the other order, it is that one.
   */
  readonly prompt: FimLayout;
  /** The prompt with the text after the cursor first, where the family documents it: the text at the cursor stands last. */
  readonly suffixFirst?: FimLayout;
  /** The order that its sources call for. `suffixFirst` is always there when it is preferred. */
  readonly preferred: 'prefixFirst' | 'suffixFirst';
  /**
   * Whether `prompt` ends in the middle marker, so that text typed since an anchor can stand behind it as the beginning of the
   * answer: `prompt(anchored, after) + typed`.
   */
  readonly middleLast: boolean;
  /** Whether the family documents how files are named and joined, so that a {@link FimPlace} changes the prompt. */
  readonly namesFiles: boolean;
  /** The markers at which an answer ends. */
  readonly stop: readonly string[];
  /** The most text before the cursor, in UTF-16 code units. */
  readonly beforeCharacters: number;
  /** The most text after the cursor, in UTF-16 code units. */
  readonly afterCharacters: number;
}

/** How to ask a model for a completion: with our own prompt, or with the engine's `suffix` field. */
export type FimWay =
  | {
      readonly way: 'raw';
      readonly format: FimFormat;
      /** The layout that was found best for this very model. Left out: the one that its family prefers. */
      readonly layout?: FimLayoutName;
    }
  | { readonly way: 'suffix' };

/**
 * The way to ask this model, or undefined when it cannot fill in the middle.
 * @param model the full name, such as `qwen2.5-coder:1.5b-base`
 * @param capabilities what the engine says of it; `insert` means its template has a place for the suffix
 */
export function fimFor(model: string, capabilities: readonly string[]): FimWay | undefined {
  const format = formatOf(model);
  if (format) return { way: 'raw', format };
  return capabilities.includes('insert') ? { way: 'suffix' } : undefined;
}

/**
 * Why {@link fimFor} knows no way: the name is in no table, or it is known and this variant was not trained to fill in the
 * middle. Undefined when there is a way.
 */
export function whyNoFim(model: string, capabilities: readonly string[]): 'unknownFamily' | 'notTrained' | undefined {
  if (fimFor(model, capabilities)) return undefined;
  const { name } = nameAndTag(model);
  const published = hubName(model);
  const isOf = (family: string) => name === family || published === family || published.startsWith(`${family}-`);
  const known = notTrainedNames.some(isOf) || families.some(({ trained }) => [...trained.keys()].some(isOf));
  return known ? 'notTrained' : 'unknownFamily';
}

function formatOf(model: string): FimFormat | undefined {
  const { name, tag } = nameAndTag(model);
  const published = hubName(model);
  return families.find(
    (family) =>
      family.trained.get(name)?.test(tag) ||
      family.published?.test(published) ||
      // Where the library's name is the whole name that it was published under, every file of it is meant.
      family.trained.get(published) === any,
  );
}

/** A model's name without its host and namespace, and its tag, both in lower case. */
function nameAndTag(model: string): { readonly name: string; readonly tag: string } {
  const [name = '', tag = 'latest'] = model
    .slice(model.lastIndexOf('/') + 1)
    .toLowerCase()
    .split(':', 2);
  return { name, tag };
}

/** The window of a model whose own template places the suffix. */
export const suffixWindow = { beforeCharacters: 6000, afterCharacters: 600 } as const;

/** All formats, for tests over the table. */
export const fimFormats: readonly FimFormat[] = families;
