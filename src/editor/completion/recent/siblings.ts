import { FileType, type TextDocument, Uri, workspace } from 'vscode';
import type { Clock } from '../../../base/clock.ts';
import type { CursorText } from '../../../base/text.ts';
import type { NearbyPiece } from '../../../completion/recent/piece.ts';
import { type Sibling, similarPieces } from '../../../completion/recent/similar.ts';
import { folderOf, otherText, type Readable } from './otherText.ts';

/** How many files of a folder are read. */
const mostFiles = 12;

/** Larger files are left alone, in bytes: what is compared must be quick to read. */
const mostBytes = 100_000;

/** The places in files of the same folder and of the same kind that are most like the text at the cursor. */
export async function similarSiblings(
  document: TextDocument,
  cursor: CursorText,
  readable: Readable,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly NearbyPiece[]> {
  const siblings: Sibling[] = [];
  for (const uri of await siblingsOf(document)) {
    if (signal.aborted || siblings.length >= mostFiles) break;
    const text = await otherText(uri, document, readable, mostBytes);
    if (text) siblings.push({ ...text, uri: uri.toString() });
  }
  return signal.aborted ? [] : similarPieces(cursor, siblings, clock, signal);
}

/** The files beside a document with the same ending: those whose names begin most like its own first. */
async function siblingsOf(document: TextDocument): Promise<readonly Uri[]> {
  const folder = folderOf(document);
  const own = nameOf(document.uri.path);
  if (!folder || !own.includes('.')) return [];
  const ending = own.slice(own.lastIndexOf('.'));
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => type === FileType.File && name !== own && name.endsWith(ending))
      .map(([name]) => name)
      .sort((one, other) => sharedStart(own, other) - sharedStart(own, one) || (one < other ? -1 : 1))
      .map((name) => Uri.joinPath(folder, name));
  } catch {
    return [];
  }
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
