import { ConfigurationTarget, commands, type Disposable, l10n, type QuickPickItem, window, workspace } from 'vscode';
import { type Settings, settingsTable } from '../../base/settings.ts';
import type { Decision, Decisions } from '../../completion/decisions.ts';
import { nothingWords } from '../messages.ts';

/** Registers the commands about completions. */
export function registerCompletionCommands(parts: {
  readonly decisions: Decisions;
  readonly settings: () => Settings;
  /** The engine's host, for the words. */
  readonly where: () => string;
}): Disposable[] {
  return [
    commands.registerCommand('hearth.toggleCompletions', () => toggle(parts.settings())),
    commands.registerCommand('hearth.triggerCompletion', () =>
      commands.executeCommand('editor.action.inlineSuggest.trigger'),
    ),
    commands.registerCommand('hearth.whyNoSuggestion', () => showDecisions(parts.decisions.last, parts.where())),
  ];
}

async function toggle(settings: Settings): Promise<void> {
  const enabled = !settings.completionsEnabled;
  await workspace.getConfiguration().update(settingsTable.completionsEnabled.key, enabled, ConfigurationTarget.Global);
  window.setStatusBarMessage(
    enabled ? l10n.t('Hearth completions are on.') : l10n.t('Hearth completions are off.'),
    3000,
  );
}

/** The last decisions, the newest first, as a list that can be searched. */
async function showDecisions(decisions: readonly Decision[], where: string): Promise<void> {
  const items: QuickPickItem[] = [...decisions].reverse().map((decision) => ({
    label: `${decision.outcome === 'nothing' ? '$(circle-slash)' : '$(check)'} ${wordsFor(decision, where)}`,
    description: l10n.t('{0}, line {1}', decision.path, decision.line + 1),
    detail: detailsOf(decision),
  }));
  if (items.length === 0) items.push({ label: l10n.t('Nothing yet: no completion was looked for in this window.') });
  await window.showQuickPick(items, {
    title: l10n.t('Why No Suggestion?'),
    placeHolder: l10n.t('The last decisions, the newest first'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

function wordsFor(decision: Decision, where: string): string {
  if (decision.reason) return nothingWords(decision.reason, decision.detail ?? '', where);
  return decision.outcome === 'fromCache'
    ? l10n.t('A suggestion already at hand was shown.')
    : l10n.t('A new suggestion was shown.');
}

function detailsOf(decision: Decision): string {
  const parts = [
    new Date(decision.at).toLocaleTimeString(),
    l10n.t('{0} ms', Math.round(decision.milliseconds)),
    decision.promptTokens === undefined ? '' : l10n.t('{0} prompt tokens', decision.promptTokens),
    decision.model ?? '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
