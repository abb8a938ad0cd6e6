import assert from 'node:assert/strict';
import { readSettings } from '../../../src/base/settings.ts';
import { type Escalated, prepareEscalation } from '../../../src/editor/privacy/escalate.ts';
import { CloudKeys } from '../../../src/editor/privacy/keys.ts';
import { readFromSheet } from '../../../src/editor/privacy/readFromSheet.ts';
import type { SheetAnswer } from '../../../src/privacy/approval.ts';
import { openBudget } from '../../../src/privacy/budget.ts';
import type { Draft } from '../../../src/privacy/draft.ts';
import { readExclusions } from '../../../src/privacy/exclusions.ts';
import { findSecrets } from '../../../src/privacy/findSecrets.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import type { FindSecrets } from '../../../src/privacy/secret.ts';
import type { Message, TierEvent } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { cloudOf, loadSdks } from '../tiers/cloudOf.ts';
import { secretOf } from './plantedSecrets.ts';
import { excerpt, explainSum, memoryFiles, originOf, send, sheetAnswering, typed, user } from './samples.ts';

const key = 'sk-CANARY-key-0123456789';

function secrets() {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (name: string) => kept.get(name),
    store: async (name: string, value: string) => void kept.set(name, value),
    delete: async (name: string) => void kept.delete(name),
    keys: async () => [...kept.keys()],
  };
}

