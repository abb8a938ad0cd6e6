import { extensions, l10n } from 'vscode';

/** What a task is called: its own name, or that of its command. */
export function titleOf({ id, title }: { readonly id: string; readonly title?: string }): string {
  return title ?? taskTitle(id);
}

/** A task's name, as its card and its command say it. */
export function taskTitle(id: string): string {
  switch (id) {
    case 'explain':
      return l10n.t('Explain');
    case 'explainChanges':
      return l10n.t('Explain What Changed');
    case 'explainTerminal':
      return l10n.t('Explain Terminal Selection');
    case 'askTerminal':
      return l10n.t('Ask About Terminal Selection');
    case 'summarize':
      return l10n.t('Summarize');
    case 'summarizeAs':
      return l10n.t('Summarize as');
    case 'extract':
      return l10n.t('Extract');
    case 'classify':
      return l10n.t('Classify');
    case 'review':
      return l10n.t('Review');
    case 'fix':
      return l10n.t('Fix');
    case 'document':
      return l10n.t('Document');
    case 'writeTests':
      return l10n.t('Write Tests');
    case 'nameIt':
      return l10n.t('Name It');
    case 'proofread':
      return l10n.t('Proofread');
    case 'rewrite':
      return l10n.t('Rewrite');
    case 'draft':
      return l10n.t('Draft from Notes');
    case 'continue':
      return l10n.t('Continue');
    case 'translate':
      return l10n.t('Translate');
    case 'ask':
      return l10n.t('Ask');
    default:
      return commandTitle(id);
  }
}

/** The name of its command, without what says that it asks for more. */
function commandTitle(id: string): string {
  const declared: unknown = extensions.getExtension('hearth-dev.hearth')?.packageJSON?.contributes?.commands;
  const all: readonly { readonly command: string; readonly title: string }[] = Array.isArray(declared) ? declared : [];
  return all.find(({ command }) => command === `hearth.${id}`)?.title.replace(/…$/, '') ?? id;
}
