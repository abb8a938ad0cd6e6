import assert from 'node:assert/strict';
import { checkLedger } from '../../../src/privacy/ledgerChecks.ts';
import { deleteMonth, finishDeletions } from '../../../src/privacy/ledgerDeletion.ts';
import { entriesOf } from '../../../src/privacy/ledgerEntries.ts';
import { chainEnd, recordsOf } from '../../../src/privacy/ledgerLines.ts';
import { anIntent, aTraffic, ledgerOn } from './ledgers.ts';
import { memoryFiles } from './samples.ts';

const monthMs = 31 * 24 * 3600 * 1000;

describe('a month of the ledger is deleted', () => {
  /** Two windows' entries in October and November, with a body in each month. */
  async function twoMonths() {
    const files = memoryFiles();
    const one = ledgerOn(files, 'one');
    const two = ledgerOn(files, 'two', one.clock);
    for (const { ledger } of [one, two]) {
      await (await ledger.begin(anIntent, 'november')).end({ ended: 'done', bytesIn: 1 });
      await ledger.note(aTraffic);
      await ledger.note(aTraffic);
    }
    await one.clock.advance(monthMs);
    await (await one.ledger.begin(anIntent, 'december')).end({ ended: 'done', bytesIn: 1 });
    const parts = { files, writer: 'one', newId: one.newId, now: one.clock.now };
    return { files, one, two, parts };
  }
  const names = (files: ReturnType<typeof memoryFiles>) => [...files.texts.keys()].sort();

  it('with its bodies, and a tombstone says so, which the check accepts and shows', async () => {
    const { files, parts } = await twoMonths();
    const ends = ['2026-11-one.jsonl', '2026-11-two.jsonl'].map((name) => ({
      name,
      ...chainEnd(files.texts.get(name) ?? ''),
    }));
    // Two requests, and the traffic of one day.
    assert.equal(await deleteMonth('2026-11', parts), 3);
    assert.deepEqual(names(files), [
      '2026-12-one.end',
      '2026-12-one.jsonl',
      '2026-12.bodies/one-4',
      'deleted-one.end',
      'deleted-one.jsonl',
    ]);
    const { faults, deleted } = checkLedger(files.texts);
    assert.deepEqual(faults, []);
    const [tombstone, ...more] = deleted;
    assert.deepEqual(more, []);
    assert.deepEqual(
      { ...tombstone, files: [...(tombstone?.files ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)) },
      {
        previous: '0'.repeat(64),
        kind: 'deleted',
        version: 1,
        id: tombstone?.id,
        time: new Date(parts.now()).toISOString(),
        month: '2026-11',
        entries: 3,
        files: ends,
      },
    );
    const entries = entriesOf(files.texts);
    assert.deepEqual(
      entries.map(({ kind, month }) => [kind, month]).sort(),
      [
        ['deleted', undefined],
        ['request', '2026-12'],
      ].sort(),
    );
  });

  it('and no other, also not one whose name begins alike', async () => {
    const { files, parts } = await twoMonths();
    const before = names(files);
    assert.equal(await deleteMonth('2026-1', parts), 0);
    assert.equal(await deleteMonth('2026-10', parts), 0);
    assert.deepEqual(names(files), before, 'nor is there a tombstone of nothing');
  });

  it('again and again: each deletion has its own tombstone, in one chain', async () => {
    const { files, parts } = await twoMonths();
    await deleteMonth('2026-11', parts);
    await deleteMonth('2026-12', parts);
    const { faults, deleted } = checkLedger(files.texts);
    assert.deepEqual(
      [faults, deleted.map(({ month, entries }) => [month, entries])],
      [
        [],
        [
          ['2026-11', 3],
          ['2026-12', 1],
        ],
      ],
    );
    assert.deepEqual(names(files), ['deleted-one.end', 'deleted-one.jsonl']);
  });

  it('and deleted again after something else was written in it', async () => {
    const { files, one, parts } = await twoMonths();
    await deleteMonth('2026-12', parts);
    await one.ledger.begin(anIntent);
    await one.ledger.note(aTraffic);
    assert.equal(await deleteMonth('2026-12', parts), 2);
    const { faults, deleted } = checkLedger(files.texts);
    assert.deepEqual([faults, deleted.map(({ entries }) => entries)], [[], [1, 2]]);
  });

  it('while windows are open that wrote in it: they go on in files of their own', async () => {
    const { files, one, two, parts } = await twoMonths();
    await deleteMonth('2026-12', parts);
    const entry = await one.ledger.begin(anIntent);
    await two.ledger.note(aTraffic);
    await entry.end({ ended: 'done', bytesIn: 1 });
    const { faults, lines } = checkLedger(files.texts);
    assert.deepEqual([faults, lines], [[], 4 + 4 + 1 + 3]);
  });

  it('while a window is just writing, which may then go on from a line that is gone', async () => {
    const { files, one, parts } = await twoMonths();
    const before = files.texts.get('2026-12-one.jsonl') ?? '';
    const seal = files.texts.get('2026-12-one.end') ?? '';
    await deleteMonth('2026-12', parts);
    // Its old seal, and a line after the last one it knew.
    files.texts.set('2026-12-one.end', seal);
    assert.deepEqual(checkLedger(files.texts).faults, []);
    const { ledger } = ledgerOn(memoryFiles(), 'one', one.clock);
    await ledger.note(aTraffic);
    const other = memoryFiles();
    other.texts.set('2026-12-one.jsonl', before);
    await ledgerOn(other, 'one', one.clock).ledger.note(aTraffic);
    files.texts.set('2026-12-one.jsonl', (other.texts.get('2026-12-one.jsonl') ?? '').slice(before.length));
    assert.deepEqual(checkLedger(files.texts).faults, []);
    // But only a file of that name may.
    files.texts.set('2026-12-two.jsonl', files.texts.get('2026-12-one.jsonl') ?? '');
    assert.deepEqual(checkLedger(files.texts).faults, [{ kind: 'broken', file: '2026-12-two.jsonl', line: 1 }]);
  });

  it('and with it what was noticed of it', async () => {
    const { files, parts } = await twoMonths();
    await files.claim('2026-11.noticed-abc');
    await files.claim('2026-12.noticed-abc');
    await deleteMonth('2026-11', parts);
    assert.deepEqual(
      names(files).filter((name) => name.includes('noticed')),
      ['2026-12.noticed-abc'],
    );
  });

  describe('and a crash on the way', () => {
    it('before the tombstone is made up for at the next start, and only that', async () => {
      const { files, parts } = await twoMonths();
      const append = files.append;
      files.append = () => Promise.reject(new Error('killed'));
      await assert.rejects(deleteMonth('2026-11', parts), /killed/);
      files.append = append;
      assert.equal(entriesOf(files.texts).length, 1);
      await finishDeletions(parts);
      const { faults, deleted } = checkLedger(files.texts);
      assert.deepEqual([faults, deleted.map(({ entries }) => entries)], [[], [3]]);
      assert.deepEqual(
        names(files).filter((name) => name.startsWith('2026-11')),
        [],
      );
      assert.ok(names(files).includes('2026-12-one.jsonl'));
    });

    it('after the tombstone leaves one tombstone, not two', async () => {
      const { files, parts } = await twoMonths();
      const remove = files.remove;
      files.remove = () => Promise.reject(new Error('killed'));
      await assert.rejects(deleteMonth('2026-11', parts), /killed/);
      files.remove = remove;
      assert.deepEqual(checkLedger(files.texts).faults, [], 'its seals belong to a file that the user deleted');
      await finishDeletions(parts);
      assert.deepEqual(
        recordsOf(files.texts.get('deleted-one.jsonl') ?? '').map(({ kind }) => kind),
        ['deleted'],
      );
      assert.deepEqual(
        names(files).filter((name) => name.startsWith('2026-11')),
        [],
      );
    });

    it('is made up for by the next deletion, with what was written in that month since', async () => {
      const { files, one, parts } = await twoMonths();
      const append = files.append;
      files.append = () => Promise.reject(new Error('killed'));
      await assert.rejects(deleteMonth('2026-12', parts), /killed/);
      files.append = append;
      await one.ledger.begin(anIntent);
      await one.ledger.begin(anIntent);
      assert.equal(await deleteMonth('2026-12', parts), 3);
      const { faults, deleted } = checkLedger(files.texts);
      assert.deepEqual([faults, deleted.map(({ entries, files: gone }) => [entries, gone.length])], [[], [[3, 2]]]);
      assert.deepEqual(
        names(files).filter((name) => name.startsWith('2026-12')),
        [],
      );
    });

    it('takes nothing of what was written in that month since', async () => {
      const { files, one, parts } = await twoMonths();
      const append = files.append;
      files.append = () => Promise.reject(new Error('killed'));
      await assert.rejects(deleteMonth('2026-12', parts), /killed/);
      files.append = append;
      await one.ledger.begin(anIntent, 'since');
      await finishDeletions(parts);
      assert.deepEqual(checkLedger(files.texts).faults, []);
      assert.deepEqual(
        names(files).filter((name) => name.startsWith('2026-12')),
        ['2026-12-one.end', '2026-12-one.jsonl', '2026-12.bodies/one-8'],
        'the new body, not the old one',
      );
    });
  });
});
