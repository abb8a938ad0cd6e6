import type { EngineModel } from '../tiers/engine.ts';

/** What a model is wanted for. */
export type Role = 'completion' | 'tasks';

/**
 * What a model can do at a cursor: fill in the middle; only answer in a conversation, and why; or make no text at all. Decided
 * by `completion/`, handed in by the root.
 */
export type AbilityOf = (
  model: Pick<EngineModel, 'name' | 'capabilities'>,
) => 'fillsIn' | 'unknownFamily' | 'notTrained' | 'noText';

/** Parameters of a model that is a good guess for a role while nothing was measured: each key waits for completions. */
const usualParameters: Readonly<Record<Role, number>> = { completion: 1.5e9, tasks: 8e9 };

/** How far a model is from the usual size for a role; the nearer, the better a guess. */
export function distanceFromUsual(parameters: number, role: Role): number {
  return Math.abs(Math.log(parameters / usualParameters[role]));
}

/** The roles that a model is made for: a base model does tasks only where there is no other. */
export function rolesOf(
  model: Pick<EngineModel, 'name' | 'capabilities' | 'only'>,
  abilityOf: AbilityOf,
): readonly Role[] {
  const tasks = model.capabilities.includes('completion') && !isBase(model);
  const all = [
    ...(abilityOf(model) === 'fillsIn' ? (['completion'] as const) : []),
    ...(tasks ? (['tasks'] as const) : []),
  ];
  return all.filter((role) => servesIn(model, role));
}

/**
 * The models for a role, the best guess first. Without measurements the guess is: for completions a small model, since
 * every keystroke waits for it; for tasks the largest that is still usable on a laptop. Remote models are never among them.
 */
export function candidates(models: readonly EngineModel[], role: Role, abilityOf: AbilityOf): EngineModel[] {
  const usable = models.filter((model) => !model.remote && servesIn(model, role) && fits(model, role, abilityOf));
  const distance = (model: EngineModel) => distanceFromUsual(parametersOf(model), role);
  const rank = (model: EngineModel) => [isBase(model) === (role === 'completion') ? 0 : 1, distance(model)] as const;
  return usable.sort((a, b) => {
    const [baseA, distanceA] = rank(a);
    const [baseB, distanceB] = rank(b);
    return baseA - baseB || distanceA - distanceB || a.name.localeCompare(b.name);
  });
}

/** The models that complete only where the user chose them, since they can only be asked as in a chat; the best guess first. */
export function chatters(models: readonly EngineModel[], abilityOf: AbilityOf): EngineModel[] {
  const asked = models.map(({ only, ...model }) => (only === 'tasks' ? { ...model, only } : model));
  return candidates(asked, 'tasks', abilityOf).filter(
    (model) => servesIn(model, 'completion') && ['unknownFamily', 'notTrained'].includes(abilityOf(model)),
  );
}

/** Whether a model can be asked in a role at all: engines may differ by role. */
export function servesIn({ only }: Pick<EngineModel, 'only'>, role: Role): boolean {
  return only === undefined || only === role;
}

function fits(model: EngineModel, role: Role, abilityOf: AbilityOf): boolean {
  if (role === 'completion') return abilityOf(model) === 'fillsIn';
  return model.capabilities.includes('completion');
}

/** A base model continues text and follows no instructions; its name says so, by custom of the engine's library. */
export function isBase(model: Pick<EngineModel, 'name'>): boolean {
  return /[-:](base|code|text)(-|$)/i.test(model.name) || /^starcoder2:(?!.*instruct)/.test(model.name);
}

/** The number of parameters: as the engine says it ("1.5B", "140K"), else guessed from the size on disk. */
export function parametersOf(model: EngineModel): number {
  const said = /^([\d.]+)\s*([KMBT])/i.exec(model.parameterSize ?? '');
  const unit = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }[(said?.[2] ?? '').toUpperCase()];
  return said && unit ? Number(said[1]) * unit : Math.max(1, (model.sizeBytes ?? 0) / 0.6);
}
