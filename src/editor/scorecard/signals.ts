import { env, l10n } from 'vscode';
import { takeOverview } from '../../models/overview.ts';
import { candidatesFor, recommended } from '../../models/recommend.ts';
import { compareRuns } from '../../scorecard/card/card.ts';
import { differences } from '../../scorecard/run/identity.ts';
import { type RunRecord, sameFootprint } from '../../scorecard/run/runRecord.ts';
import { TierError } from '../../tiers/tier.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { numberWord } from '../numberWord.ts';
import { usd } from '../usd.ts';
import type { ShownSignal } from './protocol.ts';
import type { ScorecardParts } from './scorecardParts.ts';
import { namesOf } from './scorecardView.ts';

/**
 * The figures that say whether local is winning: what a new model does better than the one before in the same memory, what fits this
 * machine, and how long it takes to set up; beside them how much is answered here, and what the rest costs.
 */
export async function signalsOf(parts: ScorecardParts, runs: readonly RunRecord[]): Promise<readonly ShownSignal[]> {
  return [gapSignal(runs), await fitSignal(parts), setupSignal(parts), shareSignal(parts), costSignal(parts)];
}

function gapSignal(runs: readonly RunRecord[]): ShownSignal {
  const title = l10n.t('Benchmark gap at fixed hardware');
  const whole = runs.filter(({ endedAt }) => endedAt !== undefined);
  for (const run of [...whole].reverse()) {
    const other = whole.findLast(
      (each) =>
        each.identity.digest !== run.identity.digest &&
        differences(each.identity, run.identity).length === 0 &&
        sameFootprint(each.footprint, run.footprint) === true,
    );
    if (!other) continue;
    const compared = compareRuns(other, run);
    if (compared.kind !== 'compared' || compared.all.first.total === 0) continue;
    const names = namesOf(run, other);
    const { first, second, better } = compared.all;
    const points = Math.round(((second.passed - first.passed) / second.total) * 100);
    return {
      title,
      value: l10n.t('{0} points', points > 0 ? `+${points}` : `${points}`.replace('-', '−')),
      detail: l10n.t(
        '{0} passes {1} of {2} cases, {3} {4}, in the same memory.{5}',
        names.first,
        second.passed,
        second.total,
        names.second,
        first.passed,
        better === 'unclear' ? ` ${l10n.t('That is no clear difference yet.')}` : '',
      ),
    };
  }
  return { title, value: '–', detail: l10n.t('Run the same cases with two models that take about the same memory.') };
}

async function fitSignal(parts: ScorecardParts): Promise<ShownSignal> {
  const title = l10n.t('What fits this machine');
  try {
    const { circumstances } = await takeOverview(parts, new AbortController().signal);
    if (!circumstances.machine) return { title, value: '–', detail: l10n.t('The engine runs on another machine.') };
    const fitting = candidatesFor('tasks', circumstances).filter(({ fit }) => fit === 'fits');
    const size = (bytes = 0) => `${numberWord(bytes / 1e9, 1)} GB`;
    const largest = fitting.reduce<(typeof fitting)[number] | undefined>(
      (most, each) => ((each.neededBytes ?? 0) > (most?.neededBytes ?? 0) ? each : most),
      undefined,
    );
    const best = recommended('tasks', circumstances);
    return {
      title,
      value: l10n.t('{0} models', fitting.length),
      detail: [
        ...(largest
          ? [l10n.t('The largest is {0}, with {1}.', modelLabel(largest.name), size(largest.neededBytes))]
          : []),
        ...(best ? [l10n.t('Recommended for tasks: {0}.', modelLabel(best.name))] : []),
      ].join(' '),
    };
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    return { title, value: '–', detail: l10n.t('The engine does not answer.') };
  }
}

function setupSignal({ setupMs }: ScorecardParts): ShownSignal {
  const ms = setupMs();
  const title = l10n.t('Setup time');
  if (ms === undefined) return { title, value: '–', detail: l10n.t('From the install to the first answer.') };
  const seconds = Math.round(ms / 1000);
  const value = seconds < 90 ? l10n.t('{0} s', seconds) : l10n.t('{0} min', Math.round(seconds / 60));
  return { title, value, detail: l10n.t('From the install to the first answer.') };
}

function shareSignal({ board }: ScorecardParts): ShownSignal {
  const { local, selfHosted, cloud, handedOver } = board.status.today;
  const own = local + selfHosted;
  const all = own + cloud + handedOver;
  return {
    title: l10n.t('Answered by your own models'),
    value: all === 0 ? '–' : `${Math.round((own / all) * 100)} %`,
    detail: l10n.t('Today: {0} here, {1} by the cloud.', own, all - own),
  };
}

function costSignal({ spending }: ScorecardParts): ShownSignal {
  const spent = spending.latest?.month;
  return {
    title: l10n.t('Cost of the cloud'),
    value: spent ? usd(spent.usd, env.language) : '–',
    detail: l10n.t('This month, as far as prices are known.'),
  };
}
