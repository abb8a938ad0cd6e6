import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { systemClock } from '../../../src/base/clock.ts';
import { numberIn } from '../../../src/base/numberIn.ts';
import { auditOf, compareRuns, tasksOf } from '../../../src/scorecard/card/card.ts';
import { reportOf } from '../../../src/scorecard/card/report.ts';
import { estimateOf } from '../../../src/scorecard/run/estimate.ts';
import { differences, isSameRun, machineOf, type RunIdentity } from '../../../src/scorecard/run/identity.ts';
import {
  type RunEnd,
  type RunEvent,
  type RunParts,
  type RunPlan,
  runCases,
} from '../../../src/scorecard/run/runCases.ts';
import { Runs } from '../../../src/scorecard/run/runFiles.ts';
import { hasFlipped, type RunRecord, sameFootprint, speedOf } from '../../../src/scorecard/run/runRecord.ts';
import { runFilesIn } from '../../../src/scorecard/runFilesIn.ts';
import { english } from '../../../src/scorecard/words.ts';
import type { Endpoint } from '../../../src/tiers/endpoint.ts';
import { Ollama } from '../../../src/tiers/ollama.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { type Answer, saysAndEnds } from '../../fakes/ollamaAnswers.ts';
import { readWell } from './reading.ts';

const report = {
  l10n: english,
  titleOf: (task: string) => task,
  when: () => 'now',
  number: (value: number, digits: number) => numberIn('en', value, digits),
};

/** A file with this many cases of each task: the answer must name the number in the question. */
function fileOf(counts: Readonly<Record<string, number>>) {
  const tests = Object.entries(counts).flatMap(([task, count]) =>
    Array.from({ length: count }, (_, index) => ({
      description: `${task} ${index}`,
      vars: { text: `${task} ${index}` },
      assert: [{ type: 'contains', value: `number ${index}.` }],
      metadata: { task, escalated: task === 'explain' && index % 2 === 0 },
    })),
  );
  return readWell(JSON.stringify({ prompts: ['{{text}}'], tests }));
}

/** Answers each question of {@link fileOf}, rightly in the share of cases that a model is made for. */
function quality(rights: Readonly<Record<string, (task: string, index: number) => boolean>>): Answer {
  return async (exchange) => {
    const { model = '', messages = [] } = (exchange.request.body ?? {}) as {
      model?: string;
      messages?: { content: string }[];
    };
    const [task = '', index = ''] = (messages.at(-1)?.content ?? '').split(' ');
    const isRight = rights[model]?.(task, Number(index)) ?? false;
    await saysAndEnds(
      { promptCount: 10, promptTime: 20, count: 5, time: 50 },
      isRight ? `It is number ${index}.` : 'I do not know.',
    )(exchange);
  };
}

