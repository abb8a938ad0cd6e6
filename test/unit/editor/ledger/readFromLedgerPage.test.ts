import assert from 'node:assert/strict';
import { readFromLedgerPage } from '../../../../src/editor/ledger/readFromLedgerPage.ts';

const filter = { text: 'a', tier: '', month: '2026-11' };

describe('what the page of the ledger says', () => {
  it('is taken in its exact form', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'reload' },
      { type: 'check' },
      { type: 'deleteMonth' },
      { type: 'show', filter, from: 100 },
      { type: 'open', key: 'k' },
      { type: 'export', format: 'csv', filter },
      { type: 'export', format: 'jsonl', filter },
      { type: 'showLine', file: '2026-11-a1b2.jsonl', line: 3 },
    ]) {
      assert.deepEqual(readFromLedgerPage({ ...message, more: 'is dropped' }), message);
    }
  });

  it('and in no other', () => {
    for (const message of [
      undefined,
      null,
      'ready',
      {},
      { type: 'quit' },
      { type: 'show', filter },
      { type: 'show', filter, from: -1 },
      { type: 'show', filter, from: 1.5 },
      { type: 'show', filter, from: '1' },
      { type: 'show', filter: { ...filter, text: 1 }, from: 0 },
      { type: 'show', filter: { ...filter, tier: undefined }, from: 0 },
      { type: 'show', filter: { ...filter, month: null }, from: 0 },
      { type: 'show', filter: null, from: 0 },
      { type: 'open' },
      { type: 'open', key: 1 },
      { type: 'export', format: 'exe', filter },
      { type: 'export', format: 'csv' },
      { type: 'showLine', file: '../2026-11-a.jsonl', line: 3 },
      { type: 'showLine', file: '/etc/passwd', line: 3 },
      { type: 'showLine', file: 'a.jsonl/../b', line: 3 },
      { type: 'showLine', file: 'a\n.jsonl', line: 3 },
      { type: 'showLine', file: 'a.jsonl', line: -3 },
      { type: 'showLine', file: 'a.jsonl' },
      { type: 'showLine', line: 3 },
    ]) {
      assert.equal(readFromLedgerPage(message), undefined, JSON.stringify(message));
    }
  });
});
