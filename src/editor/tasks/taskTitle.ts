import { l10n } from 'vscode';

/** A task's name, as its card and its command say it. */
export function taskTitle(id: string): string {
  switch (id) {
    case 'explain':
      return l10n.t('Explain');
    case 'summarize':
      return l10n.t('Summarize');
    case 'ask':
      return l10n.t('Ask');
    default:
      return id;
  }
}
