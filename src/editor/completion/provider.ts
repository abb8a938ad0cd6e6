import {
  type CancellationToken,
  type Disposable,
  type InlineCompletionContext,
  InlineCompletionItem,
  InlineCompletionTriggerKind,
  languages,
  type Position,
  Range,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import type { Answered, Completions } from '../../completion/complete.ts';
import type { Decision, Decisions } from '../../completion/decisions.ts';
import { guard } from '../../completion/guard.ts';
import type { Exclusions } from '../../privacy/exclusions.ts';
import { originOf } from '../origin.ts';
import { cursorText } from './cursorText.ts';

/** What the ghost text needs. */
export interface CompletionProviderParts {
  readonly completions: Completions;
  readonly decisions: Decisions;
  readonly settings: () => Settings;
  /** Reads ignore patterns. */
  readonly exclusions: (patterns: readonly string[]) => Exclusions;
  readonly clock: Clock;
}

/**
 * Where ghost text comes: text editors and notebook cells, on whatever host. Not the user's settings files
 * (`vscode-userdata`), and not the chat input, which a pattern for everything would reach too.
 */
const selector = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-remote', 'vscode-vfs'].map((scheme) => ({
  scheme,
}));

/** Offers Hearth's completions as ghost text. */
export function registerCompletionProvider(parts: CompletionProviderParts): Disposable {
  return languages.registerInlineCompletionItemProvider(selector, {
    provideInlineCompletionItems: (document, position, context, token) =>
      provide(parts, document, position, context, token),
  });
}

async function provide(
  parts: CompletionProviderParts,
  document: TextDocument,
  position: Position,
  context: InlineCompletionContext,
  token: CancellationToken,
): Promise<InlineCompletionItem[]> {
  const began = parts.clock.now();
  const note = (answered: Answered) =>
    parts.decisions.add(decisionOf(answered, document, position, began, parts.clock.now() - began));
  const settings = parts.settings();
  // The suggest widget has a selected item that would be inserted: ghost text would have to agree with it.
  if (context.selectedCompletionInfo) return [];
  const nothing = guard(situationAt(document, position, context), settings) ?? excludedHere(parts, document, settings);
  if (nothing) {
    note({ nothing });
    return [];
  }
  const ended = new AbortController();
  const listener = token.onCancellationRequested(() => ended.abort());
  try {
    const { version } = document;
    const came = await parts.completions.complete(cursorText(document, position), ended.signal);
    const answered: Answered = document.version === version ? came : { nothing: 'cancelled' };
    note(answered);
    if (!('suggestion' in answered) || token.isCancellationRequested) return [];
    return [new InlineCompletionItem(answered.suggestion.text, new Range(position, position))];
  } finally {
    listener.dispose();
  }
}

function excludedHere(parts: CompletionProviderParts, document: TextDocument, settings: Settings) {
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const rule = parts.exclusions(settings.completionsExclude).ruleFor(originOf(document, 'cursor', nowhere));
  return rule === undefined ? undefined : 'excluded';
}

function situationAt(document: TextDocument, position: Position, context: InlineCompletionContext) {
  const line = document.lineAt(position.line).text;
  const editor = window.activeTextEditor;
  const lastLine = document.lineAt(document.lineCount - 1);
  return {
    invoked: context.triggerKind === InlineCompletionTriggerKind.Invoke,
    languageId: document.languageId,
    inlineSuggest: workspace.getConfiguration('editor', document).get('inlineSuggest.enabled', true),
    cursors: editor?.document === document ? editor.selections.length : 1,
    rightOfCursor: line.charAt(position.character),
    lineCharacters: line.length,
    fileCharacters: document.offsetAt(lastLine.range.end),
  };
}

function decisionOf(
  answered: Answered,
  document: TextDocument,
  position: Position,
  at: number,
  milliseconds: number,
): Decision {
  const place = {
    at,
    path: workspace.asRelativePath(document.uri, false),
    line: position.line,
    character: position.character,
    milliseconds,
    ...(answered.measured?.promptTokens === undefined ? {} : { promptTokens: answered.measured.promptTokens }),
  };
  if ('suggestion' in answered) {
    const { from, model } = answered.suggestion;
    return { ...place, outcome: from === 'cache' ? 'fromCache' : 'shown', model };
  }
  const { nothing: reason, detail } = answered;
  return { ...place, outcome: 'nothing', reason, ...(detail === undefined ? {} : { detail }) };
}
