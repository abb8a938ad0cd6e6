import assert from 'node:assert/strict';
import { LedgerBook } from '../../../src/privacy/ledgerBook.ts';
import { chainStart, type LedgerRecord, ledgerLine } from '../../../src/privacy/ledgerLines.ts';
import { sha256 } from '../../../src/privacy/sha256.ts';
import { anIntent, aTraffic, ledgerOn } from './ledgers.ts';
import { memoryFiles } from './samples.ts';

const everything = { text: '', tier: '', month: '' } as const;
const dayMs = 24 * 3600 * 1000;

describe('the ledger’s book', () => {
  function bookOn(files = memoryFiles(), isAlive = (_process: number) => false) {
    const one = ledgerOn(files);
    const parts = { files, writer: 'reader', newId: one.newId, now: one.clock.now, process: 99, isAlive };
    return { ...one, book: new LedgerBook(parts) };
  }

  it('of nothing is empty', async () => {
    const { book } = bookOn();
    const none = { requests: 0, bytesOut: 0, bytesIn: 0, usd: 0, usdEstimated: false };
    const nothing = { today: none, month: none, all: none };
    assert.deepEqual(await book.open({}), {
      entries: 0,
      totals: { cloud: nothing, handedOver: nothing, selfHosted: nothing },
      months: [],
    });
    assert.deepEqual(await book.page(everything, 0), { matching: 0, from: 0, rows: [] });
    assert.deepEqual(
      [await book.check(), await book.afterStart()],
      [{ files: 0, lines: 0, faults: [], unreadable: [], deleted: [] }, []],
    );
  });

  it('says how many entries each month has, newest first', async () => {
    const { book, ledger, clock } = bookOn();
    for (const days of [0, 1, 10, 40]) {
      await clock.advance(days * dayMs);
      await ledger.begin(anIntent);
    }
    const { entries, months, totals } = await book.open({});
    assert.deepEqual(months, [
      { month: '2027-01', entries: 1 },
      { month: '2026-12', entries: 1 },
      { month: '2026-11', entries: 2 },
    ]);
    assert.deepEqual([entries, totals.cloud.today.requests, totals.cloud.all.requests], [4, 1, 4]);
  });

  it('is read page by page', async () => {
    const { book, ledger } = bookOn();
    for (let count = 0; count < 205; count += 1) await ledger.begin({ ...anIntent, model: `model-${count}` });
    await book.open({});
    const brief = async (from: number, text = '') => {
      const { matching, from: first, rows } = await book.page({ ...everything, text }, from);
      return [matching, first, rows.length, rows[0]?.model, rows.at(-1)?.model];
    };
    assert.deepEqual(await brief(0), [205, 0, 100, 'model-204', 'model-105']);
    assert.deepEqual(await brief(100), [205, 100, 100, 'model-104', 'model-5']);
    assert.deepEqual(await brief(200), [205, 200, 5, 'model-4', 'model-0']);
    assert.deepEqual(await brief(1000), [205, 200, 5, 'model-4', 'model-0'], 'past the end, the last page');
    assert.deepEqual(await brief(-5), [205, 0, 100, 'model-204', 'model-105']);
    assert.deepEqual(await brief(200, 'model-7'), [11, 0, 11, 'model-79', 'model-7']);
    for (let count = 0; count < 95; count += 1) await ledger.note({ ...aTraffic, destination: `http://${count}` });
    await book.open({});
    assert.deepEqual((await brief(1000)).slice(0, 3), [300, 200, 100], 'a last page that is full is one');
  });

  it('looks for the words of the screen too', async () => {
    const { book, ledger } = bookOn();
    await ledger.begin(anIntent);
    await book.open({ escalate: 'Eskalieren' });
    assert.equal((await book.page({ ...everything, text: 'eskalieren' }, 0)).matching, 1);
  });

  it('is exported as it is filtered', async () => {
    const { book, ledger } = bookOn();
    await ledger.begin(anIntent);
    await ledger.note(aTraffic);
    await book.open({});
    const filter = { ...everything, tier: 'selfHosted' } as const;
    assert.equal((await book.export('csv', filter)).split('\r\n').length, 3);
    assert.match(await book.export('csv', filter), /engine\.lan/);
    assert.equal(JSON.parse(await book.export('jsonl', filter)).kind, 'traffic');
  });

  describe('opens an entry', () => {
    it('with what was sent, where it was kept', async () => {
      const { book, ledger, files } = bookOn();
      await ledger.begin(anIntent, 'the body');
      await ledger.begin(anIntent);
      files.texts.set('2026-11.bodies/one-2', 'not the entry’s');
      await book.open({});
      assert.equal((await book.entry('2026-11-one.jsonl:1'))?.body, 'the body');
      assert.equal((await book.entry('2026-11-one.jsonl:1'))?.entry.kind, 'request');
      assert.equal((await book.entry('2026-11-one.jsonl:2'))?.body, undefined);
      assert.equal(await book.entry('2026-11-one.jsonl:3'), undefined);
      files.texts.delete('2026-11.bodies/one-1');
      assert.equal((await book.entry('2026-11-one.jsonl:1'))?.body, undefined);
    });

    it('but leads to no other file, whatever its id is', async () => {
      const { ledger, files } = ledgerOn();
      await ledger.note(aTraffic);
      for (const id of ['../2026-11-one.jsonl', 'a/../../2026-11-one.jsonl', '']) {
        const stamp = { version: 1, kind: 'intent', id, time: '2026-11-25T00:00:00.000Z' };
        files.texts.set('2026-11-two.jsonl', JSON.stringify({ ...stamp, ...anIntent, bodyKept: true }));
        files.texts.set(`2026-11.bodies/${id}`, 'secret');
        const { book } = bookOn(files);
        await book.open({});
        assert.equal((await book.entry('2026-11-two.jsonl:1'))?.body, undefined, id);
      }
    });
  });

  it('checks the files as they are now, and the bodies that were kept', async () => {
    const { book, ledger, files } = bookOn();
    const bodySha256 = sha256('the body');
    for (let count = 0; count < 3; count += 1) await ledger.begin({ ...anIntent, bodySha256 }, 'the body');
    await ledger.begin({ ...anIntent, bodySha256 });
    assert.deepEqual((await book.check()).faults, []);
    files.texts.set('2026-11.bodies/one-1', 'the body!');
    files.texts.delete('2026-11.bodies/one-2');
    const name = '2026-11-one.jsonl';
    assert.deepEqual((await book.check()).faults, [
      { kind: 'body', file: name, line: 2 },
      { kind: 'body', file: name, line: 1 },
    ]);
    files.texts.set(name, `${files.texts.get(name)}{"pre`);
    assert.deepEqual((await book.check()).unreadable, [{ file: name, line: 5 }]);
    files.texts.set(name, `${files.texts.get(name)?.split('\n').slice(0, 2).join('\n')}\n`);
    assert.deepEqual((await book.check()).faults[0], { kind: 'cut', file: name, line: 3 });
  });

  it('takes what another window adds while it is being read for no fault', async () => {
    const { book, ledger, files } = bookOn();
    await ledger.begin(anIntent);
    const read = files.read.bind(files);
    files.read = async (name) => {
      const contents = await read(name);
      if (name.endsWith('.end')) await ledger.note(aTraffic);
      return contents;
    };
    assert.deepEqual((await book.check()).faults, []);
  });

  it('takes a file that is deleted while it is being read for none', async () => {
    const { book, ledger, files } = bookOn();
    await ledger.begin(anIntent);
    const list = files.list.bind(files);
    files.list = async () => [...(await list()), '2026-10-gone.jsonl'];
    assert.equal((await book.open({})).entries, 1);
  });

  it('deletes a month', async () => {
    const { book, ledger } = bookOn();
    await ledger.begin(anIntent);
    assert.equal(await book.deleteMonth('2026-11'), 1);
    const { entries, months } = await book.open({});
    assert.deepEqual([entries, months], [1, []], 'the tombstone is an entry of no month');
  });

  describe('after a start', () => {
    it('tells of each request that was interrupted, once, to one window', async () => {
      const { book, ledger, files } = bookOn();
      await (await ledger.begin(anIntent)).end({ ended: 'done', bytesIn: 1 });
      await ledger.note(aTraffic);
      await ledger.begin({ ...anIntent, model: 'interrupted' });
      const models = async (one: LedgerBook) => (await one.afterStart()).map(({ intent }) => intent.model);
      const other = bookOn(files).book;
      const told = await Promise.all([models(book), models(other)]);
      assert.deepEqual(told.flat(), ['interrupted']);
      assert.deepEqual(await models(book), []);
      await ledger.begin({ ...anIntent, model: 'another' });
      assert.deepEqual(await models(book), ['another']);
    });

    it('not of one that is still under way', async () => {
      const { book, ledger } = bookOn(memoryFiles(), (process) => process === 7);
      await ledger.begin(anIntent);
      assert.deepEqual(await book.afterStart(), []);
    });

    it('finishes a deletion that a crash left half done', async () => {
      const { book, ledger, files } = bookOn();
      await ledger.begin(anIntent);
      await files.rename('2026-11-one.jsonl', '2026-11-one.jsonl.going-x');
      assert.deepEqual(await book.afterStart(), []);
      assert.ok([...files.texts.keys()].every((name) => !name.includes('going')));
      assert.deepEqual(
        (await book.check()).deleted.map(({ month }) => month),
        ['2026-11'],
      );
    });
  });

  it('reads ten thousand entries', async () => {
    const { book, files } = bookOn();
    const time = '2026-11-25T00:00:00.000Z';
    let end = chainStart;
    const lines: string[] = [];
    const add = (record: LedgerRecord) => {
      const line = ledgerLine(record, end);
      end = sha256(line);
      lines.push(line);
    };
    for (let count = 0; count < 10_000; count += 1) {
      const stamp = { version: 1, id: `${count}`, time } as const;
      add({ kind: 'intent', ...stamp, ...anIntent, model: `model-${count}` });
      add({ kind: 'outcome', ...stamp, ended: 'done', bytesIn: 1 });
    }
    files.texts.set('2026-11-one.jsonl', `${lines.join('\n')}\n`);
    files.texts.set('2026-11-one.end', JSON.stringify({ lines: lines.length, end }));
    const { entries, totals } = await book.open({});
    assert.deepEqual([entries, totals.cloud.all.requests], [10_000, 10_000]);
    assert.equal((await book.page({ ...everything, text: 'model-4999' }, 0)).matching, 1);
    assert.equal((await book.page(everything, 9_900)).rows.at(-1)?.model, 'model-0');
    assert.deepEqual((await book.check()).faults, []);
  });
});
