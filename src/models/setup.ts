import { type Settings, settingsTable } from '../base/settings.ts';
import type { EngineModel } from '../tiers/engine.ts';
import type { Role } from './choose.ts';
import { isModelName, isNamed } from './modelName.ts';

/** A model that a setup or a workspace names. */
export interface NamedModel {
  readonly name: string;
  /** The content digest, or its first 12 digits or more, in lower case. */
  readonly digest?: string;
  readonly roles: readonly Role[];
}

/** A setup as one file. */
export interface Setup {
  readonly models: readonly NamedModel[];
  /** By full name; only those of {@link sharedSettings}, all checked. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The settings that a setup takes along. None that says where text goes, or what may leave: a file from somebody else must not
 * be able to change that. The models stand in the list of models.
 */
const sharedSettings = [
  'contextTokens',
  'keepAliveMinutes',
  'completionsEnabled',
  'completionModes',
  'writingStyle',
  'leaveAlone',
] as const satisfies readonly (keyof Settings)[];

/** The largest file that is read, in bytes, and the most models in it. */
export const largestSetupBytes = 256 * 1024;
const mostModels = 200;

/** The setup as text. @param used the models that are used now, by role */
export function writeSetup(used: Readonly<Partial<Record<Role, EngineModel>>>, settings: Settings): string {
  const models = new Map<string, NamedModel>();
  for (const role of ['completion', 'tasks'] as const) {
    const model = used[role];
    if (!model) continue;
    const { name, digest } = model;
    const roles = [...(models.get(name)?.roles ?? []), role];
    models.set(name, { name, roles, ...(digest === undefined ? {} : { digest }) });
  }
  const shared = Object.fromEntries(sharedSettings.map((each) => [settingsTable[each].key, settings[each]]));
  return `${JSON.stringify({ hearthSetup: 1, models: [...models.values()], settings: shared }, null, 2)}\n`;
}

/** Reads a setup. Undefined: it is none. What it says beyond, or wrongly, is passed over. */
export function readSetup(text: string): Setup | undefined {
  const read = objectIn(text);
  if (read?.hearthSetup !== 1) return undefined;
  const given = Object(read.settings) as Record<string, unknown>;
  const settings = sharedSettings.flatMap((each): [string, unknown][] => {
    const { key, check } = settingsTable[each];
    const value = Object.hasOwn(given, key) ? check(given[key]) : undefined;
    return value === undefined ? [] : [[key, value]];
  });
  return { models: modelsIn(read.models), settings: Object.fromEntries(settings) };
}

/** Reads what a workspace suggests. Undefined: the file is not of this form. */
export function readSuggestions(text: string): readonly NamedModel[] | undefined {
  const read = objectIn(text);
  return read && Array.isArray(read.models) ? modelsIn(read.models) : undefined;
}

/** How an installed model differs from what is named. */
export interface Drift {
  readonly model: NamedModel;
  readonly state: 'same' | 'otherDigest' | 'missing' | 'cloud';
  /** What is installed under the name. */
  readonly installed?: EngineModel;
}

/** Compares what is named with what is installed. A name without a digest is the same whatever its weights. */
export function driftOf(named: readonly NamedModel[], installed: readonly EngineModel[]): readonly Drift[] {
  return named.map((model): Drift => {
    const found = installed.find((each) => isNamed(each, model.name));
    if (!found) return { model, state: 'missing' };
    if (found.remote) return { model, state: 'cloud', installed: found };
    const isSame = model.digest === undefined || found.digest?.startsWith(model.digest) === true;
    return { model, state: isSame ? 'same' : 'otherDigest', installed: found };
  });
}

/** The settings of the user that a setup would change, each with its value there. */
export function changesBy(
  { models, settings }: Setup,
  now: Settings,
): readonly { readonly key: string; readonly from: unknown; readonly to: unknown }[] {
  const modelFor = (role: Role) => models.find(({ roles }) => roles.includes(role))?.name;
  const { completionModel, taskModel } = settingsTable;
  const wanted: Readonly<Record<string, unknown>> = {
    [completionModel.key]: modelFor('completion'),
    [taskModel.key]: modelFor('tasks'),
    ...settings,
  };
  const names = [...sharedSettings, 'completionModel', 'taskModel'] as const;
  return names.flatMap((name) => {
    const { key } = settingsTable[name];
    const [from, to] = [now[name], wanted[key]];
    return to === undefined || JSON.stringify(from) === JSON.stringify(to) ? [] : [{ key, from, to }];
  });
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}

function modelsIn(list: unknown): readonly NamedModel[] {
  const found = new Map<string, NamedModel>();
  for (const each of Array.isArray(list) ? list.slice(0, mostModels) : []) {
    const { name, digest, roles } = Object(each) as Record<string, unknown>;
    if (typeof name !== 'string' || !isModelName(name) || found.has(name)) continue;
    const digits = typeof digest === 'string' ? /^(?:sha256:)?([0-9a-f]{12,64})$/i.exec(digest)?.[1] : undefined;
    const known = (['completion', 'tasks'] as const).filter((role) => Array.isArray(roles) && roles.includes(role));
    found.set(name, { name, ...(digits ? { digest: digits.toLowerCase() } : {}), roles: known });
  }
  return [...found.values()];
}
