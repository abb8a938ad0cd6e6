import { type CloudAnswer, refuses } from './cloudAnswers.ts';
import { anthropic, type CloudDialect, ollama, openai } from './cloudDialects.ts';
import { type Exchange, extended, type LoopbackServer, startLoopbackServer } from './loopbackServer.ts';

/**
 * A fake provider that speaks OpenAI's, Anthropic's and Ollama's API. Its address for a client of OpenAI's is `url` + `/v1`,
 * for the others `url`.
 */
export interface FakeCloud extends LoopbackServer {
  /** Answers the next request for an answer once, whatever its API; several queue up. */
  enqueue(answer: CloudAnswer): void;
  /** Answers all that no queued answer takes; `undefined` goes back to an ordinary stream in the API of the request. */
  script(answer: CloudAnswer | undefined): void;
}

const dialects: readonly CloudDialect[] = [openai, anthropic, ollama];

/** The API that a request is in. OpenAI's and Anthropic's lists share a path, and differ by the key's header. */
function dialectOf({ request }: Exchange): { dialect: CloudDialect; wants: 'answer' | 'list' } | undefined {
  const wants = request.method === 'POST' ? 'answer' : 'list';
  const fits = dialects.filter(({ path, listPath }) => request.path === (wants === 'answer' ? path : listPath));
  const dialect = 'x-api-key' in request.headers ? fits.at(-1) : fits[0];
  return dialect && { dialect, wants };
}

/**
 * Starts a fake cloud provider on 127.0.0.1. Every request's exact bytes and headers are kept in `requests`.
 * @param options Names for the list of models; with `key`, other keys get 401.
 */
export async function startFakeCloud(
  options: { port?: number; models?: readonly string[]; key?: string } = {},
): Promise<FakeCloud> {
  const queue: CloudAnswer[] = [];
  let standing: CloudAnswer | undefined;
  const server = await startLoopbackServer((exchange) => {
    const { request, response } = exchange;
    const found = dialectOf(exchange);
    if (!found)
      return refuses(404, `Unknown request: ${request.method} ${request.path}`, 'invalid_request_error')(exchange);
    const { dialect, wants } = found;
    if (options.key !== undefined && dialect.keyOf(exchange) !== options.key) return dialect.refuses(401)(exchange);
    if (wants === 'list') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(dialect.list(options.models ?? ['big-model'])));
      return;
    }
    return (queue.shift() ?? standing ?? dialect.ends('stop', 'A fake', ' cloud', ' answer.'))(exchange);
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
