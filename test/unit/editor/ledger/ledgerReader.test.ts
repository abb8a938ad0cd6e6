import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { LedgerReader } from '../../../../src/editor/ledger/ledgerReader.ts';
import { openLedger } from '../../../../src/privacy/ledger.ts';
import { ledgerFilesIn } from '../../../../src/privacy/ledgerFiles.ts';
import { anIntent } from '../../privacy/ledgers.ts';

const everything = { text: '', tier: '', month: '' } as const;

describe('the ledger, read in a worker', () => {
  let code: string;
  let workerPath: string;
  let folder: string;
  let reader: LedgerReader;
  before(() => {
    code = mkdtempSync(join(tmpdir(), 'hearth-ledger-worker-'));
    workerPath = join(code, 'ledgerWorker.mjs');
    buildSync({
      entryPoints: ['src/ledgerWorker.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      minify: true,
      outfile: workerPath,
    });
  });
  after(() => rmSync(code, { recursive: true, force: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-ledger-'));
    reader = new LedgerReader({ workerPath, folder, writer: 'reader' });
  });
  afterEach(() => {
    reader.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const ledgerOf = (process: number) => {
    let ids = 0;
    const parts = { files: ledgerFilesIn(folder), clock: { now: Date.now }, newId: () => `${process}-${++ids}` };
    return openLedger({ ...parts, writer: `p${process}`, process });
  };

  it('answers every call, several at a time, each to whom it was', async () => {
    await (await ledgerOf(1).begin(anIntent)).end({ ended: 'done', bytesIn: 1 });
    const { entries, months } = await reader.call('open', {});
    assert.deepEqual([entries, months.length], [1, 1]);
    const [page, checked, csv, entry, none] = await Promise.all([
      reader.call('page', everything, 0),
      reader.call('check'),
      reader.call('export', 'csv', everything),
      reader.call('entry', `${months[0]?.month}-p1.jsonl:1`),
      reader.call('entry', 'no such entry'),
    ]);
    assert.deepEqual([page.matching, checked.faults, entry?.entry.kind, none], [1, [], 'request', undefined]);
    assert.match(csv, /big-model/);
    assert.equal(await reader.call('deleteMonth', months[0]?.month ?? ''), 1);
    assert.equal((await reader.call('open', {})).months.length, 0);
  });

  it('knows which processes live', async () => {
    // This test’s own is alive, and so is the first one of the system; no system gives out the last number.
    for (const process of [2 ** 30, 1]) await ledgerOf(process).begin(anIntent);
    const told = await reader.call('afterStart');
    assert.deepEqual(
      told.map(({ intent }) => intent.process),
      [2 ** 30],
    );
  });

  it('says what went wrong, and goes on', async () => {
    const other = new LedgerReader({ workerPath, folder: join(workerPath, 'no folder'), writer: 'reader' });
    await assert.rejects(other.call('open', {}), /ENOTDIR/);
    await assert.rejects(other.call('check'), /ENOTDIR/);
    other.dispose();
  });

  it('tells whoever waits when the worker ends, and starts another for the next call', async () => {
    const ends = join(code, 'ends.mjs');
    writeFileSync(
      ends,
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3));",
    );
    const ending = new LedgerReader({ workerPath: ends, folder, writer: 'reader' });
    const calls = [ending.call('open', {}), ending.call('check')];
    await Promise.all(calls.map((call) => assert.rejects(call, /the worker ended with code 3/)));
    await assert.rejects(ending.call('check'), /code 3/);
    const missing = new LedgerReader({ workerPath: join(code, 'missing.mjs'), folder, writer: 'reader' });
    await assert.rejects(missing.call('check'), /missing\.mjs/);
  });

  it('leaves nobody waiting when it is closed', async () => {
    const waiting = reader.call('open', {});
    reader.dispose();
    await assert.rejects(waiting, /the ledger was closed/);
    assert.equal((await reader.call('open', {})).entries, 0, 'and can be opened again');
  });
});
