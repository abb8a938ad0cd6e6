import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../../../src/base/clock.ts';
import { engineLimits } from '../../../src/tiers/engineConnection.ts';
import type { TierErrorReason, TierEvent } from '../../../src/tiers/tier.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { type Answer, lineOf, says, sendPieces, writeLine } from '../../fakes/ollamaAnswers.ts';
import * as faults from '../../fakes/ollamaFaults.ts';
import {
  allOf,
  completion,
  handles,
  handlesAtStart,
  ollamaAt,
  patient,
  question,
  reasonOf,
  until,
} from './requests.ts';

/** Says more than 2 MB in lines that are each within their limit. */
const endless: Answer = async (exchange) => {
  await sendPieces(exchange, Array<string>(25).fill('x'.repeat(100_000)));
  writeLine(exchange, lineOf(exchange, '', { done: true, done_reason: 'stop' }));
  exchange.response.end();
};

/** Some other program's words under status 200. */
const otherProgram: Answer = ({ response }) => {
  response.writeHead(200, { 'content-type': 'text/plain' }).end('hello\n{"looks": "like JSON"}\n');
};

/** The right content type with the wrong words. */
const notLines: Answer = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('hello\n');
};

/** A whole line that is only half of what it should be, with a proper end after it. */
const brokenLine: Answer = async (exchange) => {
  await sendPieces(exchange, ['a']);
  exchange.response.write('{"response":"the password is\n');
  writeLine(exchange, lineOf(exchange, '', { done: true, done_reason: 'stop' }));
  exchange.response.end();
};

/** Refused before a byte, as when the engine is restarted just now. */
const dropped: Answer = ({ incoming }) => {
  incoming.socket.resetAndDestroy();
};

/** What the engine does, and what it means to whoever asked. */
const matrix: readonly [name: string, answer: Answer, reason: TierErrorReason][] = [
  ['a web page answers', faults.htmlPage(), 'notTheEngine'],
  ['another program answers', otherProgram, 'notTheEngine'],
  ['a stream that is not JSON lines', notLines, 'notTheEngine'],
  ['a broken line in the middle', brokenLine, 'engineFailed'],
  ['no such address', ({ response }) => void response.writeHead(404).end('404 page not found'), 'notTheEngine'],
  ['it ends without saying done', faults.endsWithoutDone('a'), 'cutShort'],
  ['it ends without a word', faults.endsWithoutDone(), 'cutShort'],
  ['it ends in half a line', faults.endsInHalfALine('a'), 'cutShort'],
  ['the connection is reset in the middle', faults.resetsConnection('a'), 'cutShort'],
  ['the connection is reset before a byte', dropped, 'unreachable'],
  ['an error line in the middle', faults.failsMidStream('llama runner terminated', 'a'), 'engineFailed'],
  ['memory runs out in the middle', faults.failsMidStream('CUDA error: out of memory', 'a'), 'outOfMemory'],
  ['memory runs out at the start', faults.outOfMemory(), 'outOfMemory'],
  [
    'too little memory',
    faults.refuses(500, 'model requires more system memory (9 GiB) than is available'),
    'outOfMemory',
  ],
  ['the model is not there', faults.modelMissing(), 'modelMissing'],
  ['the model has no place for a suffix', faults.insertUnsupported(), 'cannotComplete'],
  ['the queue is full', faults.busy(), 'busy'],
  ['a fault inside', faults.refuses(500, 'llama-server exited'), 'engineFailed'],
  ['a request it does not like', faults.refuses(400, 'invalid options'), 'badRequest'],
  [
    'its cloud is switched off',
    faults.refuses(403, 'ollama cloud is disabled: remote model is unavailable'),
    'remoteModel',
  ],
  ['a proxy wants a key', faults.refuses(401, 'unauthorized'), 'keyRejected'],
  ['a redirect', faults.redirects('http://127.0.0.1:1/elsewhere'), 'redirected'],
  ['a piece made in the cloud', faults.answersFromAfar('a'), 'remoteModel'],
  ['a line of more than 1 MB', faults.longLine(), 'engineFailed'],
  ['an answer of more than 2 MB', endless, 'engineFailed'],
];

describe('faults of the engine', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.stop());

  const ways: Record<string, (change?: { contextTokens: number }) => AsyncIterable<TierEvent>> = {
    completion: (change = { contextTokens: 2048 }) => ollamaAt(fake.url).complete(completion(change), patient()),
    task: (change = { contextTokens: 2048 }) => ollamaAt(fake.url).answer(question(change), patient()),
  };

  for (const [way, ask] of Object.entries(ways)) {
    describe(way, () => {
      for (const [name, answer, reason] of matrix) {
        it(`${name}: ${reason}, and nothing is left open`, async () => {
          const before = await handlesAtStart();
          fake.enqueue(answer);
          assert.equal(await reasonOf(allOf(ask())), reason);
          await until(() => fake.inFlight === 0 && fake.sockets === 0);
          await until(() => handles() === before);
          assert.equal(fake.requests.length, 1, 'nothing is asked twice here');
        });
      }

      it('nobody listens: unreachable', async () => {
        await fake.stop();
        assert.equal(await reasonOf(allOf(ask())), 'unreachable');
      });

      it('the prompt does not fit: tooLong, and not cut in silence', async () => {
        assert.equal(await reasonOf(allOf(ask({ contextTokens: 4 }))), 'tooLong');
      });

      it('the pieces before a fault are still heard', async () => {
        fake.enqueue(faults.endsWithoutDone('a', 'b'));
        const heard: TierEvent[] = [];
        const listen = async () => {
          for await (const event of ask()) heard.push(event);
        };
        assert.equal(await reasonOf(listen()), 'cutShort');
        assert.deepEqual(heard, [
          { kind: 'piece', text: 'a' },
          { kind: 'piece', text: 'b' },
        ]);
      });

      it('nothing of a piece made in the cloud is heard', async () => {
        fake.enqueue(faults.answersFromAfar('secret'));
        for await (const event of failingQuietly(ask())) assert.fail(JSON.stringify(event));
      });

      it('an error that echoes the prompt is not repeated at length', async () => {
        fake.enqueue(faults.refuses(500, `bad prompt: ${'x'.repeat(5000)}`));
        await assert.rejects(allOf(ask()), (error: Error) => error.message.length <= 201);
      });
    });
  }

  it('after a fault the next request is answered', async () => {
    const ollama = ollamaAt(fake.url);
    for (const [, answer] of matrix) {
      fake.enqueue(answer);
      await reasonOf(allOf(ollama.complete(completion(), patient())));
      const events = await allOf(ollama.complete(completion(), patient()));
      assert.equal(events.at(-1)?.kind, 'done');
    }
  });
});

