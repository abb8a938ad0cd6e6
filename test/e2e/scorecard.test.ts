import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../editor/workbench.ts';
import { type Answer, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { exportedBy, startScorecardRun } from './scorecardActs.ts';
import { pageLooks, picturesInThemes } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;
const count = 10;
const memory = (total: number) => ({ total, gpu: 0 });
const good: FakeModel = { name: 'good:latest', memory: memory(2_100_000_000), loaded: true, digest: 'a'.repeat(64) };
const poor: FakeModel = { name: 'poor:latest', memory: memory(2_000_000_000), loaded: true, digest: 'b'.repeat(64) };

const fileOf = (index: number) =>
  `function fee_${index}(base_${index}, days_${index})\n  return base_${index} * days_${index}\nend\n`;

/** Models that got new weights. */
const improved = new Set<string>();

/** Explains each file: a good model says what it is about, a poor one does so for one of them. */
const explains: Answer = async (exchange) => {
  const { model = '', messages = [] } = (exchange.request.body ?? {}) as {
    model?: string;
    messages?: { content: string }[];
  };
  const index = Number(/fee_(\d+)/.exec(messages.at(-1)?.content ?? '')?.[1]);
  const isRight = model.startsWith('good') || improved.has(model) || index < 1;
  const text = isRight
    ? `\`fee_${index}\` multiplies \`base_${index}\` by \`days_${index}\`.`
    : 'This is a piece of code.';
  await saysAndEnds({ promptCount: 120, promptTime: 240, count: 20, time: 500 }, text)(exchange);
};

describe('The scorecard', () => {
  let session: FakeSession;
  let workbench: Workbench;
  let cases = '';
  let folder = '';
  before(async function () {
    this.timeout(180_000);
    cases = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
    const settings = {
      'hearth.scorecard.folder': cases,
      'hearth.models.tasks': 'good:latest',
      'hearth.completions.enabled': false,
    };
    session = await startFakeSession(settings, [good, poor]);
    session.engine.script(explains);
    const files = Array.from({ length: count }, (_, index) => [`fee${index}.lua`, fileOf(index)] as const);
    workbench = await session.openWindow(Object.fromEntries(files), undefined, '', (opened) => {
      folder = opened;
    });
  });
  after(async () => {
    await session?.stop();
    rmSync(cases, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const page = (): FrameLocator => workbench.webview('editor');
  const clearNotifications = () => workbench.command('Notifications: Clear All Notifications');
  const caseFile = () => {
    const path = join(cases, 'explain.yaml');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const pictures = (name: string) =>
    picturesInThemes(workbench, name, async (theme) => {
      await page().locator(`body.${pageLooks[theme]}`).waitFor({ timeout: patience });
      await workbench.neutralMouse();
    });

  /** Runs the cases of a file against these models. */
  const run = (file: string, models: readonly string[], onAsked: () => Promise<unknown> = async () => {}) =>
    startScorecardRun(workbench, {
      file,
      models: { good: models.includes('good'), poor: models.includes('poor') },
      onAsked,
    });

  it('says what it is for, while there is no run', async () => {
    await workbench.command('Hearth: Show Scorecard');
    await page().getByRole('heading', { name: 'No run yet' }).waitFor({ timeout: patience });
    await page().getByText('What fits this machine').waitFor({ timeout: patience });
    await pictures('scorecard-empty');
    await workbench.command('View: Close All Editors');
  });

  it('ten answers are kept, each by one button', async function () {
    this.timeout(180_000);
    for (let index = 0; index < count; index++) {
      await workbench.openFile(`fee${index}.lua`);
      await workbench.command('Hearth: Explain');
      const card = workbench
        .webview('view')
        .getByRole('article')
        .filter({ hasText: `fee${index}.lua` })
        .first();
      await card.getByText('multiplies').waitFor({ timeout: patience });
      const keep = card.getByRole('button', { name: 'Keep as Test' });
      if (index === 0) {
        await keep.hover();
        await workbench.screenshot('scorecard-keep-dark');
      }
      await keep.click();
      await until(
        () => caseFile().split('  - description:').length - 1 === index + 1,
        () => `case ${index + 1}`,
      );
    }
    await workbench.notification('Kept as a test in explain.yaml.').first().waitFor({ timeout: patience });
    assert.match(caseFile(), /- fee_3\n +- base_3\n +- days_3/);
    await clearNotifications();
  });

  it('an answer with a secret in it is not kept', async () => {
    session.engine.enqueue(
      saysAndEnds({}, 'Set `AWS_SECRET_ACCESS_KEY = wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzDEMOKEY1` first.'),
    );
    await workbench.openFile('fee0.lua');
    await workbench.command('Hearth: Explain');
    const card = workbench.webview('view').getByRole('article').first();
    await card.getByText('AWS_SECRET').waitFor({ timeout: patience });
    const before = caseFile();
    await workbench.command('Hearth: Keep the Last Answer as a Test');
    await workbench
      .notification('Not kept: there is something in it that looks like a secret')
      .waitFor({ timeout: patience });
    assert.equal(caseFile(), before);
    await workbench.screenshot('scorecard-secret-dark');
    await clearNotifications();
  });

  it('two models are compared: an estimate first, then the verdicts', async function () {
    this.timeout(180_000);
    await run('explain.yaml', ['good', 'poor'], () => workbench.screenshot('scorecard-estimate-dark'));
    await page().getByRole('heading', { name: 'Verdicts' }).waitFor({ timeout: 120_000 });
    const row = page().getByRole('table', { name: 'Verdicts' }).getByRole('row', { name: 'Explain' });
    await row.getByText('Escalation worthwhile').waitFor({ timeout: patience });
    await page()
      .getByText('poor alone passes 0, good alone 9: good is clearly better.')
      .first()
      .waitFor({ timeout: patience });
    await page().getByText('Both take about the same memory.').waitFor();
    await page().getByRole('combobox', { name: 'Run', exact: true }).selectOption({ index: 1 });
    await row.getByText('Local suffices').waitFor({ timeout: patience });
    await row.getByText('10 of 10, so 72–100 %').waitFor();
    await pictures('scorecard');
  });

  it('the model of a run is used for a task by a click, and answers from then on', async () => {
    await page().getByRole('combobox', { name: 'Run', exact: true }).selectOption({ index: 0 });
    await page().getByText('Escalation worthwhile').waitFor({ timeout: patience });
    await page().getByRole('button', { name: 'Use for This Task: Explain' }).click();
    await page()
      .getByRole('table', { name: 'Verdicts' })
      .getByText('used', { exact: true })
      .waitFor({ timeout: patience });
    await workbench.openFile('fee9.lua');
    await workbench.command('Hearth: Explain');
    await workbench
      .webview('view')
      .getByRole('article')
      .first()
      .getByText('This is a piece of code.')
      .waitFor({ timeout: patience });
  });

  it('new weights under the old name are noticed, and stand in the trend with the runs before', async function () {
    this.timeout(180_000);
    session.engine.models.set('poor:latest', { ...poor, digest: 'c'.repeat(64) });
    improved.add('poor:latest').add('poor');
    await workbench.command('View: Close All Editors');
    await run('explain.yaml', ['poor']);
    const trend = page().getByRole('table', { name: 'Trend' });
    await trend.getByText('new weights under this name').waitFor({ timeout: 120_000 });
    assert.equal(await trend.getByRole('row').count(), 4);
    const toTop = (name: string) =>
      page()
        .getByRole('heading', { name })
        .evaluate((heading) => heading.scrollIntoView());
    await toTop('Trend');
    await pictures('scorecard-trend');
    await toTop('Escalations');
    await page().getByText('+90 points').waitFor({ timeout: patience });
    await pictures('scorecard-signals');
  });

  it('is exported as Markdown, and says the same there', async () => {
    const report = await exportedBy(workbench, 'Export as Markdown', folder, '.md');
    for (const part of [
      '# Hearth scorecard',
      '| Explain | Local suffices | 10 of 10',
      '## Trend',
      '## Signals',
      'Setup time',
    ])
      assert.ok(report.includes(part), `${part} is missing in\n${report}`);
    await clearNotifications();
  });

  it('a file that was edited by hand is read, and a broken one says on which line', async () => {
    writeFileSync(
      join(cases, 'mine.yaml'),
      'prompts:\n  - "{{text}}"\ntests:\n  - vars: { text: fee_1 }\n    assert:\n      - type: contains\n',
    );
    const { quickInput } = workbench;
    await workbench.command('Hearth: Run Scorecard…');
    await quickInput.row('mine.yaml').waitFor({ timeout: patience });
    await workbench.screenshot('scorecard-which-cases-dark');
    await quickInput.pick('mine.yaml');
    const problem = workbench.notification(
      'mine.yaml, line 6: This check cannot be judged: "contains" needs a text as its value.',
    );
    await problem.waitFor({ timeout: patience });
    await problem.getByRole('button', { name: 'Show the Line' }).click();
    await session.browser.page.locator('.tab.active[data-resource-name="mine.yaml"]').waitFor({ timeout: patience });
    await session.browser.page.locator('.squiggly-error').first().waitFor({ timeout: patience });
    await workbench.screenshot('scorecard-broken-dark');
    writeFileSync(
      join(cases, 'mine.yaml'),
      'prompts:\n  - "{{text}}"\ntests:\n  - vars: { text: fee_1 }\n    assert:\n      - type: contains\n        value: days_1\n',
    );
    await run('mine.yaml', ['good']);
    await page().getByText('Cases: mine.yaml, 1 of 1 done').waitFor({ timeout: 120_000 });
  });
});
