import { type EngineModel, memoryOf, type RunningModel } from '../tiers/engine.ts';
import type { CatalogueModel } from './catalogue.ts';
import { type AbilityOf, distanceFromUsual, isBase, parametersOf, type Role, rolesOf } from './choose.ts';
import { type Fit, fitOf, type Machine, type ModelSize, memoryNeeded } from './memory.ts';
import {
  comfortableMs,
  type Measured,
  type MeasuredSpeed,
  type ModelWork,
  predicted,
  readingTokensPerSecond,
  tooSlowToTypeMs,
} from './typingSpeed.ts';

/** What a recommendation goes by. */
export interface Circumstances {
  readonly catalogue: readonly CatalogueModel[];
  readonly installed: readonly EngineModel[];
  readonly abilityOf: AbilityOf;
  /** The engine's machine; undefined where it is another one, of which nothing is known. */
  readonly machine?: Machine;
  /** The context that models are loaded with, in tokens. */
  readonly contextTokens: number;
  /** What was measured here. The model that is most like another one tells how fast that would be. */
  readonly measured: readonly Measured[];
}

/** A model as a candidate for a role. */
export interface Candidate extends ModelSize, ModelWork {
  readonly name: string;
  readonly isInstalled: boolean;
  /** The memory that it takes with its context, in bytes, on the safe side. */
  readonly neededBytes?: number;
  readonly fit: Fit;
  /** Measured where it was, else predicted; undefined where neither can be. */
  readonly speed?: MeasuredSpeed;
  readonly isMeasured: boolean;
  readonly licence?: string;
  readonly limitedLicence?: true;
  readonly recommended?: CatalogueModel['recommended'];
  readonly released?: string;
}

/** Every model that can serve in a role, installed or not, the best first. Those that find no room stand last. */
export function candidatesFor(role: Role, given: Circumstances, besideBytes = 0): Candidate[] {
  const all = [...installedOnes(role, given), ...catalogued(role, given)];
  const seen = all.map((each) => assessed(each, given, besideBytes));
  return seen.sort((a, b) => {
    const [first, second] = [rank(a, role), rank(b, role)];
    const at = first.findIndex((value, index) => value !== second[index]);
    return at === -1 ? a.name.localeCompare(b.name) : (first[at] ?? 0) - (second[at] ?? 0);
  });
}

/**
 * The model to recommend for a role, by memory first, then by measurement: the largest that is fast enough where speeds are
 * known, else the one nearest to the usual size. Never one whose licence is unknown or does not allow every use, unless it is
 * installed: then it is the user's own choice. Undefined where none is known to find room.
 */
export function recommended(role: Role, given: Circumstances, besideBytes = 0): Candidate | undefined {
  return candidatesFor(role, given, besideBytes).find((each) => rank(each, role)[0] === 0);
}

/** What to say of a model in use, and what to choose instead, if anything is better. */
export type Advice =
  | { readonly kind: 'spills'; readonly onGpu: number; readonly instead?: Candidate }
  | { readonly kind: 'tooSlow'; readonly milliseconds: number; readonly instead?: Candidate };

/**
 * Whether a model in use should be another one: it spills from the GPU to the CPU, as the engine itself says, or its
 * suggestions take too long to type with, as measured. A model that runs on the CPU alone spills nothing: there may be no GPU.
 */
export function adviceFor(
  role: Role,
  inUse: Measured,
  running: RunningModel | undefined,
  given: Circumstances,
): Advice | undefined {
  const smaller = candidatesFor(role, given).filter(
    (each) => rank(each, role)[0] === 0 && isSmaller(each, inUse) && each.name !== inUse.name,
  );
  const memory = running && memoryOf(running);
  if (memory && memory.gpuBytes > 0 && memory.gpuBytes < memory.sizeBytes) {
    const instead = smaller.find(({ neededBytes }) => neededBytes !== undefined && neededBytes <= memory.gpuBytes);
    return { kind: 'spills', onGpu: memory.gpuBytes / memory.sizeBytes, ...(instead ? { instead } : {}) };
  }
  const milliseconds = inUse.speed.suggestionMs;
  if (role !== 'completion' || milliseconds === undefined || milliseconds <= tooSlowToTypeMs) return undefined;
  const instead = smaller.find(({ speed }) => speed?.suggestionMs !== undefined && speed.suggestionMs < milliseconds);
  return { kind: 'tooSlow', milliseconds, ...(instead ? { instead } : {}) };
}

