import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { Runs } from '../../src/scorecard/run/runFiles.ts';
import { hasPassed, type RunRecord } from '../../src/scorecard/run/runRecord.ts';
import { runFilesIn } from '../../src/scorecard/runFilesIn.ts';
import { compare } from '../../src/scorecard/statistics/comparison.ts';
import { bothDemoModels, demoFunctions, demoLabels, keepDemoAnswers, keptCases } from './demoCases.ts';
import { exportedBy, startScorecardRun } from './scorecardActs.ts';
import { extensionId, root, type Session, startSession } from './session.ts';
import { pageLooks, setTheme } from './themes.ts';

const patience = 30_000;
const repeats = 3;

const count = Object.keys(demoFunctions).length;

const digestOf = (file: string) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'test', 'engine', 'model', file)))
    .digest('hex');
const digests = { q8_0: digestOf('tiny-demo-q8_0.gguf'), f16: digestOf('tiny-demo.gguf') };

const { small, large } = demoLabels;

/**
 * The scorecard with real inference: the demo model in 8 bits and in 16. What it answers is worth little, so nothing here asks whether a
 * case passed; only whether what is said of it is what happened.
 */
describe('The scorecard on a real engine', () => {
  let session: Session;
  let cases = '';
  before(async function () {
    this.timeout(180_000);
    cases = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
    session = await startSession({
      models: bothDemoModels,
      settings: {
        'hearth.scorecard.folder': cases,
        'hearth.models.tasks': 'tiny-demo:latest',
        'hearth.completions.enabled': false,
      },
      prepare(folder) {
        for (const [name, text] of Object.entries(demoFunctions)) writeFileSync(join(folder, `${name}.py`), text);
      },
    });
  });
  after(async () => {
    await session?.stop();
    rmSync(cases, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
  });

  const page = (): FrameLocator => session.workbench.webview('editor');
  const table = (name: string) => page().getByRole('table', { name });
  const storage = () => join(session.editor.userData, 'User', 'globalStorage', extensionId);
  const runs = () => new Runs(runFilesIn(join(storage(), 'scorecard', 'runs'))).all();
  const labelOf = ({ identity }: RunRecord) => (identity.model.endsWith(':f16') ? large : small);
  const passedOf = (run: RunRecord | undefined) => run?.cases.filter(hasPassed).length;
  const nothingNew = { timeout: 120_000 };

  async function pictures(name: string): Promise<void> {
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(session.workbench, theme);
      await page().locator(`body.${pageLooks[theme]}`).waitFor({ timeout: patience });
      await session.workbench.neutralMouse();
      await session.workbench.screenshot(`${name}-${theme}`);
    }
  }

  it('ten of its answers are kept, each by its button', async function () {
    this.timeout(180_000);
    await keepDemoAnswers(session.workbench, cases);
    assert.equal(keptCases(cases), count);
  });

  it('the model in 8 and in 16 bits is run over them, and compared case by case', async function () {
    this.timeout(180_000);
    const { workbench, observer } = session;
    const before = observer.asked.filter(({ path }) => path === '/api/chat').length;
    await startScorecardRun(workbench, {
      file: 'explain.yaml',
      models: { [small]: true, [large]: true },
      onAsked: (dialog) =>
        dialog.getByText(`${count} cases × ${repeats} times × 2 models`).waitFor({ timeout: patience }),
    });
    await table('Verdicts').getByRole('row', { name: 'Explain' }).waitFor(nothingNew);
    const [first, second, ...more] = await runs();
    assert.ok(first && second && more.length === 0);
    assert.deepEqual(
      new Map([first, second].map(({ identity: { model, digest } }) => [model, digest.replace('sha256:', '')])),
      new Map([
        ['tiny-demo:latest', digests.q8_0],
        ['tiny-demo:f16', digests.f16],
      ]),
    );
    for (const { of, cases: records, endedAt, footprint, identity } of [first, second]) {
      assert.deepEqual([of, records.length, endedAt !== undefined], [count, count, true]);
      assert.ok(records.every(({ passes }) => passes.length === repeats));
      assert.equal(identity.options.repeats, repeats);
      assert.ok((footprint?.sizeBytes ?? 0) > 0, 'the engine said how much memory it takes');
    }
    // Each is warmed up by one more request.
    const asked = observer.asked.filter(({ path }) => path === '/api/chat').slice(before);
    for (const model of ['tiny-demo:latest', 'tiny-demo:f16'])
      assert.equal(asked.filter((each) => each.model === model).length, count * repeats + 1, model);
    await page().getByText(`Cases: explain.yaml, ${count} of ${count} done, repeats: ${repeats}`).waitFor();
    // The newest is looked at, beside the other.
    const { digest } = second.identity;
    await page()
      .getByText(`(${digest.replace('sha256:', '').slice(0, 12)})`)
      .waitFor();
    await saysHow(second, first, labelOf(second), labelOf(first));
    await pictures('scorecard-real');
  });

  it('the other weights under the old name are the third run of the trend', async function () {
    this.timeout(180_000);
    const { workbench, engine } = session;
    await engine.restart({ 'tiny-demo:latest': 'f16' });
    await workbench.command('View: Close All Editors');
    await startScorecardRun(workbench, { file: 'explain.yaml', models: { [small]: true } });
    const trend = table('Trend');
    await trend.getByText('new weights under this name').waitFor(nothingNew);
    const all = await runs();
    const [, , third, ...more] = all;
    assert.ok(third && more.length === 0);
    assert.equal(third.identity.digest.replace('sha256:', ''), digests.f16);
    const rows = trend.getByRole('row').filter({ hasText: 'tiny-demo' });
    const shown = await rows.evaluateAll((each) =>
      each.map((row) => [...row.querySelectorAll('th, td')].slice(1).map((cell) => cell.textContent ?? '')),
    );
    assert.deepEqual(
      shown.map(([model, passed = '', note]) => [model, /^\d+ of \d+/.exec(passed)?.[0], note]),
      all
        .toReversed()
        .map((run) => [
          labelOf(run),
          `${passedOf(run)} of ${count}`,
          run === third ? 'new weights under this name' : '',
        ]),
    );
    // Two digests of one name are told by these.
    const before = all.find(({ identity }) => identity.digest.endsWith(digests.q8_0));
    const named = (digest: string) => `${small} (${digest.slice(0, 7)})`;
    await saysHow(third, before ?? assert.fail(), named(digests.f16), named(digests.q8_0));
    for (const name of ['Trend', 'Escalations']) {
      await page()
        .getByRole('heading', { name })
        .evaluate((heading) => heading.scrollIntoView());
      await pictures(`scorecard-real-${name === 'Trend' ? 'trend' : 'signals'}`);
    }
  });

  it('the export says what the page says', async () => {
    const { workbench, folder } = session;
    const report = await exportedBy(workbench, 'Export as Markdown', folder, '.md');
    const [, verdict = '', passed = ''] = await table('Verdicts')
      .getByRole('row', { name: 'Explain' })
      .first()
      .evaluate((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.firstChild?.textContent ?? ''));
    assert.match(passed, /^\d+ of 10, so \d+–\d+ %$/);
    assert.ok(report.includes(`| Explain | ${verdict} | ${passed} |`), `${verdict}, ${passed} in\n${report}`);
    const trend = report.slice(report.indexOf('## Trend'), report.indexOf('## Signals'));
    assert.equal(trend.split('\n').filter((line) => line.includes('tiny-demo')).length, 3);
    assert.ok(report.includes(`(${digests.f16.slice(0, 12)})`));
  });

  /** What the page says of two runs is what came of them. */
  async function saysHow(run: RunRecord, other: RunRecord, name: string, otherName: string): Promise<void> {
    const results = ({ cases: records }: RunRecord) => new Map(records.map((each) => [each.id, hasPassed(each)]));
    const { onlyFirst, onlySecond, first } = compare(results(run), results(other));
    assert.equal(first.total, count);
    const said =
      onlyFirst + onlySecond === 0
        ? `They agree on all ${count} cases.`
        : `${name} alone passes ${onlyFirst}, ${otherName} alone ${onlySecond}: `;
    await page().getByText(said).first().waitFor({ timeout: patience });
    await page()
      .getByText(/^(Both take about the same memory|They are not in one class)/)
      .waitFor({ timeout: patience });
  }
});
