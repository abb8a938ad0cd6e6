// What a real Ollama says when it refuses (recorded in test/fakes/recorded/ollama-golden.jsonl, or read in its source where
// noted). The demo engine and the fake Ollama both speak with these words.

/** @param {string} name */
export const modelNotFound = (name) => `model '${name}' not found`;
/** @param {string} name */
export const doesNotSupportThinking = (name) => `"${name}" does not support thinking`;
/** @param {string} name */
export const doesNotSupportGenerate = (name) => `"${name}" does not support generate`;
/** @param {string} name */
export const doesNotSupportChat = (name) => `"${name}" does not support chat`;
/** @param {string} fullName With its tag. @param {'insert' | 'tools'} capability */
export const doesNotSupport = (fullName, capability) =>
  `registry.ollama.ai/library/${fullName} does not support ${capability}`;
export const modelRequired = 'model is required';
export const missingBody = 'missing request body';
export const cutJson = 'unexpected EOF';
export const noEmbeddings = 'This server does not support embeddings. Start it with `--embeddings`';
export const cloudDisabled = 'ollama cloud is disabled: remote model is unavailable';
/** Read in Ollama's source: routes.go, GenerateHandler. */
export const rawWithTemplate = 'raw mode does not support template, system, or context';
/** Read in Ollama's source: pull of a name the registry does not know. */
export const pullUnknown = 'pull model manifest: file does not exist';
/** @param {unknown} format The `format` field as it was sent. */
export const invalidFormat = (format) =>
  `invalid format: ${JSON.stringify(JSON.stringify(format))}; expected "json" or a valid JSON Schema object`;
/** Read in Ollama's source: api/types.go, Options.FromMap. @param {string} key @param {string} type */
export const optionType = (key, type) => `option "${key}" must be of type ${type}`;

/**
 * The error of `truncate: false` with an overlong prompt: llama-server's own JSON, as text inside Ollama's.
 * @param {number} promptTokens @param {number} contextTokens
 */
export const promptTooLong = (promptTokens, contextTokens) =>
  JSON.stringify({
    error: {
      code: 400,
      message: `request (${promptTokens} tokens) exceeds the available context size (${contextTokens} tokens), try increasing it`,
      type: 'exceed_context_size_error',
      n_prompt_tokens: promptTokens,
      n_ctx: contextTokens,
    },
  });

/** A model name with its tag: `tiny-demo` means `tiny-demo:latest`. @param {string} name */
export const withTag = (name) => (name.includes(':') ? name : `${name}:latest`);