type Known = Omit<Candidate, 'fit' | 'isMeasured' | 'neededBytes' | 'speed'>;

function installedOnes(role: Role, { installed, catalogue, abilityOf }: Circumstances): Known[] {
  return installed
    .filter((model) => !model.remote && rolesOf(model, abilityOf).includes(role))
    .map((model) => ({
      ...catalogue.find(({ name }) => name === model.name),
      name: model.name,
      isInstalled: true,
      ...(model.sizeBytes === undefined ? {} : { sizeBytes: model.sizeBytes }),
      parameters: parametersOf(model),
      ...(model.contextTokens === undefined ? {} : { contextTokens: model.contextTokens }),
    }));
}

/** What could be downloaded. What it can do is known by its name alone. */
function catalogued(role: Role, { installed, catalogue, abilityOf }: Circumstances): Known[] {
  return catalogue
    .filter(({ name }) => !installed.some((model) => model.name === name))
    .filter(({ name }) => rolesOf({ name, capabilities: ['completion'] }, abilityOf).includes(role))
    .map((model) => ({ ...model, isInstalled: false }));
}

function assessed(model: Known, { machine, contextTokens, measured }: Circumstances, besideBytes: number): Candidate {
  const neededBytes = memoryNeeded(model, contextTokens);
  const own = measured.find(({ name }) => name === model.name);
  const like = own ?? closest(model, measured);
  const speed = own ? own.speed : like && predicted(model, like);
  return {
    ...model,
    ...(neededBytes === undefined ? {} : { neededBytes }),
    fit: machine ? fitOf(neededBytes, machine, besideBytes) : 'unknown',
    ...(speed && Object.keys(speed).length > 0 ? { speed } : {}),
    isMeasured: own !== undefined,
  };
}

/** The measured model whose size is the nearest: a prediction over a short way errs less. */
function closest({ sizeBytes }: ModelWork, measured: readonly Measured[]): Measured | undefined {
  if (!sizeBytes) return undefined;
  const far = (each: Measured) => Math.abs(Math.log((each.sizeBytes ?? Number.POSITIVE_INFINITY) / sizeBytes));
  return [...measured].sort((a, b) => far(a) - far(b)).find((each) => Number.isFinite(far(each)));
}

const isSmaller = (a: ModelWork, b: ModelWork) => (a.sizeBytes ?? Number.POSITIVE_INFINITY) < (b.sizeBytes ?? 0);

/** By what the candidates stand in order, the most important first; each the smaller, the better. 0 comes first only for what may be recommended. */
function rank(each: Candidate, role: Role): readonly number[] {
  const mayBe = each.isInstalled || (each.licence !== undefined && !each.limitedLicence);
  const isFast = fastEnough(each, role);
  const first = !['fits', 'unknown'].includes(each.fit) || isFast === false || !mayBe || !hasSize(each) ? 1 : 0;
  const room = { fits: 0, unknown: 1, spills: 2, tooLarge: 3 }[each.fit];
  const parameters = each.parameters ?? 0;
  const base = role === 'completion' && !isBase(each) ? 1 : 0;
  const advised = each.recommended?.[role] ? 0 : 1;
  // Of those that are known to be fast enough, the largest; else the nearest to the usual size.
  const bySize = isFast ? -parameters : parameters > 0 ? distanceFromUsual(parameters, role) : Number.MAX_VALUE;
  return [first, room, base, isFast ? 0 : 1, advised, bySize, -newness(each)];
}

const hasSize = ({ sizeBytes, parameters }: Candidate) => sizeBytes !== undefined && parameters !== undefined;

/** Undefined where it is not known. */
function fastEnough({ speed, isMeasured }: Candidate, role: Role): boolean | undefined {
  if (role === 'tasks') {
    const perSecond = speed?.writeTokensPerSecond;
    return perSecond === undefined ? undefined : perSecond >= readingTokensPerSecond * (isMeasured ? 1 : 2);
  }
  const ms = speed?.suggestionMs;
  return ms === undefined ? undefined : ms <= (isMeasured ? tooSlowToTypeMs : comfortableMs);
}

/** A release as a number that grows with its date: `2025-07` is 202507. */
const newness = ({ released }: Candidate) => Number((released ?? '').replaceAll('-', '').padEnd(8, '0'));
