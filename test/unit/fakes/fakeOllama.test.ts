import assert from 'node:assert/strict';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { Gate } from '../../fakes/gate.ts';
import { type Answer, says, saysAndEnds } from '../../fakes/ollamaAnswers.ts';
import { pullProgress } from '../../fakes/ollamaDefaults.ts';
import * as faults from '../../fakes/ollamaFaults.ts';

describe('the fake Ollama', () => {
  let fake: FakeOllama;
  beforeEach(async () => {
    fake = await startFakeOllama();
  });
  afterEach(() => fake.stop());

  const post = (path: string, body: object, signal: AbortSignal | null = null) =>
    fetch(fake.url + path, { method: 'POST', body: JSON.stringify(body), redirect: 'manual', signal });
  const complete = (signal: AbortSignal | null = null) =>
    post('/api/generate', { model: 'coder', prompt: 'a', suffix: 'b' }, signal);
  const lines = (text: string) => text.trimEnd().split('\n');

  it('says what is queued once, then what is scripted, then its own words', async () => {
    fake.script(says('scripted'));
    fake.enqueue(says('queued'));
    assert.match(await (await complete()).text(), /"response":"queued"/);
    assert.match(await (await complete()).text(), /"response":"scripted"/);
    fake.script(undefined);
    assert.match(await (await complete()).text(), /"response":" fake"/);
  });

  it('waits at a gate with everything before it already sent', async () => {
    const gate = new Gate();
    fake.enqueue(says('first', gate, 'second'));
    const reader = (await complete()).body?.getReader();
    const first = await reader?.read();
    await gate.reached;
    assert.match(Buffer.from(first?.value ?? []).toString(), /first/);
    assert.equal(fake.inFlight, 1);
    gate.open();
    let rest = '';
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      rest += Buffer.from(read.value).toString();
    }
    assert.match(rest, /second.*"done":true/s);
  });

  it('sends no head before the first piece, as while a model loads', async () => {
    const gate = new Gate();
    fake.enqueue(says(gate, 'late'));
    let answered = false;
    const answer = complete().then((response) => {
      answered = true;
      return response.text();
    });
    await gate.reached;
    assert.equal(answered, false);
    gate.open();
    assert.match(await answer, /late/);
  });

  it('knows when a client has left, and records what it asked', async () => {
    fake.enqueue(faults.hangs());
    const leaving = new AbortController();
    const arrived = fake.nextRequest();
    const answer = complete(leaving.signal).catch(() => 'left');
    const request = await arrived;
    assert.equal(request.outcome, 'open');
    leaving.abort();
    assert.equal(await request.closed, 'aborted');
    assert.equal(await answer, 'left');
    assert.equal(fake.inFlight, 0);
    assert.equal(request.body?.prompt, 'a');
    assert.equal(request.method, 'POST');
  });

  it('counts requests that are in flight at once', async () => {
    const gate = new Gate();
    fake.script(says(gate, 'x'));
    const both = [complete(), complete()];
    while (fake.requests.length < 2) await fake.nextRequest();
    assert.equal(fake.mostInFlight, 2);
    gate.open();
    await Promise.all((await Promise.all(both)).map((response) => response.text()));
  });

  it('loads and unloads', async () => {
    await post('/api/generate', { model: 'coder', prompt: '', options: { num_ctx: 512 } });
    const running = (await (await fetch(`${fake.url}/api/ps`)).json()) as { models: { context_length: number }[] };
    assert.equal(running.models[0]?.context_length, 512);
    await post('/api/generate', { model: 'coder', prompt: '', keep_alive: 0 });
    assert.deepEqual([...fake.loaded], []);
  });

  it('reports figures of your own', async () => {
    fake.enqueue(saysAndEnds({ promptCount: 99, promptTime: 12, doneReason: 'length' }, 'x'));
    const last = JSON.parse(lines(await (await complete()).text()).at(-1) ?? '') as Record<string, unknown>;
    assert.equal(last.prompt_eval_count, 99);
    assert.equal(last.prompt_eval_duration, 12_000_000);
    assert.equal(last.done_reason, 'length');
  });

  it('holds a download half way', async () => {
    const hold = new Gate();
    fake.enqueue(pullProgress({ hold }), '/api/pull');
    const answer = post('/api/pull', { model: 'new' });
    await hold.reached;
    hold.open();
    assert.match(await (await answer).text(), /"status":"success"\}\n$/);
  });

  it('marks a model that lives elsewhere in tags, show and every line', async () => {
    fake.models.set('far:latest', { name: 'far:latest', remote: { host: 'https://far.example', model: 'far' } });
    for (const answer of [
      await fetch(`${fake.url}/api/tags`),
      await post('/api/show', { model: 'far' }),
      await post('/api/generate', { model: 'far', prompt: 'a' }),
    ]) {
      assert.match(await answer.text(), /"remote_host":"https:\/\/far\.example"/);
    }
  });

  it('refuses connections while stopped, and comes back', async () => {
    await fake.stop();
    await assert.rejects(fetch(fake.url), /fetch failed/);
    await fake.restart();
    assert.equal((await fetch(fake.url)).status, 200);
  });

  /** Faults that show in the status or the text of the answer. */
  const shown: [string, Answer, number, (text: string) => boolean][] = [
    ['no done', faults.endsWithoutDone('a'), 200, (text) => text.includes('"a"') && !text.includes('"done":true')],
    ['half a line', faults.endsInHalfALine('a'), 200, (text) => !text.endsWith('\n')],
    ['an error line', faults.failsMidStream('broken', 'a'), 200, (text) => text.endsWith('{"error":"broken"}\n')],
    ['a missing model', faults.modelMissing(), 404, (text) => text === '{"error":"model \'coder\' not found"}'],
    ['no insert', faults.insertUnsupported(), 400, (text) => text.includes('coder:latest does not support insert')],
    ['out of memory', faults.outOfMemory(), 500, (text) => text.includes('out of memory')],
    ['busy', faults.busy(), 503, (text) => text.includes('server busy')],
    ['a web page', faults.htmlPage(), 200, (text) => text.startsWith('<!doctype html>')],
    ['a far chunk', faults.answersFromAfar('a'), 200, (text) => text.includes('"remote_host"')],
    ['a long line', faults.longLine(), 200, (text) => lines(text).some((line) => line.length > 1_048_576)],
    ['a redirect', faults.redirects('http://127.0.0.1:1/'), 307, (text) => text === ''],
    ['slices', faults.saysInSlices(1, 'né ', '🙂'), 200, (text) => text.includes('"né "') && text.includes('"🙂"')],
  ];
  for (const [name, answer, status, fits] of shown) {
    it(`can show a fault: ${name}`, async () => {
      fake.enqueue(answer);
      const response = await complete();
      const text = await response.text();
      assert.equal(response.status, status);
      assert.ok(fits(text), text.slice(0, 500));
    });
  }

  it('can reset the connection mid-stream', async () => {
    fake.enqueue(faults.resetsConnection('a'));
    await assert.rejects(complete().then((response) => response.text()));
    assert.equal(await fake.requests[0]?.closed, 'aborted');
  });

  it('can stall, and never stop', async () => {
    for (const answer of [faults.stalls('a'), faults.neverStops()]) {
      fake.enqueue(answer);
      const leaving = new AbortController();
      const response = await complete(leaving.signal);
      await response.body?.getReader().read();
      leaving.abort();
      assert.equal(await fake.requests.at(-1)?.closed, 'aborted');
    }
  });
});
