import { l10n } from 'vscode';
import type { Purse } from '../../privacy/budget.ts';
import type { Draft } from '../../privacy/draft.ts';
import { longestAnswer } from '../../privacy/longestAnswer.ts';
import { usd } from '../usd.ts';
import type { SheetFact } from './sheetProtocol.ts';

/** What a request may cost, in a few words. */
export function costWords({ estimatedCost, destination }: Draft, language: string): string {
  if (estimatedCost) return l10n.t('about {0} (estimate)', usd(estimatedCost.usd, language));
  return destination.price === 'byPlan' ? l10n.t('cost by your plan') : l10n.t('cost unknown');
}

/** What a request may cost and why, and what is left of the budget. */
export function costFact(draft: Draft, purse: Purse | undefined, language: string): SheetFact {
  const budget = purse ? [{ text: budgetWords(draft, purse, language) }] : [];
  return { label: l10n.t('Cost'), values: [priceValue(draft, language), ...budget] };
}

function priceValue({ estimatedCost, destination }: Draft, language: string): SheetFact['values'][number] {
  const { price } = destination;
  if (price === 'byPlan') return { text: l10n.t('by your plan, not by tokens') };
  if (price === 'unknown') return { text: l10n.t('unknown'), note: l10n.t('"hearth.cloud.prices" can hold its price') };
  if (estimatedCost === undefined)
    return { text: l10n.t('unknown'), note: l10n.t('no price is known for this length') };
  const amount = (value: number) => usd(value, language);
  const rate = l10n.t('{0} and {1} for a million tokens in and out', amount(price.input), amount(price.output));
  return {
    text: l10n.t(
      'about {0}, at most {1} with {2} tokens of answer',
      amount(estimatedCost.usd),
      amount(estimatedCost.atMostUsd),
      new Intl.NumberFormat(language).format(longestAnswer),
    ),
    note:
      price.from === 'user'
        ? l10n.t('{0}, by your own setting', rate)
        : l10n.t('{0}, as of {1}', rate, price.from.date),
  };
}

function budgetWords({ estimatedCost }: Draft, { spending, monthlyUsd }: Purse, language: string): string {
  const [spent, budget] = [usd(spending.month.usd, language), usd(monthlyUsd, language)];
  return estimatedCost
    ? l10n.t('{0} of {1} are spent this month', spent, budget)
    : l10n.t('{0} of {1} are spent this month; this request cannot be counted', spent, budget);
}
