import { l10n, workspace } from 'vscode';
import type { Excerpt, Origin } from '../../../base/text.ts';
import { languageOf } from '../../../tasks/files/languageOf.ts';
import { mostBytes, type Skipped, skippedByText, textOf } from '../../../tasks/files/skipped.ts';
import type { Tier } from '../../../tiers/tier.ts';
import { exclusionsFor } from '../../privacy/localExclusions.ts';
import type { ListedFile } from './listFiles.ts';

/** What reading a file takes. */
export interface FileReading {
  readonly tier: () => Tier;
  readonly settings: () => { readonly neverLeaves: readonly string[] };
}

/**
 * A file's text as it is in the editor, where it is open there, else as it is on the disk. What must never leave this computer is not
 * read for an engine on another host: nobody looks at each of a thousand files before it goes there.
 */
export async function fileExcerpt({ uri, path }: ListedFile, parts: FileReading): Promise<Excerpt | Skipped> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const start = { line: 0, character: 0 };
  const place: Origin = { kind: 'file', uri: uri.toString(), path, range: { start, end: start } };
  if (parts.tier() !== 'local') {
    const exclusions = await exclusionsFor([place], [parts.settings().neverLeaves]);
    if (exclusions.ruleFor(place) !== undefined) return 'excluded';
  }
  let text: string | undefined;
  try {
    text = open ? open.getText().replaceAll('\r\n', '\n') : textOf(await workspace.fs.readFile(uri));
  } catch {
    return 'unreadable';
  }
  if (text === undefined || text.includes('\u0000')) return 'notText';
  if (text.length > mostBytes) return 'tooLarge';
  const why = skippedByText(path, text);
  if (why !== undefined) return why;
  const lines = text.split('\n');
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const languageId = open?.languageId ?? languageOf(path);
  return { origin: { ...place, range: { start, end } }, languageId, text, label: l10n.t('whole file') };
}
