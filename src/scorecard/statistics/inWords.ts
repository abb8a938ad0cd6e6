import type { Words } from '../words.ts';
import type { Comparison } from './comparison.ts';
import { mostFurther, type Score, type TaskVerdict } from './verdict.ts';
import { wilson } from './wilson.ts';

/** A score with what it says of all such cases: "16 of 20, so 58–92 %". */
export function scoreInWords({ passed, total }: Score, l10n: Words): string {
  if (total === 0) return l10n.t('no cases yet');
  const { low, high } = wilson(passed, total);
  return l10n.t('{0} of {1}, so {2}–{3} %', passed, total, Math.round(low * 100), Math.round(high * 100));
}

/** A verdict in a few words. */
export function verdictInWords(verdict: TaskVerdict, l10n: Words): string {
  switch (verdict.kind) {
    case 'suffices':
      return l10n.t('Local suffices');
    case 'withReview':
      return l10n.t('Local with review');
    case 'escalate':
      return l10n.t('Escalation worthwhile');
    case 'undecided':
      if (verdict.further === undefined)
        return l10n.t('Undecided: it is close, more than {0} cases would be needed', mostFurther);
      return verdict.further === 1
        ? l10n.t('Undecided: add 1 case')
        : l10n.t('Undecided: add {0} cases', verdict.further);
  }
}

/** What a comparison says, and how sure that is. @param names of the two models */
export function comparisonInWords(
  comparison: Comparison,
  names: { readonly first: string; readonly second: string },
  l10n: Words,
): string {
  const { better, onlyFirst, onlySecond, first, chance, clearAt } = comparison;
  if (first.total === 0) return l10n.t('They have no case in common.');
  if (onlyFirst + onlySecond === 0) return l10n.t('They agree on all {0} cases.', first.total);
  const disagree = l10n.t('{0} alone passes {1}, {2} alone {3}', names.first, onlyFirst, names.second, onlySecond);
  if (better === 'unclear') {
    return l10n.t(
      '{0}: no clear difference. {1} to {2} would be one.',
      disagree,
      clearAt ?? 0,
      Math.min(onlyFirst, onlySecond),
    );
  }
  const winner = better === 'first' ? names.first : names.second;
  return l10n.t(
    '{0}: {1} is clearly better. Chance would do this in {2} of 1,000 comparisons.',
    disagree,
    winner,
    perThousand(chance),
  );
}

function perThousand(chance: number): string {
  const count = chance * 1000;
  return count < 1 ? '< 1' : String(Math.round(count));
}
