import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Names and values in turn, exactly as sent. */
  readonly rawHeaders: readonly string[];
  /** The exact bytes of the body. */
  readonly bytes: Buffer;
  /** The body parsed as JSON, `undefined` when it is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** `performance.now()` when the request had arrived, in milliseconds. */
  readonly startedAt: number;
  /** `finished` when the whole answer went out, `aborted` when the client (or the server) closed before that. */
  readonly outcome: 'open' | 'finished' | 'aborted';
  /** Resolves with the outcome when it is known: this is how a test waits for a cancel to reach the engine. */
  readonly closed: Promise<'finished' | 'aborted'>;
}

/** One request being answered. */
export interface Exchange {
  readonly request: RecordedRequest;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

/** An HTTP server on 127.0.0.1 inside the test's own process. */
export interface LoopbackServer {
  readonly url: string;
  readonly port: number;
  /** Every request since the start, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** How many requests are being answered now, and the most there ever were at once. */
  readonly inFlight: number;
  readonly mostInFlight: number;
  /** Connections open now, and how many there ever were. */
  readonly sockets: number;
  readonly accepted: number;
  /** Resolves with the next request to arrive that fits. */
  nextRequest(fits?: (request: RecordedRequest) => boolean): Promise<RecordedRequest>;
  /** Closes everything; from then on connections are refused. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
}

/**
 * Starts a server that records everything and lets `respond` answer.
 * @param respond A rejection destroys the connection and is thrown by `stop`, so that no fault of a fake goes unseen.
 */
export async function startLoopbackServer(
  respond: (exchange: Exchange) => void | Promise<void>,
  wantedPort = 0,
): Promise<LoopbackServer> {
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting: { fits: (request: RecordedRequest) => boolean; found: (request: RecordedRequest) => void }[] = [];
  const faults: unknown[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  let accepted = 0;

  const server = createServer((incoming, response) => {
    void receive(incoming, response).catch((error) => {
      // A client that leaves while its body arrives is no fault of the fake.
      if (!incoming.destroyed) faults.push(error);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    accepted++;
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    const closed = new Promise<'finished' | 'aborted'>((resolve) => {
      response.on('close', () => {
        inFlight--;
        resolve(response.writableFinished ? 'finished' : 'aborted');
      });
    });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const request = {
      method: incoming.method ?? '',
      path: new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname,
      headers: incoming.headers,
      rawHeaders: incoming.rawHeaders,
      bytes,
      body: parsed(bytes),
      startedAt: performance.now(),
      outcome: 'open' as RecordedRequest['outcome'],
      closed,
    };
    void closed.then((outcome) => {
      request.outcome = outcome;
    });
    requests.push(request);
    for (const wait of waiting.filter(({ fits }) => fits(request))) {
      waiting.splice(waiting.indexOf(wait), 1);
      wait.found(request);
    }
    await respond({ request, incoming, response });
  }

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(wantedPort);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    get inFlight() {
      return inFlight;
    },
    get mostInFlight() {
      return mostInFlight;
    },
    get sockets() {
      return sockets.size;
    },
    get accepted() {
      return accepted;
    },
    nextRequest: (fits = () => true) => new Promise((found) => waiting.push({ fits, found })),
    async stop() {
      const stopped = server.listening ? new Promise((resolve) => server.close(resolve)) : undefined;
      for (const socket of sockets) socket.destroy();
      await stopped;
      if (faults.length > 0) throw new AggregateError(faults.splice(0), 'the fake server itself failed');
    },
    restart: () => listen(port),
  };
}

function parsed(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Adds members to a server, keeping those that are computed computed. */
export function extended<Base extends object, More extends object>(base: Base, more: More): Base & More {
  return Object.defineProperties(base, Object.getOwnPropertyDescriptors(more)) as Base & More;
}
