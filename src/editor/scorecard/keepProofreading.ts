import { l10n, window, workspace } from 'vscode';
import { casesOfProofreading } from '../../scorecard/cases/keptProofreading.ts';
import type { NewCase } from '../../scorecard/cases/writeCases.ts';
import { addCases } from './addCases.ts';
import { checkParts } from './checkParts.ts';
import type { ScorecardParts } from './scorecardParts.ts';

/** A long document would make so many that a run takes for ever; those with corrections come first. */
const mostCases = 10;

/**
 * `hearth.keepProofreading`: keeps what the user made of the text that was proofread last as cases: their corrections, and the paragraphs that
 * they left as they were.
 */
export async function keepProofreading(parts: ScorecardParts): Promise<void> {
  const read = parts.lastProofreading.result;
  if (!read) {
    void window.showInformationMessage(l10n.t('There is no proofreading to keep: proofread a text first.'));
    return;
  }
  const about = workspace.asRelativePath(read.document.uri);
  const titles = { corrected: l10n.t('Proofread · {0}', about), clean: l10n.t('Nothing to correct · {0}', about) };
  const keptAt = new Date(parts.clock.now()).toISOString();
  const all: NewCase[] = [];
  for (const part of read.parts) all.push(...(await casesOfProofreading(part, titles, keptAt, checkParts(parts))));
  const isClean = ({ title }: NewCase) => title === titles.clean;
  const cases = [...all.filter((each) => !isClean(each)), ...all.filter(isClean)].slice(0, mostCases);
  if (cases.length === 0) {
    void window.showInformationMessage(
      l10n.t('There is nothing to keep yet: accept or dismiss what was found in a paragraph first.'),
    );
    return;
  }
  await addCases(parts, {
    cases,
    file: 'proofread',
    words: (name) =>
      cases.length === 1
        ? l10n.t('Kept as a test in {0}.', name)
        : l10n.t('Kept as {0} tests in {1}.', cases.length, name),
  });
}
