import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { ledgerFilesIn, ledgerFolderIn } from '../../../src/privacy/ledgerFiles.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { anIntent, aTraffic } from './ledgers.ts';

describe('the ledger on the disk', () => {
  let storage: string;
  let folder: string;
  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'hearth-ledger-'));
    folder = ledgerFolderIn(storage);
  });
  afterEach(() => rmSync(storage, { recursive: true, force: true }));

  const ledgerHere = (where = folder) =>
    openLedger({ files: ledgerFilesIn(where), clock: virtualClock(), writer: 'one', newId: () => 'id', process: 7 });

  it('is kept in a folder that only its owner can read', async () => {
    const files = ledgerFilesIn(folder);
    assert.deepEqual([await files.list(), await files.read('2026-01-one.jsonl')], [[], undefined]);
    await (await ledgerHere().begin(anIntent, 'größe')).end({ ended: 'done', bytesIn: 3 });
    assert.deepEqual(readdirSync(folder).sort(), ['2026-01-one.end', '2026-01-one.jsonl', '2026-01.bodies']);
    assert.deepEqual(await files.read('2026-01.bodies/id'), { text: 'größe', bytes: 7 });
    assert.equal((await ledgerHere().records()).length, 2);
    if (process.platform !== 'win32') {
      const modeOf = (...path: string[]) => statSync(join(folder, ...path)).mode & 0o777;
      assert.deepEqual([modeOf(), modeOf('2026-01.bodies')], [0o700, 0o700]);
      for (const file of ['2026-01-one.jsonl', '2026-01-one.end', '2026-01.bodies/id']) {
        assert.equal(modeOf(file), 0o600, file);
      }
    }
  });

  it('adds to a file only if it is as long as it was, and says so', async () => {
    const files = ledgerFilesIn(folder);
    assert.equal(await files.append('a', 'one', 0), true);
    assert.equal(await files.append('a', 'two', 2), false);
    assert.equal(await files.append('a', 'größe', 3), true);
    assert.deepEqual(await files.read('a'), { text: 'onegröße', bytes: 10 });
  });

  it('writes anew when another window takes the file away at this very moment', async () => {
    const ledger = ledgerHere();
    await ledger.note(aTraffic);
    const path = join(folder, '2026-01-one.jsonl');
    const handle = await open(path, 'r');
    await handle.close();
    // All handles of files share what is replaced here: at the first write to the disk, the file is taken aside.
    const shared: { sync(): Promise<void> } = Object.getPrototypeOf(handle);
    const { sync } = shared;
    let tries = 0;
    shared.sync = function (this: unknown) {
      tries += 1;
      if (tries === 1) renameSync(path, `${path}.going-1`);
      return sync.call(this);
    };
    try {
      await ledger.note({ ...aTraffic, requests: 77 });
    } finally {
      shared.sync = sync;
    }
    assert.deepEqual(
      (await ledger.records()).map((record) => record.kind === 'traffic' && record.requests),
      [77],
    );
  });

  it('takes names away and gives them', async () => {
    const files = ledgerFilesIn(folder);
    await files.write('2026-01.bodies/a', 'text');
    assert.equal(await files.rename('2026-01.bodies', 'gone'), true);
    assert.equal(await files.rename('2026-01.bodies', 'gone'), false);
    assert.equal((await files.read('gone/a'))?.text, 'text');
    await files.remove('gone');
    await files.remove('gone');
    assert.deepEqual(await files.list(), []);
    assert.deepEqual([await files.claim('mine'), await files.claim('mine')], [true, false]);
    await files.write('mine', 'long text');
    await files.write('mine', 'short');
    assert.equal((await files.read('mine'))?.text, 'short');
  });

  it('lets no failure pass for an empty ledger', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    const files = ledgerFilesIn(folder);
    await assert.rejects(files.list(), { code: 'ENOTDIR' });
    await assert.rejects(files.read('a'), { code: 'ENOTDIR' });
    await assert.rejects(files.claim('a'), { code: 'EEXIST' });
    await assert.rejects(ledgerFilesIn(tmpdir()).claim('x'.repeat(1000)), { code: 'ENAMETOOLONG' });
  });

  describe('says so, and nothing is sent, when', () => {
    const refuses = async (where: string, code: RegExp) => {
      await assert.rejects(ledgerHere(where).begin(anIntent), (error) => {
        assert.ok(error instanceof Error && 'code' in error);
        assert.match(String(error.code), code);
        return true;
      });
    };

    it('the folder cannot be made', async () => {
      await refuses('/dev/null/ledger', /ENOTDIR|EEXIST/);
    });

    it('the file is a folder', async () => {
      mkdirSync(join(folder, '2026-01-one.jsonl'), { recursive: true });
      await refuses(folder, /EISDIR/);
    });

    if (process.platform === 'linux') {
      it('the disk is full', async () => {
        mkdirSync(folder);
        symlinkSync('/dev/full', join(folder, '2026-01-one.jsonl'));
        await assert.rejects(ledgerFilesIn(folder).append('2026-01-one.jsonl', 'line\n', 0), { code: 'ENOSPC' });
      });

      it('the file system is read-only', async () => {
        await refuses('/sys/hearth', /EROFS|EACCES|EPERM/);
      });
    }
  });
});