describe('something that does not speak HTTP', () => {
  let server: Server;
  let sockets: Socket[];
  const url = (scheme = 'http') => `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listenWith = async (greet: (socket: Socket) => void) => {
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      greet(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  };
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('answers in its own way: notTheEngine', async () => {
    await listenWith((socket) => void socket.write('SSH-2.0-OpenSSH_9.7\r\n'));
    assert.equal(await reasonOf(ollamaAt(url()).version(patient())), 'notTheEngine');
  });

  it('HTTP where HTTPS was expected: notTheEngine', async () => {
    await listenWith((socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    assert.equal(await reasonOf(ollamaAt(url('https')).version(patient())), 'notTheEngine');
  });

  it('never shakes hands: unreachable at the limit for connecting, not the one for answering', async () => {
    await listenWith(() => {});
    const limits = { ...engineLimits, question: { ...engineLimits.question, connectMs: 20 } };
    await assert.rejects(ollamaAt(url('https'), { limits }).version(patient()), {
      reason: 'unreachable',
      message: /no connection/,
    });
  });
});

describe('time limits', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.stop());

  const tight = (change: object) => {
    const limit = { connectMs: 5000, firstByteMs: 5000, betweenPiecesMs: 5000, ...change };
    return { limits: { completion: limit, answer: limit, load: limit, question: limit } };
  };
  const complete = (change: object) => allOf(ollamaAt(fake.url, tight(change)).complete(completion(), patient()));
  const answer = (change: object) => allOf(ollamaAt(fake.url, tight(change)).answer(question(), patient()));

  for (const [name, ask] of Object.entries({ completion: complete, task: answer })) {
    it(`${name}: no first byte: timedOut, and the engine is let go`, async () => {
      fake.enqueue(faults.hangs());
      assert.equal(await reasonOf(ask({ firstByteMs: 20 })), 'timedOut');
      await until(() => fake.inFlight === 0 && fake.sockets === 0);
    });

    it(`${name}: silence in the middle: stalled, and the engine is let go`, async () => {
      fake.enqueue(faults.stalls('a'));
      assert.equal(await reasonOf(ask({ betweenPiecesMs: 20 })), 'stalled');
      await until(() => fake.inFlight === 0 && fake.sockets === 0);
    });

    it(`${name}: an answer that never ends: timedOut at the limit for the whole`, async () => {
      fake.enqueue(faults.stalls('a', 'b'));
      assert.equal(await reasonOf(ask({ totalMs: 20 })), 'timedOut');
      await until(() => fake.inFlight === 0 && fake.sockets === 0);
    });
  }

  it('a reader who takes his time does not make the engine late', async () => {
    const ollama = ollamaAt(fake.url, tight({ betweenPiecesMs: 250 }));
    const gate = new Gate();
    fake.enqueue(says('a', gate, 'b'));
    const heard: string[] = [];
    for await (const event of ollama.complete(completion(), patient())) {
      // Past the limit, once: what is tested is that this time is not the engine's.
      if (heard.length === 0) await systemClock.wait(300);
      gate.open();
      heard.push(event.kind);
    }
    assert.deepEqual(heard, ['piece', 'piece', 'done']);
  });

  it('once connected, the limit for connecting is over', async () => {
    const gate = new Gate();
    fake.enqueue(says(gate, 'a'));
    const asked = complete({ connectMs: 250 });
    await gate.reached;
    // Past the limit for connecting, while the model thinks.
    await systemClock.wait(300);
    gate.open();
    assert.equal((await asked).length, 2);
  });

  it('questions about models and loads have limits of their own', async () => {
    const ollama = ollamaAt(fake.url, tight({ firstByteMs: 20 }));
    fake.enqueue(faults.hangs(), '/api/tags');
    fake.enqueue(faults.hangs(), 'load');
    assert.equal(await reasonOf(ollama.models(patient())), 'timedOut');
    assert.equal(await reasonOf(ollama.load('coder', 2048, patient())), 'timedOut');
  });
});

/** The events up to a failure. */
async function* failingQuietly(events: AsyncIterable<TierEvent>): AsyncGenerator<TierEvent> {
  try {
    yield* events;
  } catch {
    // The failure itself is looked at elsewhere.
  }
}
