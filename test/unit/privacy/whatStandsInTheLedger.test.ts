import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Entry, entriesOf } from '../../../src/privacy/ledgerEntries.ts';
import { ledgerLine } from '../../../src/privacy/ledgerLines.ts';
import { anIntent, aTraffic, ledgerOn, othersAt } from './ledgers.ts';
import { memoryFiles } from './samples.ts';

const start = Date.UTC(2026, 10, 25);
const minute = 60_000;

describe('what stands in the ledger', () => {
  const kindsOf = (entries: readonly Entry[]) =>
    entries.map((entry) => (entry.kind === 'request' ? entry.state : entry.kind));

  it('is an entry for each attempt, with its outcome, newest first, over all windows', async () => {
    const files = memoryFiles();
    const one = ledgerOn(files, 'one');
    const two = ledgerOn(files, 'two', one.clock);
    const first = await one.ledger.begin(anIntent);
    await one.clock.advance(1000);
    const second = await two.ledger.begin({ ...anIntent, tier: 'handedOver', model: 'theirs' });
    await one.clock.advance(1000);
    await first.end({ ended: 'retried', bytesIn: 1 });
    await second.end({ ended: 'done', bytesIn: 2 });
    await one.ledger.begin({ ...anIntent, attempt: 2 });
    const entries = entriesOf(files.texts, othersAt(one.clock.now(), [7]));
    assert.deepEqual(
      entries.map(
        (entry) =>
          entry.kind === 'request' && [entry.time - start, entry.tier, entry.intent.attempt, entry.outcome?.ended],
      ),
      [
        [2000, 'cloud', 2, undefined],
        [1000, 'handedOver', 1, 'done'],
        [0, 'cloud', 1, 'retried'],
      ],
    );
    assert.deepEqual(
      entries.map(({ key, month, file, line }) => [key, month, file, line]),
      [
        ['2026-11-one.jsonl:3', '2026-11', '2026-11-one.jsonl', 3],
        ['2026-11-two.jsonl:1', '2026-11', '2026-11-two.jsonl', 1],
        ['2026-11-one.jsonl:1', '2026-11', '2026-11-one.jsonl', 1],
      ],
    );
  });

  it('stands by file and line where the time is the same', async () => {
    const files = memoryFiles();
    const one = ledgerOn(files, 'one');
    const two = ledgerOn(files, 'two', one.clock);
    for (const { ledger } of [two, one, two, one]) await ledger.begin(anIntent);
    const places = entriesOf(files.texts).map(({ file, line }) => `${file.slice(8, 11)} ${line}`);
    assert.deepEqual(places, ['two 2', 'two 1', 'one 2', 'one 1']);
  });

  describe('an intent without an outcome', () => {
    const stateAt = async (
      after: number,
      living: Partial<ReturnType<typeof othersAt>>,
      process: number | undefined = 7,
    ) => {
      const files = memoryFiles();
      const stamp = { kind: 'intent', version: 1, id: 'id', time: new Date(start).toISOString() } as const;
      const record = { ...stamp, ...anIntent, ...(process === undefined ? {} : { process }) };
      files.texts.set('2026-11-one.jsonl', `${ledgerLine(record, '0')}\n`);
      return kindsOf(entriesOf(files.texts, { ...othersAt(start + after), ...living }))[0];
    };
    const alive = { isAlive: () => true };

    it('is under way while its window lives, for as long as a request can', async () => {
      assert.equal(await stateAt(0, { isAlive: (process) => process === 7 }), 'underWay');
      assert.equal(await stateAt(15 * minute - 1, alive), 'underWay');
      assert.equal(await stateAt(15 * minute, alive), 'interrupted');
    });

    it('was interrupted when its process is gone, or another one has its number: ours', async () => {
      assert.equal(await stateAt(1, {}), 'interrupted');
      assert.equal(await stateAt(1, { ...alive, process: 7 }), 'interrupted');
    });

    it('is under way when it is this window’s own, however long', async () => {
      assert.equal(await stateAt(60 * minute, { writer: 'one', process: 7 }), 'underWay');
      // A writer whose name only ends alike is another one.
      assert.equal(await stateAt(60 * minute, { writer: 'ne', process: 7 }), 'interrupted');
    });

    it('of a version that named no process is judged by its age', async () => {
      const texts = (await ledgerWithoutProcess()).texts;
      assert.deepEqual(kindsOf(entriesOf(texts, othersAt(start + minute))), ['underWay']);
      assert.deepEqual(kindsOf(entriesOf(texts, othersAt(start + 16 * minute))), ['interrupted']);
    });

    it('was interrupted when nobody can say who lives', async () => {
      const { files, ledger } = ledgerOn();
      await ledger.begin(anIntent);
      assert.deepEqual(kindsOf(entriesOf(files.texts)), ['interrupted']);
    });

    async function ledgerWithoutProcess() {
      const files = memoryFiles();
      const record = {
        kind: 'intent',
        version: 1,
        id: 'id',
        time: new Date(start).toISOString(),
        ...anIntent,
      } as const;
      files.texts.set('2026-11-one.jsonl', `${ledgerLine(record, '0')}\n`);
      return files;
    }
  });

  it('sums up the traffic of an engine by host and day, and leaves single requests alone', async () => {
    const files = memoryFiles();
    const one = ledgerOn(files, 'one');
    const two = ledgerOn(files, 'two', one.clock);
    await one.ledger.note(aTraffic);
    await one.clock.advance(minute);
    await two.ledger.note({ ...aTraffic, requests: 2, bytesOut: 7, bytesIn: 70 });
    await one.ledger.note({ ...aTraffic, day: '2026-11-26' });
    await one.ledger.note({ ...aTraffic, destination: 'https://other.lan' });
    await one.ledger.note({ ...aTraffic, what: 'modelList', tier: 'cloud', ended: 'done' });
    await one.ledger.note({ ...aTraffic, what: 'modelList', tier: 'cloud', ended: 'done' });
    const entries = entriesOf(files.texts, othersAt(start));
    const brief = entries.map(
      (entry) =>
        entry.kind === 'traffic' &&
        `${entry.traffic.what} ${entry.traffic.day} ${entry.traffic.destination} ${entry.traffic.requests} ${entry.traffic.bytesOut} ${entry.traffic.bytesIn}`,
    );
    assert.deepEqual([...brief].sort(), [
      'engine 2026-11-25 http://engine.lan:11434 5 107 1070',
      'engine 2026-11-25 https://other.lan 3 100 1000',
      'engine 2026-11-26 http://engine.lan:11434 3 100 1000',
      'modelList 2026-11-25 http://engine.lan:11434 3 100 1000',
      'modelList 2026-11-25 http://engine.lan:11434 3 100 1000',
    ]);
    assert.equal(new Set(entries.map(({ key }) => key)).size, 5);
    const summed = entries.find((entry) => entry.kind === 'traffic' && entry.traffic.requests === 5);
    assert.deepEqual(
      [summed?.time, summed?.file],
      [start + minute, '2026-11-two.jsonl'],
      'it stands where it was last',
    );
  });

  it('is dated by the last of a day’s traffic, whichever file that is in', async () => {
    const files = memoryFiles();
    const late = ledgerOn(files, 'a');
    await late.clock.advance(minute);
    await late.ledger.note(aTraffic);
    await ledgerOn(files, 'b').ledger.note({ ...aTraffic, requests: 5 });
    const [entry, ...more] = entriesOf(files.texts);
    assert.ok(entry?.kind === 'traffic');
    assert.deepEqual(more, []);
    assert.deepEqual([entry.time - start, entry.file, entry.traffic.requests], [minute, '2026-11-a.jsonl', 8]);
  });

  it('keeps its key while traffic is added, so that what is open stays open', async () => {
    const { files, ledger } = ledgerOn();
    await ledger.note(aTraffic);
    const [before] = entriesOf(files.texts);
    await ledger.note(aTraffic);
    const [after] = entriesOf(files.texts);
    assert.equal(before?.key, after?.key);
    assert.notEqual(before?.line, after?.line);
  });

  it('shows lines that hold no record with what is left of them, after the line before', async () => {
    const { files, ledger } = ledgerOn();
    await ledger.note(aTraffic);
    const name = '2026-11-one.jsonl';
    const broken = [
      '{"previous":"abc',
      '{"kind":"later","id":"x","time":"2026-11-25T00:00:00.000Z"}',
      '5',
      'null',
      '[]',
    ];
    files.texts.set(name, `${files.texts.get(name)}${broken.join('\n')}`);
    const entries = entriesOf(files.texts);
    assert.deepEqual(
      entries.map((entry) => (entry.kind === 'unreadable' ? entry.text : entry.kind)),
      [...broken.toReversed(), 'traffic'],
    );
    assert.deepEqual(new Set(entries.map(({ time }) => time)), new Set([start]));
  });

  it('gives a line without anything before it the beginning of its month', () => {
    const [entry, tombstone] = entriesOf(
      new Map([
        ['2026-10-x.jsonl', 'torn'],
        ['deleted-x.jsonl', 'torn'],
      ]),
    );
    assert.deepEqual([entry?.time, entry?.month], [Date.UTC(2026, 9, 1), '2026-10']);
    assert.deepEqual([tombstone?.time, tombstone?.month], [0, undefined]);
  });

  it('takes a record with a wrong or missing field for no record', () => {
    const intent = { kind: 'intent', version: 1, id: 'id', time: new Date(start).toISOString(), ...anIntent };
    const kindWith = (change: object) =>
      entriesOf(new Map([['2026-11-one.jsonl', JSON.stringify({ ...intent, ...change })]]))[0]?.kind;
    assert.equal(kindWith({}), 'request');
    assert.equal(
      kindWith({ process: 1, estimatedUsd: 1, tier: 'cloud', redactions: [], somethingNew: true }),
      'request',
    );
    for (const name of Object.keys(intent).filter((each) => each !== 'version')) {
      assert.equal(kindWith({ [name]: undefined }), 'unreadable', name);
      assert.equal(kindWith({ [name]: null }), 'unreadable', name);
    }
    for (const change of [
      { files: [null] },
      { files: {} },
      { process: '1' },
      { redactions: 'x' },
      { redactions: [1] },
      { tier: 1 },
    ]) {
      assert.equal(kindWith(change), 'unreadable', JSON.stringify(change));
    }
    const outcome = { kind: 'outcome', version: 1, id: 'id', time: '', ended: 'done', bytesIn: 1 };
    const traffic = { kind: 'traffic', version: 1, id: 'id', time: '', ...aTraffic };
    const deleted = { kind: 'deleted', version: 1, id: 'id', time: '', month: '2026-10', entries: 1, files: [] };
    for (const record of [outcome, traffic, deleted]) {
      const kindOf = (value: object) => entriesOf(new Map([['2026-11-one.jsonl', JSON.stringify(value)]]))[0]?.kind;
      assert.notEqual(kindOf(record), 'unreadable');
      for (const name of Object.keys(record).filter((each) => each !== 'version')) {
        assert.equal(kindOf({ ...record, [name]: undefined }), 'unreadable', `${record.kind} without ${name}`);
      }
    }
    const optional = ['status', 'promptTokens', 'answerTokens', 'costUsd'];
    for (const name of optional) {
      const kindOf = (value: unknown) =>
        entriesOf(new Map([['2026-11-one.jsonl', JSON.stringify({ ...outcome, [name]: value })]])).length;
      assert.deepEqual(
        [kindOf(1), kindOf('1')],
        [0, 1],
        'an outcome without intent is no entry; one that is none is shown',
      );
    }
  });

  it('never breaks, whatever stands in the files', () => {
    const json = fc.json({ maxDepth: 2 });
    const named = fc
      .constantFrom('intent', 'outcome', 'traffic', 'deleted')
      .chain((kind) =>
        fc
          .record({ id: fc.string(), time: fc.string(), files: fc.anything(), leftOut: fc.constant([]) })
          .map((rest) => JSON.stringify({ kind, ...rest }) ?? ''),
      );
    fc.assert(
      fc.property(fc.array(fc.oneof(json, named, fc.string())), (lines) => {
        const entries = entriesOf(new Map([['2026-11-one.jsonl', lines.join('\n')]]), othersAt(start));
        assert.ok(entries.every(({ time }) => Number.isFinite(time)));
      }),
      { numRuns: 200 },
    );
  });
});
