/** What Hearth knows of an engine's models. The engine behind the local tier fulfils {@link Engine}. */

/** A model that an engine has. */
export interface EngineModel {
  /** As the engine names it, such as `qwen2.5-coder:1.5b-base`. */
  readonly name: string;
  /** The content digest: the same name can mean other weights tomorrow. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** As the engine says it: "1.5B". */
  readonly parameterSize?: string;
  readonly quantization?: string;
  /** What it can do, in the engine's words: `completion`, `insert`, `tools`, `thinking`, `embedding`. */
  readonly capabilities: readonly string[];
  /** The longest context the model was made for, in tokens. */
  readonly contextTokens?: number;
  /** It runs in somebody's cloud behind this name. It is never used as a local model. */
  readonly remote: boolean;
}

/** The engine's own knowledge, apart from answering. All of them throw a `TierError`. */
export interface Engine {
  /** The engine's version, such as `0.33.0`. */
  version(signal: AbortSignal): Promise<string>;
  models(signal: AbortSignal): Promise<readonly EngineModel[]>;
  /** The names of the models that are in memory now. */
  loaded(signal: AbortSignal): Promise<readonly string[]>;
  /** Brings a model into memory; resolves when it is there. */
  load(model: string, contextTokens: number, signal: AbortSignal): Promise<void>;
}
