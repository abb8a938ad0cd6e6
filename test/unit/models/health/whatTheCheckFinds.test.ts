import assert from 'node:assert/strict';
import { readSettings, type Settings } from '../../../../src/base/settings.ts';
import { abilityOf } from '../../../../src/completion/way.ts';
import { checkSetup, type SetupParts } from '../../../../src/models/health/checkSetup.ts';
import type { Check, Finding } from '../../../../src/models/health/finding.ts';
import { Inventory } from '../../../../src/models/inventory.ts';
import type { EngineModel, RunningModel } from '../../../../src/tiers/engine.ts';
import { TierError, type TierErrorReason } from '../../../../src/tiers/tier.ts';
import { virtualClock } from '../../../fakes/clock.ts';
import { FakeEngine, model, running } from '../engines.ts';

const coder = model('qwen2.5-coder:1.5b-base', { capabilities: ['completion', 'insert'], contextTokens: 32_768 });
const writer = model('qwen3:8b', { contextTokens: 40_960 });

interface Situation {
  readonly version?: string | TierErrorReason;
  readonly models?: readonly EngineModel[] | TierErrorReason;
  readonly running?: readonly RunningModel[];
  readonly settings?: Partial<Settings>;
  readonly parts?: Partial<SetupParts>;
}

/** A setup in which everything works, but for what the situation says. */
async function findingsIn(situation: Situation = {}, signal = new AbortController().signal) {
  const engine = new FakeEngine();
  const { version = '0.33.0', models = [coder, writer] } = situation;
  engine.answers.version = async () => {
    if (/^\d/.test(version)) return version;
    throw new TierError(version as TierErrorReason, 'as prepared');
  };
  engine.answers.models = async () => {
    if (typeof models === 'string') throw new TierError(models, 'as prepared');
    return models;
  };
  const inventory = new Inventory({ engine, clock: virtualClock(), abilityOf });
  const settings = { ...readSettings(() => undefined), ...situation.settings };
  return checkSetup(
    {
      engine: {
        name: 'Ollama',
        keepsModels: true,
        version: () => engine.version(),
        running: async () => situation.running ?? [],
      },
      tasksEngine: () => undefined,
      inventory,
      settings: () => settings,
      endpoint: () => ({ url: 'http://127.0.0.1:11434', host: '127.0.0.1:11434', tier: 'local', source: 'default' }),
      where: () => '127.0.0.1:11434',
      leftAlone: () => undefined,
      machine: () => undefined,
      speedOf: () => undefined,
      windowTokens: () => 1200,
      proxy: () => ({ url: '', exceptions: [] }),
      freeBytes: async () => 100e9,
      isInlineSuggestOn: () => true,
      neighbours: () => [],
      failures: () => [],
      setupMs: () => undefined,
      ...situation.parts,
    },
    signal,
  );
}

const of = (findings: readonly Finding[], check: Check) => findings.filter((each) => each.check === check);
const only = (findings: readonly Finding[], check: Check): Finding => {
  const [first, ...more] = of(findings, check);
  assert.ok(first && more.length === 0, `one finding of ${check}`);
  return first;
};
/** What is not as it should be. */
const wrong = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ check, level, fact }) => `${check} ${level} ${fact.what}`);

