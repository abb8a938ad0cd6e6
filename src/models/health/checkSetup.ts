import type { Settings } from '../../base/settings.ts';
import type { Endpoint } from '../../tiers/endpoint.ts';
import { type Engine, type EngineModel, memoryOf, type RunningModel } from '../../tiers/engine.ts';
import { TierError } from '../../tiers/tier.ts';
import { whyNotOffered } from '../chatOffer.ts';
import { type Role, servesIn } from '../choose.ts';
import { contextTokensFor } from '../inventory.ts';
import { type ModelEntry, type Overview, type OverviewParts, takeOverview } from '../overview.ts';
import type { Advice } from '../recommend.ts';
import { tooSlowToTypeMs } from '../typingSpeed.ts';
import type { Check, Fact, Failure, Finding, Level, Neighbour } from './finding.ts';
import { officialOllama, otherSuggesters } from './neighbours.ts';
import { isPastProxy, type ProxySettings } from './proxy.ts';
import { isOlder, leastVersion } from './versions.ts';

/** Less free disk than this holds no further model worth the name, in bytes. */
const leastFreeBytes = 5e9;

/** Tasks with less context than this answer about little more than a page, in tokens. */
const leastTaskTokens = 4096;

/** An engine, and where it is. */
export interface SetupEngine {
  readonly engine: Pick<Engine, 'name' | 'keepsModels' | 'version'>;
  /** @throws {TierError} `badEndpoint`, `notAllowed` */
  readonly endpoint: () => Endpoint;
  /** The host as shown. */
  readonly where: () => string;
}

/** What is looked at. */
export interface SetupParts extends OverviewParts, SetupEngine {
  readonly engine: Pick<Engine, 'name' | 'keepsModels' | 'version' | 'running'>;
  /** The one for tasks, where they have an engine of their own: then `engine` is about completions. */
  readonly tasksEngine: () => SetupEngine | undefined;
  readonly settings: () => Settings;
  /** Why completions leave the engine alone at the moment; undefined: they do not. */
  readonly leftAlone: () => TierError | undefined;
  /** The context that a whole prompt for a completion needs, in tokens. */
  readonly windowTokens: () => number;
  readonly proxy: () => ProxySettings;
  /** Free space where the engine of this machine keeps its models, in bytes; undefined: not known. */
  readonly freeBytes: () => Promise<number | undefined>;
  readonly isInlineSuggestOn: () => boolean;
  /** The other extensions that are installed and not disabled. */
  readonly neighbours: () => readonly Neighbour[];
  readonly failures: () => readonly Failure[];
  /** From the install to the first answer of a model of the user's own, in ms; undefined until there was one. */
  readonly setupMs: () => number | undefined;
}

/**
 * Looks at everything that a working setup needs, and says of each how it is. It asks the engine what it has and what is in
 * memory, and never for text. What depends on something that failed is left out: the failure comes first and explains it.
 */
export async function checkSetup(parts: SetupParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const tasks = parts.tasksEngine();
  const wanted: readonly Role[] = parts.settings().completionsEnabled ? ['completion', 'tasks'] : ['tasks'];
  const engines = tasks
    ? (
        await Promise.all(
          wanted.map(async (role) => {
            const found = await engineFindings(role === 'tasks' ? tasks : parts, parts, signal);
            return found.map((each) => ({ ...each, of: role }));
          }),
        )
      ).flat()
    : await engineFindings(parts, parts, signal);
  const fails = (role: Role) =>
    engines.some(({ check, level, of }) => check === 'engine' && level === 'fail' && (of === undefined || of === role));
  const there = wanted.filter((role) => !fails(role));
  const models = there.length > 0 ? await modelFindings(parts, there, signal) : [];
  return [
    ...engines,
    // Completions leave theirs alone, and no other.
    ...(engines.some(({ check, level, of }) => check === 'engine' && level === 'ok' && of !== 'tasks')
      ? [breakerFinding(parts.leftAlone())]
      : []),
    ...models,
    ...(await machineFindings(parts)),
    ...editorFindings(parts),
  ];
}

const finding = (check: Check, level: Level, fact: Fact): Finding => ({ check, level, fact });

async function engineFindings(
  { engine: asked, endpoint, where }: SetupEngine,
  { proxy }: SetupParts,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const host = where();
  const proxied = proxyFinding(host, proxy());
  try {
    const { tier } = endpoint();
    const version = await asked.version(signal);
    const { name, keepsModels } = asked;
    const engine = version === '' ? name : `${name} ${version}`;
    const fact = { what: 'engineAnswers', engine, host, isLocal: tier === 'local' } as const;
    // Of the others no list of holes is at hand.
    const versions = keepsModels ? [versionFinding(version)] : [];
    return [finding('engine', 'ok', fact), ...versions, proxied];
  } catch (error) {
    const { reason, message: detail } = asTierError(error, signal);
    return [finding('engine', 'fail', { what: 'engineFails', reason, detail, host }), proxied];
  }
}

