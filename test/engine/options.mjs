import { optionType } from './ollamaWords.mjs';

/**
 * The options of a request that this engine acts on. Others that Ollama knows are accepted and ignored.
 * @typedef {object} Options
 * @property {number} num_ctx Tokens of context.
 * @property {number} num_predict Tokens to generate at most; negative means no limit.
 * @property {readonly string[]} stop
 * @property {number} temperature
 * @property {number} [top_k]
 * @property {number} [top_p]
 * @property {number} [min_p]
 * @property {number} [seed]
 */

/** @type {Record<string, (value: unknown) => boolean>} */
const checks = {
  integer: (value) => typeof value === 'number',
  float32: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
};

/** The type of each option by Ollama's own words. @type {Record<string, string>} */
const types = {
  num_ctx: 'integer',
  num_predict: 'integer',
  num_keep: 'integer',
  num_batch: 'integer',
  num_gpu: 'integer',
  num_thread: 'integer',
  seed: 'integer',
  top_k: 'integer',
  repeat_last_n: 'integer',
  temperature: 'float32',
  top_p: 'float32',
  min_p: 'float32',
  typical_p: 'float32',
  repeat_penalty: 'float32',
  presence_penalty: 'float32',
  frequency_penalty: 'float32',
  use_mmap: 'boolean',
  stop: 'array',
};

/**
 * Finds an option of the wrong type.
 * @param {Record<string, unknown>} options As sent.
 * @returns {string | undefined} Ollama's words for it; the real server sends them with status 500.
 */
export function wrongOption(options) {
  for (const [key, value] of Object.entries(options)) {
    const type = types[key];
    if (type !== undefined && value !== null && !checks[type]?.(value)) return optionType(key, type);
  }
  return undefined;
}

/**
 * The options in force: the model's own parameters, overridden by the request's one by one.
 * @param {Options} parameters The model's. @param {Partial<Options>} sent The request's, checked.
 * @returns {Options}
 */
export const optionsInForce = (parameters, sent) => ({
  ...parameters,
  ...sent,
  num_ctx: Math.max(4, Math.min(4096, Math.trunc(sent.num_ctx ?? parameters.num_ctx))),
  num_predict: Math.trunc(sent.num_predict ?? parameters.num_predict),
});

/**
 * Reads `keep_alive`: seconds, or a duration as Go writes it (`5m`, `1h30m`, `500ms`). Negative means for ever.
 * @param {unknown} value
 * @returns {number} Milliseconds, `Infinity` for ever; the default of five minutes for anything unreadable or absent.
 */
export function keepAliveMilliseconds(value) {
  if (typeof value === 'number') return value < 0 ? Number.POSITIVE_INFINITY : value * 1000;
  if (typeof value !== 'string') return 300_000;
  const units = /** @type {Record<string, number>} */ ({ ms: 1, s: 1000, m: 60_000, h: 3_600_000 });
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0) return /^-?\d+$/.test(value) ? keepAliveMilliseconds(Number(value)) : 300_000;
  if (value.startsWith('-')) return Number.POSITIVE_INFINITY;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
}
