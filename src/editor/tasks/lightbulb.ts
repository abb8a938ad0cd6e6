import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  CodeActionTriggerKind,
  DiagnosticSeverity,
  type Disposable,
  l10n,
  languages,
} from 'vscode';
import { isProse } from '../../tasks/prompt.ts';

/**
 * What the lightbulb offers: Fix and Explain on a problem that the language's own tools found; when it is asked for by hand, Proofread
 * and Rewrite on text, and Document on code. It is asked at each move of the cursor, so it only looks at what it is given.
 */
export function registerLightbulb(): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions(document, range, { diagnostics, triggerKind, only }) {
      const problems = diagnostics.filter(
        ({ severity, source }) => severity <= DiagnosticSeverity.Warning && source !== 'Hearth',
      );
      const wants = (kind: CodeActionKind) => only === undefined || only.contains(kind) || kind.contains(only);
      const isProseHere = isProse(document);
      const offered: CodeAction[] = [];
      if (problems.length > 0 && !isProseHere && wants(CodeActionKind.QuickFix)) {
        const [first] = problems;
        offered.push(
          action(l10n.t('Hearth: Fix'), CodeActionKind.QuickFix, 'hearth.fix', []),
          action(l10n.t('Hearth: Explain This Problem'), CodeActionKind.QuickFix, 'hearth.explainProblem', [
            document.uri,
            first?.range ?? range,
            first?.message ?? '',
          ]),
        );
      }
      const isAsked = triggerKind === CodeActionTriggerKind.Invoke;
      if (!isAsked || !wants(CodeActionKind.RefactorRewrite)) return offered;
      const ids = isProseHere
        ? ([
            [l10n.t('Hearth: Proofread'), 'hearth.proofread'],
            [l10n.t('Hearth: Rewrite…'), 'hearth.rewrite'],
          ] as const)
        : ([[l10n.t('Hearth: Document'), 'hearth.document']] as const);
      return [...offered, ...ids.map(([title, id]) => action(title, CodeActionKind.RefactorRewrite, id, []))];
    },
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] };
  return languages.registerCodeActionsProvider(
    [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-remote' }, { scheme: 'vscode-notebook-cell' }],
    provider,
    kinds,
  );
}

function action(title: string, kind: CodeActionKind, command: string, parameters: unknown[]): CodeAction {
  const made = new CodeAction(title, kind);
  made.command = { command, title, arguments: parameters };
  return made;
}
