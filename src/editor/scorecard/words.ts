import { l10n } from 'vscode';
import { taskTitle } from '../tasks/taskTitle.ts';
import type { ScorecardWords } from './protocol.ts';

/** What a task is called on the card. */
export function titleOfTask(task: string): string {
  if (task === 'commitMessage') return l10n.t('Commit Message');
  return task === 'other' ? l10n.t('Other') : taskTitle(task);
}

/** The page's fixed words in the user's language. */
export function scorecardWords(): ScorecardWords {
  return {
    title: l10n.t('Scorecard'),
    intro: l10n.t(
      'Is local good enough, on your work, on this machine? Your own cases, asked of your own models. Nothing of it goes to a cloud.',
    ),
    run: l10n.t('Run Scorecard…'),
    export: l10n.t('Export as Markdown'),
    exportCases: l10n.t('Export Cases as JSONL'),
    openFolder: l10n.t('Open the Cases'),
    emptyTitle: l10n.t('No run yet'),
    emptyText: l10n.t(
      'Keep answers as tests, or begin with the 24 cases that Hearth brings: a run asks them of a model while you do something else.',
    ),
    whichRun: l10n.t('Run'),
    compareWith: l10n.t('Compare with'),
    verdicts: l10n.t('Verdicts'),
    columns: [l10n.t('Task'), l10n.t('Verdict'), l10n.t('Passed'), l10n.t('Unsteady'), l10n.t('Model')],
    use: l10n.t('Use for This Task'),
    used: l10n.t('used'),
    didNotPass: l10n.t('What did not pass'),
    comparison: l10n.t('Comparison'),
    comparisonColumns: [l10n.t('Task'), l10n.t('Comparison')],
    trend: l10n.t('Trend'),
    trendIntro: l10n.t('Cases passed, in percent, of runs that asked the same cases on this machine.'),
    trendColumns: [l10n.t('When'), l10n.t('Model'), l10n.t('Passed'), l10n.t('Note')],
    whichTask: l10n.t('Task'),
    escalations: l10n.t('Escalations'),
    keepCandidates: l10n.t('Keep Them as Tests'),
    signals: l10n.t('Signals'),
  };
}
