import assert from 'node:assert/strict';
import { engineFetch } from '../../../src/tiers/http.ts';
import { startLoopbackServer } from '../../fakes/loopbackServer.ts';

describe('a process that stood still', () => {
  it('takes what arrived meanwhile before it calls it late', async () => {
    const server = await startLoopbackServer(({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    try {
      const limits = { connectMs: 50, firstByteMs: 5000, betweenPiecesMs: 5000 };
      const answering = engineFetch(limits, new AbortController().signal)(`${server.url}/api/version`);
      // The kernel makes the connection by itself; nobody here can notice before this is over.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      assert.equal((await answering).status, 200);
    } finally {
      await server.stop();
    }
  });
});
