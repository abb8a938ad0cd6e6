import { l10n, type TextEditor, window } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import { estimatedTokens, firstPart } from '../../tasks/fit.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { numberWord } from '../numberWord.ts';
import { excerptOf } from './takeExcerpt.ts';

/**
 * Says that a text is too long for the model, and lets the user choose what to work on instead. Nothing is cut in silence.
 * @param room how many tokens of text fit
 * @returns the smaller excerpt, or undefined when the user would rather not
 */
export async function chooseSmaller(
  excerpt: Excerpt,
  room: number,
  model: string,
  editor: TextEditor | undefined,
): Promise<Excerpt | undefined> {
  const lines = (part: Excerpt) => {
    const { start, end } = part.origin.range;
    return l10n.t('lines {0}–{1}', start.line + 1, end.character === 0 ? end.line : end.line + 1);
  };
  const choices: { label: string; description: string; part: Excerpt }[] = [];
  const visible = editor ? visiblePart(editor) : undefined;
  if (visible && estimatedTokens(visible.text) <= room) {
    choices.push({ label: l10n.t('What is visible now'), description: lines(visible), part: visible });
  }
  const first = firstPart(excerpt, room);
  if (first) {
    const part = { ...first, label: l10n.t('first part of {0}', excerpt.label) };
    choices.push({ label: l10n.t('The first part that fits'), description: lines(part), part });
  }
  const picked = await window.showQuickPick(choices, {
    title: l10n.t('This Is Too Long for {0}', modelLabel(model)),
    placeHolder: l10n.t(
      '{0} has about {1} tokens; {2} fit. What shall Hearth work on?',
      excerpt.label,
      numberWord(estimatedTokens(excerpt.text)),
      numberWord(Math.max(0, room)),
    ),
  });
  return picked?.part;
}

function visiblePart(editor: TextEditor): Excerpt | undefined {
  const range = editor.visibleRanges[0];
  if (!range || editor.visibleRanges.length > 1) return undefined;
  const part = excerptOf(editor.document, range, 'selection', l10n.t('visible text'));
  return typeof part === 'string' ? undefined : part;
}
