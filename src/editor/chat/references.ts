import { type ChatPromptReference, Location, l10n, Range, type TextDocument, Uri, workspace } from 'vscode';
import type { Settings } from '../../base/settings.ts';
import type { Excerpt } from '../../base/text.ts';
import { exclusionsFor } from '../privacy/localExclusions.ts';
import { excerptOf, noExcerptWords } from '../tasks/takeExcerpt.ts';

/** What was found where a message points to: texts, and why others were left out, in words. */
export interface Referred {
  readonly excerpts: readonly Excerpt[];
  readonly leftOut: readonly string[];
}

/**
 * The texts that a message refers to, such as with `#file`, or that VS Code adds to it by itself. VS Code keeps a chat, and shows what was
 * said in it to whoever is asked next there: so what must never leave this computer is not read for one, whoever answers.
 */
export async function referredTexts(
  references: readonly ChatPromptReference[],
  settings: () => Settings,
): Promise<Referred> {
  const excerpts: Excerpt[] = [];
  const leftOut: string[] = [];
  // VS Code lists them from the last to the first.
  for (const place of references.toReversed().flatMap(({ value }) => placeOf(value) ?? [])) {
    const taken = await readPlace(place, settings);
    if (typeof taken === 'string') leftOut.push(taken);
    else if (!excerpts.some(({ origin }) => isWithin(taken, origin))) excerpts.push(taken);
  }
  return { excerpts, leftOut };
}

/** A place that a message points to: all of a document, or a part of it. */
export interface Place {
  readonly uri: Uri;
  readonly range?: Range;
}

/** A reference's value, where it is a place: anything else, such as a picture, has no text here. */
function placeOf(value: unknown): Place | undefined {
  if (value instanceof Uri) return { uri: value };
  if (value instanceof Location) return { uri: value.uri, range: value.range };
  return undefined;
}

/** The text at a place. @returns why not, in words */
export async function readPlace({ uri, range }: Place, settings: () => Settings): Promise<Excerpt | string> {
  const path = workspace.asRelativePath(uri, false);
  let document: TextDocument;
  try {
    const nowhere = { line: 0, character: 0 };
    const origin = { kind: 'file', uri: uri.toString(), path, range: { start: nowhere, end: nowhere } } as const;
    const exclusions = await exclusionsFor([origin], [settings().neverLeaves]);
    if (exclusions.ruleFor(origin) !== undefined) return excludedWords(path);
    document = await workspace.openTextDocument(uri);
  } catch {
    return l10n.t('{0} cannot be read.', path);
  }
  const end = document.lineAt(document.lineCount - 1).range.end;
  const part = range && !range.isEmpty ? document.validateRange(range) : undefined;
  const excerpt = part
    ? excerptOf(document, part, 'selection', l10n.t('selection'))
    : excerptOf(document, new Range(0, 0, end.line, end.character), 'file', l10n.t('whole file'));
  return typeof excerpt === 'string' ? `${path}: ${noExcerptWords(excerpt)}` : excerpt;
}

/** Whether an excerpt that is at hand anyway may be shown in a chat. @returns why not, in words */
export async function whyNotInChat({ origin }: Excerpt, settings: () => Settings): Promise<string | undefined> {
  const exclusions = await exclusionsFor([origin], [settings().neverLeaves]);
  return exclusions.ruleFor(origin) === undefined ? undefined : excludedWords(origin.path);
}

const excludedWords = (path: string) =>
  l10n.t('{0} was left out: by “{1}”, its text stays out of chats.', path, 'hearth.neverLeaves');

/** VS Code may name the same text twice: the file, and what is selected in it. */
function isWithin(excerpt: Excerpt, origin: Excerpt['origin']): boolean {
  return excerpt.origin.uri === origin.uri && JSON.stringify(excerpt.origin.range) === JSON.stringify(origin.range);
}

/**
 * Several texts as one, each with where it is from: a task works on one.
 * @param excerpts one at least
 */
export function asOne(excerpts: readonly Excerpt[]): Excerpt | undefined {
  const [first, ...others] = excerpts;
  if (!first || others.length === 0) return first;
  const pieces = excerpts.map(({ origin, text }) => ({ origin, text: `--- ${origin.path}\n${text.trimEnd()}\n\n` }));
  const isSameLanguage = others.every(({ languageId }) => languageId === first.languageId);
  return {
    origin: first.origin,
    languageId: isSameLanguage ? first.languageId : 'plaintext',
    text: pieces.map(({ text }) => text).join(''),
    label: l10n.t('{0} texts', excerpts.length),
    pieces,
  };
}

/** Where a text stands, as the chat shows it. */
export function locationOf({ origin }: Excerpt): Location | Uri {
  const { start, end } = origin.range;
  const uri = Uri.parse(origin.uri);
  if (origin.kind === 'file') return uri;
  return new Location(uri, new Range(start.line, start.character, end.line, end.character));
}
