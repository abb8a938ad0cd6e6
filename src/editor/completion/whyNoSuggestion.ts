import { commands, type Disposable, l10n, type QuickPickItem, Range, Uri, window, workspace } from 'vscode';
import type { Origin } from '../../base/text.ts';
import type { Decision, Decisions } from '../../completion/decisions.ts';
import type { Stages } from '../../completion/outcome.ts';
import { nothingWords } from '../messages.ts';

/**
 * Registers "Why No Suggestion?".
 * @param where the engine's host, for the words
 * @param onShown told when the list was looked at
 */
export function registerWhyNoSuggestion(decisions: Decisions, where: () => string, onShown: () => void): Disposable {
  return commands.registerCommand('hearth.whyNoSuggestion', async () => {
    await show(decisions.last, where());
    onShown();
  });
}

/** The last decisions, the newest first, as a list that is searched in all its columns. Picking one opens its place. */
async function show(decisions: readonly Decision[], where: string): Promise<void> {
  const items: (QuickPickItem & { readonly decision?: Decision })[] = [...decisions].reverse().map((decision) => ({
    label: `${decision.outcome === 'nothing' ? '$(circle-slash)' : '$(check)'} ${wordsFor(decision, where)}`,
    description: l10n.t('{0}, line {1}, column {2}', decision.path, decision.line + 1, decision.character + 1),
    detail: detailsOf(decision),
    decision,
  }));
  if (items.length === 0) items.push({ label: l10n.t('Nothing yet: no completion was looked for in this window.') });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Why No Suggestion?'),
    placeHolder: l10n.t('The last decisions, the newest first: type to filter, choose one to go there'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.decision) await open(picked.decision);
}

async function open({ uri, path, line, character }: Decision): Promise<void> {
  const target = Uri.parse(uri, true);
  const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === uri);
  // Opening what was never saved would make a new, empty one.
  if (target.scheme === 'untitled' && !isOpen) {
    window.setStatusBarMessage(l10n.t('{0} is no longer open.', path), 3000);
    return;
  }
  await commands.executeCommand('vscode.open', target, { selection: new Range(line, character, line, character) });
}

function wordsFor(decision: Decision, where: string): string {
  if (decision.reason) return nothingWords(decision.reason, decision.detail ?? '', where);
  return decision.outcome === 'fromCache'
    ? l10n.t('A suggestion already at hand was shown.')
    : l10n.t('A new suggestion was shown.');
}

function detailsOf({ at, milliseconds, stages = {}, promptTokens, layout, model, others = [] }: Decision): string {
  const parts = [
    new Date(at).toLocaleTimeString(),
    l10n.t('{0} ms', Math.round(milliseconds)),
    ...stagesOf(stages),
    promptTokens === undefined ? '' : l10n.t('{0} prompt tokens', promptTokens),
    layout === undefined ? '' : l10n.t('layout {0}', layout),
    model ?? '',
    othersWords(others),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Which pieces of other files were in the prompt. */
function othersWords(others: readonly Origin[]): string {
  if (others.length === 0) return '';
  const pieces = others.map(({ path, range, kind }) =>
    l10n.t('{0}:{1}–{2} ({3})', path, range.start.line + 1, range.end.line + 1, pieceWord(kind)),
  );
  const list = pieces.join(', ');
  return others.length === 1
    ? l10n.t('with 1 piece of another file: {0}', list)
    : l10n.t('with {0} pieces of other files: {1}', others.length, list);
}

/** How a piece came to be known; one without a word goes by its name in the source. */
function pieceWord(kind: Origin['kind']): string {
  switch (kind) {
    case 'edited':
      return l10n.t('recently edited');
    case 'viewed':
      return l10n.t('recently viewed');
    case 'definition':
      return l10n.t('definition');
    case 'similar':
      return l10n.t('similar');
    default:
      return kind;
  }
}

/** What the stages took, in the order in which they came. */
function stagesOf({ wait, model, firstPiece, total }: Stages): string[] {
  const words = (milliseconds: number | undefined, say: (rounded: number) => string) =>
    milliseconds === undefined ? '' : say(Math.round(milliseconds));
  return [
    words(wait, (ms) => l10n.t('waited {0} ms', ms)),
    words(model, (ms) => l10n.t('model found in {0} ms', ms)),
    words(firstPiece, (ms) => l10n.t('first piece after {0} ms', ms)),
    words(total, (ms) => l10n.t('text after {0} ms', ms)),
  ];
}
