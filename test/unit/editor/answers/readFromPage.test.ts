import assert from 'node:assert/strict';
import { readFromPage } from '../../../../src/editor/answers/readFromPage.ts';

describe('readFromPage', () => {
  it('takes each message of the page', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'explain' },
      { type: 'summarize' },
      { type: 'stop', id: 'a' },
      { type: 'escalate', id: 'a' },
      { type: 'act', id: 'a' },
      { type: 'toggle', id: 'a', expanded: false },
      { type: 'judge', id: 'a' },
      { type: 'judge', id: 'a', verdict: 'localSuffices' },
      { type: 'copy', id: 'a' },
      { type: 'insert', id: 'a', text: 'b' },
      { type: 'insertBelow', id: 'a' },
      { type: 'followUp', id: 'a', question: 'Why?' },
    ]) {
      assert.deepEqual(readFromPage(message), message);
    }
  });

  it('takes nothing else', () => {
    for (const message of [
      undefined,
      null,
      'ready',
      {},
      { type: 'run', id: 'a' },
      { type: 'stop' },
      { type: 'stop', id: 1 },
      { type: 'followUp', id: 'a' },
      { type: 'followUp', id: 'a', question: 1 },
      { type: 'toggle', id: 'a' },
      { type: 'toggle', id: 'a', expanded: 'yes' },
      { type: 'judge', id: 'a', verdict: 'great' },
    ]) {
      assert.equal(readFromPage(message), undefined);
    }
  });

  it('lets no further fields in', () => {
    assert.deepEqual(readFromPage({ type: 'act', id: 'a', command: 'evil' }), { type: 'act', id: 'a' });
    assert.deepEqual(readFromPage({ type: 'insert', id: 'a', text: 5 }), { type: 'insert', id: 'a' });
  });
});
