import { l10n, type QuickPickItem, Uri, window } from 'vscode';
import type { CaseFile } from '../../scorecard/cases/caseFile.ts';
import { joinedFiles } from '../../scorecard/cases/joinedFiles.ts';
import { readCases } from '../../scorecard/cases/readCases.ts';
import type { CaseProblems } from './caseProblems.ts';
import { checkParts } from './checkParts.ts';
import type { ScorecardParts } from './scorecardParts.ts';

/** Cases as people chose them. */
export interface ChosenCases {
  readonly name: string;
  readonly uri: Uri;
  readonly file: Pick<CaseFile, 'cases' | 'options'>;
  /** Each file as it is written. */
  readonly texts: readonly string[];
}

/** Asks which cases are meant, and says what is wrong with them. @param title of the question @returns undefined: none that can be used */
export async function chooseCases(
  parts: Pick<ScorecardParts, 'folder' | 'extensionUri' | 'guarding'>,
  problems: CaseProblems,
  title: string,
): Promise<ChosenCases | undefined> {
  type Item = QuickPickItem & { readonly uris: readonly Uri[] };
  const { folder } = parts;
  const starter = Uri.joinPath(parts.extensionUri, 'media', 'scorecard', 'starter.yaml');
  const own = await folder.files();
  const nameOf = (uri: Uri) => uri.path.split('/').at(-1) ?? '';
  const items: Item[] = [
    ...(own.length > 1
      ? [{ label: l10n.t('All my cases'), description: l10n.t('{0} files', own.length), uris: own }]
      : []),
    ...own.map((uri) => ({ label: nameOf(uri), uris: [uri] })),
    { label: l10n.t('Starter set'), description: l10n.t('24 cases that Hearth brings'), uris: [starter] },
  ];
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t('Which cases?') });
  const [first] = picked?.uris ?? [];
  if (!picked || !first) return undefined;
  const files: CaseFile[] = [];
  const texts: string[] = [];
  for (const uri of picked.uris) {
    const text = (await folder.read(uri)) ?? '';
    const file = readCases(text, checkParts(parts));
    problems.show(uri, file);
    if (file.problems.length > 0) {
      await problems.tell(uri, file);
      return undefined;
    }
    files.push(file);
    texts.push(text);
  }
  const file = joinedFiles(files);
  if (file && file.cases.length > 0) return { name: picked.label, uri: first, file, texts };
  void window.showInformationMessage(l10n.t('There is no case in it that can be run. The list of problems says why.'));
  return undefined;
}
