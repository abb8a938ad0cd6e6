import type { Settings } from '../../base/settings.ts';
import type { Endpoint } from '../../tiers/endpoint.ts';
import type { Engine, EngineModel, RunningModel } from '../../tiers/engine.ts';
import { TierError } from '../../tiers/tier.ts';
import type { Role } from '../choose.ts';
import type { ChosenModel, Inventory } from '../inventory.ts';
import { tooSlowToTypeMs } from '../typingSpeed.ts';
import type { Check, Fact, Failure, Finding, Level, Neighbour } from './finding.ts';
import { officialOllama, otherSuggesters } from './neighbours.ts';
import { isPastProxy, type ProxySettings } from './proxy.ts';
import { advisory, isOlder, leastVersion } from './versions.ts';

/** Less free disk than this holds no further model worth the name, in bytes. */
const leastFreeBytes = 5e9;

/** Tasks with less context than this answer about little more than a page, in tokens. */
const leastTaskTokens = 4096;

/** What is looked at. */
export interface SetupParts {
  readonly engine: Pick<Engine, 'version' | 'running'>;
  readonly inventory: Pick<Inventory, 'refresh' | 'models' | 'choose' | 'abilityOf'>;
  readonly settings: () => Settings;
  /** @throws {TierError} `badEndpoint`, `notAllowed` */
  readonly endpoint: () => Endpoint;
  /** The host as shown. */
  readonly where: () => string;
  /** Why completions leave the engine alone at the moment; undefined: they do not. */
  readonly leftAlone: () => TierError | undefined;
  /** The median time from the key to a suggestion in this window, in ms; undefined until there was one. */
  readonly suggestionMs: () => number | undefined;
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
  const engine = await engineFindings(parts, signal);
  const isThere = engine.every(({ check, level }) => check !== 'engine' || level === 'ok');
  const models = isThere ? await modelFindings(parts, signal) : [];
  return [...engine, ...models, ...(await machineFindings(parts)), ...editorFindings(parts)];
}

const finding = (check: Check, level: Level, fact: Fact): Finding => ({ check, level, fact });

async function engineFindings(parts: SetupParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const host = parts.where();
  const proxied = proxyFinding(host, parts.proxy());
  try {
    const { tier } = parts.endpoint();
    const version = await parts.engine.version(signal);
    const fact = { what: 'engineAnswers', version, host, isLocal: tier === 'local' } as const;
    return [finding('engine', 'ok', fact), versionFinding(version), proxied, breakerFinding(parts.leftAlone())];
  } catch (error) {
    const { reason, message: detail } = asTierError(error, signal);
    return [finding('engine', 'fail', { what: 'engineFails', reason, detail, host }), proxied];
  }
}

