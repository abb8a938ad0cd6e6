import { bareJsonType, jsonType } from '../engine/ollamaWire.mjs';
import * as words from '../engine/ollamaWords.mjs';
import { wrongOption } from '../engine/options.mjs';
import { type OllamaExchange, promptTokens } from './ollamaAnswers.ts';
import { capabilitiesOf, contextLengthOf } from './ollamaModels.ts';

/** How a request for text is turned down. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  /** Content type; a streamed request is refused without a charset where the real server does so. */
  readonly type?: string;
}

/**
 * The checks of a real Ollama before it generates, in its order.
 * @param cloud Whether models of Ollama's cloud are let through.
 */
export function refusalOf({ request, model }: OllamaExchange, cloud: boolean): Refusal | undefined {
  const body = request.body ?? {};
  const name = String(body.model ?? '');
  const chat = request.path === '/api/chat';
  if (chat && name === '') return { status: 400, error: words.modelRequired };
  if (/[:-]cloud$/.test(name) && !cloud) return { status: 403, error: words.cloudDisabled };
  if (model === undefined) return { status: 404, error: words.modelNotFound(name) };
  const capabilities = capabilitiesOf(model);
  if (!capabilities.includes('completion')) {
    return { status: 400, error: chat ? words.doesNotSupportChat(name) : words.doesNotSupportGenerate(name) };
  }
  if (body.raw === true && (body.system || body.template || body.context)) {
    return { status: 400, error: words.rawWithTemplate };
  }
  if (body.think && !capabilities.includes('thinking')) {
    return { status: 400, error: words.doesNotSupportThinking(name) };
  }
  if (body.suffix && body.raw !== true && !capabilities.includes('insert')) {
    return { status: 400, error: words.doesNotSupport(model.name, 'insert') };
  }
  if (Array.isArray(body.tools) && body.tools.length > 0 && !capabilities.includes('tools')) {
    return { status: 400, error: words.doesNotSupport(model.name, 'tools') };
  }
  const options = (body.options ?? {}) as Record<string, unknown>;
  const wrong = wrongOption(options);
  if (wrong !== undefined) return { status: 500, error: wrong };
  const type = body.stream === false ? jsonType : bareJsonType;
  if (typeof body.format === 'string' && body.format !== '' && body.format !== 'json') {
    return { status: 500, error: words.invalidFormat(body.format), type };
  }
  const contextSize = Number(options.num_ctx ?? contextLengthOf(model));
  const count = promptTokens(body);
  if (body.truncate === false && count >= contextSize) {
    return { status: 400, error: words.promptTooLong(count, contextSize), type };
  }
  return undefined;
}
