/**
 * Every setting of Hearth, in one table. `package.json` declares the same ones: `test/unit/manifest.test.ts` holds the two
 * together, both ways. Settings are read at the start of each request and passed down; nothing is told to reconfigure.
 */

/** Whether completions come by themselves, only when asked for, or not at all. */
export type CompletionMode = 'on' | 'onDemand' | 'off';

/** What the cloud tier speaks; `extension`: a model that another extension offers. */
export type CloudProvider = 'openai' | 'anthropic' | 'ollama' | 'extension';

/** A model's price in US dollars per million tokens. */
export interface OwnPrice {
  readonly input: number;
  readonly output: number;
}

/** The settings' values, all checked. */
export interface Settings {
  /** Address of the engine; empty: `OLLAMA_HOST`, else this machine's port 11434. */
  readonly endpoint: string;
  /** Addresses of engines with the same models for completions, the first that answers is asked; empty: `endpoint`. */
  readonly completionEndpoints: readonly string[];
  /** The same for tasks. */
  readonly taskEndpoints: readonly string[];
  /** The model for completions; empty: chosen automatically. */
  readonly completionModel: string;
  /** The model for tasks; empty: chosen automatically. */
  readonly taskModel: string;
  /** The most context, in tokens, that a model is loaded with. */
  readonly contextTokens: number;
  /** How long the engine keeps a model in memory after its last use, in minutes. */
  readonly keepAliveMinutes: number;
  /** Task id → the model for it alone, where it is not the one for all tasks. */
  readonly taskModels: Readonly<Record<string, string>>;
  /** The folder with the scorecard's files of cases, a full path; empty: the extension's own. */
  readonly scorecardFolder: string;
  readonly completionsEnabled: boolean;
  /** Whether models of the user's own engine can be chosen in VS Code's chat, and asked by other extensions. */
  readonly offerChatModels: boolean;
  /** The same for models on another machine, where `neverLeaves` cannot be applied to what others hand over. */
  readonly offerChatModelsElsewhere: boolean;
  /** The user's own wishes for everything that is written for them: tone, spelling, person, terms. */
  readonly writingStyle: string;
  /** Words that proofreading leaves alone. */
  readonly leaveAlone: readonly string[];
  /** Language id → mode; `*` for every language not named. */
  readonly completionModes: Readonly<Record<string, CompletionMode>>;
  /** Ignore patterns of files in which there are no completions. */
  readonly completionsExclude: readonly string[];
  /** Ignore patterns of files whose text is never sent to the cloud. */
  readonly neverLeaves: readonly string[];
  /** Whether there is a cloud at all: off, nothing of it is on offer and the gate lets nothing through. */
  readonly cloudEnabled: boolean;
  /** Whether what was sent to the cloud is kept beside the ledger. */
  readonly keepBodies: boolean;
  readonly cloudProvider: CloudProvider;
  /** Address of the cloud provider, such as `https://api.example.com/v1`; empty: none. */
  readonly cloudBaseUrl: string;
  /** The model by the provider's name for it; another extension's with its vendor before it, as in `vendor/id`. */
  readonly cloudModel: string;
  /** The user's own prices, by the provider's name for the model. They go before the list that Hearth brings. */
  readonly cloudPrices: Readonly<Record<string, OwnPrice>>;
  /** The most to spend on the cloud in a month, in US dollars; null: no limit. */
  readonly monthlyBudget: number | null;
}

interface Entry<T> {
  readonly key: string;
  readonly fallback: T;
  /** The value if it is of the right form, else undefined. */
  readonly check: (value: unknown) => T | undefined;
}

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : undefined);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
const count = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : undefined;
const texts = (value: unknown) =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;
const isMode = (value: unknown): value is CompletionMode => value === 'on' || value === 'onDemand' || value === 'off';
const names = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''),
      )
    : undefined;
const amount = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
const prices = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).flatMap(([model, price]) => ownPrice(model, price)))
    : undefined;
const ownPrice = (model: string, price: unknown): readonly [string, OwnPrice][] => {
  const { input, output }: { input?: unknown; output?: unknown } = typeof price === 'object' && price ? price : {};
  const [read, written] = [amount(input), amount(output)];
  return read === undefined || written === undefined ? [] : [[model, { input: read, output: written }]];
};
const cloudProviders: readonly CloudProvider[] = ['openai', 'anthropic', 'ollama', 'extension'];
const modes = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter((pair): pair is [string, CompletionMode] => isMode(pair[1])))
    : undefined;

/**
 * All of them have scope `application`: a folder must not change where text goes, which model answers, or what may leave
 * (`machine` would let a folder's `devcontainer.json` do it).
 */
