import { env, l10n, Uri, window } from 'vscode';
import type { Log } from '../../../base/log.ts';
import type { Origin, PlacedText } from '../../../base/text.ts';
import {
  type CommitMaterial,
  combinedMessages,
  commitMessageOf,
  commitMessages,
  groupsOf,
  mostMessageTokens,
  partMessages,
} from '../../../tasks/code/commitMessage.ts';
import { filesOf } from '../../../tasks/code/diffFiles.ts';
import { fitOf } from '../../../tasks/fit.ts';
import { requestOf } from '../../../tasks/request.ts';
import { TierError } from '../../../tiers/tier.ts';
import { withoutHiddenCharacters } from '../../../writing/hiddenCharacters.ts';
import { openSetting, problemFor } from '../../messages.ts';
import { showProblem } from '../../showProblem.ts';
import { withProgress } from '../../withProgress.ts';
import { type AskingParts, taskModel, wholeAnswer } from '../askEngine.ts';
import { gitApi, isGitElsewhere, type Repository } from './gitExtension.ts';

/** What writing a commit message needs. */
export interface CommitMessageParts extends AskingParts {
  readonly where: () => string;
  readonly log: Log;
}

/** How much room is kept in a request for what is asked, in tokens. */
const roomForWords = 700;

/** What was said of a part of the changes is no longer than this, in tokens. */
const mostPartTokens = 120;

/**
 * `hearth.commitMessage`: the message of the next commit, from what is staged, or from all changes where nothing is. It goes into the
 * message box, where the user can change it; a message that stands there is not written over without a question.
 * @param given the repository whose button was pressed
 */
export async function writeCommitMessage(parts: CommitMessageParts, given: unknown): Promise<void> {
  const repository = await chooseRepository(given);
  if (!repository) return;
  const material = await materialOf(repository);
  if (!material) {
    void window.showInformationMessage(l10n.t('There are no changes to write a message for.'));
    return;
  }
  try {
    const message = await withProgress(l10n.t('Writing a commit message'), (signal, report) =>
      messageFor(parts, material, signal, report),
    );
    if (message === undefined) return;
    if (message === '')
      void window.showInformationMessage(l10n.t('The model wrote no message. Try again, or a larger model.'));
    else await putIn(repository, message);
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    parts.log.warn(`commitMessage: ${error.reason} (${error.message})`);
    await showProblem(problemFor(error.reason, error.message, parts.where()));
  }
}

/** @returns undefined when it was stopped @throws {TierError} */
async function messageFor(
  parts: AskingParts,
  material: CommitMaterial,
  signal: AbortSignal,
  report: (text: string) => void,
): Promise<string | undefined> {
  const model = await taskModel(parts, 'commitMessage');
  const ask = async (messages: ReturnType<typeof commitMessages>, tokens: number, say: (length: number) => void) => {
    const { text, done } = await wholeAnswer(parts, requestOf(messages, tokens, model), signal, say);
    return done && !signal.aborted ? text : undefined;
  };
  const writing = (length: number) => report(l10n.t('{0} characters', length));
  const whole = requestOf(commitMessages(material), mostMessageTokens, model);
  const { promptTokens, availableTokens } = fitOf(whole);
  if (promptTokens <= availableTokens) {
    const answer = await ask(whole.messages, mostMessageTokens, writing);
    return answer === undefined ? undefined : withoutHiddenCharacters(commitMessageOf(answer));
  }
  const groups = groupsOf(material.changes, Math.max(200, availableTokens - roomForWords));
  const said: PlacedText[] = [];
  for (const [index, group] of groups.entries()) {
    report(l10n.t('reading the changes, {0} of {1}', index + 1, groups.length));
    const text = await ask(partMessages(group), mostPartTokens, () => {});
    const origin = group[0]?.origin;
    if (text === undefined || !origin) return undefined;
    said.push({ text: commitMessageOf(text), origin });
  }
  const answer = await ask(combinedMessages(said, material), mostMessageTokens, writing);
  return answer === undefined ? undefined : withoutHiddenCharacters(commitMessageOf(answer));
}

/** What is staged; where nothing is, all that Git knows has changed. */
async function materialOf(repository: Repository): Promise<CommitMaterial | undefined> {
  const staged = await repository.diff(true);
  const files = filesOf(staged.trim() === '' ? await repository.diff(false) : staged);
  if (files.length === 0) return undefined;
  const nowhere = { line: 0, character: 0 };
  const originOf = (path: string): Origin => ({
    kind: 'diff',
    uri: Uri.joinPath(repository.rootUri, path).toString(),
    path,
    range: { start: nowhere, end: nowhere },
  });
  // A repository without a commit has no log, and says so by throwing.
  const commits = await repository.log({ maxEntries: 12 }).catch(() => []);
  return {
    changes: files.map(({ path, text }) => ({ text, origin: originOf(path) })),
    subjects: commits.map(({ message }) => message.split('\n')[0]?.trim() ?? '').filter(Boolean),
    origin: originOf(''),
  };
}

/** The repository that is meant; the user chooses between several. */
async function chooseRepository(given: unknown): Promise<Repository | undefined> {
  const git = await gitApi();
  const root = rootUriOf(given);
  const meant = root && git?.getRepository(root);
  if (meant) return meant;
  const all = git?.repositories ?? [];
  if (all.length === 1) return all[0];
  if (all.length === 0) {
    if (!git && isGitElsewhere()) await showProblem(gitElsewhere());
    else {
      void window.showInformationMessage(
        git
          ? l10n.t('No Git repository is open.')
          : l10n.t('VS Code’s Git extension is switched off, so Hearth cannot see what changed.'),
      );
    }
    return undefined;
  }
  const items = all.map((repository) => ({
    label: repository.rootUri.path.split('/').at(-1) ?? '',
    description: repository.rootUri.fsPath,
    repository,
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Write a Commit Message'),
    placeHolder: l10n.t('For which repository?'),
  });
  return picked?.repository;
}

/** What to say in a window whose files and Git are on another machine than Hearth. */
const gitElsewhere = () => ({
  message: l10n.t('Git is on the other machine and Hearth on yours, so it cannot see what changed.'),
  action: openSetting('remote.extensionKind'),
});

/** The button of the Source Control view gives what it stands at. */
function rootUriOf(given: unknown): Uri | undefined {
  const rootUri = typeof given === 'object' && given !== null && 'rootUri' in given ? given.rootUri : undefined;
  return rootUri instanceof Uri ? rootUri : undefined;
}

async function putIn(repository: Repository, message: string): Promise<void> {
  if (repository.inputBox.value.trim() !== '') {
    const replace = l10n.t('Replace It');
    const copy = l10n.t('Copy Instead');
    const picked = await window.showInformationMessage(l10n.t('There is a commit message already.'), replace, copy);
    if (picked === copy) await env.clipboard.writeText(message);
    if (picked !== replace) return;
  }
  repository.inputBox.value = message;
}
