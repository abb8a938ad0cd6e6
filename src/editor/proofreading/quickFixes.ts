import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Disposable,
  l10n,
  languages,
  type TextDocument,
  workspace,
} from 'vscode';
import type { Finding } from '../../writing/findings/findings.ts';
import { acceptTitle, countOfFindings } from './findingWords.ts';
import type { OpenFindings } from './openFindings.ts';

/**
 * Offers what can be done with the mistakes at the cursor. None of them carries its edit: the document is looked at when one is chosen.
 * There is no `source.fixAll` on purpose: editors run it at every save, and what a model wrote is accepted by a person.
 */
export function registerFindingQuickFixes(findings: OpenFindings): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions(document, range) {
      const own = findings.of(document.uri.toString());
      if (!own) return [];
      const here = own.list.at({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) });
      if (here.length === 0) return [];
      const many = own.list.all.filter(([, { isDoubtful }]) => !isDoubtful).length;
      return [
        ...here.flatMap(([id, finding]) => actionsOn(document, id, finding)),
        ...(many > 1 ? [action(l10n.t('Accept all: {0}', countOfFindings(many)), 'hearth.acceptFindings', [])] : []),
      ];
    },
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  return languages.registerCodeActionsProvider({ pattern: '**' }, provider, kinds);
}

function actionsOn(document: TextDocument, id: string, finding: Finding): CodeAction[] {
  const decide = (words: string, decision: string) =>
    action(words, 'hearth.decideFinding', [document.uri.toString(), id, decision]);
  const accept = decide(acceptTitle(finding), 'accept');
  accept.isPreferred = !finding.isDoubtful;
  const [word] = finding.gone;
  const isOneWord = word !== undefined && finding.gone.length === 1;
  const isFolder = (workspace.workspaceFolders ?? []).length > 0;
  return [
    accept,
    decide(l10n.t('Dismiss'), 'dismiss'),
    ...(isOneWord ? [decide(l10n.t('Leave “{0}” alone, for me', word), 'user')] : []),
    ...(isOneWord && isFolder ? [decide(l10n.t('Leave “{0}” alone, in this workspace', word), 'workspace')] : []),
  ];
}

function action(words: string, command: string, parameters: unknown[]): CodeAction {
  const made = new CodeAction(words, CodeActionKind.QuickFix);
  made.command = { command, title: words, arguments: parameters };
  return made;
}
