/** What Hearth knows of an engine's models. What stands behind the local tier fulfils {@link Engine}. */

/** A model that an engine has. */
export interface EngineModel {
  /** As the engine names it, such as `qwen2.5-coder:1.5b-base`. */
  readonly name: string;
  /** The content digest: the same name can mean other weights tomorrow. Only Ollama says it. */
  readonly digest?: string;
  /** On its disk; absent where the engine does not say it. */
  readonly sizeBytes?: number;
  /** As the engine says it: "1.5B". */
  readonly parameterSize?: string;
  readonly quantization?: string;
  /** What it can do, in the engine's words: `completion`, `insert`, `tools`, `thinking`, `embedding`. */
  readonly capabilities: readonly string[];
  /** The longest context the model was made for, in tokens. */
  readonly contextTokens?: number;
  /** The one role that it can be asked in, where engines differ by role and only one of them has it. */
  readonly only?: 'completion' | 'tasks';
  /** It runs in somebody's cloud behind this name. It is never used as a local model. */
  readonly remote: boolean;
}

/** A model in memory, as Ollama's `/api/ps` tells of it; others say less. */
export interface RunningModel {
  readonly name: string;
  readonly digest?: string;
  /** What it takes in memory, its context included; absent where the engine does not say it. */
  readonly sizeBytes?: number;
  /** How much of that is on the GPU; the rest is worked on by the CPU. */
  readonly gpuBytes?: number;
  /** The context that it was loaded with, in tokens; engines before 0.11 do not say it. */
  readonly contextTokens?: number;
}

/** What a model in memory takes of it, and of the GPU's; undefined where the engine does not say it. */
export function memoryOf({
  sizeBytes,
  gpuBytes,
}: RunningModel): { readonly sizeBytes: number; readonly gpuBytes: number } | undefined {
  return sizeBytes === undefined ? undefined : { sizeBytes, gpuBytes: gpuBytes ?? 0 };
}

/** What a model keeps of each token of its context: the keys and values of its attention. */
export interface AttentionShape {
  readonly layers: number;
  readonly keyValueHeads: number;
  /** The numbers that a head's key is made of, and its value. */
  readonly keyLength: number;
  readonly valueLength: number;
}

/** The engine's own knowledge, apart from answering. All of them throw a `TierError`. */
export interface Engine {
  /** What it is, as shown: "Ollama", "vLLM". */
  readonly name: string;
  /** Whether models can be downloaded and deleted through it, as with an {@link EngineLibrary}. */
  readonly keepsModels: boolean;
  /** The engine's version, such as `0.33.0`; empty where it says none. */
  version(signal: AbortSignal): Promise<string>;
  models(signal: AbortSignal): Promise<readonly EngineModel[]>;
  /** The models that are in memory now. */
  running(signal: AbortSignal): Promise<readonly RunningModel[]>;
  /** Brings a model into memory; resolves when it is there. */
  load(model: string, contextTokens: number, signal: AbortSignal): Promise<void>;
}

/** How far a download is, as the engine says it: of a whole model, which is made of several files. */
export interface PullStep {
  /** In the engine's words, such as `pulling manifest`. */
  readonly status: string;
  /** The file that the figures are about. */
  readonly file?: string;
  /** The file's size, and how much of it is there, also from an earlier try; bytes. */
  readonly totalBytes?: number;
  readonly completedBytes?: number;
}

/** What is done with the models that an engine keeps. All of it throws a `TierError`. */
export interface EngineLibrary {
  /** What a model keeps of each token; undefined where the engine does not say enough. */
  attention(model: string, signal: AbortSignal): Promise<AttentionShape | undefined>;
  /** Takes a model out of memory; it stays on the disk. */
  unload(model: string, signal: AbortSignal): Promise<void>;
  /**
   * Downloads a model, or what is new of it. Leaving the loop, or aborting, ends the download at the engine; what has arrived
   * stays there, and the next call goes on from it. An abort ends the steps quietly. Only an end without an error is success.
   */
  pull(model: string, signal: AbortSignal): AsyncIterable<PullStep>;
  /** Deletes a model from the disk. */
  remove(model: string, signal: AbortSignal): Promise<void>;
}
