import assert from 'node:assert/strict';
import { resolveEndpoint } from '../../../src/tiers/endpoint.ts';
import type { PullStep } from '../../../src/tiers/engine.ts';
import type { TimeLimits } from '../../../src/tiers/http.ts';
import { OllamaLibrary } from '../../../src/tiers/ollamaLibrary.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { type Answer, sendsLines } from '../../fakes/ollamaAnswers.ts';
import { endsWithoutDone, hangs, htmlPage } from '../../fakes/ollamaFaults.ts';
import { recordedPull, recordings } from '../fakes/recordings.ts';
import { handles, handlesAtStart, ollamaAt, patient, reasonOf, until } from './requests.ts';

function libraryAt(url: string, limits?: { pull: TimeLimits }): OllamaLibrary {
  const endpoint = resolveEndpoint(url, undefined);
  if ('bad' in endpoint) throw new Error(`${url} is no address`);
  return new OllamaLibrary({ settings: () => ({ endpoint, keepAliveMinutes: 30 }), ...(limits ? { limits } : {}) });
}

const recorded = (name: string) => recordings().find((each) => each.name === name);

async function allSteps(steps: AsyncIterable<PullStep>): Promise<PullStep[]> {
  const all: PullStep[] = [];
  for await (const step of steps) all.push(step);
  return all;
}

