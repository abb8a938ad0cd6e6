import type { ServerProgram } from './openaiServer.ts';
import {
  type AnswerRequest,
  type CompletionRequest,
  type Message,
  messageText,
  type Tool,
  type ToolCall,
} from './tier.ts';

/** Streamed, and with the tokens counted in a last event. */
const always = { stream: true, stream_options: { include_usage: true } } as const;

/** The body of `POST /v1/completions`. */
export function completionBody(request: CompletionRequest, program: ServerProgram) {
  const { model, prompt, suffix, stop, maximumTokens, logprobs } = request;
  return {
    model,
    prompt,
    ...(suffix === undefined ? {} : { suffix }),
    max_tokens: maximumTokens,
    temperature: 0,
    stop,
    // Of llama.cpp and others, 0 would be none; of vLLM it is that of the token itself, and 1 costs no more.
    ...(logprobs ? { logprobs: 1 } : {}),
    ...seesMarkers(program),
    ...always,
  };
}

/** The body of llama.cpp's `POST /infill`, which knows the model's own markers (llama.cpp, tools/server/README.md). */
export function infillBody({ model, prompt, suffix = '', stop, maximumTokens, logprobs }: CompletionRequest) {
  return {
    model,
    input_prefix: prompt,
    input_suffix: suffix,
    n_predict: maximumTokens,
    temperature: 0,
    stop,
    cache_prompt: true,
    ...(logprobs ? { n_probs: 1 } : {}),
    stream: true,
  };
}

/** The body of `POST /v1/chat/completions`: for an answer, or for the text at a cursor. */
export function conversationBody(
  request: AnswerRequest | CompletionRequest,
  messages: readonly Message[],
  program: ServerProgram,
) {
  const format = 'format' in request ? request.format : undefined;
  const seed = 'seed' in request ? request.seed : undefined;
  // What is completed twice is to be completed alike, and what is read by us to have the same form each time.
  const isFixed = format !== undefined || seed !== undefined || 'stop' in request;
  return {
    model: request.model,
    messages: messages.map(messageBody),
    max_tokens: request.maximumTokens,
    ...(isFixed ? { temperature: 0 } : {}),
    ...(seed === undefined ? {} : { seed }),
    ...('stop' in request && request.stop.length > 0 ? { stop: request.stop } : {}),
    ...('logprobs' in request && request.logprobs ? { logprobs: true } : {}),
    ...('tools' in request && request.tools?.length ? { tools: request.tools.map(toolBody) } : {}),
    ...(format
      ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: format } } }
      : {}),
    ...thinksNot(program),
    ...always,
  };
}

/** A turn: the result of a tool is a turn of its own, by the call's id. Several results are several turns. */
function messageBody(message: Message) {
  const content = messageText(message);
  const { role, calls = [], resultOf } = message;
  if (resultOf) return { role: 'tool', content, tool_call_id: resultOf.id };
  return { role, content, ...(calls.length > 0 ? { tool_calls: calls.map(callBody) } : {}) };
}

const callBody = ({ id, name, given }: ToolCall) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(given) },
});

const toolBody = ({ name, description, takes }: Tool) => ({
  type: 'function',
  function: { name, description, parameters: takes },
});

/** vLLM and SGLang leave a model's markers out of the text, so that a stop at one of them would never be met. */
const seesMarkers = (program: ServerProgram) =>
  program === 'vLLM' || program === 'SGLang' ? { skip_special_tokens: false } : {};

/** Models that think are told not to where the server passes it on to the model's template; others may refuse what they do not know. */
const thinksNot = (program: ServerProgram) =>
  program === 'vLLM' || program === 'SGLang' || program === 'llama.cpp'
    ? { chat_template_kwargs: { enable_thinking: false } }
    : {};
