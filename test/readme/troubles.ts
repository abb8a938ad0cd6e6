import { lineFor } from '../../src/editor/health/healthWords.ts';
import type { Fact } from '../../src/models/health/finding.ts';

/** A line of the report of Check Setup, and the button that stands above it. */
export interface Trouble {
  readonly says: string;
  readonly helps: string;
}

const neighbour = { id: 'somebody.else', name: 'Another extension' };
const chosen = { role: 'completion', model: 'qwen2.5-coder:32b', isAutomatic: false } as const;
const host = '127.0.0.1:11434';
const [large, small] = ['qwen2.5-coder:32b', 'qwen2.5-coder:1.5b'];

/** Something of every kind that the check can find: a kind that is missing here is a mistake of types. */
const samples: { readonly [What in Fact['what']]: readonly Omit<Extract<Fact, { what: What }>, 'what'>[] } = {
  engineAnswers: [{ engine: 'Ollama 0.33.0', host, isLocal: true }],
  engineFails: (['unreachable', 'notTheEngine', 'badEndpoint', 'notAllowed'] as const).map((reason) => ({
    reason,
    detail: 'htp://gpu',
    host: reason === 'notAllowed' ? 'gpu.lan:11434' : host,
  })),
  engineTooOld: [{ version: '0.16.3' }],
  engineUpToDate: [{ least: '0.17.1' }],
  versionUnknown: [{ version: '0.0.0' }],
  proxyPassedBy: [{ isSet: false, host }],
  proxyInTheWay: [{ host }],
  engineTrusted: [{}],
  engineLeftAlone: [{ reason: 'outOfMemory', detail: '' }],
  models: [{ count: 2, remote: [] }],
  noModels: [{}],
  completionsOff: [{}],
  modelServes: [chosen],
  modelOnlyChats: [{ ...chosen, model: 'llama3.2:3b' }],
  modelFails: (['modelMissing', 'notTrained', 'remoteModel'] as const).map((reason) => ({
    role: 'completion' as const,
    reason,
    detail: { modelMissing: small, notTrained: 'qwen2.5-coder:7b-instruct', remoteModel: 'qwen3-coder:480b-cloud' }[
      reason
    ],
  })),
  contextHolds: [{ role: 'tasks', tokens: 8192 }],
  contextTooSmall: [
    { role: 'completion', tokens: 1024, least: 2048, isTheModels: false },
    { role: 'tasks', tokens: 2048, least: 8192, isTheModels: true },
  ],
  contextOther: [{ model: small, tokens: 4096, wanted: 8192 }],
  modelInMemory: [{ model: small }],
  modelOnGpu: [{ model: small }],
  modelOnCpu: [{ model: small }],
  modelSpills: [{ role: 'tasks', model: large, gpuShare: 0.4, instead: 'qwen2.5-coder:7b' }],
  nothingInMemory: [{}],
  typingSpeed: [{ ms: 180, limitMs: 500 }],
  typingSlow: [{ ms: 900, limitMs: 500, instead: small }],
  notMeasured: [{}],
  diskFree: [{ bytes: 80e9 }],
  diskLow: [{ bytes: 2e9 }],
  inlineSuggestOn: [{}],
  inlineSuggestOff: [{}],
  alone: [{}],
  othersSuggest: [{ extensions: [neighbour] }],
  officialOllama: [{ extension: neighbour, holdsBack: false }],
  noOfficialOllama: [{ offers: false }],
  noFailures: [{}],
  setUpIn: [{ ms: 240_000 }],
  failures: [],
};

/** Everything that the check can find and that a person can help, in the order in which it looks. */
export function troubles(): readonly Trouble[] {
  const facts = Object.entries(samples).flatMap(([what, some]) => some.map((facts) => ({ what, ...facts }) as Fact));
  const lines = facts.map((fact) => lineFor({ check: 'engine', level: 'fail', fact }));
  return lines.flatMap(({ message, action }) => {
    if (action === undefined) return [];
    const setting = action.command === 'workbench.action.openSettings' ? ` \`${action.arguments?.[0]}\`` : '';
    return [{ says: message, helps: `${action.label}${setting}` }];
  });
}
