import { commands, env, l10n, window } from 'vscode';
import { type Problem, problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { usd } from '../usd.ts';
import type { Escalated } from './escalate.ts';

/** Tells why nothing was sent, where a person does not know it already: they pressed Cancel and Keep Local themselves. */
export async function tellNotSent(escalated: Extract<Escalated, { kind: 'notSent' }>): Promise<void> {
  if (escalated.why === 'cloudOff') {
    await showProblem(problemFor('cloudOff', '', ''));
  } else if (escalated.why === 'overBudget') {
    await showProblem(overBudget(escalated));
  } else if (escalated.why === 'notConfigured') {
    const configure = l10n.t('Configure the Cloud Tier');
    const picked = await window.showInformationMessage(
      l10n.t(
        'Escalate asks a cloud model about one hard request, after showing you exactly what would be sent. No cloud is set up yet; nothing was sent.',
      ),
      configure,
    );
    if (picked === configure) await commands.executeCommand('hearth.configureCloud');
  } else if (escalated.why === 'nothingLeft') {
    const files = escalated.leftOut
      .filter(({ kind }) => kind !== 'answer')
      .map(({ path, rule }) => `${path} (${rule})`);
    await window.showInformationMessage(
      files.length === 0
        ? l10n.t('There is no text left to send, so nothing was sent.')
        : l10n.t('Nothing was sent: by "hearth.neverLeaves", this stays on your computer: {0}', files.join(', ')),
    );
  }
}

/** The request is stopped before the sheet: nobody should read through what cannot be sent. */
function overBudget({ atMostUsd, purse }: Extract<Escalated, { why: 'overBudget' }>): Problem {
  const amount = (value: number) => usd(value, env.language);
  return {
    ...problemFor('overBudget', '', ''),
    message: l10n.t(
      'This could cost up to {0}, and {1} of your monthly budget of {2} may be spent already. Nothing was sent.',
      amount(atMostUsd),
      amount(purse.spending.month.atMostUsd),
      amount(purse.monthlyUsd),
    ),
  };
}
