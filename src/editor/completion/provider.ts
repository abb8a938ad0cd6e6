import {
  type CancellationToken,
  type Disposable,
  type InlineCompletionContext,
  InlineCompletionItem,
  InlineCompletionTriggerKind,
  languages,
  type Position,
  Range,
  type SelectedCompletionInfo,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../base/settings.ts';
import type { CursorText } from '../../base/text.ts';
import type { Completions } from '../../completion/complete.ts';
import type { Decision, Decisions } from '../../completion/decisions.ts';
import { guard } from '../../completion/guard.ts';
import type { Answered, NothingReason, Suggestion } from '../../completion/outcome.ts';
import type { Snooze } from '../../completion/snooze.ts';
import type { Statistics } from '../../completion/statistics.ts';
import type { Exclusions } from '../../privacy/exclusions.ts';
import { originOf } from '../origin.ts';
import { acceptedCommand } from './accepted.ts';
import type { Continuing } from './continuing.ts';
import { cursorText } from './cursorText.ts';
import type { EarlierCells } from './earlierCells.ts';
import type { KeyTimes } from './keyTimes.ts';
import type { StaysHere } from './staysHere.ts';

/** What the ghost text needs. */
export interface CompletionProviderParts {
  readonly completions: Completions;
  readonly decisions: Decisions;
  readonly settings: () => Settings;
  /** Reads ignore patterns. */
  readonly exclusions: (patterns: readonly string[]) => Exclusions;
  /** What must not go to an engine on another machine. */
  readonly staysHere: StaysHere;
  readonly snooze: Snooze;
  readonly statistics: Statistics;
  readonly keyTimes: KeyTimes;
  readonly earlierCells: EarlierCells;
  /** What Continue offers, before any suggestion. */
  readonly continuing: Continuing;
  /** Told when a person asks for a suggestion, before it is looked for. */
  readonly onInvoked: () => void;
  readonly clock: Clock;
}

/**
 * Where ghost text comes: text editors and notebook cells, on whatever host. Not the user's settings files
 * (`vscode-userdata`), and not the chat input, which a pattern for everything would reach too.
 */
export const selector = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-remote', 'vscode-vfs'].map((scheme) => ({
  scheme,
}));

/** Offers Hearth's completions as ghost text. */
export function registerCompletionProvider(parts: CompletionProviderParts): Disposable {
  return languages.registerInlineCompletionItemProvider(selector, {
    provideInlineCompletionItems: (document, position, context, token) =>
      provide(parts, document, position, context, token),
  });
}

/** The text round a cursor, and in a notebook what stands before its cell. */
export function cursorAt(
  { earlierCells }: Pick<CompletionProviderParts, 'earlierCells'>,
  document: TextDocument,
  position: Position,
): CursorText {
  return cursorText(document, position, earlierCells.before(document));
}

async function provide(
  parts: CompletionProviderParts,
  document: TextDocument,
  position: Position,
  context: InlineCompletionContext,
  token: CancellationToken,
): Promise<InlineCompletionItem[]> {
  const continued = parts.continuing.at(document, position);
  if (continued) return continued;
  const began = parts.clock.now();
  const keyAt = parts.keyTimes.ofQuestion(document);
  const note = (answered: Answered) =>
    parts.decisions.add(decisionOf(answered, document, position, began, parts.clock.now() - began));
  const invoked = context.triggerKind === InlineCompletionTriggerKind.Invoke;
  const { version } = document;
  await parts.staysHere.look(document);
  // Even this short wait lets in the keys that arrived together with the question: then the place is no longer the cursor's.
  const nothing = document.version === version ? whyNothing(parts, document, position, invoked) : 'cancelled';
  if (nothing) {
    note({ nothing });
    return [];
  }
  if (invoked) parts.onInvoked();
  const ended = new AbortController();
  const listener = token.onCancellationRequested(() => ended.abort());
  try {
    const came = await parts.completions.complete(cursorAt(parts, document, position), ended.signal, invoked);
    const answered: Answered = document.version === version ? came : { nothing: 'cancelled' };
    note(answered);
    if (!('suggestion' in answered) || token.isCancellationRequested) return [];
    const { suggestion } = answered;
    const selected = context.selectedCompletionInfo;
    const prefix = selected ? typedOf(selected, document, position) : '';
    // While the suggest widget is open, VS Code shows only what begins with its selected item.
    if (selected && !`${prefix}${suggestion.text}`.startsWith(selected.text)) return [];
    return [itemOf(parts, suggestion, document, position, keyAt, prefix)];
  } finally {
    listener.dispose();
  }
}

