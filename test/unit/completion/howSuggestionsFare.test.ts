import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type CountsByModel, type Offer, Statistics } from '../../../src/completion/statistics.ts';
import { virtualClock } from '../../fakes/clock.ts';

const offer = (change: Partial<Offer> = {}): Offer => ({
  uri: 'file:///a.ts',
  offset: 10,
  text: 'a + b',
  model: 'coder',
  languageId: 'typescript',
  ...change,
});

/** Statistics with a store that can be looked into, and shared with another window. */
function start(kept: { value?: unknown; writes: number } = { writes: 0 }) {
  const clock = virtualClock();
  const statistics = new Statistics(clock, {
    read: () => kept.value,
    write: (counts) => {
      kept.value = structuredClone(counts);
      kept.writes++;
    },
  });
  return { clock, statistics, kept };
}

/** What is counted for the coder's TypeScript: shown, accepted, ignored. */
const counted = ({ coder }: CountsByModel, languageId = 'typescript') => {
  const { shown, accepted, ignored } = coder?.[languageId] ?? { shown: 0, accepted: 0, ignored: 0 };
  return [shown, accepted, ignored];
};

describe('how suggestions fare', () => {
  it('one that is typed along, or taken word by word, stays one', () => {
    const { statistics } = start();
    const id = statistics.offered(offer(), 50);
    assert.equal(statistics.offered(offer({ offset: 12, text: '+ b' }), 50), id);
    assert.equal(statistics.offered(offer({ offset: 14, text: 'b;\nmore' }), 50), id, 'and may grow');
    assert.deepEqual(counted(statistics.counts), [1, 0, 0]);
    assert.equal(statistics.accepted(id), true);
    assert.deepEqual(counted(statistics.counts), [1, 1, 0]);
  });

  it('a model’s own time is the median of its new suggestions, once there were some', () => {
    const { statistics } = start();
    for (const [index, ms] of [900, 100, 500, 700, 300].entries()) {
      assert.equal(statistics.suggestionMs('coder'), undefined);
      statistics.offered(offer({ offset: 100 * index }), ms);
      statistics.offered(offer({ offset: 100 * index + 2, text: '+ b' }), 51);
    }
    assert.equal(statistics.suggestionMs('coder'), 500);
    assert.equal(statistics.suggestionMs('other'), undefined);
  });

  it('one that another takes the place of was ignored', () => {
    for (const other of [
      { text: 'x' },
      { offset: 9 },
      { offset: 12, text: 'x' },
      { offset: 15, text: 'more' },
      { offset: 99 },
      { uri: 'file:///b.ts' },
    ]) {
      const { statistics } = start();
      const id = statistics.offered(offer(), 50);
      assert.notEqual(statistics.offered(offer(other), 50), id, JSON.stringify(other));
      assert.deepEqual(counted(statistics.counts), [2, 0, 1]);
    }
  });

  it('an acceptance that is told late is one all the same, and counts once', () => {
    const { statistics } = start();
    const id = statistics.offered(offer(), 50);
    statistics.offered(offer({ text: 'x' }), 50);
    assert.equal(statistics.accepted(id), true);
    assert.equal(statistics.accepted(id), false);
    assert.deepEqual(counted(statistics.counts), [2, 1, 0]);
    statistics.offered(offer({ text: 'y' }), 50);
    assert.deepEqual(counted(statistics.counts), [3, 1, 1]);
  });

  it('after an acceptance the same text is another suggestion', () => {
    const { statistics } = start();
    const id = statistics.offered(offer(), 50);
    statistics.accepted(id);
    assert.notEqual(statistics.offered(offer(), 50), id);
    assert.deepEqual(counted(statistics.counts), [2, 1, 0]);
  });

  it('what is no id of a suggestion shown lately counts nothing', () => {
    const { statistics } = start();
    const first = statistics.offered(offer(), 50);
    for (const id of [0, -1, 99, Number.NaN, '1', [1], { id: 1 }, null, undefined]) {
      assert.equal(statistics.accepted(id), false, String(id));
    }
    for (let others = 0; others < 8; others++) statistics.offered(offer({ text: `x${others}` }), 50);
    assert.equal(statistics.accepted(first), false);
    assert.deepEqual(counted(statistics.counts), [9, 0, 8]);
  });

  it('is counted by model and by language', () => {
    const { statistics } = start();
    statistics.offered(offer({ text: 'x' }), 50);
    statistics.offered(offer({ languageId: 'go', text: 'y' }), 50);
    statistics.accepted(statistics.offered(offer({ model: '__proto__', text: 'z' }), 50));
    const { counts } = statistics;
    assert.deepEqual(
      [counted(counts), counted(counts, 'go')],
      [
        [1, 0, 1],
        [1, 0, 1],
      ],
    );
    assert.deepEqual(Object.entries(counts)[1], ['__proto__', { typescript: { shown: 1, accepted: 1, ignored: 0 } }]);
    assert.equal(statistics.summary?.acceptRate, 1);
  });

  it('shows the middle and the slow of the last 200, and what was accepted of this model', () => {
    const { statistics } = start();
    assert.ok(!statistics.summary);
    const id = statistics.offered(offer(), 7000);
    assert.deepEqual(statistics.summary, { p50: 7000, p95: 7000 });
    statistics.accepted(id);
    for (let milliseconds = 200; milliseconds > 0; milliseconds--) {
      statistics.offered(offer({ text: `x${milliseconds}` }), milliseconds);
    }
    assert.deepEqual(statistics.summary, { p50: 100, p95: 190, acceptRate: 1 / 200 });
    statistics.offered(offer({ model: 'other' }), 1);
    assert.deepEqual(statistics.summary, { p50: 99, p95: 189 });
  });

  it('tells its listeners of what was shown and accepted, and not of each key', () => {
    const { statistics } = start();
    let told = 0;
    const listening = statistics.onChange(() => told++);
    const id = statistics.offered(offer(), 50);
    statistics.offered(offer({ offset: 12, text: '+ b' }), 50);
    assert.equal(told, 1);
    statistics.accepted(id);
    statistics.accepted(id);
    assert.equal(told, 2);
    listening.dispose();
    statistics.offered(offer({ text: 'x' }), 50);
    assert.equal(told, 2);
  });
});