function versionFinding(version: string): Finding {
  const old = isOlder(version, leastVersion);
  if (old === undefined) return finding('version', 'warn', { what: 'versionUnknown', version });
  if (old) return finding('version', 'warn', { what: 'engineTooOld', version });
  return finding('version', 'ok', { what: 'engineUpToDate', least: leastVersion });
}

function proxyFinding(host: string, proxy: ProxySettings): Finding {
  return isPastProxy(host, proxy)
    ? finding('proxy', 'ok', { what: 'proxyPassedBy', isSet: proxy.url !== '', host })
    : finding('proxy', 'warn', { what: 'proxyInTheWay', host });
}

function breakerFinding(why: TierError | undefined): Finding {
  if (!why) return finding('breaker', 'ok', { what: 'engineTrusted' });
  return finding('breaker', 'warn', { what: 'engineLeftAlone', reason: why.reason, detail: why.message });
}

/** @param there the roles whose engine answers */
async function modelFindings(
  parts: SetupParts,
  there: readonly Role[],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { completionsEnabled } = parts.settings();
  let overview: Overview;
  try {
    overview = await takeOverview(parts, signal);
  } catch (error) {
    const { reason, message: detail } = asTierError(error, signal);
    return [finding('models', 'fail', { what: 'engineFails', reason, detail, host: parts.where() })];
  }
  const { entries } = overview;
  const counts = parts.tasksEngine()
    ? there.map(
        (role): Finding => ({ ...countFinding(entries.filter(({ model }) => servesIn(model, role))), of: role }),
      )
    : [countFinding(entries)];
  const roles = there.filter(
    (role) => !counts.some(({ level, of }) => level === 'fail' && (of === undefined || of === role)),
  );
  if (roles.length === 0) return counts;
  return [
    ...counts,
    ...(completionsEnabled ? [] : [finding('completionModel', 'ok', { what: 'completionsOff' })]),
    ...roles.flatMap((role) => roleFindings(role, overview, parts)),
    ...memoryFindings(roles, entries, parts),
    ...(roles.includes('completion')
      ? [speedFinding(entries.find(({ usedFor }) => usedFor.includes('completion')))]
      : []),
  ];
}

/** How many models there are, and which are not used. */
function countFinding(entries: readonly ModelEntry[]): Finding {
  const remote = entries.filter(({ model }) => model.remote).map(({ model }) => model.name);
  return entries.length === remote.length
    ? finding('models', 'fail', { what: 'noModels' })
    : finding('models', 'ok', { what: 'models', count: entries.length - remote.length, remote });
}

/** A role's model and its context. */
function roleFindings(
  role: Role,
  { entries, choices }: Overview,
  { inventory, settings, windowTokens }: SetupParts,
): readonly Finding[] {
  const check = role === 'completion' ? 'completionModel' : 'taskModel';
  const { name, automatic: isAutomatic, problem } = choices[role];
  const model = entries.find((each) => each.model.name === name)?.model;
  if (problem || !model) {
    const { reason, message: detail } = problem ?? new TierError('modelMissing', name ?? '');
    return [finding(check, 'fail', { what: 'modelFails', role, reason, detail })];
  }
  const { quantization } = model;
  const facts = { role, model: model.name, isAutomatic, ...(quantization ? { quantization } : {}) };
  const fillsIn = role === 'tasks' || inventory.abilityOf(model) === 'fillsIn';
  const serves = fillsIn
    ? finding(check, 'ok', { what: 'modelServes', ...facts })
    : finding(check, 'warn', { what: 'modelOnlyChats', ...facts });
  const least = role === 'completion' ? windowTokens() : leastTaskTokens;
  return [serves, contextFinding(role, model, contextTokensFor(model, settings().contextTokens), least)];
}

function contextFinding(role: Role, model: EngineModel, tokens: number, least: number): Finding {
  const check = role === 'completion' ? 'completionContext' : 'taskContext';
  if (tokens >= least) return finding(check, 'ok', { what: 'contextHolds', role, tokens });
  const isTheModels = (model.contextTokens ?? Number.POSITIVE_INFINITY) <= tokens;
  return finding(check, 'warn', { what: 'contextTooSmall', role, tokens, least, isTheModels });
}

