import { l10n } from 'vscode';
import type { Revised } from '../../tasks/writing/revise.ts';
import type { KeptPart, Progress } from '../../tasks/writing/reviseParts.ts';
import type { Drafted } from '../../writing/guards/drafted.ts';
import type { JudgedHunk } from '../../writing/guards/guards.ts';

/** Why an answer was not used, in words. The text in the document is as it was. */
export function refusal(refused: Extract<Revised, { readonly kind: 'refused' }>): string {
  switch (refused.why) {
    case 'noProse':
      return l10n.t('There is no prose here to work on, only code or markup.');
    case 'unreadable':
      return l10n.t('This text could not be read. The log says more.');
    case 'cut':
      return l10n.t('The answer was longer than the model may write, so it is not used. Select a smaller part.');
    case 'empty':
      return l10n.t('The model answered with nothing. Your text is as it was.');
    case 'lost':
      return l10n.t(
        'The model lost or doubled parts that must not change, such as {0}. Your text is as it was.',
        sample(refused.pieces.map(({ text }) => text)),
      );
    case 'language':
      return l10n.t('The model answered in another language. Your text is as it was.');
    case 'broken':
      return l10n.t(
        'The model’s answer would break the text: {0}. Your text is as it was.',
        sample(refused.violations.flatMap(({ lost, gained }) => [...lost, ...gained].map(({ text }) => text))),
      );
  }
}

/** How far the writing is. */
export function progressWords({ part, of, attempt, characters }: Progress): string {
  if (of > 1) return l10n.t('Writing part {0} of {1}… {2} characters', part, of, characters);
  return attempt === 1
    ? l10n.t('Writing… {0} characters', characters)
    : l10n.t('The first answer could not be used. Writing again… {0} characters', characters);
}

/** Which parts of a long text stay as they were. */
export function keptWarnings(kept: readonly KeptPart[], of: number): readonly string[] {
  return kept.map(({ part, refused }) => l10n.t('Part {0} of {1} stays as it is. {2}', part, of, refusal(refused)));
}

/** Why a draft was not used, in words. */
export function draftRefusal(refused: Extract<Drafted, { readonly kind: 'refused' }>): string {
  switch (refused.why) {
    case 'empty':
      return l10n.t('The model answered with nothing. Your text is as it was.');
    case 'echo':
      return l10n.t('The model only repeated the notes. Your text is as it was.');
    case 'language':
      return l10n.t('The model answered in another language. Your text is as it was.');
  }
}

/** Which facts a change alters, in a few words: "changes a number". */
export function changedFacts(changes: JudgedHunk['changes']): string {
  const words: Partial<Record<JudgedHunk['changes'][number], string>> = {
    number: l10n.t('changes a number'),
    date: l10n.t('changes a date'),
    amount: l10n.t('changes an amount'),
    name: l10n.t('changes a name'),
  };
  return [...new Set(changes)].map((what) => words[what] ?? l10n.t('changes a fact')).join(', ');
}

/** What a person should look at before accepting. */
export function judgedWarnings(revised: Extract<Revised, { readonly kind: 'changed' }>): readonly string[] {
  const { budget, violations } = revised;
  const percent = Math.round(budget.changed * 100);
  const most = Math.round(budget.mostChanged * 100);
  const changed = violations.flatMap(({ lost, gained }) => [...lost, ...gained].map(({ text }) => text));
  return [
    ...(budget.isWithin
      ? []
      : [l10n.t('This changes more than it should: {0} % of the words, {1} % are usual.', percent, most)]),
    ...(changed.length === 0 ? [] : [l10n.t('Look at these facts: {0}.', sample(changed))]),
  ];
}

/** A few short examples. */
export function sample(texts: readonly string[]): string {
  const short = [...new Set(texts.map((text) => text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)))].filter(Boolean);
  return short.slice(0, 4).join(', ') + (short.length > 4 ? ' …' : '');
}