/** The suggestion as the editor takes it, counted as shown: VS Code does not say whether it shows what it was given. */
function itemOf(
  parts: CompletionProviderParts,
  suggestion: Suggestion,
  document: TextDocument,
  position: Position,
  keyAt: number,
  prefix: string,
): InlineCompletionItem {
  const { text, model } = suggestion;
  const { languageId } = document;
  const offer = { uri: document.uri.toString(), offset: document.offsetAt(position), text, model, languageId };
  const id = parts.statistics.offered(offer, parts.clock.now() - keyAt);
  const from = position.translate(0, -prefix.length);
  const to = position.translate(0, suggestion.replaces ?? 0);
  return new InlineCompletionItem(prefix + text, new Range(from, to), acceptedCommand(id));
}

/** The part of the suggest widget's selected item that is typed already. */
function typedOf({ range }: SelectedCompletionInfo, document: TextDocument, position: Position): string {
  return document.getText(new Range(range.start, position));
}

/** Why nothing is looked for at a place, or undefined. @param invoked whether a person asked for this very suggestion */
export function whyNothing(
  parts: Pick<CompletionProviderParts, 'settings' | 'exclusions' | 'staysHere' | 'snooze'>,
  document: TextDocument,
  position: Position,
  invoked: boolean,
): NothingReason | undefined {
  const settings = parts.settings();
  const line = document.lineAt(position.line).text;
  const editor = window.activeTextEditor;
  const lastLine = document.lineAt(document.lineCount - 1);
  const here = {
    invoked,
    snoozed: parts.snooze.until !== undefined,
    languageId: document.languageId,
    inlineSuggest: workspace.getConfiguration('editor', document).get('inlineSuggest.enabled', true),
    cursors: editor?.document === document ? editor.selections.length : 1,
    rightOfCursor: line.charAt(position.character),
    lineCharacters: line.length,
    fileCharacters: document.offsetAt(lastLine.range.end),
  };
  return guard(here, settings) ?? excludedHere(parts, document, settings);
}

function excludedHere(
  parts: Pick<CompletionProviderParts, 'exclusions' | 'staysHere'>,
  document: TextDocument,
  settings: Settings,
): NothingReason | undefined {
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const rule = parts.exclusions(settings.completionsExclude).ruleFor(originOf(document, 'cursor', nowhere));
  return rule === undefined && !parts.staysHere.of(document) ? undefined : 'excluded';
}

function howItCame({ layout, others, stages }: Answered) {
  return {
    ...(layout === undefined ? {} : { layout }),
    ...(others === undefined ? {} : { others }),
    ...(stages === undefined ? {} : { stages }),
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
    uri: document.uri.toString(),
    path: workspace.asRelativePath(document.uri, false),
    line: position.line,
    character: position.character,
    milliseconds,
    ...(answered.measured?.promptTokens === undefined ? {} : { promptTokens: answered.measured.promptTokens }),
    ...howItCame(answered),
  };
  if ('suggestion' in answered) {
    const { from, model } = answered.suggestion;
    return { ...place, outcome: from === 'cache' ? 'fromCache' : 'shown', model };
  }
  const { nothing: reason, detail } = answered;
  return { ...place, outcome: 'nothing', reason, ...(detail === undefined ? {} : { detail }) };
}