async function end(
  events: AsyncGenerator<RunEvent, RunEnd>,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<RunEnd> {
  for (;;) {
    const next = await events.next();
    if (next.done) return next.value;
    onEvent(next.value);
  }
}

describe('A run of cases', () => {
  let folder = '';
  let engine: FakeOllama;
  let parts: RunParts;
  const never = new AbortController().signal;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-runs-'));
    engine = await startFakeOllama({
      models: [
        { name: 'good:latest', memory: { total: 1_000_000_000, gpu: 0 } },
        { name: 'poor:latest', memory: { total: 1_100_000_000, gpu: 0 } },
      ],
    });
    const endpoint: Endpoint = { url: engine.url, host: new URL(engine.url).host, tier: 'local', source: 'setting' };
    const ollama = new Ollama({ settings: () => ({ endpoint, keepAliveMinutes: 5 }), clock: systemClock });
    parts = {
      answerer: ollama,
      engine: ollama,
      engineName: 'Ollama',
      runs: new Runs(runFilesIn(folder)),
      clock: systemClock,
      whenIdle: async () => false,
    };
  });
  afterEach(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true });
  });

  const planOf = (file: RunPlan['file'], name: string, change: Partial<RunPlan> = {}): RunPlan => ({
    file,
    origin: { uri: 'file:///cases.yaml', path: 'cases.yaml' },
    model: { name, digest: `digest of ${name}` },
    repeats: 3,
    machine: 'm',
    newId: `run-${name.replace(/\W/g, '-')}-${readdirSync(folder).length}`,
    ...change,
  });
  const digests = async () =>
    new Map((await (parts.engine as Ollama).models(never)).map(({ name, digest }) => [name, digest]));
  const whole = async (plan: RunPlan): Promise<RunRecord> => {
    const ended = await end(runCases(plan, parts, never));
    return ended.kind === 'whole' ? ended.run : assert.fail(ended.kind === 'failed' ? ended.error : ended.kind);
  };
  const asked = () =>
    engine.requests.filter(
      ({ path, body }) => path === '/api/chat' && (body?.options as { num_predict?: number })?.num_predict !== 1,
    );

  it('gives two models of known quality their verdicts, and says which is better', async () => {
    const poor = (task: string, index: number) => task === 'explain' && index < 2;
    engine.script(quality({ 'good:latest': (task, index) => task === 'explain' || index < 9, 'poor:latest': poor }));
    const file = fileOf({ explain: 12, proofread: 12, translate: 2 });
    const known = await digests();
    const [good, bad] = [
      await whole(
        planOf(file, 'good:latest', { model: { name: 'good:latest', digest: known.get('good:latest') ?? '' } }),
      ),
      await whole(
        planOf(file, 'poor:latest', { model: { name: 'poor:latest', digest: known.get('poor:latest') ?? '' } }),
      ),
    ];
    const verdicts = (run: RunRecord) =>
      Object.fromEntries(tasksOf(run).map(({ task, verdict }) => [task, verdict.kind]));
    assert.deepEqual(verdicts(good), { explain: 'suffices', proofread: 'undecided', translate: 'undecided' });
    assert.deepEqual(verdicts(bad), { explain: 'escalate', proofread: 'escalate', translate: 'undecided' });
    const compared = compareRuns(bad, good);
    assert.ok(compared.kind === 'compared' && compared.all.better === 'second');
    assert.equal(compared.sameFootprint, true);
    const few = compared.tasks.find(({ task }) => task === 'translate')?.comparison;
    assert.deepEqual([few?.onlySecond, few?.better, few?.clearAt], [2, 'unclear', 6]);
    assert.deepEqual(
      [good, bad].map((run) => {
        const { passed, of, cases } = auditOf(run);
        return [passed, of, cases.filter((each) => each.passed).length];
      }),
      [
        [6, 6, 6],
        [1, 6, 1],
      ],
    );
    const text = reportOf(good, bad, report);
    for (const part of [
      '| explain | Local suffices | 12 of 12, so 76–100 % | 0 |',
      'Undecided: add 2 cases',
      'good:latest is clearly better',
      '6 of your last 6 escalations would now pass locally.\n\n- **',
      '**: would now pass locally\n',
      'Reads 500 tokens/s',
      'Writes 100 tokens/s',
    ])
      assert.ok(text.includes(part), `${part} is missing in\n${text}`);
  });

  it('asks without chance: temperature 0, one seed, one context, no thinking; three times, after a warm-up', async () => {
    engine.script(quality({ 'good:latest': () => true }));
    await whole(planOf(fileOf({ ask: 2 }), 'good:latest'));
    const bodies = asked().map(
      ({ body }) => body as { think: boolean; options: Record<string, number>; messages: { content: string }[] },
    );
    assert.equal(bodies.length, 6);
    for (const { think, options } of bodies) {
      assert.deepEqual([think, options], [false, { num_ctx: 4096, num_predict: 512, temperature: 0, seed: 7 }]);
    }
    assert.deepEqual(
      bodies.map(({ messages }) => messages[0]?.content),
      ['ask 0', 'ask 0', 'ask 0', 'ask 1', 'ask 1', 'ask 1'],
    );
    const paths = engine.requests
      .map(({ path }) => path)
      .filter((path) => path === '/api/generate' || path === '/api/chat');
    assert.deepEqual(paths.slice(0, 2), ['/api/generate', '/api/chat']);
  });

  it('counts a case that is right now and then as not passed, and says so', async () => {
    let count = 0;
    engine.script(quality({ 'good:latest': () => count++ !== 2 }));
    const run = await whole(planOf(fileOf({ ask: 2 }), 'good:latest'));
    assert.deepEqual(
      run.cases.map(({ passes }) => passes),
      [
        [true, false, true],
        [true, true, true],
      ],
    );
    assert.deepEqual(run.cases.map(hasFlipped), [true, false]);
    assert.deepEqual(run.cases[0]?.failures, ['contains: number 0.']);
    assert.equal(tasksOf(run)[0]?.flips, 1);
  });

  it('goes on where it was stopped, also after a crash, and is not made twice', async () => {
    engine.script(quality({ 'good:latest': () => true }));
    const file = fileOf({ ask: 4 });
    const stop = new AbortController();
    const seen: string[] = [];
    const stopped = await end(runCases(planOf(file, 'good:latest'), parts, stop.signal), (event) => {
      seen.push(event.kind);
      if (event.kind === 'case' && seen.filter((kind) => kind === 'case').length === 2) stop.abort();
    });
    assert.deepEqual(stopped, { kind: 'stopped', done: 2 });
    const [name = ''] = readdirSync(folder);
    writeFileSync(join(folder, name), `${readFileSync(join(folder, name), 'utf8')}\n{"kind":"case","id":"cut`);
    const before = asked().length;
    const events: RunEvent[] = [];
    const resumed = await end(runCases(planOf(file, 'good:latest'), parts, never), (event) => events.push(event));
    assert.ok(resumed.kind === 'whole' && resumed.run.cases.length === 4 && !resumed.cached);
    assert.deepEqual(events[0], { kind: 'resumed', done: 2 });
    assert.equal(asked().length - before, 6);
    assert.equal(readdirSync(folder).length, 1);
    const again = await end(runCases(planOf(file, 'good:latest'), parts, never));
    assert.ok(again.kind === 'whole' && again.cached && asked().length - before === 6);
    const anew = await end(runCases(planOf(file, 'good:latest', { anew: true }), parts, never));
    assert.ok(anew.kind === 'whole' && !anew.cached && asked().length - before === 18);
    if (process.platform !== 'win32') assert.equal(statSync(join(folder, name)).mode & 0o077, 0);
  });

  it('waits before each case while the user is at work, and stops in the middle of a wait', async () => {
    engine.script(quality({ 'good:latest': () => true }));
    let waits = 0;
    const stop = new AbortController();
    const whenIdle = async (signal: AbortSignal) => {
      if (++waits < 3) return false;
      stop.abort();
      return signal.aborted;
    };
    const ended = await end(runCases(planOf(fileOf({ ask: 4 }), 'good:latest'), { ...parts, whenIdle }, stop.signal));
    assert.deepEqual([ended, waits], [{ kind: 'stopped', done: 1 }, 3]);
  });

  it('says that the engine is gone, and goes on later', async () => {
    engine.script(quality({ 'good:latest': () => true }));
    const plan = planOf(fileOf({ ask: 2 }), 'good:latest');
    const port = engine.port;
    const ended = await end(runCases(plan, parts, never), (event) => {
      if (event.kind === 'case') void engine.stop();
    });
    assert.ok(ended.kind === 'failed' && ended.error.reason === 'unreachable' && ended.done === 1);
    engine = await startFakeOllama({ port, models: [{ name: 'good:latest' }] });
    engine.script(quality({ 'good:latest': () => true }));
    assert.equal((await whole(plan)).cases.length, 2);
  });

  it('says how much work it is before it begins', () => {
    const { cases, ...file } = fileOf({ ask: 10 });
    assert.deepEqual(estimateOf(cases, file, 3, { readTokensPerSecond: 100, writeTokensPerSecond: 20 }), {
      cases: 10,
      requests: 30,
      promptTokens: 20,
      ms: (20 / 100 + (160 * 30) / 20) * 1000,
    });
    assert.equal(estimateOf(cases, file, 3, {}).ms, undefined);
  });

  it('keeps speed, size and load; two models of the same size are in one class', async () => {
    engine.script(quality({ 'good:latest': () => true }));
    const { digest = '', name } = (await (parts.engine as Ollama).models(never))[0] ?? assert.fail();
    const run = await whole(planOf(fileOf({ ask: 2 }), name, { model: { name, digest } }));
    assert.deepEqual(run.footprint, { sizeBytes: 1_000_000_000, gpuBytes: 0 });
    assert.ok((run.coldLoadMs ?? -1) >= 0);
    const { promptTokensPerSecond, answerTokensPerSecond, firstPieceMs } = speedOf(run);
    assert.deepEqual([promptTokensPerSecond, answerTokensPerSecond], [500, 100]);
    assert.ok((firstPieceMs ?? -1) >= 0);
    const size = (sizeBytes: number, gpuBytes = 0) => ({ sizeBytes, gpuBytes });
    assert.deepEqual(
      [sameFootprint(size(100), size(114)), sameFootprint(size(100), size(116)), sameFootprint(size(100), undefined)],
      [true, false, undefined],
    );
    assert.equal(sameFootprint(size(100, 50), size(200, 55)), true);
  });

  describe('is told from others by its identity', () => {
    const identity: RunIdentity = {
      model: 'a',
      digest: '1',
      engine: 'Ollama 0.33.0',
      options: { contextTokens: 4096, maximumTokens: 512, seed: 7, repeats: 3 },
      promptHash: 'p',
      datasetHash: 'd',
      machine: 'm',
    };
    const run = (change: Partial<RunIdentity>): RunRecord => ({
      id: 'r',
      file: 'f',
      startedAt: 0,
      of: 0,
      cases: [],
      identity: { ...identity, ...change },
    });

    it('only the model may differ', () => {
      assert.equal(compareRuns(run({}), run({ model: 'b', digest: '2' })).kind, 'compared');
      for (const [change, differ, words] of [
        [{ engine: 'Ollama 0.34.0' }, 'engine', 'another engine or version'],
        [{ options: { ...identity.options, seed: 8 } }, 'options', 'other options'],
        [{ options: { ...identity.options, repeats: 1 } }, 'options', 'other options'],
        [{ promptHash: 'x' }, 'prompts', 'other prompts'],
        [{ datasetHash: 'x' }, 'cases', 'other cases'],
        [{ machine: 'x' }, 'machine', 'another machine'],
      ] as const) {
        assert.deepEqual(compareRuns(run({}), run(change)), { kind: 'notComparable', differ: [differ] });
        assert.equal(isSameRun(identity, { ...identity, ...change }), false);
        assert.ok(reportOf(run({}), run(change), report).includes(`Not comparable: ${words}.`));
      }
      assert.equal(isSameRun(identity, { ...identity, digest: '2' }), false);
      assert.equal(isSameRun(identity, { ...identity }), true);
      assert.deepEqual(differences(identity, { ...identity, digest: '2' }), []);
    });

    it('a machine is known again, and told from another', () => {
      const facts = { platform: 'linux', architecture: 'x64', processors: ['a', 'a'], memoryBytes: 16.2e9 };
      assert.equal(machineOf(facts), machineOf({ ...facts, memoryBytes: 16.25e9 }));
      assert.notEqual(machineOf(facts), machineOf({ ...facts, processors: ['a'] }));
      assert.notEqual(machineOf(facts), machineOf({ ...facts, host: 'server' }));
    });
  });

  it('is read from its file whatever else stands there', async () => {
    const lines = new Map<string, string>();
    const runs = new Runs({
      list: async () => [...lines.keys()],
      read: async (name) => lines.get(name),
      append: async (name, text) => void lines.set(name, (lines.get(name) ?? '') + text),
      remove: async (name) => void lines.delete(name),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.json(), fc.string())), async (junk) => {
        lines.clear();
        lines.set('a.jsonl', junk.join('\n'));
        assert.ok((await runs.all()).length <= 1);
      }),
    );
    await runs.forget('a');
    assert.deepEqual(await runs.all(), []);
    await assert.rejects(async () => runs.forget('../a'), /not the id of a run/);
  });
});
