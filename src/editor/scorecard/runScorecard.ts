import { randomUUID } from 'node:crypto';
import { arch, cpus, platform, totalmem } from 'node:os';
import { l10n, window } from 'vscode';
import { estimateOf } from '../../scorecard/run/estimate.ts';
import { machineOf, weightsOf } from '../../scorecard/run/identity.ts';
import { type RunEnd, type RunPlan, runCases, usualRepeats } from '../../scorecard/run/runCases.ts';
import type { Runs } from '../../scorecard/run/runFiles.ts';
import type { EngineModel } from '../../tiers/engine.ts';
import { TierError } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { factsOf, joined } from '../models/modelWords.ts';
import { showProblem } from '../showProblem.ts';
import { timeLeft } from '../timeLeft.ts';
import { withProgress } from '../withProgress.ts';
import type { CaseProblems } from './caseProblems.ts';
import { type ChosenCases, chooseCases } from './chooseCases.ts';
import { Idle } from './idle.ts';
import type { ScorecardParts } from './scorecardParts.ts';
import { type LikelySpeed, likelySpeeds } from './speeds.ts';

/** What a run needs beside the parts. */
export interface RunningParts {
  readonly runs: Runs;
  readonly problems: CaseProblems;
}

/**
 * `hearth.runScorecard`: which cases, which models, how long that takes; then one model after the other, behind everything else.
 * @returns whether any run is whole that was not before
 */
export async function runScorecard(parts: ScorecardParts, running: RunningParts): Promise<boolean> {
  const cases = await chooseCases(parts, running.problems, l10n.t('Run Scorecard'));
  if (!cases) return false;
  try {
    await parts.allow();
    parts.inventory.refresh();
    const speeds = await likelySpeeds(parts, await running.runs.all(), thisMachine(parts));
    const models = await chooseModels(parts, speeds);
    if (!models || !(await agreed(parts, cases, models, speeds))) return false;
    const ends = await runAll(parts, running, cases, models);
    return ends.some((end) => end.kind === 'whole');
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    await showProblem(problemFor(error.reason, error.message, parts.where()));
    return false;
  }
}

async function chooseModels(
  { inventory, settings, where }: ScorecardParts,
  speeds: ReadonlyMap<string, LikelySpeed>,
): Promise<readonly EngineModel[] | undefined> {
  const models = await inventory.candidates('tasks');
  if (models.length === 0) throw new TierError('noModel', '');
  const inUse = (await inventory.choose('tasks', settings().taskModel, 4096)).model.name;
  const items = models.map((model) => ({
    label: modelLabel(model.name),
    description: joined([
      factsOf(model),
      model.name === inUse ? l10n.t('in use for tasks') : '',
      speeds.get(model.name)?.isMeasured ? '' : l10n.t('not measured yet'),
    ]),
    picked: model.name === inUse,
    model,
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Run Scorecard'),
    placeHolder: l10n.t('Which models of {0}? Two or more are compared.', where()),
    canPickMany: true,
  });
  return picked && picked.length > 0 ? picked.map(({ model }) => model) : undefined;
}

/** Says how much work it is, before any of it begins. */
async function agreed(
  parts: ScorecardParts,
  { file, name }: ChosenCases,
  models: readonly EngineModel[],
  speeds: ReadonlyMap<string, LikelySpeed>,
): Promise<boolean> {
  const estimates = models.map(({ name: model }) =>
    estimateOf(file.cases, file, usualRepeats, speeds.get(model)?.speed ?? {}),
  );
  const requests = estimates.reduce((sum, each) => sum + each.requests, 0);
  const ms = estimates.reduce<number | undefined>(
    (sum, each) => (sum === undefined || each.ms === undefined ? undefined : sum + each.ms),
    0,
  );
  const run = l10n.t('Run');
  const pressed = await window.showInformationMessage(
    l10n.t('Run the scorecard: {0}', name),
    {
      modal: true,
      detail: [
        l10n.t(
          '{0} cases × {1} times × {2} models = {3} requests to {4}.',
          file.cases.length,
          usualRepeats,
          models.length,
          requests,
          parts.where(),
        ),
        timeWords(
          ms,
          models.filter((model) => !speeds.get(model.name)?.isMeasured),
        ),
        l10n.t('It waits while you type or ask something, can be stopped at any time, and goes on where it stopped.'),
      ].join('\n\n'),
    },
    run,
  );
  return pressed === run;
}

/** How long it takes, and how that is known. @param ms undefined: it is not @param guessed the models that were never measured */
function timeWords(ms: number | undefined, guessed: readonly EngineModel[]): string {
  const names = guessed.map(({ name }) => modelLabel(name)).join(', ');
  if (ms === undefined)
    return l10n.t(
      'How long that takes is not known: {0} was not measured yet. The progress says it after the first case.',
      names,
    );
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return guessed.length === 0
    ? l10n.t('This takes about {0} min.', minutes)
    : l10n.t('This takes about {0} min. That is guessed by size: {1} was not measured yet.', minutes, names);
}

async function runAll(
  parts: ScorecardParts,
  { runs }: RunningParts,
  cases: ChosenCases,
  models: readonly EngineModel[],
): Promise<readonly RunEnd[]> {
  const idle = new Idle(parts.clock);
  try {
    return await withProgress(l10n.t('Scorecard'), async (signal, report) => {
      const ends: RunEnd[] = [];
      for (const model of models) {
        const plan: RunPlan = {
          file: cases.file,
          origin: { uri: cases.uri.toString(), path: cases.name },
          model: { name: model.name, digest: weightsOf(model) },
          repeats: usualRepeats,
          machine: thisMachine(parts),
          newId: randomUUID(),
        };
        const waiting = () => report(l10n.t('{0}: waits while you work', modelLabel(model.name)));
        const whenIdle = (ended: AbortSignal) => idle.when(ended, waiting);
        const doing = {
          answerer: parts.answerer,
          engine: parts.engine,
          engineName: parts.engine.name,
          runs,
          clock: parts.clock,
          whenIdle,
        };
        const end = await followed(runCases(plan, doing, signal), modelLabel(model.name), report);
        ends.push(end);
        if (end.kind === 'failed') await showProblem(problemFor(end.error.reason, end.error.message, parts.where()));
        if (end.kind !== 'whole') break;
      }
      return ends;
    });
  } finally {
    idle.dispose();
  }
}

/** Shows how far a run is. */
async function followed(
  events: ReturnType<typeof runCases>,
  model: string,
  report: (text: string) => void,
): Promise<RunEnd> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    const event = next.value;
    if (event.kind === 'loading') report(l10n.t('Loading {0} into memory…', model));
    if (event.kind === 'progress') {
      const left = event.leftMs === undefined ? '' : ` · ${timeLeft(event.leftMs)}`;
      report(`${l10n.t('{0}: {1} of {2}', model, event.done + 1, event.of)}${left}`);
    }
  }
}

/** The machine that the engine runs on. */
function thisMachine({ tier, where }: ScorecardParts): string {
  return machineOf({
    platform: platform(),
    architecture: arch(),
    processors: cpus().map(({ model }) => model),
    memoryBytes: totalmem(),
    ...(tier() === 'local' ? {} : { host: where() }),
  });
}
