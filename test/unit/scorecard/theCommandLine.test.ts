import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import { startFakeVllm } from '../../fakes/fakeVllm.ts';
import { says } from '../../fakes/ollamaAnswers.ts';
import { says as vllmSays } from '../../fakes/vllmAnswers.ts';
import { scorecard } from '../../run/scorecardCommand.ts';

const cases = [
  'prompts: ["{{text}}"]',
  'tests:',
  '  - description: A greeting',
  '    vars: { text: Say hello }',
  '    assert: [{ type: icontains, value: hello }]',
  '    metadata: { task: ask }',
  '  - description: A farewell',
  '    vars: { text: Say goodbye }',
  '    assert: [{ type: icontains, value: goodbye }, { type: javascript, value: "process.exit(9)" }]',
  '    metadata: { task: ask }',
].join('\n');

describe('The scorecard at the command line', () => {
  let folder = '';
  let engine: FakeOllama;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-scorecard-'));
    engine = await startFakeOllama({ models: [{ name: 'one:latest' }, { name: 'two:latest' }] });
    engine.script(says('Hello, *you*!'));
  });
  after(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true });
  });

  async function run(...given: string[]): Promise<{ code: number; report: string; said: string }> {
    let [report, said] = ['', ''];
    const code = await scorecard(['--records', join(folder, 'runs'), ...given], {
      say: (line) => (said += `${line}\n`),
      print: (text) => (report += text),
      signal: new AbortController().signal,
    });
    return { code, report, said };
  }
  const file = (text: string) => {
    const path = join(folder, 'cases.yaml');
    writeFileSync(path, text);
    return path;
  };

  it('runs a file against two models, shows what it does, compares them, and knows the runs again', async () => {
    const path = file(cases);
    const written = join(folder, 'report.md');
    const both = ['--engine', engine.url, '--model', 'one', '--model', 'two', '--report', written];
    const { code, report, said } = await run(...both, path);
    assert.equal(code, 0, said);
    assert.ok(report.includes('| ask | Undecided: '), report);
    assert.ok(
      report.includes('They agree on all 2 cases.') && report.includes('**A farewell** (ask): icontains: goodbye'),
      report,
    );
    assert.ok(said.includes('one:latest: 2 cases, 6 requests') && said.includes('2 of 2: A farewell'), said);
    assert.ok(/:9:\d+: note: "javascript" is shown/.test(said), said);
    assert.equal(readFileSync(written, 'utf8'), report);
    const asked = engine.requests.length;
    const again = await run(...both, path);
    assert.ok(again.said.includes('was run before') && again.report === report, again.said);
    assert.ok(engine.requests.slice(asked).every((request) => request.path !== '/api/chat'));
  });

  it('says what is wrong, and where: a broken file, a model that is not there, no model', async () => {
    const broken = await run(
      '--engine',
      engine.url,
      '--model',
      'one',
      file('prompts: [a]\ntests:\n  - assert: [{}]\n'),
    );
    assert.equal(broken.code, 1);
    assert.match(broken.said, /cases\.yaml:3:14: An assertion needs a "type"\./);
    const missing = await run('--engine', engine.url, '--model', 'three', file(cases));
    assert.deepEqual(
      [missing.code, /three is not installed\. There are: one:latest, two:latest/.test(missing.said)],
      [1, true],
    );
    for (const none of [await run(file(cases)), await run('--model'), await run('--modle', 'one')])
      assert.ok(none.code === 2 && none.said.includes('npm run scorecard -- --model NAME'), none.said);
  });

  it('asks a server with OpenAI’s API, with the key of the environment, and tells its models apart by their names', async () => {
    const server = await startFakeVllm({ models: ['org/one', 'org/two'], key: 'sesame' });
    try {
      server.script(vllmSays(true, 'Hello and goodbye.'));
      const both = ['--engine', `${server.url}/v1`, '--model', 'org/one', '--model', 'org/two', '--again'];
      const without = await run(...both, file(cases));
      assert.ok(without.code === 1 && without.said.includes('HEARTH_ENGINE_KEY'), without.said);
      process.env.HEARTH_ENGINE_KEY = 'sesame';
      const { code, report, said } = await run(...both, file(cases));
      assert.equal(code, 0, said);
      assert.ok(report.includes('They agree on all 2 cases.') && report.includes('vLLM 0.11.2'), report);
      assert.ok(report.includes('- Model: `org/one`\n'), report);
      assert.ok(!said.includes('sesame') && !report.includes('sesame'));
    } finally {
      delete process.env.HEARTH_ENGINE_KEY;
      await server.stop();
    }
  });
});
