import {
  type AnswerRequest,
  type CompletionRequest,
  type Message,
  messageText,
  type Tool,
  type ToolCall,
} from './tier.ts';

/**
 * What stands in every request: streamed, without thinking (accepted by all models), and refused where the prompt is too long.
 * The last is beyond the package's types (observed on 0.33): the engine would cut an overlong prompt in silence.
 */
const always = { stream: true, think: false, truncate: false, shift: false } as const;

/** The body of a request for the text at a cursor, by a prompt. */
export function generateBody(request: CompletionRequest, keepAlive: string) {
  const { model, prompt, suffix, raw } = request;
  return {
    model,
    prompt,
    ...(suffix === undefined ? {} : { suffix }),
    raw,
    ...always,
    keep_alive: keepAlive,
    ...(request.logprobs ? { logprobs: true } : {}),
    options: options(request),
  };
}

/** The body of a request that is put as a conversation: for an answer, or for the text at a cursor. */
export function chatBody(request: AnswerRequest | CompletionRequest, messages: readonly Message[], keepAlive: string) {
  return {
    model: request.model,
    messages: messages.map(messageBody),
    ...always,
    keep_alive: keepAlive,
    ...('format' in request && request.format ? { format: request.format } : {}),
    ...('tools' in request && request.tools?.length ? { tools: request.tools.map(toolBody) } : {}),
    ...('logprobs' in request && request.logprobs ? { logprobs: true } : {}),
    options: options(request),
  };
}

/** A turn as Ollama takes it: the result of a tool is a turn of its own, by the tool's name (recorded: "after tool result"). */
function messageBody(message: Message) {
  const content = messageText(message);
  const { role, calls = [], resultOf } = message;
  if (resultOf) return { role: 'tool', content, tool_name: resultOf.name };
  return { role, content, ...(calls.length > 0 ? { tool_calls: calls.map(callBody) } : {}) };
}

const callBody = ({ name, given }: ToolCall) => ({ function: { name, arguments: { ...given } } });

const toolBody = ({ name, description, takes }: Tool) => ({
  type: 'function',
  function: { name, description, parameters: takes },
});

function options(request: AnswerRequest | CompletionRequest) {
  const sizes = { num_ctx: request.contextTokens, num_predict: request.maximumTokens };
  if ('seed' in request && request.seed !== undefined) return { ...sizes, temperature: 0, seed: request.seed };
  // What is asked for in a form is read by us, and is to be the same each time.
  if ('format' in request && request.format) return { ...sizes, temperature: 0 };
  // What is completed twice is to be completed alike; an answer may vary.
  return 'stop' in request ? { ...sizes, temperature: 0, stop: [...request.stop] } : sizes;
}
