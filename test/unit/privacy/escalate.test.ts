import assert from 'node:assert/strict';
import { readSettings } from '../../../src/base/settings.ts';
import { type Escalated, prepareEscalation } from '../../../src/editor/privacy/escalate.ts';
import { CloudKeys } from '../../../src/editor/privacy/keys.ts';
import { readFromSheet } from '../../../src/editor/privacy/readFromSheet.ts';
import type { SheetAnswer } from '../../../src/privacy/approval.ts';
import type { Draft } from '../../../src/privacy/draft.ts';
import { openGate } from '../../../src/privacy/gate.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { createOpenAiCloud } from '../../../src/tiers/openaiCloud.ts';
import type { Message, TierEvent } from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { excerpt, explainSum, memoryFiles, originOf, send, sheetAnswering, typed, user } from './samples.ts';

const key = 'sk-CANARY-key-0123456789';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

function secrets() {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (name: string) => kept.get(name),
    store: async (name: string, value: string) => void kept.set(name, value),
    delete: async (name: string) => void kept.delete(name),
  };
}

describe('escalating to the cloud', () => {
  let provider: FakeCloud;
  beforeEach(async () => {
    provider = await startFakeCloud({ key });
  });
  afterEach(() => provider.stop());

  /** All parts as the root joins them, with a person who does `answers` on the sheet. */
  async function room(options: {
    answers: readonly ((draft: Draft) => SheetAnswer)[];
    settings?: Record<string, unknown>;
  }) {
    const clock = virtualClock();
    const files = memoryFiles();
    const keys = new CloudKeys(secrets());
    await keys.save(provider.url, key);
    let ids = 0;
    const ledger = openLedger({ files, clock, writer: 'test', process: 1, newId: () => `id-${++ids}` });
    const cloud = createOpenAiCloud({
      gate: openGate({ fetch, ledger, isEnabled: () => true, keepsBodies: () => false, clock, log: silent }),
      keyFor: keys.keyFor,
      clock,
    });
    const sheet = sheetAnswering(...options.answers);
    let sheetsOpen = 0;
    const values: Record<string, unknown> = {
      'hearth.cloud.baseUrl': `${provider.url}/v1`,
      'hearth.cloud.model': 'big-model',
      ...options.settings,
    };
    const escalation = prepareEscalation({
      settings: () => readSettings((name) => values[name]),
      keyFor: keys.keyFor,
      cloud,
      openSheet: () => {
        sheetsOpen += 1;
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
    return { escalate, sheet, ledger, keys, open: () => sheetsOpen };
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
    await keys.forget('https://api.example.com');
    assert.equal(await keys.keyFor('https://api.example.com'), undefined);
    assert.equal(storage.kept.size, 0);
  });
});

describe('what the sheet’s page says', () => {
  it('is taken only in its exact form', () => {
    assert.deepEqual(readFromSheet({ type: 'send', displayed: '{}', extra: 1 }), { type: 'send', displayed: '{}' });
    assert.deepEqual(readFromSheet({ type: 'edit', texts: [[2, 'x']] }), { type: 'edit', texts: [[2, 'x']] });
    assert.deepEqual(readFromSheet({ type: 'cancel' }), { type: 'cancel' });
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
