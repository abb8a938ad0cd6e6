import { type ChatRequest, Ollama as OllamaClient } from 'ollama/browser';
import type { Fetch } from '../privacy/gate.ts';
import type { OllamaChatParameters } from '../privacy/ollamaRequest.ts';
import type { CloudReader } from './cloud.ts';
import { refuseWebPage } from './cloudFailure.ts';
import { ndjsonLines } from './ndjsonLines.ts';
import { streamOf } from './streamOf.ts';

/**
 * Reads Ollama's own API as its cloud speaks it (docs.ollama.com, "Streaming" and "Errors", read 2026-11-25): a line of JSON
 * for each piece, an error too, and `done` on the last one.
 */
export const readOllama: CloudReader = async function* ({ draft, fetch }, key) {
  const client = new OllamaClient({
    host: draft.destination.baseUrl,
    headers: { Authorization: `Bearer ${key}` }, // without it, the package would take a key from the environment
    fetch: wholeLines(fetch, draft.host),
  });
  // The approved body, read back: built anew, it could differ. The package serialises it again, and the gate compares.
  const parameters: OllamaChatParameters & ChatRequest = JSON.parse(draft.body);
  for await (const chunk of await client.chat(parameters)) {
    if (chunk.message?.content) yield { text: chunk.message.content };
    if (!chunk.done) continue;
    yield {
      reason: chunk.done_reason === 'length' ? 'length' : 'stop',
      model: chunk.model,
      usage: {
        ...(chunk.prompt_eval_count === undefined ? {} : { promptTokens: chunk.prompt_eval_count }),
        ...(chunk.eval_count === undefined ? {} : { answerTokens: chunk.eval_count }),
      },
    };
  }
};

/** The package would pass over a line that is broken, and write its text to the console. */
function wholeLines(send: Fetch, host: string): Fetch {
  return async (input, init) => {
    const response = await send(input, init);
    refuseWebPage(response, host);
    if (!response.ok || response.body === null) return response;
    const { status, headers } = response;
    return new Response(streamOf(ndjsonLines(response.body)), { status, headers });
  };
}