describe('escalating to the cloud', () => {
  let provider: FakeCloud;
  before(async function () {
    this.timeout(60_000);
    await loadSdks();
  });
  beforeEach(async () => {
    provider = await startFakeCloud({ key });
  });
  afterEach(() => provider.stop());

  /** All parts as the root joins them, with a person who does `answers` on the sheet. */
  async function room(options: {
    answers: readonly ((draft: Draft) => SheetAnswer)[];
    settings?: Record<string, unknown>;
    find?: FindSecrets;
  }) {
    const clock = virtualClock();
    const files = memoryFiles();
    const keys = new CloudKeys(secrets());
    await keys.save(provider.url, key);
    let ids = 0;
    const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => `id-${++ids}` });
    const values: Record<string, unknown> = {
      'hearth.cloud.baseUrl': `${provider.url}/v1`,
      'hearth.cloud.model': 'big-model',
      ...options.settings,
    };
    const read = () => readSettings((name) => values[name]);
    const handed: unknown[] = [];
    const budget = openBudget(ledger, clock, () => read().monthlyBudget ?? undefined);
    const cloud = cloudOf({
      ledger,
      clock,
      keyFor: keys.keyFor,
      fitsBudget: (draft) => budget.fits(draft, true),
      async *ask(...values) {
        handed.push(values.slice(0, 3));
        yield 'A handed';
        yield ' answer.';
      },
    });
    const sheet = sheetAnswering(...options.answers);
    let sheetsOpen = 0;
    let scannersOpen = 0;
    const purses: unknown[] = [];
    const escalation = prepareEscalation({
      settings: read,
      budget,
      clock,
      keyFor: keys.keyFor,
      extensionOffering: (vendor) => `The Extension of ${vendor}`,
      cloud,
      exclusionsFor: async (_, neverLeaves) => readExclusions(neverLeaves),
      openScanner: () => {
        scannersOpen += 1;
        return {
          find: options.find ?? findSecrets,
          dispose() {
            scannersOpen -= 1;
          },
        };
      },
      openSheet: (purse) => {
        sheetsOpen += 1;
        purses.push(purse);
        return {
          show: (draft) => sheet.show(draft),
          dispose() {
            sheetsOpen -= 1;
          },
        };
      },
    });
    const escalate = (messages: readonly Message[] = explainSum): Promise<Escalated> =>
      escalation.escalate({ messages }, 'escalate', new AbortController().signal);
    return { escalate, sheet, ledger, keys, handed, values, purses, open: () => sheetsOpen + scannersOpen };
  }

  it('drafts, asks, answers: what was on the sheet is what arrives', async () => {
    const { escalate, sheet, ledger, open } = await room({ answers: [send] });
    const escalated = await escalate();
    assert.ok(escalated.kind === 'answering');
    assert.equal(provider.requests.length, 0);
    const events: TierEvent[] = [];
    for await (const event of escalated.events) events.push(event);
    assert.equal(events.map((event) => (event.kind === 'piece' ? event.text : '')).join(''), 'A fake cloud answer.');
    const [shown] = sheet.shown;
    assert.deepEqual(provider.requests[0]?.bytes, Buffer.from(shown?.body ?? ''));
    const [intent] = await ledger.records();
    assert.ok(intent?.kind === 'intent');
    assert.deepEqual([intent.bodySha256, intent.gesture], [shown?.bodySha256, 'escalate']);
    assert.equal(open(), 0);
  });

  for (const [api, engine] of [
    ['anthropic', 'Anthropic-compatible'],
    ['ollama', 'Ollama'],
  ] as const) {
    it(`does so with ${engine} too`, async () => {
      const settings = { 'hearth.cloud.provider': api, 'hearth.cloud.baseUrl': provider.url };
      const { escalate, sheet, ledger } = await room({ answers: [send], settings });
      const escalated = await escalate();
      assert.ok(escalated.kind === 'answering');
      const host = `127.0.0.1:${provider.port}`;
      assert.deepEqual(escalated.whom, { tier: 'cloud', engine, host, model: 'big-model' });
      for await (const _ of escalated.events);
      assert.deepEqual(provider.requests[0]?.bytes, Buffer.from(sheet.shown[0]?.body ?? ''));
      const [intent, outcome] = await ledger.records();
      assert.ok(intent?.kind === 'intent' && outcome?.kind === 'outcome');
      assert.deepEqual([intent.bodySha256, outcome.ended], [sheet.shown[0]?.bodySha256, 'done']);
    });
  }

  it('hands what was on the sheet to another extension, and needs no key for it', async () => {
    const settings = { 'hearth.cloud.provider': 'extension', 'hearth.cloud.model': 'acme/maker/big' };
    const { escalate, sheet, ledger, handed } = await room({ answers: [send], settings });
    const escalated = await escalate();
    assert.ok(escalated.kind === 'answering');
    const events: TierEvent[] = [];
    for await (const event of escalated.events) events.push(event);
    assert.equal(provider.requests.length, 0);
    const [shown] = sheet.shown;
    assert.deepEqual(handed, [['acme', 'maker/big', JSON.parse(shown?.body ?? '').messages]]);
    assert.deepEqual(events.at(-1), {
      kind: 'done',
      reason: 'stop',
      provenance: {
        tier: 'handedOver',
        engine: 'The Extension of acme',
        host: 'The Extension of acme',
        model: 'maker/big',
      },
      measured: { firstPieceMs: 0, totalMs: 0 },
    });
    const [intent, outcome] = await ledger.records();
    assert.ok(intent?.kind === 'intent' && outcome?.kind === 'outcome');
    assert.deepEqual(
      [intent.method, intent.destination, intent.model, intent.bodySha256, outcome.ended, outcome.bytesIn],
      ['HAND OVER', 'vscode-lm://acme', 'maker/big', shown?.bodySha256, 'done', 'A handed answer.'.length],
    );
  });

  describe('with a monthly budget', () => {
    const prices = { 'hearth.cloud.prices': { 'big-model': { input: 10, output: 1000 } } };
    /** The longest answer costs 16 dollars. */
    const answer = async (room: { escalate: () => Promise<Escalated> }) => {
      const escalated = await room.escalate();
      if (escalated.kind === 'answering') for await (const _ of escalated.events);
      return escalated;
    };

    it('says on the sheet what is left of it, and stops before a request that could pass it', async () => {
      const settings = { ...prices, 'hearth.cloud.monthlyBudget': 16.5 };
      const here = await room({ answers: [send, send], settings });
      assert.equal((await answer(here)).kind, 'answering');
      assert.deepEqual(here.purses, [
        {
          monthlyUsd: 16.5,
          spending: {
            today: { usd: 0, atMostUsd: 0, unknown: 0 },
            month: { usd: 0, atMostUsd: 0, unknown: 0 },
          },
        },
      ]);
      // 21 tokens in and 7 out cost 0.00721 dollars; the next answer could cost 16 more, which still fits.
      assert.equal((await answer(here)).kind, 'answering');
      here.values['hearth.cloud.monthlyBudget'] = 16;
      const stopped = await answer(here);
      assert.ok(stopped.kind === 'notSent' && stopped.why === 'overBudget');
      assert.ok(stopped.atMostUsd > 16 && stopped.atMostUsd < 16.01);
      assert.equal(stopped.purse.spending.month.usd.toFixed(5), '0.01442');
      assert.deepEqual([here.sheet.shown.length, provider.requests.length], [2, 2]);
    });

    it('stops one that grew past it on the sheet, or that another window came before', async () => {
      const settings = { ...prices, 'hearth.cloud.monthlyBudget': 16.5 };
      const long = new Map([[2, 'word '.repeat(40_000)]]);
      const edit = () => ({ kind: 'edit', texts: long }) as const;
      const here = await room({ answers: [edit, send], settings });
      await assert.rejects(answer(here), { reason: 'overBudget' });
      assert.equal(provider.requests.length, 0);
      assert.equal((await here.ledger.records()).length, 2);

      const other = await room({ answers: [send], settings });
      const approved = await other.escalate();
      await other.ledger.begin({
        gesture: 'escalate',
        attempt: 1,
        provider: 'Another window',
        destination: 'https://api.example.com',
        method: 'POST',
        path: '/',
        model: 'big-model',
        bytesOut: 1,
        bodySha256: '',
        files: [],
        leftOut: [],
        estimatedTokens: 1,
        estimatedUsd: 1,
        atMostUsd: 16,
      });
      assert.ok(approved.kind === 'answering');
      await assert.rejects(
        async () => {
          for await (const _ of approved.events);
        },
        { reason: 'overBudget' },
      );
      assert.equal(provider.requests.length, 0);
    });

    it('lets a request pass whose price nobody knows: it cannot be counted', async () => {
      const here = await room({ answers: [send], settings: { 'hearth.cloud.monthlyBudget': 0 } });
      assert.equal((await answer(here)).kind, 'answering');
      assert.equal(here.sheet.shown[0]?.estimatedCost, undefined);
      assert.equal(here.purses.length, 1);
    });
  });

  it('sends what was edited, after it was shown again', async () => {
    const { escalate, sheet } = await room({
      answers: [() => ({ kind: 'edit', texts: new Map([[2, 'const sum = add;']]) }), send],
    });
    const escalated = await escalate();
    assert.ok(escalated.kind === 'answering');
    for await (const _ of escalated.events);
    assert.equal(sheet.shown.length, 2);
    assert.deepEqual(provider.requests[0]?.bytes, Buffer.from(sheet.shown[1]?.body ?? ''));
  });

  it('sends nothing on Cancel and Keep Local', async () => {
    for (const [kind, why] of [
      ['cancel', 'cancelled'],
      ['keepLocal', 'keptLocal'],
    ] as const) {
      const { escalate, ledger, open } = await room({ answers: [() => ({ kind })] });
      assert.deepEqual(await escalate(), { kind: 'notSent', why });
      assert.deepEqual(await ledger.records(), []);
      assert.equal(open(), 0);
    }
    assert.equal(provider.requests.length, 0);
  });

  it('opens no sheet when no cloud is configured, or the key is for another address', async () => {
    for (const settings of [
      { 'hearth.cloud.baseUrl': '' },
      { 'hearth.cloud.model': ' ' },
      { 'hearth.cloud.baseUrl': 'http://api.example.com/v1' },
      { 'hearth.cloud.baseUrl': 'https://attacker.example/v1' },
      { 'hearth.cloud.baseUrl': `http://localhost:${provider.port}/v1` },
      { 'hearth.cloud.provider': 'extension', 'hearth.cloud.model': 'no-vendor' },
    ]) {
      const { escalate, sheet } = await room({ answers: [send], settings });
      assert.deepEqual(await escalate(), { kind: 'notSent', why: 'notConfigured' });
      assert.deepEqual(sheet.shown, []);
    }
  });

  it('keeps excluded files here, and says which when nothing else is left', async () => {
    const secret = excerpt('CANARY=1', originOf('.env'));
    const alone = await room({ answers: [send] });
    assert.deepEqual(await alone.escalate([user(secret)]), {
      kind: 'notSent',
      why: 'nothingLeft',
      leftOut: [{ kind: 'selection', path: '.env', rule: '.env*' }],
    });
    const mixed = await room({ answers: [send] });
    const escalated = await mixed.escalate([user(secret, excerpt('What is this?', typed))]);
    assert.ok(escalated.kind === 'answering');
    for await (const _ of escalated.events);
    assert.equal(provider.requests.length, 1);
    assert.doesNotMatch(provider.requests[0]?.bytes.toString() ?? '', /CANARY/);
  });

  it('masks secrets, lets one go that is none, and has both on record, but not their text', async () => {
    const [token, other] = [secretOf({ name: 'a GitHub token', seed: 4 }), secretOf({ name: 'a Stripe key', seed: 5 })];
    const release = (draft: Draft): SheetAnswer => ({
      kind: 'release',
      secret: draft.pieces.flatMap(({ secrets }) => secrets).find(({ rule }) => rule === 'stripeKey')?.id ?? '',
    });
    const takeOut = (): SheetAnswer => ({ kind: 'takeOut', piece: 2 });
    const { escalate, ledger } = await room({ answers: [release, takeOut, send] });
    const escalated = await escalate([
      user(
        excerpt(`a ${token} b ${token} c ${other} d`),
        excerpt('What is this?', typed),
        excerpt('more', originOf('b.ts')),
      ),
    ]);
    assert.ok(escalated.kind === 'answering');
    for await (const _ of escalated.events);
    const sent = provider.requests[0]?.bytes.toString() ?? '';
    assert.ok(sent.includes(`a [masked: GitHub token] b [masked: GitHub token] c ${other} d`));
    const records = await ledger.records();
    const [intent] = records;
    assert.ok(intent?.kind === 'intent');
    assert.deepEqual(intent.redactions, [{ rule: 'githubToken', count: 2 }]);
    assert.deepEqual(intent.released, [{ rule: 'stripeKey', count: 1 }]);
    assert.deepEqual(intent.takenOut, [{ kind: 'selection', path: 'b.ts' }]);
    assert.ok(!JSON.stringify(records).includes(token) && !JSON.stringify(records).includes(other));
  });

  it('has no word of secrets on record where there were none', async () => {
    const { escalate, ledger } = await room({ answers: [send] });
    const escalated = await escalate();
    assert.ok(escalated.kind === 'answering');
    for await (const _ of escalated.events);
    const [intent] = await ledger.records();
    assert.ok(intent && !('redactions' in intent) && !('released' in intent) && !('takenOut' in intent));
  });

  it('sends nothing, and closes both, when the text cannot be checked for secrets', async () => {
    const { escalate, sheet, ledger, open } = await room({
      answers: [send],
      find: () => Promise.reject(new Error('the worker died')),
    });
    await assert.rejects(escalate(), { reason: 'notChecked' });
    assert.deepEqual(sheet.shown, []);
    assert.deepEqual(await ledger.records(), []);
    assert.equal(open(), 0);
    assert.equal(provider.requests.length, 0);
  });

  it('closes the sheet also when it showed something else, and sends nothing', async () => {
    const { escalate, open } = await room({ answers: [() => ({ kind: 'send', bodySha256: 'f'.repeat(64) })] });
    await assert.rejects(escalate(), { reason: 'notApproved' });
    assert.equal(open(), 0);
    assert.equal(provider.requests.length, 0);
  });
});

