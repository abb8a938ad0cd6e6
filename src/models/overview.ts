import type { Settings } from '../base/settings.ts';
import { type Engine, type EngineModel, memoryOf, type RunningModel } from '../tiers/engine.ts';
import { TierError } from '../tiers/tier.ts';
import { loadCatalogue } from './catalogue.ts';
import { parametersOf, type Role, rolesOf } from './choose.ts';
import type { Inventory } from './inventory.ts';
import type { Machine } from './memory.ts';
import { type Advice, adviceFor, type Circumstances } from './recommend.ts';
import type { Measured, MeasuredSpeed } from './typingSpeed.ts';

/** A model with everything that is known of it here and now. */
export interface ModelEntry {
  readonly model: EngineModel;
  /** Undefined: it is not in memory. */
  readonly running?: RunningModel;
  /** What it is made for. */
  readonly roles: readonly Role[];
  /** What Hearth uses it for now. */
  readonly usedFor: readonly Role[];
  readonly speed?: MeasuredSpeed;
  /** For what it is used for. */
  readonly advice?: Advice;
}

/** What is chosen for a role. */
export interface Choice {
  /** The model's name; undefined where none can be used. */
  readonly name?: string;
  /** Hearth chose it, since the user chose none. */
  readonly automatic: boolean;
  /** Why it cannot be used, such as that it is not installed any more. */
  readonly problem?: TierError;
}

/** The engine's models, and how Hearth uses them. */
export interface Overview {
  readonly entries: readonly ModelEntry[];
  readonly choices: Readonly<Record<Role, Choice>>;
  /** What recommendations go by. */
  readonly circumstances: Circumstances;
}

/** What an overview is made from. */
export interface OverviewParts {
  readonly engine: Pick<Engine, 'running'>;
  readonly inventory: Inventory;
  readonly settings: () => Pick<Settings, 'completionModel' | 'taskModel' | 'contextTokens'>;
  /** The engine's machine; undefined where it is another one. */
  readonly machine: () => Machine | undefined;
  /** How fast a model was seen to be here. */
  readonly speedOf: (model: string) => MeasuredSpeed | undefined;
}

/** Asks the engine anew for what it has and what is in memory. @throws {TierError} */
export async function takeOverview(parts: OverviewParts, signal: AbortSignal): Promise<Overview> {
  const { inventory, settings, machine, speedOf } = parts;
  const { completionModel, taskModel, contextTokens } = settings();
  inventory.refresh();
  const [installed, running, { models: catalogue }] = await Promise.all([
    inventory.models(),
    parts.engine.running(signal),
    loadCatalogue(),
  ]);
  const [completion, tasks] = await Promise.all([
    choice(inventory, 'completion', completionModel, contextTokens),
    choice(inventory, 'tasks', taskModel, contextTokens),
  ]);
  const choices = { completion, tasks };
  const measured = installed.flatMap((model): Measured[] => {
    const speed = model.remote ? undefined : speedOf(model.name);
    const known = catalogue.find(({ name }) => name === model.name);
    return speed ? [{ ...known, ...sizedOf(model), speed }] : [];
  });
  const own = withGpu(machine(), running);
  const { abilityOf } = inventory;
  const circumstances = { catalogue, installed, abilityOf, contextTokens, measured, ...(own ? { machine: own } : {}) };
  const entries = installed.map((model) => entryOf(model, running, choices, circumstances));
  return { entries, choices, circumstances };
}

/** The engine tells how large a GPU is only by what did not fit on it: then it holds what is on it, and no more. */
function withGpu(machine: Machine | undefined, running: readonly RunningModel[]): Machine | undefined {
  const inMemory = running.flatMap((each) => memoryOf(each) ?? []);
  const spills = inMemory.some(({ gpuBytes, sizeBytes }) => gpuBytes > 0 && gpuBytes < sizeBytes);
  return machine && spills
    ? { ...machine, gpuBytes: inMemory.reduce((sum, { gpuBytes }) => sum + gpuBytes, 0) }
    : machine;
}

function sizedOf(model: EngineModel): Omit<Measured, 'speed'> {
  const { name, sizeBytes } = model;
  return { name, parameters: parametersOf(model), ...(sizeBytes === undefined ? {} : { sizeBytes }) };
}

function entryOf(
  model: EngineModel,
  all: readonly RunningModel[],
  choices: Overview['choices'],
  circumstances: Circumstances,
): ModelEntry {
  const { name } = model;
  const running = all.find((each) => each.name === name);
  const usedFor = (['completion', 'tasks'] as const).filter(
    (role) => choices[role].name === name && !choices[role].problem,
  );
  const measured = circumstances.measured.find((each) => each.name === name);
  const inUse = measured ?? { ...sizedOf(model), speed: {} };
  const [advice] = usedFor.flatMap((role) => adviceFor(role, inUse, running, circumstances) ?? []);
  return {
    model,
    roles: model.remote ? [] : rolesOf(model, circumstances.abilityOf),
    usedFor,
    ...(running ? { running } : {}),
    ...(measured ? { speed: measured.speed } : {}),
    ...(advice ? { advice } : {}),
  };
}

async function choice(inventory: Inventory, role: Role, wanted: string, contextTokens: number): Promise<Choice> {
  try {
    const { model, automatic } = await inventory.choose(role, wanted, contextTokens);
    return { name: model.name, automatic };
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    return { automatic: wanted === '', problem: error, ...(wanted === '' ? {} : { name: wanted }) };
  }
}