/** Where the models in use stand in memory, and with which context. */
function memoryFindings(
  roles: readonly Role[],
  entries: readonly ModelEntry[],
  { settings }: SetupParts,
): readonly Finding[] {
  const found = entries.flatMap(({ model, running, usedFor, advice }) => {
    // One model may serve in both roles.
    const role = roles.find((each) => usedFor.includes(each));
    if (!running || !role) return [];
    const wanted = contextTokensFor(model, settings().contextTokens);
    const tokens = running.contextTokens ?? wanted;
    const place = placeFinding(running, role, advice);
    const other = finding('memory', 'warn', { what: 'contextOther', model: model.name, tokens, wanted });
    return tokens === wanted ? [place] : [place, other];
  });
  return found.length > 0 ? found : [finding('memory', 'ok', { what: 'nothingInMemory' })];
}

function placeFinding(running: RunningModel, role: Role, advice?: Advice): Finding {
  const { name: model } = running;
  const memory = memoryOf(running);
  if (!memory) return finding('memory', 'ok', { what: 'modelInMemory', model });
  const { sizeBytes, gpuBytes } = memory;
  if (gpuBytes >= sizeBytes) return finding('memory', 'ok', { what: 'modelOnGpu', model });
  // A machine without a GPU is no fault; whether it is quick enough is measured.
  if (gpuBytes === 0) return finding('memory', 'ok', { what: 'modelOnCpu', model });
  const gpuShare = gpuBytes / sizeBytes;
  return finding('memory', 'warn', { what: 'modelSpills', role, model, gpuShare, ...insteadOf(advice) });
}

function speedFinding(entry: ModelEntry | undefined): Finding {
  const ms = entry?.speed?.suggestionMs;
  if (ms === undefined) return finding('speed', 'ok', { what: 'notMeasured' });
  return ms > tooSlowToTypeMs
    ? finding('speed', 'warn', { what: 'typingSlow', ms, limitMs: tooSlowToTypeMs, ...insteadOf(entry?.advice) })
    : finding('speed', 'ok', { what: 'typingSpeed', ms, limitMs: tooSlowToTypeMs });
}

/** The model that would do better, where one is known. */
function insteadOf(advice: Advice | undefined): { readonly instead?: string } {
  return advice?.instead ? { instead: advice.instead.name } : {};
}

async function machineFindings({ freeBytes }: SetupParts): Promise<readonly Finding[]> {
  const bytes = await freeBytes();
  if (bytes === undefined) return [];
  return [
    bytes < leastFreeBytes
      ? finding('disk', 'warn', { what: 'diskLow', bytes })
      : finding('disk', 'ok', { what: 'diskFree', bytes }),
  ];
}

function editorFindings(parts: SetupParts): readonly Finding[] {
  const { settings, isInlineSuggestOn, neighbours, failures, setupMs } = parts;
  const { engine, endpoint } = parts.tasksEngine() ?? parts;
  const others = neighbours();
  const extensions = otherSuggesters(others);
  const extension = officialOllama(others);
  const notOffered = whyNotOffered(settings(), tierOf(endpoint), engine.name, () => others);
  const latest = failures();
  const ms = setupMs();
  return [
    isInlineSuggestOn() || !settings().completionsEnabled
      ? finding('inlineSuggest', 'ok', { what: 'inlineSuggestOn' })
      : finding('inlineSuggest', 'fail', { what: 'inlineSuggestOff' }),
    extensions.length > 0
      ? finding('otherSuggestions', 'warn', { what: 'othersSuggest', extensions })
      : finding('otherSuggestions', 'ok', { what: 'alone' }),
    extension
      ? finding('officialOllama', 'ok', { what: 'officialOllama', extension, holdsBack: notOffered === 'official' })
      : finding('officialOllama', 'ok', { what: 'noOfficialOllama', offers: notOffered === undefined }),
    latest.length > 0
      ? finding('failures', 'warn', { what: 'failures', latest })
      : finding('failures', 'ok', { what: 'noFailures' }),
    ...(ms === undefined ? [] : [finding('setupTime', 'ok', { what: 'setUpIn', ms })]),
  ];
}

/** The tier of the engine that is meant; an address that is none names no other host. */
function tierOf(endpoint: SetupParts['endpoint']): Endpoint['tier'] {
  try {
    return endpoint().tier;
  } catch (error) {
    if (error instanceof TierError) return 'local';
    throw error;
  }
}

/** @throws whatever is no failure of a tier's, and the signal's reason after an abort */
function asTierError(error: unknown, signal: AbortSignal): TierError {
  signal.throwIfAborted();
  if (error instanceof TierError) return error;
  throw error;
}
