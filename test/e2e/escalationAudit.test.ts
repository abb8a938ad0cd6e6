import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../editor/workbench.ts';
import { streams } from '../fakes/cloudAnswers.ts';
import { type FakeCloud, startFakeCloud } from '../fakes/fakeCloud.ts';
import { type Answer, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { startScorecardRun } from './scorecardActs.ts';
import { cloudKey } from './session.ts';
import { setUpCloud } from './setUpCloud.ts';
import { pageLooks, picturesInThemes } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;
const memory = { total: 2_000_000_000, gpu: 0 };
const older: FakeModel = { name: 'older:latest', memory, loaded: true, digest: 'a'.repeat(64) };
const newer: FakeModel = { name: 'newer:latest', memory, loaded: true, digest: 'b'.repeat(64) };

/** The older model does for none of the two files, the newer one for the fee. */
const explains: Answer = async (exchange) => {
  const { model = '' } = (exchange.request.body ?? {}) as { model?: string };
  const text = model.startsWith('newer') ? '`fee` multiplies `base` by `days`.' : 'This is a piece of code.';
  await saysAndEnds({ promptCount: 120, promptTime: 240, count: 20, time: 500 }, text)(exchange);
};

describe('The escalation audit', () => {
  let session: FakeSession;
  let cloud: FakeCloud;
  let workbench: Workbench;
  let cases = '';
  before(async function () {
    this.timeout(180_000);
    cases = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
    cloud = await startFakeCloud({ key: cloudKey });
    session = await startFakeSession(
      {
        'hearth.scorecard.folder': cases,
        'hearth.models.tasks': 'older:latest',
        'hearth.completions.enabled': false,
      },
      [older, newer],
    );
    session.engine.script(explains);
    workbench = await session.openWindow({
      'fee.lua': 'function fee(base, days)\n  return base * days\nend\n',
      'rate.lua': 'function rate(share, whole)\n  return share / whole\nend\n',
    });
    await workbench.command('Hearth: Configure the Cloud Tier');
    await setUpCloud(workbench, `${cloud.url}/v1`, cloudKey, 'big-model');
  });
  after(async () => {
    await session?.stop();
    await cloud?.stop();
    rmSync(cases, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const page = (): FrameLocator => workbench.webview('editor');
  const view = () => workbench.webview('view');
  const caseFile = () => {
    const path = join(cases, 'escalations.yaml');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  const pictures = (name: string) =>
    picturesInThemes(workbench, name, async (theme) => {
      await page().locator(`body.${pageLooks[theme]}`).waitFor({ timeout: patience });
      await page()
        .getByRole('heading', { name: 'Escalations' })
        .evaluate((heading) => heading.scrollIntoView({ block: 'center' }));
      await workbench.neutralMouse();
    });

  /** Explains a file here, has the cloud explain it, and says that this was worth it. */
  async function escalated(file: string, answer: string): Promise<void> {
    cloud.script(streams(answer));
    const before = cloud.requests.length;
    await workbench.openFile(file);
    await workbench.command('Hearth: Explain');
    const card = view().getByRole('article').filter({ hasText: file });
    await card.getByText('This is a piece of code.').first().waitFor({ timeout: patience });
    await workbench.command('Hearth: Escalate the Last Answer to the Cloud…');
    await page().locator('footer .primary').click({ timeout: patience });
    await card.getByRole('button', { name: 'Yes', exact: true }).click({ timeout: patience });
    await card.getByRole('button', { name: 'Yes', exact: true, pressed: true }).waitFor({ timeout: patience });
    assert.equal(cloud.requests.length, before + 1);
  }

  it('what was sent to the cloud and judged can be kept as tests, by one button', async function () {
    this.timeout(180_000);
    await escalated('rate.lua', '`rate` divides `share` by `whole`.');
    await escalated('fee.lua', '`fee` multiplies `base` by `days`.');
    const notKept = page().getByText('2 escalations that you judged are no tests yet.').filter({ visible: true });
    await workbench.command('Hearth: Show Scorecard');
    await notKept.waitFor({ timeout: patience });
    await workbench.screenshot('scorecard-candidates-before-a-run');
    writeFileSync(
      join(cases, 'first.yaml'),
      'prompts: ["Explain {{name}}."]\ntests:\n  - vars: { name: fee }\n    assert: [{ type: icontains, value: fee }]\n',
    );
    await startScorecardRun(workbench, { file: 'first.yaml', models: { older: true, newer: false } });
    await page()
      .getByText('This run has no case of a request that you sent to the cloud.')
      .waitFor({ timeout: 120_000 });
    await notKept.waitFor();
    await pictures('scorecard-candidates');
    const before = cloud.requests.length;
    await page().getByRole('button', { name: 'Keep Them as Tests' }).click();
    await until(
      () => caseFile().split('  - description:').length === 3,
      () => `both cases in\n${caseFile()}`,
    );
    await page().getByText('that you judged').waitFor({ state: 'hidden', timeout: patience });
    assert.match(caseFile(), /description: Explain · whole file · fee\.lua/);
    assert.match(caseFile(), /escalated: true/);
    assert.equal(cloud.requests.length, before, 'nothing is sent');
    await workbench.command('Notifications: Clear All Notifications');
  });

  it('a run says which of them would now pass here', async function () {
    this.timeout(180_000);
    await startScorecardRun(workbench, { file: 'escalations.yaml', models: { older: true, newer: true } });
    await page().getByText('of your last 2 escalations would now pass locally.').waitFor({ timeout: 120_000 });
    const lookAt = async (model: string) => {
      const runs = page().getByRole('combobox', { name: 'Run', exact: true });
      const labels = await runs.getByRole('option').allInnerTexts();
      await runs.selectOption({ index: labels.findIndex((each) => each.startsWith(model)) });
    };
    await lookAt('newer');
    const audited = page().locator('.audited').getByRole('listitem');
    await page().getByText('1 of your last 2 escalations would now pass locally.').waitFor({ timeout: patience });
    assert.deepEqual(
      (await audited.allInnerTexts()).map((text) => text.trim().split(/\s*\n\s*/)),
      [
        ['Explain · whole file · rate.lua:1–3', 'does not pass locally yet'],
        ['Explain · whole file · fee.lua:1–3', 'would now pass locally'],
      ],
    );
    await pictures('scorecard-audit');
    await lookAt('older');
    await page().getByText('0 of your last 2 escalations would now pass locally.').waitFor({ timeout: patience });
  });
});
