import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerBook } from '../../../src/privacy/ledgerBook.ts';
import { ledgerFilesIn } from '../../../src/privacy/ledgerFiles.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';

const program = join(import.meta.dirname, 'sendingProcess.ts');

/** A real process that sends through the real gate, with its ledger on a real disk. */
describe('Hearth killed while it sends', () => {
  let folder: string;
  let provider: FakeCloud;
  let child: ChildProcess;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-killed-'));
    provider = await startFakeCloud();
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await provider.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the process and waits until it says that it has come to `stage`. */
  async function sendingUntil(stage: string): Promise<void> {
    child = spawn(process.execPath, ['--import', 'tsx', program, folder, provider.url, stage], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += chunk;
      if (said.includes(stage)) return;
    }
    assert.fail(`the process ended and said only: ${said}`);
  }

  async function killed(): Promise<void> {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  const book = (writer = 'reader') => {
    const isAlive = (pid: number) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    let ids = 0;
    const parts = { writer, newId: () => `${writer}-${++ids}`, now: Date.now, process: process.pid, isAlive };
    return new LedgerBook({ files: ledgerFilesIn(folder), ...parts });
  };
  const everything = { text: '', tier: '', month: '' } as const;
  const outcomes = async () => {
    const one = book();
    await one.open({});
    return (await one.page(everything, 0)).rows.map(({ outcome }) => outcome);
  };

  it('between the record and the send: the record is there, nothing was sent, and the next start tells of it once', async () => {
    await sendingUntil('recorded');
    assert.deepEqual(await outcomes(), ['underWay'], 'while it lives, it may still be sending');
    assert.deepEqual(await book().afterStart(), []);
    await killed();
    assert.equal(provider.requests.length, 0);
    assert.deepEqual(await outcomes(), ['interrupted']);
    const told = await book().afterStart();
    assert.deepEqual(
      told.map(({ intent }) => intent.destination),
      [provider.url],
    );
    assert.deepEqual(await book().afterStart(), []);
    assert.deepEqual((await book().check()).faults, []);
  });

  it('while the answer comes: what was sent is on record, its end is not known', async () => {
    await sendingUntil('answering');
    await killed();
    assert.equal(provider.requests.length, 1);
    assert.deepEqual(await outcomes(), ['interrupted']);
    assert.equal((await book().afterStart()).length, 1);
    assert.deepEqual((await book().check()).faults, []);
  });

  it('after the outcome: there is nothing to tell', async () => {
    await sendingUntil('ended');
    await killed();
    assert.deepEqual([await outcomes(), await book().afterStart()], [['done'], []]);
  });
});
