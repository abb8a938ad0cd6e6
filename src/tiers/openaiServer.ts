import type { EngineModel } from './engine.ts';
import { hasCloudName } from './remoteModel.ts';

/** A program that speaks OpenAI's API. What they take beside it differs. */
export type ServerProgram = 'llama.cpp' | 'vLLM' | 'SGLang' | 'LM Studio' | 'OpenAI-compatible server';

/** What a server says of itself in its list of models. */
export interface ServerList {
  readonly program: ServerProgram;
  readonly models: readonly ServerModel[];
}

/** A model in the list, and whether it is in memory as far as the server says. */
export interface ServerModel extends EngineModel {
  readonly loaded: boolean;
}

/** By what the programs write into `owned_by`: llama.cpp tools/server, vLLM and SGLang `ModelCard`, LM Studio's documentation. */
const programs: Readonly<Record<string, ServerProgram>> = {
  llamacpp: 'llama.cpp',
  vllm: 'vLLM',
  sglang: 'SGLang',
  organization_owner: 'LM Studio',
};

/** The longest name of a model that is believed to be one, and how many are listed at most. */
const longestName = 300;
const mostModels = 500;

/** Reads the answer to `GET /v1/models`; undefined where it is no such list. */
export function readServerList(answer: unknown): ServerList | undefined {
  const { data } = Object(answer) as { data?: unknown };
  if (!Array.isArray(data)) return undefined;
  const models = data.slice(0, mostModels).flatMap((each) => modelIn(Object(each) as Listed));
  const owner = (Object(data[0]) as Listed).owned_by;
  const program = (typeof owner === 'string' ? programs[owner] : undefined) ?? 'OpenAI-compatible server';
  return { program, models };
}

/** An entry as the programs write it; each of them says less. */
interface Listed {
  readonly id?: unknown;
  readonly owned_by?: unknown;
  /** vLLM. */
  readonly max_model_len?: unknown;
  /** llama.cpp. */
  readonly meta?: {
    readonly n_ctx?: unknown;
    readonly n_params?: unknown;
    readonly size?: unknown;
    readonly ftype?: unknown;
  } | null;
  /** llama.cpp, where it serves several. */
  readonly status?: { readonly value?: unknown };
}

function modelIn({ id, max_model_len: longest, meta, status }: Listed): readonly ServerModel[] {
  if (typeof id !== 'string' || id === '' || id.length > longestName || /[\p{Cc}\p{Cf}]/u.test(id)) return [];
  const size = positive(meta?.size);
  const contextTokens = positive(longest) ?? positive(meta?.n_ctx);
  const parameters = positive(meta?.n_params);
  const parameterSize = parameters ? inUnits(parameters) : sizeInName(id);
  return [
    {
      name: id,
      capabilities: makesNoText.test(id) ? ['embedding'] : ['completion'],
      remote: hasCloudName(id),
      loaded: status?.value === undefined || status.value === 'loaded',
      ...(size ? { sizeBytes: size } : {}),
      ...(contextTokens ? { contextTokens } : {}),
      ...(parameterSize ? { parameterSize } : {}),
      ...(typeof meta?.ftype === 'string' ? { quantization: meta.ftype } : {}),
    },
  ];
}

/** Names of models that embed, rank, or hear: a list says nothing else of it. */
const makesNoText = /embed|rerank|whisper|(^|[-/])(bge|e5|gte)-/i;

/** The parameters that a name tells of, such as `7B` in `Qwen2.5-Coder-7B`; of a mixture of experts all of them. */
function sizeInName(id: string): string | undefined {
  return /(?:^|[-_:/])(\d+(?:\.\d+)?[bm])(?=$|[-_:.])/i.exec(id)?.[1]?.toUpperCase();
}

/** A number of parameters as Ollama says it: `1.5B`, `2M`. */
function inUnits(parameters: number): string {
  const [value, unit] = parameters >= 1e9 ? [parameters / 1e9, 'B'] : [parameters / 1e6, 'M'];
  return `${Number(value.toFixed(1))}${unit}`;
}

const positive = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined);
