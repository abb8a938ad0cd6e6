import { getLlama, LlamaGrammarEvaluationState, LlamaLogLevel } from 'node-llama-cpp';
import { StopStrings } from './stopStrings.mjs';
import { Vocabulary } from './vocabulary.mjs';

/** @typedef {import('node-llama-cpp').Token} Token */
/** @typedef {import('./options.mjs').Options} Options */
/**
 * One token's log-probability as Ollama reports it.
 * @typedef {{ token: string, logprob: number, bytes: number[], top_logprobs?: { token: string, logprob: number, bytes: number[] }[] }} Logprob
 */
/**
 * How a completion ended. `repeat`: more than 30 times the same token, where Ollama stops without a last line.
 * Times are in milliseconds, counts in tokens.
 * @typedef {object} Ending
 * @property {'stop' | 'length' | 'repeat' | 'cancelled'} reason
 * @property {number} promptCount
 * @property {number} promptTime
 * @property {number} count
 * @property {number} time
 * @property {number[]} tokens All of them, prompt and answer.
 */

/** Tokens of prompt evaluated between two looks at the cancel signal; llama.cpp itself cannot be interrupted. */
const chunk = 128;
/** Read in Ollama's source (llm/server.go): this many repetitions of one token end the answer. */
const repeatLimit = 30;

/** Starts llama.cpp on one thread, without a model yet. */
export function startLlama() {
  // The only binary for Apple silicon is the one with Metal; no layer goes to the GPU there either.
  const gpu = process.platform === 'darwin' && process.arch === 'arm64' ? 'metal' : false;
  const quiet = { progressLogs: false, logLevel: LlamaLogLevel.error };
  return getLlama({ gpu, build: 'never', skipDownload: true, maxThreads: 1, ...quiet });
}

/** A GGUF in llama.cpp: one model, one context with one sequence whose evaluated prefix is kept between requests. */
export class Inference {
  /** @type {import('node-llama-cpp').LlamaModel | undefined} */
  #model;
  /** @type {import('node-llama-cpp').LlamaContext | undefined} */
  #context;
  /** @type {import('node-llama-cpp').LlamaContextSequence | undefined} */
  #sequence;

  /**
   * @param {import('node-llama-cpp').Llama} llama
   * @param {{ file: string, tokens: readonly string[], tokenTypes: readonly number[] }} model What it is made of, from the GGUF.
   */
  constructor(llama, { file, tokens, tokenTypes }) {
    this.llama = llama;
    this.modelFile = file;
    this.vocabulary = new Vocabulary(tokens, tokenTypes);
  }

  /** Tokens of context of the loaded model as asked for (llama.cpp rounds up inside), 0 when it is not loaded. */
  contextSize = 0;

