import { commands, l10n, Range, Selection, type TextDocument, type TextEditor, window, workspace } from 'vscode';
import { firstLine, type PlacedText } from '../../base/text.ts';
import { continueMessages, mostContinuedTokens } from '../../tasks/writing/continue.ts';
import { type AnswerRequest, TierError } from '../../tiers/tier.ts';
import { type ContinuedPlace, continuationOf, wholeSentences } from '../../writing/continuation.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import { isOfProse, proseAt } from '../../writing/proseAt.ts';
import type { Continuing } from '../completion/continuing.ts';
import { problemFor } from '../messages.ts';
import { originOf, plainRange } from '../origin.ts';
import { showProblem } from '../showProblem.ts';
import { taskModel } from './askEngine.ts';
import { isWritable } from './writable.ts';
import type { WritingParts } from './writing.ts';

/** How much of the text before and behind the cursor the model sees, in UTF-16 code units. */
const mostBefore = 6000;
const mostAfter = 1000;
/** About how many of them make a token, rather too few: the prompt must fit. */
const charactersAToken = 3;
/** Nothing is shown before there is this much of it, in UTF-16 code units: sooner nobody can tell what it is, nor in which language. */
const leastShown = 40;

/** Whether Continue has something on offer, or on its way: Escape belongs to it then. */
const context = 'hearth.continuing';

/**
 * `hearth.continue`: how the text goes on at the cursor, one paragraph, as ghost text that grows by sentences. It is in no document before it is
 * accepted, and then as one edit. In code, completions do that.
 */
export async function continueText(parts: WritingParts, continuing: Continuing): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) {
    void window.showInformationMessage(l10n.t('Open a text file first: there is nothing to work on.'));
    return;
  }
  const { document } = editor;
  if (!isOfProse(document.languageId)) {
    await commands.executeCommand('hearth.triggerCompletion');
    return;
  }
  if (!workspace.getConfiguration('editor', document).get('inlineSuggest.enabled', true)) {
    await showProblem({
      message: l10n.t('Inline suggestions are switched off in the editor, and Continue shows its text as one.'),
      action: {
        label: l10n.t('Open Settings'),
        command: 'workbench.action.openSettings',
        arguments: ['editor.inlineSuggest.enabled'],
      },
    });
    return;
  }
  if (!(await isWritable(document))) return;
  const ended = new AbortController();
  const { active } = editor.selection;
  // Ghost text stands at a cursor, not at the end of a selection.
  if (!editor.selection.isEmpty) editor.selection = new Selection(active, active);
  continuing.begin(document, active, () => {
    ended.abort();
    void commands.executeCommand('setContext', context, false);
  });
  void commands.executeCommand('setContext', context, true);
  try {
    const said = await say(parts, continuing, editor, ended.signal);
    if (ended.signal.aborted || said === 'shown') return;
    continuing.drop();
    void window.showInformationMessage(
      said === 'language'
        ? l10n.t('The model went on in another language, so that is not shown.')
        : l10n.t('The model had nothing to go on with here.'),
    );
  } catch (error) {
    if (ended.signal.aborted) return;
    continuing.drop();
    if (!(error instanceof TierError)) throw error;
    await showProblem(problemFor(error.reason, error.message, parts.where(), parts.tier()));
  }
}

/** Drops what is on offer, and takes it from sight. */
export async function stopContinuing(continuing: Continuing): Promise<void> {
  continuing.drop();
  await commands.executeCommand('editor.action.inlineSuggest.hide');
}

/** Asks, and shows what comes as it comes. */
async function say(
  parts: WritingParts,
  continuing: Continuing,
  { document, selection }: TextEditor,
  signal: AbortSignal,
): Promise<'shown' | 'nothing' | 'language'> {
  const { settings, guarding } = parts;
  const { name: model, contextTokens } = await taskModel(parts, 'continue');
  const { before, after, place } = textAround(document, selection.active, contextTokens);
  const prepared = await guarding.ask('prepare', { text: before.text, languageId: document.languageId }, signal);
  const language = prepared?.language;
  const request: AnswerRequest = {
    model,
    messages: continueMessages(before, after, {
      style: settings().writingStyle,
      ...(language === undefined ? {} : { language: languageName(language) }),
    }),
    maximumTokens: mostContinuedTokens,
    contextTokens,
  };
  let answer = '';
  let isJudged = false;
  let isShown = false;
  const show = async (text: string, isWhole: boolean): Promise<boolean> => {
    if (!isJudged) {
      const given = { from: before.text, answer: text, languageId: document.languageId };
      const verdict = language && (await guarding.ask('judgeDraft', { ...given, language }, signal));
      if (verdict && verdict.kind === 'refused' && verdict.why === 'language') return false;
      isJudged = true;
    }
    if (!continuing.show(text, isWhole)) return true;
    // VS Code keeps what it shows while that still fits, however much longer the new text is.
    if (isShown) await commands.executeCommand('editor.action.inlineSuggest.hide');
    if (!signal.aborted) await commands.executeCommand('editor.action.inlineSuggest.trigger');
    isShown = true;
    return true;
  };
  for await (const event of parts.answerer.answer(request, signal)) {
    if (event.kind === 'piece') answer += event.text;
    const isEnd = event.kind === 'done';
    const isCut = isEnd && event.reason === 'length';
    const went = continuationOf(withoutHiddenCharacters(answer), place, isEnd && !isCut);
    const text = isCut ? wholeSentences(went.text) : went.text;
    if (went.isWhole || isEnd) return text.trim() === '' ? 'nothing' : (await show(text, true)) ? 'shown' : 'language';
    const sentences = wholeSentences(text);
    if (sentences.length < leastShown) continue;
    if (!(await show(sentences, false))) return 'language';
  }
  return 'nothing';
}

/** The text round the cursor as the model sees it, each piece with its origin, and what is needed to join what it says. */
function textAround(
  document: TextDocument,
  position: TextEditor['selection']['active'],
  contextTokens: number,
): { readonly before: PlacedText; readonly after: PlacedText | undefined; readonly place: ContinuedPlace } {
  const room = (contextTokens - mostContinuedTokens) * charactersAToken;
  const offset = document.offsetAt(position);
  const from = document.positionAt(Math.max(0, offset - Math.min(mostBefore, Math.floor(room / 2))));
  // From the start of a line, unless it is all of one.
  const start = from.line < position.line && from.character > 0 ? from.with(from.line + 1, 0) : from;
  const textOf = (range: Range) => ({
    text: document.getText(range).replaceAll('\r\n', '\n'),
    origin: originOf(document, 'cursor', plainRange(range)),
  });
  const before = textOf(new Range(start, position));
  const behind = textOf(new Range(position, document.positionAt(offset + Math.min(mostAfter, Math.floor(room / 8)))));
  const after = firstLine(behind.text);
  const prose = proseAt({
    languageId: document.languageId,
    before: before.text,
    firstLine: start.line,
    after: behind.text,
  });
  return {
    before,
    after: after.trim() === '' ? undefined : behind,
    place: { before: before.text, after, prose: prose ?? 'flowing' },
  };
}
