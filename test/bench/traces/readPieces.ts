import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Piece } from './piece.ts';

/** The folders of traces that are replayed, and the language id that VS Code gives such a document. */
const languages = { typescript: 'typescript', python: 'python', css: 'css', prose: 'markdown' } as const;

type Language = keyof typeof languages;

/** Reads the pieces of every language. */
export function readAllPieces(): readonly Piece[] {
  return (Object.keys(languages) as Language[]).flatMap((language) => readPieces(language, languages[language]));
}

/**
 * Reads the pieces of one folder, in the order of its files.
 *
 * A trace is a plain text: a line that says where the document came from, then the document, each piece between `⟦` and `⟧`.
 * Every piece is typed into a document in which the other pieces already stand.
 */
export function readPieces(name: string, languageId: string): readonly Piece[] {
  const folder = new URL(`./${name}/`, import.meta.url);
  return readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8');
      return piecesIn(text, `${name}/${basename(file, '.txt')}`, languageId);
    });
}

/** The pieces of one trace. @param name what their ids begin with */
function piecesIn(trace: string, name: string, languageId: string): readonly Piece[] {
  const headEnd = trace.indexOf('\n');
  const path = trace.slice(0, headEnd).split(' ').at(-1) ?? '';
  const marked = trace.slice(headEnd + 1);
  return [...marked.matchAll(/⟦([^⟦⟧]*)⟧/g)].map((found, index) => ({
    id: `${name}#${index}`,
    languageId,
    path,
    before: withoutMarks(marked.slice(0, found.index)),
    inserted: found[1] ?? '',
    after: withoutMarks(marked.slice(found.index + found[0].length)),
  }));
}

const withoutMarks = (text: string) => text.replace(/[⟦⟧]/g, '');
