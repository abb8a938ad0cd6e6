import { l10n } from 'vscode';
import type { FileAnswer } from '../../../tasks/files/readFiles.ts';
import type { Skipped } from '../../../tasks/files/skipped.ts';
import type { Cell } from '../../../tasks/reading/structured.ts';
import { withoutHiddenCharacters } from '../../../writing/hiddenCharacters.ts';
import { problemFor } from '../../messages.ts';

/** What is shown of a file: what was said of it, or why it was left out. */
export interface FileRow {
  readonly cells: readonly string[];
  readonly isLeftOut: boolean;
  /** Whether it has a label that was not offered. */
  readonly isDoubtful?: boolean;
}

/** An answer about a file in cells. @param columns how many there are beside the file's @param where the engine's host */
export function rowOf(answer: FileAnswer, columns: number, where: string): FileRow {
  const leftOut = (why: string): FileRow => ({
    cells: [...Array.from({ length: columns - 1 }, () => ''), why],
    isLeftOut: true,
  });
  switch (answer.kind) {
    case 'skipped':
      return leftOut(skippedWords(answer.why));
    case 'failed':
      return leftOut(problemFor(answer.error.reason, answer.error.message, where).message);
    case 'notInForm':
      return leftOut(l10n.t('The model did not answer in the form that was asked for.'));
    case 'answered': {
      const cells = answer.table ? labelsOf(answer.table.rows.map((row) => row.cells)) : [oneLine(answer.text)];
      const missing = answer.leftOut.length === 0 ? '' : ` ${l10n.t('(Not all of the file was read.)')}`;
      const isDoubtful = answer.table?.rows.some((row) => row.cells[0]?.doubt !== undefined) ?? false;
      const shown = cells.map((text, index) => (index === columns - 1 ? text + missing : text));
      return { cells: shown, isLeftOut: false, isDoubtful };
    }
  }
}

/** Labels, the likeliest first, and the reason. */
function labelsOf(rows: readonly (readonly Cell[])[]): readonly string[] {
  const labels = rows.map(([label]) => (label?.doubt === undefined ? label?.text : `⚠ ${label.text}`));
  const reason = rows.find(([, why]) => why?.text)?.[1]?.text ?? '';
  return [labels.filter(Boolean).join(', ') || l10n.t('none'), reason].map(oneLine);
}

const oneLine = (text: string) => withoutHiddenCharacters(text).replaceAll(/\s+/g, ' ').trim();

/** Why a file is not read. */
function skippedWords(why: Skipped): string {
  const words: Readonly<Record<Skipped, string>> = {
    notText: l10n.t('Left out: not text'),
    generated: l10n.t('Left out: written by a program'),
    tooLarge: l10n.t('Left out: larger than 1 MB'),
    empty: l10n.t('Left out: empty'),
    excluded: l10n.t('Left out: must not leave this computer (“hearth.neverLeaves” or .hearthignore)'),
    unreadable: l10n.t('Left out: cannot be read'),
  };
  return words[why];
}