  /** Bytes of memory llama.cpp takes for model and context. */
  get memory() {
    return (this.#model?.memoryUsage.ram ?? 0) + (this.#context?.memoryUsage.ram ?? 0);
  }

  /** Loads the model; another context size than the loaded one starts over, as Ollama restarts its runner. @param {number} contextSize */
  async load(contextSize) {
    if (this.contextSize !== contextSize) await this.unload();
    this.#model ??= await this.llama.loadModel({ modelPath: this.modelFile, gpuLayers: 0 });
    this.#context ??= await this.#model.createContext({ contextSize, threads: 1, sequences: 1, batchSize: chunk });
    this.#sequence ??= this.#context.getSequence();
    this.contextSize = contextSize;
  }

  async unload() {
    const [model, context] = [this.#model, this.#context];
    this.contextSize = 0;
    this.#sequence = undefined;
    this.#context = undefined;
    this.#model = undefined;
    await context?.dispose();
    await model?.dispose();
  }

  /** Turns text into tokens, names of control tokens included. Needs the loaded model. @param {string} text */
  tokenize(text) {
    return this.#loaded().model.tokenize(text, true);
  }

  /**
   * The grammar for a `format` field. @param {unknown} format `'json'` or a JSON schema.
   * @throws {Error} When llama.cpp cannot follow the schema.
   */
  async grammarFor(format) {
    if (format === 'json') return this.llama.getGrammarFor('json');
    return this.llama.createGrammarForJsonSchema(/** @type {{ type: 'object' }} */ (format));
  }

  #loaded() {
    if (this.#model === undefined || this.#sequence === undefined) throw new Error('the model is not loaded');
    return { model: this.#model, sequence: this.#sequence };
  }

  /**
   * Evaluates what is new of the prompt and generates. Cancelling takes effect after at most 128 prompt tokens or one new one.
   * @param {{ tokens: Token[], options: Options, grammar?: import('node-llama-cpp').LlamaGrammar | undefined,
   *   logprobs: boolean, topLogprobs: number, signal: AbortSignal }} request
   * @returns {AsyncGenerator<{ text: string, logprobs: Logprob[] }, Ending>}
   */
  async *complete({ tokens, options, grammar, logprobs, topLogprobs, signal }) {
    const { model, sequence } = this.#loaded();
    const started = performance.now();
    /** @type {Ending} */
    const ending = {
      reason: 'stop',
      promptCount: tokens.length,
      promptTime: 0,
      count: 0,
      time: 0,
      tokens: [...tokens],
    };
    const shared = Math.min(sequence.compareContextTokens(tokens).firstDifferentIndex, tokens.length - 1);
    if (shared < sequence.nextTokenIndex) {
      await sequence.eraseContextTokenRanges([{ start: shared, end: sequence.nextTokenIndex }]);
    }
    for (let at = shared; at < tokens.length - 1; at += chunk) {
      if (signal.aborted) return { ...ending, reason: 'cancelled' };
      await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, Math.min(at + chunk, tokens.length - 1)));
    }
    const limit = options.num_predict < 0 ? Number.POSITIVE_INFINITY : options.num_predict;
    // node-llama-cpp lets every grammar end in four newlines, as a sign that the value is complete.
    const stops = new StopStrings([...options.stop, ...(grammar === undefined ? [] : ['\n\n\n\n'])]);
    const decoder = new TextDecoder();
    /** @type {Logprob[]} */
    let held = [];
    let repeated = 0;
    const settings = {
      temperature: options.temperature,
      ...(options.top_k === undefined ? {} : { topK: options.top_k }),
      ...(options.top_p === undefined ? {} : { topP: options.top_p }),
      ...(options.min_p === undefined ? {} : { minP: options.min_p }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(grammar === undefined ? {} : { grammarEvaluationState: new LlamaGrammarEvaluationState({ model, grammar }) }),
      yieldEogToken: true,
    };
    let decodingSince = performance.now();
    const generated = sequence.evaluateWithMetadata(tokens.slice(-1), { probabilities: logprobs }, settings);
    if (limit > 0) {
      for await (const next of generated) {
        if (ending.count === 0) decodingSince = performance.now();
        if (signal.aborted) return { ...ending, reason: 'cancelled' };
        ending.count++;
        const name = this.vocabulary.controlName(next.token);
        if (model.isEogToken(next.token) || (name !== undefined && options.stop.includes(name))) break;
        repeated = next.token === ending.tokens.at(-1) ? repeated + 1 : 0;
        ending.tokens.push(next.token);
        if (logprobs) held.push(this.#logprob(next, topLogprobs));
        const piece = decoder.decode(this.vocabulary.bytesOf(next.token), { stream: true });
        const { text, stopped } = stops.push(piece);
        if (text !== '') {
          yield { text, logprobs: held };
          held = [];
        }
        if (stopped) break;
        if (repeated > repeatLimit) ending.reason = 'repeat';
        // A full context ends the answer here; Ollama would move the window on.
        else if (ending.count >= limit || ending.tokens.length >= this.contextSize) ending.reason = 'length';
        if (ending.reason !== 'stop') break;
      }
    } else ending.reason = 'length';
    const rest = stops.push(decoder.decode()).text + stops.flush();
    if (rest !== '') yield { text: rest, logprobs: held };
    ending.promptTime = decodingSince - started;
    ending.time = performance.now() - decodingSince;
    return ending;
  }

  /**
   * @param {{ token: Token, probabilities?: Map<Token, number> }} next @param {number} top
   * @returns {Logprob}
   */
  #logprob({ token, probabilities = new Map() }, top) {
    const entry = (/** @type {Token} */ id, /** @type {number} */ probability) => ({
      token: this.vocabulary.textOf(id),
      logprob: Math.log(probability),
      bytes: [...Buffer.from(this.vocabulary.controlName(id) ?? this.vocabulary.bytesOf(id))],
    });
    const best = [...probabilities].slice(0, top).map(([id, probability]) => entry(id, probability));
    return { ...entry(token, probabilities.get(token) ?? 1), ...(top > 0 ? { top_logprobs: best } : {}) };
  }
}
