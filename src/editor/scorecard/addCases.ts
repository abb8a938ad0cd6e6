import { l10n, Range, Uri, window } from 'vscode';
import { secretNames } from '../../privacy/secretNames.ts';
import { type NewCase, newFile, withCase } from '../../scorecard/cases/writeCases.ts';
import type { ScorecardParts } from './scorecardParts.ts';
import { titleOfTask } from './words.ts';

/** Cases to be kept. */
export interface AddedCases {
  readonly cases: readonly NewCase[];
  /** The name of the file, without its ending. */
  readonly file: string;
  /** What is looked for secrets in beside what the cases ask. */
  readonly secretsIn?: readonly string[];
  /** What is said afterwards. @param name the file's */
  readonly words: (name: string) => string;
}

/** Adds cases to a file of the user's, unless there is something in them that looks like a secret. @returns whether they are kept */
export async function addCases(parts: ScorecardParts, added: AddedCases): Promise<boolean> {
  const { cases, file, secretsIn = [], words } = added;
  const [first] = cases;
  if (!first) return false;
  const asked = cases.flatMap(({ messages, expected = '' }) => [...messages.map(({ content }) => content), expected]);
  const secret = await secretIn(parts, [...asked, ...secretsIn]);
  if (secret !== undefined) {
    void window.showWarningMessage(secret);
    return false;
  }
  const { folder } = parts;
  const uri = Uri.joinPath(folder.uri, `${/^[\w-]{1,60}$/.test(file) ? file : 'other'}.yaml`);
  const model = await parts.inventory.choose('tasks', parts.settings().taskModel, 4096).then(
    (chosen) => chosen.model.name,
    () => 'MODEL',
  );
  const after = await folder.change(uri, (before) =>
    cases.reduce<string | undefined>(
      (text, each) => text && withCase(text, each),
      before ?? newFile(`Hearth: ${titleOfTask(first.task)}`, model),
    ),
  );
  const name = uri.path.split('/').at(-1) ?? '';
  const open = l10n.t('Open');
  if (after === undefined) {
    const broken = l10n.t('Not kept: {0} is broken, or asks in other words than Hearth does.', name);
    if ((await window.showWarningMessage(broken, open)) === open) await window.showTextDocument(uri);
    return false;
  }
  // Not awaited: it stays until somebody presses, and there may be more to keep.
  void window.showInformationMessage(words(name), open).then(async (pressed) => {
    if (pressed !== open) return;
    const line = after.slice(0, after.lastIndexOf('\n  - description:') + 1).split('\n').length - 1;
    await window.showTextDocument(uri, { selection: new Range(line, 0, line, 0) });
  });
  return true;
}

/** Why a text is not kept; undefined: nothing in it looks like a secret. */
async function secretIn(parts: ScorecardParts, texts: readonly string[]): Promise<string | undefined> {
  const scanner = parts.openScanner();
  try {
    const [first] = (await scanner.find(texts)).flat();
    if (!first) return undefined;
    return l10n.t('Not kept: there is something in it that looks like a secret ({0}).', secretNames[first.rule]);
  } catch (error) {
    parts.log.warn(`a case was not checked for secrets: ${error instanceof Error ? error.message : error}`);
    return l10n.t('Not kept: it could not be checked for secrets.');
  } finally {
    scanner.dispose();
  }
}
