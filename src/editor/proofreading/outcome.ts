import { commands, l10n, window } from 'vscode';
import { showProblem } from '../showProblem.ts';
import { countOfFindings } from './findingWords.ts';

/** What came of reading a document. */
export interface Outcome {
  /** How many parts there were; undefined: the text could not be read. */
  readonly parts: number | undefined;
  /** How many parts were read, and of how many of them the answer was no list of mistakes. */
  readonly read: number;
  readonly unreadable: number;
  /** How many mistakes there are, and how many the model told of that could not be used. */
  readonly found: number;
  readonly dropped: number;
}

/** Says what came of it, in one message. @param name the document's; @param label what of it was read */
export async function tellOutcome(outcome: Outcome, name: string, label: string): Promise<void> {
  const { parts, unreadable, found } = outcome;
  if (parts === undefined) {
    await window.showInformationMessage(l10n.t('This text could not be read. The log says more.'));
  } else if (parts === 0) {
    await window.showInformationMessage(l10n.t('There is no prose here to work on, only code or markup.'));
  } else if (unreadable === parts) {
    await showProblem({
      message: l10n.t(
        'The model’s answers were no list of mistakes, so nothing can be shown. Another model may do better.',
      ),
      action: { label: l10n.t('Choose a Model'), command: 'hearth.chooseTaskModel' },
    });
  } else {
    const missing =
      unreadable === 0 ? '' : ` ${l10n.t('{0} of {1} parts could not be read by the model.', unreadable, parts)}`;
    if (found === 0) {
      await window.showInformationMessage(l10n.t('No mistakes found in {0} ({1}).', name, label) + missing);
      return;
    }
    const show = l10n.t('Go to the First');
    const words = l10n.t('{0} in {1}. F8 goes on to the next.', countOfFindings(found), name) + missing;
    if ((await window.showInformationMessage(words, show)) === show)
      await commands.executeCommand('editor.action.marker.next');
  }
}