function versionFinding(version: string): Finding {
  const old = isOlder(version, leastVersion);
  if (old === undefined) return finding('version', 'warn', { what: 'versionUnknown', version });
  if (old) return finding('version', 'warn', { what: 'engineTooOld', version, least: leastVersion, advisory });
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

async function modelFindings(parts: SetupParts, signal: AbortSignal): Promise<readonly Finding[]> {
  const { inventory, settings } = parts;
  const { completionsEnabled, completionModel, taskModel } = settings();
  inventory.refresh();
  let models: readonly EngineModel[];
  try {
    models = await inventory.models();
  } catch (error) {
    const { reason, message: detail } = asTierError(error, signal);
    return [finding('models', 'fail', { what: 'engineFails', reason, detail, host: parts.where() })];
  }
  const remote = models.filter((each) => each.remote).map(({ name }) => name);
  if (models.length === remote.length) return [finding('models', 'fail', { what: 'noModels' })];
  const completion = completionsEnabled
    ? await roleFindings('completion', completionModel, parts, signal)
    : { findings: [finding('completionModel', 'ok', { what: 'completionsOff' })], chosen: undefined };
  const tasks = await roleFindings('tasks', taskModel, parts, signal);
  const chosen = [
    ...(completion.chosen ? [{ role: 'completion' as const, ...completion.chosen }] : []),
    ...(tasks.chosen ? [{ role: 'tasks' as const, ...tasks.chosen }] : []),
  ];
  return [
    finding('models', 'ok', { what: 'models', count: models.length - remote.length, remote }),
    ...completion.findings,
    ...tasks.findings,
    ...(await memoryFindings(chosen, parts, signal)),
    ...(completionsEnabled ? [speedFinding(parts.suggestionMs())] : []),
  ];
}

/** A role's model and its context. */
async function roleFindings(
  role: Role,
  wanted: string,
  { inventory, settings, windowTokens }: SetupParts,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly Finding[]; readonly chosen: ChosenModel | undefined }> {
  const check = role === 'completion' ? 'completionModel' : 'taskModel';
  try {
    const chosen = await inventory.choose(role, wanted, settings().contextTokens);
    const { name, quantization } = chosen.model;
    const facts = { role, model: name, isAutomatic: chosen.automatic, ...(quantization ? { quantization } : {}) };
    const fillsIn = role === 'tasks' || inventory.abilityOf(chosen.model) === 'fillsIn';
    const serves = fillsIn
      ? finding(check, 'ok', { what: 'modelServes', ...facts })
      : finding(check, 'warn', { what: 'modelOnlyChats', ...facts });
    const least = role === 'completion' ? windowTokens() : leastTaskTokens;
    return { findings: [serves, contextFinding(role, chosen, least)], chosen };
  } catch (error) {
    const { reason, message: detail } = asTierError(error, signal);
    return { findings: [finding(check, 'fail', { what: 'modelFails', role, reason, detail })], chosen: undefined };
  }
}

function contextFinding(role: Role, { model, contextTokens: tokens }: ChosenModel, least: number): Finding {
  const check = role === 'completion' ? 'completionContext' : 'taskContext';
  if (tokens >= least) return finding(check, 'ok', { what: 'contextHolds', role, tokens });
  const isTheModels = (model.contextTokens ?? Number.POSITIVE_INFINITY) <= tokens;
  return finding(check, 'warn', { what: 'contextTooSmall', role, tokens, least, isTheModels });
}

/** Where the chosen models stand in memory, and with which context. */
async function memoryFindings(
  chosen: readonly (ChosenModel & { readonly role: Role })[],
  { engine }: SetupParts,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  let running: readonly RunningModel[];
  try {
    running = await engine.running(signal);
  } catch (error) {
    asTierError(error, signal);
    // The engine answered before, and will tell at the next check.
    return [];
  }
  const found = running.flatMap((inMemory) => {
    // One model may serve in both roles.
    const first = chosen.find(({ model }) => model.name === inMemory.name);
    return first ? placeFindings(inMemory, first.role, first.contextTokens) : [];
  });
  return found.length > 0 ? found : [finding('memory', 'ok', { what: 'nothingInMemory' })];
}

function placeFindings(inMemory: RunningModel, role: Role, wanted: number): readonly Finding[] {
  const { name: model, sizeBytes, gpuBytes, contextTokens: tokens } = inMemory;
  const place = (): Finding => {
    if (gpuBytes >= sizeBytes) return finding('memory', 'ok', { what: 'modelOnGpu', model });
    // A machine without a GPU is no fault; whether it is quick enough is measured.
    if (gpuBytes === 0) return finding('memory', 'ok', { what: 'modelOnCpu', model });
    return finding('memory', 'warn', { what: 'modelSpills', role, model, gpuShare: gpuBytes / sizeBytes });
  };
  const isOther = tokens !== undefined && tokens !== wanted;
  return isOther ? [place(), finding('memory', 'warn', { what: 'contextOther', model, tokens, wanted })] : [place()];
}

function speedFinding(ms: number | undefined): Finding {
  if (ms === undefined) return finding('speed', 'ok', { what: 'notMeasured' });
  return ms > tooSlowToTypeMs
    ? finding('speed', 'warn', { what: 'typingSlow', ms, limitMs: tooSlowToTypeMs })
    : finding('speed', 'ok', { what: 'typingSpeed', ms, limitMs: tooSlowToTypeMs });
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

function editorFindings({
  settings,
  isInlineSuggestOn,
  neighbours,
  failures,
  setupMs,
}: SetupParts): readonly Finding[] {
  const others = neighbours();
  const extensions = otherSuggesters(others);
  const extension = officialOllama(others);
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
      ? finding('officialOllama', 'ok', { what: 'officialOllama', extension })
      : finding('officialOllama', 'ok', { what: 'noOfficialOllama' }),
    latest.length > 0
      ? finding('failures', 'warn', { what: 'failures', latest })
      : finding('failures', 'ok', { what: 'noFailures' }),
    ...(ms === undefined ? [] : [finding('setupTime', 'ok', { what: 'setUpIn', ms })]),
  ];
}

/** @throws whatever is no failure of a tier's, and the signal's reason after an abort */
function asTierError(error: unknown, signal: AbortSignal): TierError {
  signal.throwIfAborted();
  if (error instanceof TierError) return error;
  throw error;
}