describe('a provider’s key', () => {
  it('is found for the origin it was saved for and no other, until it is deleted', async () => {
    const storage = secrets();
    const keys = new CloudKeys(storage);
    await keys.save('https://api.example.com', key);
    assert.equal(await keys.keyFor('https://api.example.com'), key);
    for (const other of ['https://api.example.com:8443', 'http://api.example.com', 'https://api.example.org']) {
      assert.equal(await keys.keyFor(other), undefined, other);
    }
    assert.deepEqual(await keys.origins(), ['https://api.example.com']);
    await keys.forget('https://api.example.com');
    assert.equal(await keys.keyFor('https://api.example.com'), undefined);
    assert.equal(storage.kept.size, 0);
  });

  it('is deleted with all others, and nothing else is', async () => {
    const storage = secrets();
    const keys = new CloudKeys(storage);
    await keys.save('https://api.example.com', key);
    await keys.save('https://api.example.org', key);
    await storage.store('another secret', 'x');
    await keys.forgetAll();
    assert.deepEqual([...storage.kept], [['another secret', 'x']]);
  });
});

describe('what the sheet’s page says', () => {
  it('is taken only in its exact form', () => {
    assert.deepEqual(readFromSheet({ type: 'send', displayed: '{}', extra: 1 }), { type: 'send', displayed: '{}' });
    assert.deepEqual(readFromSheet({ type: 'edit', texts: [[2, 'x']] }), { type: 'edit', texts: [[2, 'x']] });
    assert.deepEqual(readFromSheet({ type: 'cancel' }), { type: 'cancel' });
    for (const type of ['takeOut', 'putBack']) {
      assert.deepEqual(readFromSheet({ type, piece: 3, extra: 1 }), { type, piece: 3 });
      assert.equal(readFromSheet({ type, piece: '3' }), undefined);
      assert.equal(readFromSheet({ type, secret: '3' }), undefined);
    }
    for (const type of ['release', 'mask']) {
      assert.deepEqual(readFromSheet({ type, secret: 'ab', extra: 1 }), { type, secret: 'ab' });
      assert.equal(readFromSheet({ type, secret: 3 }), undefined);
      assert.equal(readFromSheet({ type, piece: 3 }), undefined);
    }
    for (const wrong of [
      undefined,
      null,
      'send',
      {},
      { type: 'send' },
      { type: 'send', displayed: 1 },
      { type: 'edit', texts: [['2', 'x']] },
      { type: 'edit', texts: [[2]] },
      { type: 'edit' },
      { type: 'other' },
    ]) {
      assert.equal(readFromSheet(wrong), undefined, JSON.stringify(wrong));
    }
  });
});
