import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { type Hearth, startHearth } from './support/hearth.ts';
import { escalate, explainFile } from './support/run.ts';
import { until } from './support/until.ts';
import { send } from './support/webviews.ts';

/** With these, the fake provider's 21 tokens in and 7 out cost 0.28 dollars, and the longest answer over 160. */
const prices = { 'big-model': { input: 10_000, output: 10_000 } };

describe('what the cloud costs', () => {
  let hearth: Hearth;
  const start = async (settings: Readonly<Record<string, unknown>>) => {
    hearth = await startHearth({ settings });
    await explainFile();
    hearth.sheets.answer = send;
  };
  afterEach(() => hearth.end());

  const costOnSheet = () =>
    hearth.sheets.shown
      .at(-1)
      ?.facts.find(({ label }) => label === 'Cost')
      ?.values.map(({ text }) => text);
  const costOnAnswer = () => hearth.page.newest.badge?.details.find(({ label }) => label === 'Cost')?.value;

  it('stands on the sheet before it is sent, on the answer, in the ledger, and on the hover card', async () => {
    await start({ 'hearth.cloud.prices': prices });
    await escalate();
    assert.match(hearth.sheets.shown[0]?.size ?? '', /tokens \(estimate\) · about \$[\d.]+ \(estimate\)$/);
    assert.match(costOnSheet()?.[0] ?? '', /^about \$[\d.]+, at most \$[\d.]+ with 16,000 tokens of answer$/);
    assert.match(hearth.page.newest.badge?.facts ?? '', / · \$0\.28$/);
    assert.equal(costOnAnswer(), '$0.28');
    const [intent, outcome] = hearth.ledger();
    assert.ok(intent?.kind === 'intent' && outcome?.kind === 'outcome');
    assert.ok((intent.estimatedUsd ?? 0) > 7 && (intent.atMostUsd ?? 0) > 160);
    assert.equal(outcome.costUsd, 0.28);
    const card = () => hearth.hover.value.replaceAll('\\', '');
    // While it is under way it counts with its estimate.
    await until(
      () => card().includes('Cloud: $0.28 today, $0.28 this month'),
      () => `the sum on the card: ${card()}`,
    );
  });

  it('stays unknown where it is', async () => {
    await start({ 'hearth.cloud.monthlyBudget': 5 });
    await escalate();
    assert.match(hearth.sheets.shown[0]?.size ?? '', /· cost unknown$/);
    assert.deepEqual(costOnSheet(), ['unknown', '$0.00 of $5.00 are spent this month; this request cannot be counted']);
    assert.equal(costOnAnswer(), 'unknown');
    await until(() => hearth.hover.value.includes('this month'), 'the sum on the card');
    assert.match(
      hearth.hover.value.replaceAll('\\', ''),
      /Cloud: \$0\.00 today, \$0\.00 of \$5\.00 this month, and 1 requests of unknown cost/,
    );
  });

  it('is stopped before it could pass the budget, with one way to change that', async () => {
    await start({ 'hearth.cloud.prices': prices, 'hearth.cloud.monthlyBudget': 20 });
    await escalate();
    assert.deepEqual([hearth.sheets.shown, hearth.cloudRequests, hearth.ledger()], [[], [], []]);
    const [told] = hearth.person.told;
    assert.match(
      told?.text ?? '',
      /^This could cost up to \$1\d\d\.\d\d, and \$0\.00 of your monthly budget of \$20\.00/,
    );
    assert.match(told?.text ?? '', /Nothing was sent\.$/);
    assert.deepEqual(told?.buttons, ['Open the Setting']);
    await commands.executeCommand('hearth.explain');
    assert.deepEqual([hearth.page.newest.phase, hearth.page.newest.badge?.tier], ['done', 'local']);
  });
});
