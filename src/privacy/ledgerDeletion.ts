import { type LedgerFiles, openChain, sealOf } from './ledgerChain.ts';
import { ledgerFilesAmong } from './ledgerChecks.ts';
import { entriesOf } from './ledgerEntries.ts';
import { chainEnd, recordsOf, type Tombstone } from './ledgerLines.ts';

/** What deleting needs of the world. */
export interface DeletionParts {
  readonly files: LedgerFiles;
  /** Names this window among all that write at the same time. */
  readonly writer: string;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Ends the name of a file that is being deleted; the name it had stands before it. */
const goingMark = '.going-';

/**
 * Deletes a month of the ledger, with its bodies, and leaves a tombstone that says so. The files are first taken aside, so
 * that a window that writes at this moment notices and writes anew; the tombstone is on the disk before they are gone.
 * @param month such as `2026-11`
 * @returns how many entries are gone
 * @throws when a file cannot be read, written or removed
 */
export async function deleteMonth(month: string, parts: DeletionParts): Promise<number> {
  const { files, newId } = parts;
  const isOfMonth = (name: string) => name.startsWith(`${month}-`) || name.startsWith(`${month}.`);
  for (const name of (await files.list()).filter(isOfMonth)) {
    if (!name.endsWith('.end')) await files.rename(name, `${name}${goingMark}${newId()}`);
  }
  return finishDeletions(parts);
}

/** Finishes the deletions that a crash left half done. @returns how many entries are gone */
export async function finishDeletions({ files, writer, newId, now }: DeletionParts): Promise<number> {
  const going = (await files.list()).filter((name) => name.includes(goingMark));
  const known = new Set((await tombstones(files)).flatMap((tombstone) => tombstone.files.map(graveOf)));
  const ledgers = going.filter((name) => nameBefore(name).endsWith('.jsonl'));
  const read = await Promise.all(ledgers.map(async (name) => ({ name, text: (await files.read(name))?.text ?? '' })));
  const buried = read.map(({ name, text }) => ({ text, file: { name: nameBefore(name), ...chainEnd(text) } }));
  const fresh = buried.filter(({ file }) => !known.has(graveOf(file)));
  const append = openChain(files);
  let gone = 0;
  for (const month of new Set(fresh.map(({ file }) => monthOf(file.name)))) {
    const ofMonth = fresh.filter(({ file }) => monthOf(file.name) === month);
    const texts = new Map(ofMonth.map(({ file, text }) => [`${file.name} ${file.end}.jsonl`, text]));
    const entries = entriesOf(texts).length;
    const tombstone: Tombstone = { month, entries, files: ofMonth.map(({ file }) => file) };
    const stamp = { version: 1, id: newId(), time: new Date(now()).toISOString() } as const;
    await append(`deleted-${writer}.jsonl`, { kind: 'deleted', ...stamp, ...tombstone });
    gone += entries;
  }
  const left = await files.list();
  const seals = buried.map(({ file }) => file.name).filter((name) => !left.includes(name));
  await Promise.all([...going, ...seals.map(sealOf)].map((name) => files.remove(name)));
  return gone;
}

type Grave = Tombstone['files'][number];

const monthOf = (name: string) => name.slice(0, 7);
const nameBefore = (going: string) => going.slice(0, going.indexOf(goingMark));
const graveOf = ({ name, end }: Grave) => `${name} ${end}`;

async function tombstones(files: LedgerFiles) {
  const names = ledgerFilesAmong(await files.list()).filter((name) => name.startsWith('deleted-'));
  const read = await Promise.all(names.map((name) => files.read(name)));
  return read.flatMap((contents) => recordsOf(contents?.text ?? '')).filter((record) => record.kind === 'deleted');
}
