import { type Exchange, extended, type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';
import { refusesWith, says, sendJson, type VllmAnswer } from './vllmAnswers.ts';

/** What to start with. */
export interface FakeVllmOptions {
  readonly port?: number;
  /** Names, as vLLM has them. */
  readonly models?: readonly string[];
  /** The longest context of each, in tokens; the fake counts words. */
  readonly contextTokens?: number;
  /** With it, requests without this key are turned down. */
  readonly key?: string;
  /** What stands in `owned_by`: `vllm`, or another program's word. */
  readonly owner?: string;
  /** Whether a suffix is read (other programs), refused (vLLM), or passed over in silence (others still). */
  readonly suffix?: 'read' | 'refused' | 'passedOver';
  /** Whether it was started with a parser for calls of tools; vLLM is not by itself. */
  readonly toolParser?: boolean;
}

/** A fake vLLM inside the test's process. */
export interface FakeVllm extends LoopbackServer {
  /** Answers the next valid request for text once; several queue up. */
  enqueue(answer: VllmAnswer): void;
  /** Answers all that no queued answer takes; `undefined` goes back to the default. */
  script(answer: VllmAnswer | undefined): void;
}

/**
 * Starts a fake vLLM on 127.0.0.1: its list of models, its streams with the usage in a last event, and its refusals in its words
 * (vllm-project/vllm, vllm/entrypoints/openai, read 2026-11-26).
 */
export async function startFakeVllm(options: FakeVllmOptions = {}): Promise<FakeVllm> {
  const { models = ['Qwen/Qwen2.5-Coder-1.5B'], contextTokens = 4096, key, owner = 'vllm' } = options;
  const { suffix = 'refused', toolParser = false } = options;
  const queue: VllmAnswer[] = [];
  let standing: VllmAnswer | undefined;

  /** The checks of a real one, in its order. */
  function refusalOf({ request }: Exchange): VllmAnswer | undefined {
    const body = request.body ?? {};
    const model = String(body.model);
    if (!models.includes(model)) return refusesWith(404, `The model \`${model}\` does not exist.`, 'NotFoundError');
    if (body.suffix !== undefined && suffix === 'refused') return refusesWith(400, 'suffix is not currently supported');
    if (body.tools !== undefined && !toolParser)
      return refusesWith(400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set');
    const text = JSON.stringify(body.prompt ?? body.messages);
    const words = text.split(/\s+/).length;
    if (words + Number(body.max_tokens ?? 0) <= contextTokens) return undefined;
    return refusesWith(
      400,
      `This model's maximum context length is ${contextTokens} tokens. However, your request has ${words} input tokens.`,
    );
  }

  async function respond(exchange: Exchange): Promise<void> {
    const { request, response } = exchange;
    const asked = `${request.method} ${request.path}`;
    // Version and health are not behind the key.
    if (asked === 'GET /version' && owner === 'vllm') return sendJson(response, 200, { version: '0.11.2' });
    if (request.path.startsWith('/v1') && key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      return sendJson(response, 401, { error: 'Unauthorized' });
    }
    if (asked === 'GET /v1/models') {
      const card = { object: 'model', created: 1, owned_by: owner, parent: null };
      const data = models.map((id) => ({
        ...card,
        id,
        root: id,
        ...(owner === 'vllm' ? { max_model_len: contextTokens } : {}),
      }));
      return sendJson(response, 200, { object: 'list', data });
    }
    if (asked !== 'POST /v1/completions' && asked !== 'POST /v1/chat/completions') {
      return sendJson(response, 404, { detail: 'Not Found' });
    }
    const answer = refusalOf(exchange) ?? queue.shift() ?? standing ?? says(suffix === 'read', 'a + b');
    await answer(exchange);
  }

  const server = await startLoopbackServer(respond, options.port);
  return extended(server, {
    enqueue(answer: VllmAnswer) {
      queue.push(answer);
    },
    script(answer: VllmAnswer | undefined) {
      standing = answer;
    },
  });
}