describe('the counts that are kept', () => {
  it('are written once for much that happens within five seconds, and hold no text', async () => {
    const { clock, statistics, kept } = start();
    for (let times = 0; times < 20; times++) statistics.offered(offer({ text: `secret ${times}` }), 50);
    await clock.advance(4999);
    assert.equal(kept.writes, 0);
    await clock.advance(1);
    assert.equal(kept.writes, 1);
    assert.deepEqual(kept.value, { coder: { typescript: { shown: 20, accepted: 0, ignored: 19 } } });
    await clock.advance(60_000);
    assert.deepEqual([kept.writes, clock.waiting], [1, 0]);
  });

  it('are written at the end, and nothing is left', async () => {
    const { clock, statistics, kept } = start();
    statistics.offered(offer(), 50);
    statistics.dispose();
    await clock.advance(0);
    assert.deepEqual([kept.writes, clock.waiting], [1, 0]);
    assert.deepEqual(kept.value, { coder: { typescript: { shown: 1, accepted: 0, ignored: 0 } } });
    start(kept).statistics.dispose();
    assert.equal(kept.writes, 1, 'nothing happened, so nothing is written');
  });

  it('are those of all windows together', async () => {
    const kept = { writes: 0 };
    const windows = [start(kept), start(kept)];
    for (const { statistics } of windows) statistics.accepted(statistics.offered(offer(), 50));
    for (const { clock } of windows) await clock.advance(5000);
    assert.deepEqual(kept, { writes: 2, value: { coder: { typescript: { shown: 2, accepted: 2, ignored: 0 } } } });
  });

  it('are read from whatever stands there', () => {
    const counts = fc.record({ shown: fc.anything(), accepted: fc.anything(), ignored: fc.anything() });
    const values = fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.dictionary(fc.string(), counts)));
    fc.assert(
      fc.property(values, (value) => {
        const { statistics } = start({ value, writes: 0 });
        statistics.accepted(statistics.offered(offer({ model: 'mine' }), 50));
        assert.ok(statistics.summary);
        for (const languages of Object.values(statistics.counts)) {
          for (const { shown, accepted, ignored } of Object.values(languages)) {
            for (const count of [shown, accepted, ignored]) assert.ok(Number.isSafeInteger(count) && count >= 0);
          }
        }
      }),
    );
  });

  it('of each language say that no more suggestions have ended than were shown', () => {
    const happening = fc.record({
      text: fc.constantFrom('a', 'ab', 'b'),
      offset: fc.nat(2),
      languageId: fc.constantFrom('go', 'rust'),
      accept: fc.option(fc.nat(20), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), (all) => {
        const { statistics } = start();
        for (const { accept, ...change } of all) {
          statistics.offered(offer(change), 1);
          if (accept !== undefined) statistics.accepted(accept);
          const { go = { shown: 0, accepted: 0, ignored: 0 }, rust = go } = statistics.counts.coder ?? {};
          for (const { shown, accepted, ignored } of [go, rust]) {
            assert.ok(ignored >= 0 && accepted >= 0 && accepted + ignored <= shown);
          }
        }
      }),
    );
  });
});
