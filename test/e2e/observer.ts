import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that went through an {@link Observer}. */
export interface Observed {
  readonly path: string;
  readonly model?: string;
  /** The engine's own count, from its last line; absent when the request was ended before. */
  promptTokens?: number;
  /** Whether the client closed the connection before the answer was complete. */
  aborted: boolean;
}

/** A loopback address in front of an engine that passes everything on and notes what was asked. */
export interface Observer {
  readonly url: string;
  /** The requests for text so far, oldest first. */
  readonly asked: readonly Observed[];
  stop(): Promise<void>;
}

/** Starts watching an engine, so that a test sees what really went there and back instead of believing the extension. */
export async function observe(engineUrl: string): Promise<Observer> {
  const asked: Observed[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const note = noteOf(request.url ?? '', body);
      if (note) asked.push(note);
      const { host: _host, ...headers } = request.headers;
      const onward = http.request(new URL(request.url ?? '/', engineUrl), { method: request.method, headers });
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        let said = '';
        answer.on('data', (chunk: Buffer) => {
          said += chunk;
        });
        answer.on('end', () => {
          const count = /"prompt_eval_count":(\d+)/.exec(said)?.[1];
          if (note && count) note.promptTokens = Number(count);
        });
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => {
        if (note && !response.writableEnded) note.aborted = true;
        onward.destroy();
      });
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function noteOf(path: string, body: Buffer): Observed | undefined {
  if (path !== '/api/generate' && path !== '/api/chat') return undefined;
  const { model, prompt } = JSON.parse(body.toString('utf8')) as { model?: string; prompt?: string };
  // An empty prompt only loads the model.
  if (path === '/api/generate' && prompt === '') return undefined;
  return { path, aborted: false, ...(model === undefined ? {} : { model }) };
}
