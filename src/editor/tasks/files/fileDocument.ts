import { l10n, type Uri, workspace } from 'vscode';
import { numberWord } from '../../numberWord.ts';
import { plainMarkdown } from '../reading/tableWords.ts';
import type { FileRow } from './fileRows.ts';
import type { ListedFile } from './listFiles.ts';

/** A file, and what is shown of it. */
export interface ShownFile {
  readonly file: ListedFile;
  readonly row: FileRow;
}

/**
 * All files and what was said of them as a Markdown document. Its links lead to the files and nowhere else: what a model wrote stands in
 * it as plain text, so that none of its signs is a link.
 */
export function fileDocument(
  title: string,
  about: string,
  columns: readonly string[],
  all: readonly ShownFile[],
): string {
  const [answered, leftOut] = [false, true].map((is) => all.filter(({ row }) => row.isLeftOut === is));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = (names: readonly string[], rows: readonly (readonly string[])[]) =>
    [line(names.map(plainMarkdown)), line(names.map(() => '---')), ...rows.map(line)].join('\n');
  const [file = '', ...others] = columns;
  const sections = [`# ${plainMarkdown(title)}`, plainMarkdown(about)];
  if (answered?.length) {
    sections.push(
      table(
        [file, ...others],
        answered.map(({ file: each, row }) => [linkTo(each), ...row.cells.map(plainMarkdown)]),
      ),
    );
  }
  if (leftOut?.length) {
    sections.push(`## ${l10n.t('Left out')}`);
    const why = (row: FileRow) => plainMarkdown(row.cells.at(-1) ?? '');
    sections.push(
      table(
        [file, l10n.t('Why')],
        leftOut.map(({ file: each, row }) => [linkTo(each), why(row)]),
      ),
    );
  }
  return `${sections.join('\n\n')}\n`;
}

/** A link from a document at the root of the folder, where only one is open: so it holds too where the document is saved there. */
function linkTo({ uri, path }: ListedFile): string {
  const [only, ...others] = workspace.workspaceFolders ?? [];
  const isBelow =
    only && others.length === 0 && workspace.getWorkspaceFolder(uri)?.uri.toString() === only.uri.toString();
  const target = isBelow ? path.split('/').map(encodeURIComponent).join('/') : uri.toString();
  return `[${plainMarkdown(path)}](<${target.replaceAll(/[<>\n]/g, encodeURIComponent)}>)`;
}

/** What was chosen, in a few words. @param files how many files there are in it, where that is known */
export function chosenWords(chosen: readonly Uri[], files: number | undefined): string {
  const names = chosen.slice(0, 3).map((uri) => {
    const folder = workspace.getWorkspaceFolder(uri);
    return folder?.uri.toString() === uri.toString() ? folder.name : workspace.asRelativePath(uri);
  });
  const more = chosen.length > 3 ? ', …' : '';
  if (files === undefined) return names.join(', ') + more;
  const count = files === 1 ? l10n.t('1 file') : l10n.t('{0} files', numberWord(files));
  return `${names.join(', ')}${more} · ${count}`;
}
