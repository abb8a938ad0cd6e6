import type { AttentionShape } from '../tiers/engine.ts';

/** What is known of a model's size, installed or not. */
export interface ModelSize {
  /** On the disk; absent where no source says it. */
  readonly sizeBytes?: number;
  readonly parameters?: number;
  /** The longest context that it was made for, in tokens. */
  readonly contextTokens?: number;
  readonly attention?: AttentionShape;
}

/** The machine that the engine runs on. */
export interface Machine {
  readonly memoryBytes: number;
  /** The GPU's own memory; absent: unknown, or shared with the CPU. */
  readonly gpuBytes?: number;
}

/** Whether a model finds room: all of it on the GPU (or in memory, where nothing is known of one), a part of it, or not at all. */
export type Fit = 'fits' | 'spills' | 'tooLarge' | 'unknown';

/**
 * What an engine needs beside weights and context: buffers for the work itself. Ollama's log in its issue 7012 shows 300 to
 * 480 MB for a model of 1.5 billion parameters; larger models need little more.
 */
const workBytes = 500e6;

/** Keys and values are kept in 16 bits where nobody says otherwise: ollama/ollama, docs/faq.mdx, `OLLAMA_KV_CACHE_TYPE`. */
const bytesPerNumber = 2;

/** Fewer bytes a parameter than any quantisation in use takes: so many parameters there are at most. */
const fewestBytesPerParameter = 0.45;

/**
 * How much memory a model takes with a context of so many tokens, on the safe side; undefined where its size is unknown.
 *
 * Weights, as on the disk, and for each token the keys and values of each layer: 2 × layers × heads × length × 2 bytes. For a
 * model of 28 layers, 2 heads and a length of 128 with 8,192 tokens that is 224 MiB, which is what Ollama's log in its issue
 * 7012 says. Windows that only look a short way back, as some models have, would need less.
 */
export function memoryNeeded(model: ModelSize, contextTokens: number): number | undefined {
  const { sizeBytes } = model;
  if (sizeBytes === undefined) return undefined;
  const tokens = Math.min(contextTokens, model.contextTokens ?? contextTokens);
  return sizeBytes + tokens * bytesPerToken(model, sizeBytes) + workBytes;
}

function bytesPerToken({ attention, parameters }: ModelSize, sizeBytes: number): number {
  if (attention) {
    const { layers, keyValueHeads, keyLength, valueLength } = attention;
    return layers * keyValueHeads * (keyLength + valueLength) * bytesPerNumber;
  }
  return 2 * widthOfAllLayers(parameters ?? sizeBytes / fewestBytesPerParameter) * bytesPerNumber;
}

/**
 * Layers times width at most, for a model that nothing is known of but its parameters: about 12 × layers × width² (Kaplan et
 * al., "Scaling laws for neural language models", arXiv 2001.08361, 2.1), a width of 128 a layer as in LLaMA 7B (arXiv
 * 2302.13971, table 2), as if every head had keys and values of its own, and a quarter more, since small models are deeper.
 */
function widthOfAllLayers(parameters: number): number {
  const widthPerLayer = 128;
  const layers = Math.cbrt(parameters / (12 * widthPerLayer ** 2));
  return 1.25 * widthPerLayer * layers ** 2;
}

/** How much memory a machine has for models: the system, the editor and a browser want some, too. */
export function memoryForModels({ memoryBytes }: Machine): number {
  return Math.max(0, Math.min(0.7 * memoryBytes, memoryBytes - 4e9));
}

/** How much of the GPU's own memory there is for models: a screen wants some, too. */
const gpuShare = 0.9;

/**
 * Where a model finds room.
 * @param needed its memory; undefined: unknown
 * @param besideBytes what other models take that are to stay in memory with it
 */
export function fitOf(needed: number | undefined, machine: Machine, besideBytes = 0): Fit {
  if (needed === undefined) return 'unknown';
  const all = needed + besideBytes;
  const { gpuBytes } = machine;
  if (gpuBytes !== undefined && all <= gpuShare * gpuBytes) return 'fits';
  // The two are not added: where they are the same memory, that would count it twice.
  if (all > memoryForModels(machine)) return 'tooLarge';
  return gpuBytes === undefined ? 'fits' : 'spills';
}
