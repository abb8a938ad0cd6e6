import { type CloudAnswer, refuses, streams } from './cloudAnswers.ts';
import { extended, type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';

/** A fake provider with OpenAI's API. Its base address for a client is `url` + `/v1`. */
export interface FakeCloud extends LoopbackServer {
  /** Answers the next `POST /v1/chat/completions` once; several queue up. */
  enqueue(answer: CloudAnswer): void;
  /** Answers all that no queued answer takes; `undefined` goes back to an ordinary stream. */
  script(answer: CloudAnswer | undefined): void;
}

/**
 * Starts a fake cloud provider on 127.0.0.1. Every request's exact bytes and headers are kept in `requests`.
 * @param options Model names for `GET /v1/models`; with `key`, other keys get 401.
 */
export async function startFakeCloud(
  options: { port?: number; models?: readonly string[]; key?: string } = {},
): Promise<FakeCloud> {
  const queue: CloudAnswer[] = [];
  let standing: CloudAnswer | undefined;
  const server = await startLoopbackServer((exchange) => {
    const { request, response } = exchange;
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`) {
      return refuses(401, 'Incorrect API key provided.', 'invalid_request_error')(exchange);
    }
    if (request.method === 'GET' && request.path === '/v1/models') {
      const data = (options.models ?? ['big-model']).map((id) => ({
        id,
        object: 'model',
        created: 1,
        owned_by: 'fake',
      }));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }));
      return;
    }
    if (request.method !== 'POST' || request.path !== '/v1/chat/completions') {
      return refuses(404, `Unknown request: ${request.method} ${request.path}`, 'invalid_request_error')(exchange);
    }
    return (queue.shift() ?? standing ?? streams('A fake', ' cloud', ' answer.'))(exchange);
  }, options.port);
  return extended(server, {
    enqueue(answer: CloudAnswer) {
      queue.push(answer);
    },
    script(answer: CloudAnswer | undefined) {
      standing = answer;
    },
  });
}