describe('what Check Setup finds', () => {
  it('says ok to all of it where all of it works', async () => {
    const findings = await findingsIn({ running: [running(coder.name, { contextTokens: 8192 })] });
    assert.deepEqual(wrong(findings), []);
    assert.deepEqual(
      [...new Set(findings.map(({ check }) => check))],
      [
        'engine',
        'version',
        'proxy',
        'breaker',
        'models',
        'completionModel',
        'completionContext',
        'taskModel',
        'taskContext',
        'memory',
        'speed',
        'disk',
        'inlineSuggest',
        'otherSuggestions',
        'officialOllama',
        'failures',
      ],
    );
  });

  const situations: readonly (readonly [string, Situation, readonly string[]])[] = [
    ['nothing listens', { version: 'unreachable' }, ['engine fail engineFails']],
    ['a web page listens', { version: 'notTheEngine' }, ['engine fail engineFails']],
    ['the engine is too old', { version: '0.17.0' }, ['version warn engineTooOld']],
    ['the engine says no version', { version: '0.0.0' }, ['version warn versionUnknown']],
    ['there is no model', { models: [] }, ['models fail noModels']],
    ['there is no model but somebody’s cloud', { models: [{ ...writer, remote: true }] }, ['models fail noModels']],
    ['the list of models breaks off', { models: 'cutShort' }, ['models fail engineFails']],
    [
      'no model fills in',
      { models: [model('llama3.2:3b', { contextTokens: 131_072 })] },
      ['completionModel fail modelFails'],
    ],
    [
      'the chosen one only chats',
      { settings: { completionModel: writer.name } },
      ['completionModel warn modelOnlyChats'],
    ],
    ['the chosen one is gone', { settings: { taskModel: 'gone:7b' } }, ['taskModel fail modelFails']],
    [
      'the chosen one runs in a cloud',
      { models: [coder, writer, model('plain', { remote: true })], settings: { completionModel: 'plain' } },
      ['completionModel fail modelFails'],
    ],
    [
      'a model spills to the CPU',
      { running: [running(writer.name, { sizeBytes: 6e9, gpuBytes: 3e9, contextTokens: 8192 })] },
      ['memory warn modelSpills'],
    ],
    ['a model runs on the CPU, where there is nothing else', { running: [running(writer.name, { gpuBytes: 0 })] }, []],
    [
      'the context is smaller than the window',
      { settings: { contextTokens: 1024 } },
      ['completionContext warn contextTooSmall', 'taskContext warn contextTooSmall'],
    ],
    [
      'somebody loaded it with another context',
      { running: [running(coder.name, { contextTokens: 4096 })] },
      ['memory warn contextOther'],
    ],
    ['suggestions come late', { parts: { speedOf: () => ({ suggestionMs: 1500 }) } }, ['speed warn typingSlow']],
    ['suggestions come in time', { parts: { speedOf: () => ({ suggestionMs: 150 }) } }, []],
    [
      'another extension suggests, too',
      { parts: { neighbours: () => [{ id: 'Continue.continue', name: 'Continue' }] } },
      ['otherSuggestions warn othersSuggest'],
    ],
    ['Ollama’s own extension is here', { parts: { neighbours: () => [{ id: 'Ollama.ollama', name: 'Ollama' }] } }, []],
    [
      'completions leave the engine alone',
      { parts: { leftAlone: () => new TierError('timedOut', '') } },
      ['breaker warn engineLeftAlone'],
    ],
    ['the disk is nearly full', { parts: { freeBytes: async () => 1e9 } }, ['disk warn diskLow']],
    [
      'suggestions are off in VS Code',
      { parts: { isInlineSuggestOn: () => false } },
      ['inlineSuggest fail inlineSuggestOff'],
    ],
    [
      'suggestions are off in VS Code and in Hearth',
      { settings: { completionsEnabled: false }, parts: { isInlineSuggestOn: () => false } },
      [],
    ],
    [
      'a proxy stands in the way',
      {
        parts: {
          where: () => '192.168.1.7:11434',
          proxy: () => ({ url: 'http://proxy.lan:3128', exceptions: ['*.corp.lan'] }),
        },
      },
      ['proxy warn proxyInTheWay'],
    ],
    [
      'something failed',
      { parts: { failures: () => [{ at: 0, work: 'task', reason: 'busy', detail: '', isOutside: false }] } },
      ['failures warn failures'],
    ],
  ];
  for (const [name, situation, expected] of situations) {
    it(`tells when ${name}`, async () => assert.deepEqual(wrong(await findingsIn(situation)), expected));
  }

  it('says who offers the models to the chat, and never both', async () => {
    const neighbours = () => [{ id: 'Ollama.ollama', name: 'Ollama' }];
    const said = async (offerChatModels: boolean, parts: Partial<SetupParts> = {}) =>
      only(await findingsIn({ settings: { offerChatModels }, parts }), 'officialOllama').fact;
    assert.deepEqual(await said(false), { what: 'noOfficialOllama', offers: false });
    assert.deepEqual(await said(true), { what: 'noOfficialOllama', offers: true });
    const extension = neighbours()[0];
    assert.deepEqual(await said(false, { neighbours }), { what: 'officialOllama', extension, holdsBack: false });
    assert.deepEqual(await said(true, { neighbours }), { what: 'officialOllama', extension, holdsBack: true });
  });

  it('names the models that run in a cloud, and uses none of them', async () => {
    const findings = await findingsIn({ models: [coder, writer, model('gpt-oss:120b-cloud', { remote: true })] });
    assert.deepEqual(only(findings, 'models').fact, { what: 'models', count: 2, remote: ['gpt-oss:120b-cloud'] });
  });

  it('says how much of a model is on the GPU, once where it serves in both roles', async () => {
    const both = running(coder.name, { sizeBytes: 4e9, gpuBytes: 1e9, contextTokens: 8192 });
    const findings = await findingsIn({ models: [coder], running: [both] });
    assert.deepEqual(only(findings, 'memory').fact, {
      what: 'modelSpills',
      role: 'completion',
      model: coder.name,
      gpuShare: 0.25,
    });
  });

  it('names what to choose instead of a model that spills, where something smaller is known to fit', async () => {
    const spilling = running(writer.name, { sizeBytes: 12e9, gpuBytes: 8e9, contextTokens: 8192 });
    const parts = { machine: () => ({ memoryBytes: 32e9 }) };
    const { fact } = only(
      await findingsIn({ models: [coder, { ...writer, sizeBytes: 11e9 }], running: [spilling], parts }),
      'memory',
    );
    assert.ok(
      fact.what === 'modelSpills' && fact.instead !== undefined && fact.instead !== writer.name,
      JSON.stringify(fact),
    );
  });

  it('blames the model where no setting gives it more context', async () => {
    const small = model('starcoder2:3b', { capabilities: ['completion', 'insert'], contextTokens: 1024 });
    const { fact } = only(await findingsIn({ models: [small, writer] }), 'completionContext');
    assert.ok(fact.what === 'contextTooSmall' && fact.isTheModels && fact.least === 1200);
  });

  it('asks no more of an engine that does not answer', async () => {
    const findings = await findingsIn({ version: 'unreachable', models: 'unreachable' });
    assert.deepEqual(
      findings.map(({ check }) => check),
      ['engine', 'proxy', 'disk', 'inlineSuggest', 'otherSuggestions', 'officialOllama', 'failures'],
    );
  });

  it('ends when it is cancelled', async () => {
    const cancelled = new AbortController();
    cancelled.abort();
    await assert.rejects(findingsIn({ version: 'unreachable' }, cancelled.signal), { name: 'AbortError' });
  });

  describe('where completions and tasks have engines of their own', () => {
    const vllm = (version: () => Promise<string>): Partial<SetupParts> => ({
      tasksEngine: () => ({
        engine: { name: 'vLLM', keepsModels: false, version },
        endpoint: () => ({ url: 'http://gpu.lan', host: 'gpu.lan:80', tier: 'selfHosted', source: 'setting' }),
        where: () => 'gpu.lan:80',
      }),
    });
    const models = [
      { ...coder, only: 'completion' as const },
      { ...writer, only: 'tasks' as const },
    ];
    const told = (findings: readonly Finding[], check: Check) =>
      of(findings, check).map((each) => `${each.of} ${each.level} ${each.fact.what}`);

    it('says of each how it is, and how many models it has', async () => {
      const findings = await findingsIn({ models, parts: vllm(async () => '0.11.2') });
      assert.deepEqual(
        of(findings, 'engine').map(({ of: role, fact }) => [role, fact.what === 'engineAnswers' && fact.engine]),
        [
          ['completion', 'Ollama 0.33.0'],
          ['tasks', 'vLLM 0.11.2'],
        ],
      );
      assert.deepEqual(told(findings, 'version'), ['completion ok engineUpToDate']);
      assert.deepEqual(told(findings, 'models'), ['completion ok models', 'tasks ok models']);
      assert.deepEqual(
        of(findings, 'models').map(({ fact }) => fact.what === 'models' && fact.count),
        [1, 1],
      );
      assert.deepEqual(wrong(findings), []);
    });

    it('one that is away takes nothing from what is said of the other', async () => {
      const away = vllm(async () => {
        throw new TierError('unreachable', 'as prepared');
      });
      const findings = await findingsIn({ models, parts: away });
      assert.deepEqual(told(findings, 'engine'), ['completion ok engineAnswers', 'tasks fail engineFails']);
      assert.deepEqual(told(findings, 'models'), ['completion ok models']);
      assert.equal(of(findings, 'completionModel').length, 1);
      assert.equal(of(findings, 'taskModel').length, 0);
      const other = await findingsIn({ models, version: 'unreachable', parts: vllm(async () => '0.11.2') });
      assert.deepEqual(told(other, 'engine'), ['completion fail engineFails', 'tasks ok engineAnswers']);
      assert.equal(of(other, 'breaker').length, 0);
      assert.equal(of(other, 'taskModel').length, 1);
    });

    it('where completions are off, theirs is not asked', async () => {
      const parts = vllm(async () => '0.11.2');
      const findings = await findingsIn({
        models,
        version: 'unreachable',
        parts,
        settings: { completionsEnabled: false },
      });
      assert.deepEqual(wrong(findings), []);
    });

    it('the chat is offered what the engine for tasks has, which no Ollama’s extension does', async () => {
      const neighbours = () => [{ id: 'ollama.ollama', name: 'Ollama' }];
      const parts = { ...vllm(async () => '0.11.2'), neighbours };
      const { fact } = only(await findingsIn({ models, parts, settings: { offerChatModels: true } }), 'officialOllama');
      assert.ok(fact.what === 'officialOllama' && !fact.holdsBack);
    });
  });
});
