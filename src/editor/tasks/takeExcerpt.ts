import {
  commands,
  type DocumentSymbol,
  l10n,
  type NotebookCell,
  type Position,
  Range,
  SymbolKind,
  type TextDocument,
  type TextEditor,
  window,
} from 'vscode';
import type { Excerpt, OriginKind } from '../../base/text.ts';
import { originOf, plainRange } from '../origin.ts';
import { cellOf, givenCell, selectedCell } from './places/cells.ts';

/** The largest file that a task works on, in UTF-16 code units (design: `reliability.md`, caps). */
export const mostCharacters = 1_000_000;

/** Why there is no excerpt. */
export type NoExcerpt = 'empty' | 'notText' | 'tooLarge';

/** Why there is none, in words. */
export function noExcerptWords(why: NoExcerpt): string {
  const words = {
    empty: l10n.t('There is no text here to work on.'),
    notText: l10n.t('This is not text, so Hearth does not read it.'),
    tooLarge: l10n.t('This is more than 1 MB of text. Select a part of it.'),
  };
  return words[why];
}

/**
 * The text at hand: in the active editor, or in the cell that is selected in the active notebook.
 * @param given what a menu gave to the command: a cell goes before what is active
 * @returns undefined when nothing is open
 */
export async function excerptAtHand(given: unknown): Promise<Excerpt | NoExcerpt | undefined> {
  const editor = window.activeTextEditor;
  const cell = cellAtHand(given);
  if (cell && (editor?.document !== cell.document || editor.selection.isEmpty)) return cellExcerpt(cell);
  return editor && takeExcerpt(editor);
}

/** The document that it stands in. */
export function documentAtHand(given: unknown): TextDocument | undefined {
  return cellAtHand(given)?.document ?? window.activeTextEditor?.document;
}

/** The cell that is meant where it is not the active editor that tells. */
function cellAtHand(given: unknown): NotebookCell | undefined {
  return givenCell(given) ?? (window.activeTextEditor ? undefined : selectedCell());
}

/** The text that a task means: the selection, else the symbol or section round the cursor, else the whole file or cell. */
async function takeExcerpt(editor: TextEditor): Promise<Excerpt | NoExcerpt> {
  const excerpt = await takenFrom(editor);
  const cell = cellOf(editor.document);
  if (!cell || typeof excerpt === 'string') return excerpt;
  if (excerpt.origin.kind === 'file') return { ...excerpt, label: cellLabel(cell) };
  return { ...excerpt, label: l10n.t('{0} in cell {1}', excerpt.label, cell.index + 1) };
}

/** All of a notebook's cell. */
function cellExcerpt(cell: NotebookCell): Excerpt | NoExcerpt {
  const { end } = cell.document.lineAt(cell.document.lineCount - 1).range;
  return excerptOf(cell.document, new Range(0, 0, end.line, end.character), 'file', cellLabel(cell));
}

/** Counted from 1, as people do. */
function cellLabel({ index }: NotebookCell): string {
  return l10n.t('cell {0}', index + 1);
}

async function takenFrom(editor: TextEditor): Promise<Excerpt | NoExcerpt> {
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    return excerptOf(document, selection, 'selection', l10n.t('selection'));
  }
  const symbol = await enclosingSymbol(document, selection.active);
  if (symbol) {
    const section = document.languageId === 'markdown';
    const name = symbol.name.replace(/^#+\s*/, '');
    const label = section ? l10n.t('section "{0}"', name) : `${symbolWord(symbol.kind)} ${name}`;
    return excerptOf(document, symbol.range, section ? 'section' : 'symbol', label);
  }
  const end = document.lineAt(document.lineCount - 1).range.end;
  return excerptOf(document, new Range(0, 0, end.line, end.character), 'file', l10n.t('whole file'));
}

/** An excerpt of exactly this range. */
export function excerptOf(document: TextDocument, range: Range, kind: OriginKind, label: string): Excerpt | NoExcerpt {
  if (document.offsetAt(range.end) - document.offsetAt(range.start) > mostCharacters) return 'tooLarge';
  const text = document.getText(range);
  if (text.includes('\u0000')) return 'notText';
  if (text.trim() === '') return 'empty';
  return {
    origin: originOf(document, kind, plainRange(range)),
    languageId: document.languageId,
    text: text.replaceAll('\r\n', '\n'),
    label,
  };
}

/** What one would call "this" at a place: functions and types, and the sections of a text. */
const wholes = new Set([
  SymbolKind.Function,
  SymbolKind.Method,
  SymbolKind.Constructor,
  SymbolKind.Class,
  SymbolKind.Interface,
  SymbolKind.Enum,
  SymbolKind.Struct,
  SymbolKind.String, // a Markdown heading
]);

/** The innermost whole round a position, by the language's own outline. None where the language has no outline. */
async function enclosingSymbol(document: TextDocument, position: Position): Promise<DocumentSymbol | undefined> {
  const outline = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  let found: DocumentSymbol | undefined;
  let level = outline ?? [];
  for (;;) {
    // Older providers give a flat list without ranges of the whole; it says nothing about what encloses what.
    const around = level.find((symbol) => symbol.range?.contains(position));
    if (!around) return found;
    // A constant that holds a function is that function.
    const holds = around.kind === SymbolKind.Variable || around.kind === SymbolKind.Constant;
    if (wholes.has(around.kind) || (holds && !around.range.isSingleLine)) found = around;
    level = around.children;
  }
}

function symbolWord(kind: SymbolKind): string {
  switch (kind) {
    case SymbolKind.Method:
      return l10n.t('method');
    case SymbolKind.Constructor:
      return l10n.t('constructor');
    case SymbolKind.Class:
      return l10n.t('class');
    case SymbolKind.Interface:
      return l10n.t('interface');
    case SymbolKind.Enum:
      return l10n.t('enum');
    case SymbolKind.Struct:
      return l10n.t('struct');
    default:
      return l10n.t('function');
  }
}