export const settingsTable: { readonly [Name in keyof Settings]: Entry<Settings[Name]> } = {
  endpoint: { key: 'hearth.endpoint', fallback: '', check: text },
  completionEndpoints: { key: 'hearth.endpoints.completion', fallback: [], check: texts },
  taskEndpoints: { key: 'hearth.endpoints.tasks', fallback: [], check: texts },
  completionModel: { key: 'hearth.models.completion', fallback: '', check: text },
  taskModel: { key: 'hearth.models.tasks', fallback: '', check: text },
  taskModels: { key: 'hearth.models.perTask', fallback: {}, check: names },
  scorecardFolder: { key: 'hearth.scorecard.folder', fallback: '', check: text },
  contextTokens: { key: 'hearth.models.contextTokens', fallback: 8192, check: count(1024, 262_144) },
  keepAliveMinutes: { key: 'hearth.models.keepAliveMinutes', fallback: 30, check: count(0, 1440) },
  offerChatModels: { key: 'hearth.chat.models', fallback: false, check: flag },
  offerChatModelsElsewhere: { key: 'hearth.chat.modelsOnOtherMachines', fallback: false, check: flag },
  writingStyle: { key: 'hearth.writing.style', fallback: '', check: text },
  leaveAlone: { key: 'hearth.writing.leaveAlone', fallback: [], check: texts },
  completionsEnabled: { key: 'hearth.completions.enabled', fallback: true, check: flag },
  completionModes: {
    key: 'hearth.completions.modes',
    fallback: { '*': 'on', markdown: 'onDemand', plaintext: 'onDemand', latex: 'onDemand' },
    check: modes,
  },
  completionsExclude: { key: 'hearth.completions.exclude', fallback: ['.env*', '*.pem', '*.key'], check: texts },
  neverLeaves: {
    key: 'hearth.neverLeaves',
    fallback: [
      '.env*',
      '*.pem',
      '*.key',
      '*.p12',
      '*.pfx',
      '*.keystore',
      '*.jks',
      '*.kdbx',
      '*.tfstate',
      '*.tfstate.*',
      '*.tfvars',
      'id_rsa*',
      'id_dsa*',
      'id_ecdsa*',
      'id_ed25519*',
      '.npmrc',
      '.pypirc',
      '.netrc',
      '.git-credentials',
      '.htpasswd',
      '.aws/',
      '.ssh/',
      '.gnupg/',
      '.kube/',
      'credentials',
      'credentials.*',
      'secrets.*',
      '*.secret',
      'service-account*.json',
    ],
    check: texts,
  },
  cloudEnabled: { key: 'hearth.cloud.enabled', fallback: true, check: flag },
  keepBodies: { key: 'hearth.cloud.keepBodies', fallback: false, check: flag },
  cloudProvider: {
    key: 'hearth.cloud.provider',
    fallback: 'openai',
    check: (value) => cloudProviders.find((each) => each === value),
  },
  cloudBaseUrl: { key: 'hearth.cloud.baseUrl', fallback: '', check: text },
  cloudModel: { key: 'hearth.cloud.model', fallback: '', check: text },
  cloudPrices: { key: 'hearth.cloud.prices', fallback: {}, check: prices },
  monthlyBudget: { key: 'hearth.cloud.monthlyBudget', fallback: null, check: amount },
};

/**
 * Reads all settings.
 * @param get the user's own value of a setting, else undefined; never a folder's
 */
export function readSettings(get: (key: string) => unknown): Settings {
  const read = <Name extends keyof Settings>(name: Name): Settings[Name] => {
    const { key, fallback, check } = settingsTable[name];
    return check(get(key)) ?? fallback;
  };
  return {
    endpoint: read('endpoint'),
    completionEndpoints: read('completionEndpoints'),
    taskEndpoints: read('taskEndpoints'),
    completionModel: read('completionModel'),
    taskModel: read('taskModel'),
    taskModels: read('taskModels'),
    scorecardFolder: read('scorecardFolder'),
    contextTokens: read('contextTokens'),
    keepAliveMinutes: read('keepAliveMinutes'),
    offerChatModels: read('offerChatModels'),
    offerChatModelsElsewhere: read('offerChatModelsElsewhere'),
    writingStyle: read('writingStyle'),
    leaveAlone: read('leaveAlone'),
    completionsEnabled: read('completionsEnabled'),
    completionModes: read('completionModes'),
    completionsExclude: read('completionsExclude'),
    neverLeaves: read('neverLeaves'),
    cloudEnabled: read('cloudEnabled'),
    keepBodies: read('keepBodies'),
    cloudProvider: read('cloudProvider'),
    cloudBaseUrl: read('cloudBaseUrl'),
    cloudModel: read('cloudModel'),
    cloudPrices: read('cloudPrices'),
    monthlyBudget: read('monthlyBudget'),
  };
}