describe('what the engine keeps', () => {
  let fake: FakeOllama;
  let library: OllamaLibrary;
  beforeEach(async () => {
    fake = await startFakeOllama();
    library = libraryAt(fake.url);
  });
  afterEach(() => fake.stop());

  const json =
    (body: string, status = 200): Answer =>
    ({ response }) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  const shows = (facts: unknown) => fake.enqueue(json(JSON.stringify({ model_info: facts })), '/api/show');

  it('what a model remembers of each token, as a recorded real Ollama says it', async () => {
    fake.enqueue(json(recorded('show fim')?.response.body ?? ''), '/api/show');
    assert.deepEqual(await library.attention('coder', patient()), {
      layers: 4,
      keyValueHeads: 2,
      keyLength: 32,
      valueLength: 32,
    });
  });

  it('the same where a head has lengths of its own, layers differ, or heads share nothing', async () => {
    const common = {
      'general.architecture': 'x',
      'x.block_count': 10,
      'x.attention.head_count': 8,
      'x.embedding_length': 512,
    };
    shows({
      ...common,
      'x.attention.key_length': 256,
      'x.attention.value_length': 128,
      'x.attention.head_count_kv': [0, 4, 2],
    });
    assert.deepEqual(await library.attention('coder', patient()), {
      layers: 10,
      keyValueHeads: 4,
      keyLength: 256,
      valueLength: 128,
    });
    shows(common);
    assert.equal((await library.attention('coder', patient()))?.keyValueHeads, 8);
    for (const facts of [{}, null, 7, { 'general.architecture': 'x', 'x.block_count': 'many' }]) {
      shows(facts);
      assert.equal(await library.attention('coder', patient()), undefined);
    }
    assert.equal(await reasonOf(library.attention('nope', patient())), 'modelMissing');
  });

  it('a model is taken out of memory with the recorded request, and stays on the disk', async () => {
    await ollamaAt(fake.url).load('coder', 512, patient());
    await library.unload('coder', patient());
    assert.deepEqual([...fake.loaded], []);
    assert.ok(fake.models.has('coder:latest'));
    const { stream: _stream, model: _model, ...sent } = fake.requests.at(-1)?.body ?? {};
    const { model: _other, ...asked } = (recorded('unload')?.request.body ?? {}) as Record<string, unknown>;
    assert.deepEqual(sent, asked);
    assert.equal(await reasonOf(library.unload('nope', patient())), 'modelMissing');
    assert.equal(await reasonOf(library.unload('x:cloud', patient())), 'remoteModel');
  });

  it('a model is deleted; one that is not there is said not to be', async () => {
    await library.remove('coder', patient());
    assert.deepEqual([...fake.models.keys()], ['writer:latest']);
    assert.equal(fake.requests[0]?.method, recorded('delete')?.request.method);
    assert.equal(await reasonOf(library.remove('coder', patient())), 'modelMissing');
  });

  it('a deletion is not believed of something that is no engine', async () => {
    fake.enqueue(htmlPage(), '/api/delete');
    assert.equal(await reasonOf(library.remove('coder', patient())), 'notTheEngine');
    fake.enqueue(
      ({ response }) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('ok'),
      '/api/delete',
    );
    assert.equal(await reasonOf(library.remove('coder', patient())), 'notTheEngine');
  });

  describe('a download', () => {
    it('as a recorded real Ollama tells of it', async () => {
      fake.enqueue(({ response }) => {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(recordedPull());
      }, '/api/pull');
      const steps = await allSteps(library.pull('new', patient()));
      assert.deepEqual(steps[0], { status: 'pulling manifest' });
      assert.deepEqual(steps[1], {
        status: 'pulling fbab039c5e8a',
        file: 'sha256:fbab039c5e8aa63880afe73701874e2fd31ad05388a122e18a6629df2c0cff3b',
        totalBytes: 50_425_408,
        completedBytes: 1_048_576,
      });
      assert.deepEqual(steps.at(-1), { status: 'success' });
    });

    it('cancelled, it ends at the engine; asked for again, it goes on from there', async () => {
      const before = await handlesAtStart();
      const hold = new Gate();
      fake.pulling = { hold };
      const leaving = new AbortController();
      const steps: PullStep[] = [];
      for await (const step of library.pull('new', leaving.signal)) {
        steps.push(step);
        if (step.completedBytes === 25_212_704) leaving.abort();
      }
      assert.equal(await fake.requests[0]?.closed, 'aborted');
      assert.equal(steps.length, 3, 'an abort is not an error');
      hold.open();
      await until(() => fake.sockets === 0 && handles() === before);
      assert.ok(!fake.models.has('new:latest'));

      fake.pulling = {};
      const rest = await allSteps(library.pull('new', patient()));
      assert.equal(rest.find(({ file }) => file)?.completedBytes, 37_819_056);
      assert.equal(rest.at(-1)?.status, 'success');
      assert.ok(fake.models.has('new:latest'));
    });

    it('left in the middle, it ends at the engine', async () => {
      fake.pulling = { hold: new Gate() };
      for await (const step of library.pull('new', patient())) if (step.file) break;
      assert.equal(await fake.requests[0]?.closed, 'aborted');
    });

    /** What the engine says, in its own words, and what that means. Sources stand in `src/tiers/ollamaError.ts`. */
    const ends: Readonly<Record<string, string>> = {
      'write /root/.ollama/models/blobs/sha256-4c27-partial: no space left on device': 'diskFull',
      'write C:\\Users\\a\\.ollama\\models\\blobs\\sha256-4c27-partial: There is not enough space on the disk.':
        'diskFull',
      'pull model manifest: file does not exist': 'notInLibrary',
      'pull model manifest: Get "https://registry.example/v2/x": dial tcp: lookup registry.example: no such host':
        'libraryUnreachable',
      'max retries exceeded: Get "https://far.example/x": dial tcp 192.0.2.1:443: i/o timeout': 'libraryUnreachable',
      'pull model manifest: 412: the model requires a newer version of Ollama': 'engineFailed',
      'digest mismatch, file must be downloaded again': 'engineFailed',
    };
    for (const [error, reason] of Object.entries(ends)) {
      it(`${error}: ${reason}`, async () => {
        fake.pulling = { error };
        assert.equal(await reasonOf(allSteps(library.pull('new', patient()))), reason);
        assert.ok(!fake.models.has('new:latest'));
      });
    }

    it('is no success without a word of it', async () => {
      fake.enqueue(endsWithoutDone(), '/api/pull');
      assert.equal(await reasonOf(allSteps(library.pull('new', patient()))), 'cutShort');
    });

    it('may tell of more than an answer may be long', async () => {
      const line = { status: 'pulling x', digest: 'x'.repeat(1000), total: 10, completed: 1 };
      fake.enqueue(sendsLines(...Array.from({ length: 2500 }, () => line), { status: 'success' }), '/api/pull');
      assert.equal((await allSteps(library.pull('new', patient()))).length, 2501);
    });

    it('whose engine falls silent is given up', async () => {
      const quick = { connectMs: 1000, firstByteMs: 20, betweenPiecesMs: 20 };
      fake.enqueue(hangs(), '/api/pull');
      const silent = libraryAt(fake.url, { pull: quick });
      assert.equal(await reasonOf(allSteps(silent.pull('new', patient()))), 'timedOut');
    });

    it('of a model that runs in a cloud is none: nothing is asked', async () => {
      assert.equal(await reasonOf(allSteps(library.pull('gpt-oss:20b-cloud', patient()))), 'remoteModel');
      assert.deepEqual(fake.requests, []);
    });
  });
});
