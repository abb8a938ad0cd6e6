import { FileType, type TextDocument, Uri, workspace } from 'vscode';
import { remembered } from '../../../base/remembered.ts';
import type { Settings } from '../../../base/settings.ts';
import type { Origin, TextRange } from '../../../base/text.ts';
import { type Lines, type NearbyPiece, type PieceKind, pieceAround } from '../../../completion/recent/piece.ts';
import { readExclusions } from '../../../privacy/exclusions.ts';
import { isGenerated, isNoise } from '../../../writing/noise.ts';
import { originOf } from '../../origin.ts';
import { exclusionsFor } from '../../privacy/localExclusions.ts';

/** The largest file that is looked at, in bytes; in UTF-16 code units where it is open. */
const mostBytes = 1_000_000;

/** The text of a file other than the one at hand. */
export interface OtherText {
  readonly uri: Uri;
  readonly path: string;
  readonly languageId: string;
  readonly lines: Lines;
}

/**
 * Whether text of this origin may stand in the prompts of other files, as the settings are now. Text of a file without
 * completions may not. Nor may text that must never leave this computer, whatever the engine: nobody has gone to that file in
 * order to have it completed.
 */
export function allowedBy(settings: () => Settings): (origin: Origin) => boolean {
  const [withoutCompletions, neverLeaving] = [remembered(readExclusions), remembered(readExclusions)];
  return (origin) => {
    const { completionsExclude, neverLeaves } = settings();
    const rule = withoutCompletions(completionsExclude).ruleFor(origin) ?? neverLeaving(neverLeaves).ruleFor(origin);
    return rule === undefined;
  };
}

/** Whether a file's text may be looked at for the prompts of others. */
export type Readable = (origin: Origin) => Promise<boolean>;

/** As {@link allowedBy}, and as the disk tells: folders' own ignore files, and where symbolic links lead. */
export function readableBy(settings: () => Settings): Readable {
  return async (origin) => {
    const { completionsExclude, neverLeaves } = settings();
    const exclusions = await exclusionsFor([origin], [completionsExclude, neverLeaves]);
    return exclusions.ruleFor(origin) === undefined;
  };
}

/**
 * The text of a file, if it may be used at all: what is excluded, and what nobody wrote by hand, is not even read. What is open
 * is taken from the editor. The rest is read only where the folder is trusted, and only in the folder that the file at hand is
 * in: who opens two folders in a window has not said that one should be read for the other.
 * @param asking the document for which it is read
 * @param most the largest file that is read, in bytes
 */
export async function otherText(
  uri: Uri,
  asking: TextDocument,
  readable: Readable,
  most = mostBytes,
): Promise<OtherText | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return openText(open, readable);
  const path = workspace.asRelativePath(uri, false).replaceAll('\\', '/');
  if (!isInSameFolder(uri, asking.uri) || !(await isUsable(uri, path, readable))) return undefined;
  const text = await readText(uri, most);
  if (text === undefined) return undefined;
  const all = text.split(/\r\n|\n|\r/);
  const lines = { count: all.length, at: (line: number) => all[line] ?? '' };
  // The editor would have to open it in order to know its language; with the same ending it is the same.
  return isGenerated(lines) ? undefined : { uri, path, languageId: asking.languageId, lines };
}

/** The text of an open document, if it may be used in the prompts of others. */
export async function openText(document: TextDocument, readable: Readable): Promise<OtherText | undefined> {
  const { uri, languageId } = document;
  const { path } = originOf(document, 'viewed', nowhere);
  if (!(await isUsable(uri, path, readable))) return undefined;
  if (document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > mostBytes) return undefined;
  const lines = linesOf(document);
  return isGenerated(lines) ? undefined : { uri, path, languageId, lines };
}

/** A document by its lines. */
export const linesOf = (document: TextDocument): Lines => ({
  count: document.lineCount,
  // What a language server says of a file may be older than its text.
  at: (line) => (line < document.lineCount ? document.lineAt(line).text : ''),
});

/** A piece of a file, round the lines that are wanted; undefined where there is nothing worth reading. */
export function pieceOf(
  { uri, path, languageId, lines }: OtherText,
  kind: PieceKind,
  wanted: { readonly first: number; readonly last: number },
): NearbyPiece | undefined {
  const piece = pieceAround(lines, wanted);
  return piece && { origin: { kind, uri: uri.toString(), path, range: piece.range }, languageId, text: piece.text };
}

const nowhere: TextRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

async function isUsable(uri: Uri, path: string, readable: Readable): Promise<boolean> {
  return !isNoise(path) && readable({ kind: 'viewed', uri: uri.toString(), path, range: nowhere });
}

function isInSameFolder(uri: Uri, asking: Uri): boolean {
  const folder = workspace.getWorkspaceFolder(asking);
  return workspace.isTrusted && folder !== undefined && workspace.getWorkspaceFolder(uri) === folder;
}

/** The text of a closed file; undefined for a link, which may lead anywhere, for a large one, and for what is no text. */
async function readText(uri: Uri, most: number): Promise<string | undefined> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if (type !== FileType.File || size > most) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(await workspace.fs.readFile(uri));
  } catch {
    // Gone, not to be read, or not in UTF-8: there are other files.
    return undefined;
  }
}

/** The files in the folder of a document, as far as they may be read. */
export function folderOf(document: TextDocument): Uri | undefined {
  return isInSameFolder(document.uri, document.uri) ? Uri.joinPath(document.uri, '..') : undefined;
}
