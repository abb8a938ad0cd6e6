import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { modelFile } from './demoModel.mjs';

/** A registry of models on loopback, as Ollama's own is asked: manifests and blobs. It has the demo model and nothing else. */
export interface Registry {
  readonly url: string;
  /** Bytes of files that went out. */
  readonly sentBytes: number;
  stop(): Promise<void>;
}

/** Starts one. @param bytesPerSecond how fast it sends, so that a download can be seen and cancelled */
export async function startRegistry(bytesPerSecond: number): Promise<Registry> {
  const file = readFileSync(modelFile);
  const digest = `sha256:${createHash('sha256').update(file).digest('hex')}`;
  const folder = '/v2/library/tiny-demo';
  let sentBytes = 0;
  const server = createServer(async (request, response) => {
    if (request.url === `${folder}/manifests/latest`) {
      const layers = [{ mediaType: 'application/vnd.ollama.image.model', digest, size: file.length }];
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ schemaVersion: 2, layers }));
      return;
    }
    if (request.url !== `${folder}/blobs/${digest}`) {
      response.writeHead(404).end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(206, { 'content-length': file.length - from });
    const perTick = Math.ceil(bytesPerSecond / 20);
    for (let at = from; at < file.length && !response.destroyed; at += perTick) {
      const piece = file.subarray(at, at + perTick);
      response.write(piece);
      sentBytes += piece.length;
      await pause(50);
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get sentBytes() {
      return sentBytes;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
