import { commands, type DocumentSymbol, Uri, workspace } from 'vscode';
import type { Clock } from '../../../base/clock.ts';
import type { Excerpt } from '../../../base/text.ts';
import { isProse } from '../../../tasks/prompt.ts';

/** How long the language's own tools have to say what is declared, in milliseconds. Without them a text is cut at blank lines. */
const quickMs = 1000;

/**
 * Where functions, types and their members begin in an excerpt of code, as offsets in UTF-16 code units, each with the comment above it.
 * Empty where the language has no outline, or not quickly.
 */
export async function declarationsIn(excerpt: Excerpt, clock: Clock): Promise<readonly number[]> {
  if (isProse(excerpt)) return [];
  const uri = Uri.parse(excerpt.origin.uri);
  if (!workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) return [];
  const over = new AbortController();
  const outline = commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  const symbols = await Promise.race([outline, clock.wait(quickMs, over.signal).then(() => undefined)]);
  over.abort();
  // Older providers give a flat list without the ranges of the whole.
  const all = (symbols ?? []).flatMap((symbol) => [symbol, ...(symbol.children ?? [])]);
  const lines = new Set(all.flatMap(({ range }) => range?.start.line ?? []));
  return startsOf(excerpt, lines);
}

function startsOf({ text, origin }: Excerpt, lines: ReadonlySet<number>): readonly number[] {
  const starts: number[] = [];
  let line = origin.range.start.line;
  let at = 0;
  // What stands right above a declaration belongs to it.
  let above: number | undefined;
  for (const content of text.split('\n')) {
    const isComment = /^\s*(?:\/\/|\/\*|\*|#|--|;|@|"""|<!--)/.test(content);
    if (lines.has(line)) starts.push(above ?? at);
    above = isComment ? (above ?? at) : undefined;
    at += content.length + 1;
    line++;
  }
  return starts;
}
