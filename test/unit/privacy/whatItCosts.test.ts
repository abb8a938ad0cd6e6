import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openBudget } from '../../../src/privacy/budget.ts';
import { costOf, estimatedCost } from '../../../src/privacy/cost.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import type { Intent, LedgerRecord, Outcome } from '../../../src/privacy/ledgerLines.ts';
import { loadPresets, nameOfApi, presetAt } from '../../../src/privacy/presets.ts';
import { loadPrices, type Price, priceOf } from '../../../src/privacy/price.ts';
import { spendingOf } from '../../../src/privacy/spending.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { anIntent } from './ledgers.ts';
import { cloud, draftOf, memoryFiles } from './samples.ts';

const now = new Date(2026, 10, 25, 12).getTime();
const price: Price = { input: 2, output: 10, from: 'user' };

describe('the lists that Hearth brings', () => {
  it('say of each price how old it is and where it is from', async () => {
    const { rows } = await loadPrices();
    assert.ok(rows.length > 20);
    for (const row of rows) {
      assert.ok(row.input >= 0 && row.output > 0, row.model);
      assert.match(row.date, /^2026-\d\d(-\d\d)?$/, row.model);
      assert.ok('sources' in row && Array.isArray(row.sources) && row.sources.length > 0, row.model);
      assert.equal(rows.filter((each) => each.provider === row.provider && each.model === row.model).length, 1);
      if (row.above) assert.ok(row.upToPromptTokens, row.model);
    }
  });

  it('name providers by https addresses, each with a source, and prices that are there', async () => {
    const [presets, { rows, byPlan }] = await Promise.all([loadPresets(), loadPrices()]);
    assert.ok(presets.length > 20);
    assert.deepEqual(
      presets.filter((preset) => preset.favourite).map(({ name }) => name),
      ['Anthropic', 'OpenAI', 'Ollama’s cloud'],
    );
    for (const preset of presets) {
      assert.match(preset.baseUrl, /^https:\/\/[^?#]+[^/]$/);
      assert.ok('sources' in preset && Array.isArray(preset.sources) && preset.sources.length > 0, preset.name);
      const { prices } = preset;
      if (prices) assert.ok(byPlan.includes(prices) || rows.some(({ provider }) => provider === prices), prices);
    }
  });

  it('know a provider by exactly its host, and no look-alike', async () => {
    const presets = await loadPresets();
    assert.equal(presetAt('api.openai.com', 'openai', presets)?.name, 'OpenAI');
    assert.equal(presetAt('api.anthropic.com', 'anthropic', presets)?.name, 'Anthropic');
    for (const host of ['api.openai.com.evil.example', 'api.openai.co', 'openai.com', 'x-api.openai.com', '']) {
      assert.equal(presetAt(host, 'openai', presets), undefined, host);
    }
    assert.equal(presetAt('api.openai.com', 'anthropic', presets), undefined);
    const unfinished = {
      name: 'x',
      api: 'openai',
      baseUrl: 'https://{resource}.example.com/v1',
      listsModels: true,
    } as const;
    const finished = { ...unfinished, baseUrl: 'https://b.example.com/v1' };
    assert.equal(presetAt('b.example.com', 'openai', [unfinished, finished]), finished);
    assert.deepEqual(nameOfApi, {
      openai: 'OpenAI-compatible',
      anthropic: 'Anthropic-compatible',
      ollama: 'Ollama',
    });
  });
});

describe('a model’s price', () => {
  const of = async (model: string, provider: string | undefined, own = {}, when = now) =>
    priceOf(model, provider, await loadPrices(), own, when);

  it('is the user’s own before the list’s', async () => {
    const mine = { 'claude-opus-5-5': { input: 1, output: 2 } };
    assert.deepEqual(await of('claude-opus-5-5', 'anthropic', mine), { input: 1, output: 2, from: 'user' });
    assert.deepEqual(await of('claude-opus-5-5', 'anthropic'), { input: 4, output: 20, from: { date: '2026-10-24' } });
  });

  it('is unknown for another version, another provider, and a name that only looks like one', async () => {
    assert.equal(await of('claude-opus-5-5-20261001', 'anthropic'), 'unknown');
    assert.equal(await of('claude-opus-5-5', 'openai'), 'unknown');
    assert.equal(await of('claude-opus-5-5', undefined), 'unknown');
    assert.equal(await of('constructor', 'anthropic'), 'unknown');
  });

  it('comes with the longest prompt that it holds for, and what holds beyond', async () => {
    const row = { provider: 'p', model: 'm', date: '2026-11-01', input: 1, output: 2 };
    const above = { input: 2, output: 4 };
    const priced = (more: object) => priceOf('m', 'p', { byPlan: [], rows: [{ ...row, ...more }] }, {}, now);
    const plain = { input: 1, output: 2, from: { date: '2026-11-01' } };
    assert.deepEqual(priced({}), plain);
    assert.deepEqual(priced({ upToPromptTokens: 9, above }), { ...plain, upToPromptTokens: 9, above });
  });

  it('is none where a plan is paid for', async () => {
    assert.equal(await of('gpt-oss:120b', 'ollama-cloud'), 'byPlan');
  });

  it('changes on the day that was announced', async () => {
    const at = async (when: string) => of('gemini-3.8-flash', 'google', {}, Date.parse(when));
    assert.ok(typeof (await at('2026-12-31')) === 'object');
    assert.deepEqual(
      [await at('2026-12-31T23:59:00Z'), await at('2027-01-01T00:00:00Z')].map(
        (each) => typeof each === 'object' && each.input,
      ),
      [0.75, 1.5],
    );
  });
});

describe('what a request costs', () => {
  it('is reckoned from the tokens that were counted', () => {
    assert.equal(costOf(price, 1_000_000, 500_000), 7);
    assert.equal(costOf(price, 21, 7), 0.000112);
  });

  it('is unknown without a price or a count', () => {
    for (const [known, read, written] of [
      ['unknown', 1, 1],
      ['byPlan', 1, 1],
      [price, undefined, 1],
      [price, 1, undefined],
      [{ ...price, upToPromptTokens: 100, above: price }, undefined, 1],
    ] as const) {
      assert.equal(costOf(known, read, written), undefined);
    }
    assert.equal(estimatedCost('unknown', 10, 40), undefined);
    assert.equal(estimatedCost('byPlan', 10, 40), undefined);
  });

  it('follows the price for long prompts, and is unknown where that is', () => {
    const long: Price = { ...price, upToPromptTokens: 100, above: { input: 4, output: 20 } };
    assert.equal(costOf(long, 100, 0), 0.0002);
    assert.equal(costOf(long, 101, 0), 0.000404);
    const { above: _none, ...short } = long;
    assert.equal(costOf(short, 101, 0), undefined);
    assert.equal(estimatedCost(short, 101, 404), undefined);
    // A prompt that may turn out to be long is reckoned with as one.
    assert.equal(estimatedCost(long, 60, 240)?.atMostUsd, (120 * 4 + 16_000 * 20) / 1e6);
  });

  it('is never more than the most that was said, however the text is cut into tokens', () => {
    fc.assert(
      fc.property(
        fc.record({
          bytes: fc.nat(100_000),
          written: fc.nat(16_000),
          part: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        ({ bytes, written, part }) => {
          const estimate = estimatedCost(price, Math.ceil(bytes / 4), bytes);
          const actual = costOf(price, Math.floor((bytes / 2) * part), written);
          assert.ok(estimate && actual !== undefined && actual <= estimate.atMostUsd + 1e-12);
          assert.ok(estimate.usd <= estimate.atMostUsd + 1e-12);
        },
      ),
    );
  });

  it('stands in the draft, and changes with it', () => {
    const draft = draftOf(undefined, { ...cloud, price });
    assert.deepEqual(draft.estimatedCost, estimatedCost(price, draft.estimatedTokens, draft.bodyBytes));
    assert.ok(!('estimatedCost' in draftOf()));
  });
});

describe('what was spent', () => {
  let ids = 0;
  const sent = (when: number, more: Partial<Intent>, outcome?: Partial<Outcome>): LedgerRecord[] => {
    const id = `id-${++ids}`;
    const time = new Date(when).toISOString();
    const intent: Intent = {
      gesture: 'escalate',
      attempt: 1,
      provider: 'p',
      destination: 'https://api.example.com',
      method: 'POST',
      path: '/v1',
      model: 'm',
      bytesOut: 1,
      bodySha256: '',
      files: [],
      leftOut: [],
      estimatedTokens: 1,
      ...more,
    };
    return [
      { kind: 'intent', version: 1, id, time, ...intent },
      ...(outcome
        ? [{ kind: 'outcome' as const, version: 1 as const, id, time, ended: 'done', bytesIn: 1, ...outcome }]
        : []),
    ];
  };
  const priced = { estimatedUsd: 1, atMostUsd: 3 };

  it('is what the providers counted, by day and by month of the user’s own calendar', () => {
    const records = [
      ...sent(new Date(2026, 10, 25, 0, 1).getTime(), priced, { costUsd: 0.25 }),
      ...sent(new Date(2026, 10, 24, 23, 59).getTime(), priced, { costUsd: 0.5 }),
      ...sent(new Date(2026, 9, 31, 23, 59).getTime(), priced, { costUsd: 100 }),
      ...sent(new Date(2025, 10, 25, 12).getTime(), priced, { costUsd: 100 }),
    ];
    assert.deepEqual(spendingOf(records, now), {
      today: { usd: 0.25, atMostUsd: 0.25, unknown: 0 },
      month: { usd: 0.75, atMostUsd: 0.75, unknown: 0 },
    });
  });

  it('counts with the estimate what is under way, was cancelled or broke off, and with nothing what was refused', () => {
    for (const ended of ['aborted', 'cutShort', 'stalled', 'timedOut', 'refused', 'engineFailed', 'done']) {
      assert.deepEqual(
        spendingOf(sent(now, priced, { ended }), now).month,
        { usd: 1, atMostUsd: 3, unknown: 0 },
        ended,
      );
    }
    assert.deepEqual(spendingOf(sent(now, priced), now).month, { usd: 1, atMostUsd: 3, unknown: 0 });
    const free =
      'retried cloudOff overBudget wayChanged notApproved notRecorded keyRejected noCredit rateLimited overloaded redirected ' +
      'badCertificate unreachable notTheEngine modelMissing badRequest tooLong notAllowed';
    for (const ended of free.split(' ')) {
      assert.deepEqual(
        spendingOf(sent(now, priced, { ended }), now).month,
        { usd: 0, atMostUsd: 0, unknown: 0 },
        ended,
      );
    }
  });

  it('says how many requests have a cost that nobody knows', () => {
    assert.deepEqual(spendingOf([...sent(now, {}, {}), ...sent(now, priced, { costUsd: 2 })], now).today, {
      usd: 2,
      atMostUsd: 2,
      unknown: 1,
    });
    const figures = (intent: Partial<Intent>) => spendingOf(sent(now, intent), now).today;
    assert.deepEqual(figures({ atMostUsd: 3 }), { usd: 0, atMostUsd: 0, unknown: 1 });
    assert.deepEqual(figures({ estimatedUsd: 1 }), { usd: 1, atMostUsd: 1, unknown: 0 });
  });

  it('is read from the ledger of all windows; with a budget, a ledger that cannot be read lets nothing through', async () => {
    const files = memoryFiles();
    const clock = virtualClock(now);
    const ledger = openLedger({ files, clock, writer: 'here', process: 1, newId: () => 'a' });
    const other = openLedger({ files, clock, writer: 'there', process: 2, newId: () => 'b' });
    const [intent] = sent(now, priced);
    assert.ok(intent?.kind === 'intent');
    const { kind: _kind, version: _version, id: _id, time: _time, ...what } = intent;
    await other.begin(what);
    let monthly: number | undefined = 3;
    const budget = openBudget(ledger, clock, () => monthly);
    assert.equal((await budget.spending()).month.atMostUsd, 3);
    const draft = draftOf(undefined, { ...cloud, price });
    assert.equal(await budget.fits(draft, false), false);
    assert.equal(await budget.fits(draft, true), true);
    const broken = openBudget({ ...ledger, records: () => Promise.reject(new Error('EIO')) }, clock, () => monthly);
    await assert.rejects(broken.fits(draft, true), { reason: 'notRecorded', cause: new Error('EIO') });
    monthly = undefined;
    assert.equal(await broken.fits(draft, true), true);
  });

  it('is read from the files of the user’s own month, which may begin in the month before in UTC', async () => {
    const zone = process.env.TZ;
    process.env.TZ = 'Asia/Tokyo';
    try {
      const files = memoryFiles();
      for (const time of [Date.UTC(2026, 9, 31, 12), Date.UTC(2026, 10, 30, 14, 59), Date.UTC(2026, 10, 30, 15)]) {
        const clock = virtualClock(time);
        const ledger = openLedger({ files, clock, writer: `${time}`, process: 1, newId: () => `${time}` });
        await ledger.begin({ ...anIntent, estimatedUsd: 1 });
      }
      const clock = virtualClock(Date.UTC(2026, 11, 2));
      const read: string[] = [];
      const counting = {
        ...files,
        read: (name: string) => {
          read.push(name.slice(0, 7));
          return files.read(name);
        },
      };
      const ledger = openLedger({ files: counting, clock, writer: 'w', process: 1, newId: () => 'id' });
      const { month } = await openBudget(ledger, clock, () => undefined).spending();
      assert.deepEqual([month.usd, [...new Set(read)]], [1, ['2026-11']]);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});
