import { commands, l10n, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { CursorText } from '../../base/text.ts';
import type { Completions } from '../../completion/complete.ts';
import type { Answered } from '../../completion/outcome.ts';
import { setUpExample } from '../../completion/probeSnippets.ts';
import { tooSlowToTypeMs } from '../../models/typingSpeed.ts';
import { nothingWords } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { timeWord } from '../models/modelWords.ts';
import { withProgress } from '../withProgress.ts';

/** What a first suggestion needs. */
export interface FirstSuggestionParts {
  readonly completions: Pick<Completions, 'complete'>;
  readonly where: () => string;
  readonly clock: Clock;
}

/** How often is asked while the model is being loaded, in milliseconds. */
const lookMs = 500;

/** The example, as if somebody had typed it. Each try counts as another version of it. */
const exampleAt = (version: number): CursorText => {
  const { before, typed, after } = setUpExample;
  const line = before.split('\n').length - 1;
  const position = { line, character: typed.length };
  return {
    origin: { kind: 'cursor', uri: 'hearth:example', path: 'example.ts', range: { start: position, end: position } },
    languageId: 'typescript',
    version,
    position,
    before: before + typed,
    after,
    firstLine: 0,
  };
};

/** Asks for a real suggestion as if at a key, and says how long it took, and what helps where that is too long. */
export async function firstSuggestion(parts: FirstSuggestionParts): Promise<void> {
  const made = await timed(parts);
  if (!made) return;
  const { answered, ms } = made;
  if (!('suggestion' in answered)) {
    const why = nothingWords(answered.nothing, answered.detail ?? '', parts.where());
    void window.showWarningMessage(l10n.t('The example got no suggestion: {0}', why));
    return;
  }
  const { text, model } = answered.suggestion;
  const label = modelLabel(model);
  if (ms > tooSlowToTypeMs) {
    const choose = l10n.t('Choose a Model');
    const slow = l10n.t(
      '{0} took {1} to suggest “{2}”: too long to type with. A smaller model is faster.',
      label,
      timeWord(ms),
      text.trim(),
    );
    if ((await window.showWarningMessage(slow, choose)) === choose) {
      await commands.executeCommand('hearth.chooseCompletionModel');
    }
    return;
  }
  const tryIt = l10n.t('Try It');
  const ready = l10n.t('Ready: {0} suggested “{1}” in {2} ms.', label, text.trim(), Math.round(ms));
  if ((await window.showInformationMessage(ready, tryIt)) === tryIt)
    await commands.executeCommand('hearth.openExample');
}

/** @returns the answer, and the time from the question to it in ms; undefined when it was cancelled */
function timed({ completions, clock }: FirstSuggestionParts): Promise<{ answered: Answered; ms: number } | undefined> {
  return withProgress(l10n.t('Hearth: making a first suggestion'), async (signal, report) => {
    const began = clock.now();
    for (let version = 1; !signal.aborted; version++) {
      const asked = clock.now();
      const answered = await completions.complete(exampleAt(version), signal, true);
      if (!('nothing' in answered) || answered.nothing !== 'loading') return { answered, ms: clock.now() - asked };
      report(l10n.t('loading the model, {0}', timeWord(clock.now() - began)));
      await clock.wait(lookMs, signal);
    }
    return undefined;
  });
}
