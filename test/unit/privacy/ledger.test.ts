import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { ledgerFilesIn } from '../../../src/privacy/ledgerFiles.ts';
import { chainEnd, chainStart, type Intent, ledgerLine, recordsOf, verify } from '../../../src/privacy/ledgerLines.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { memoryFiles } from './samples.ts';

const intent: Intent = {
  gesture: 'escalate',
  attempt: 1,
  provider: 'OpenAI-compatible',
  destination: 'https://api.example.com',
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'big-model',
  bytesOut: 120,
  bodySha256: 'a'.repeat(64),
  files: [{ path: 'src/sum.ts', firstLine: 1, lastLine: 3, characters: 29 }],
  leftOut: [],
  estimatedTokens: 12,
};

function ledgerOn(files = memoryFiles(), writer = 'one', clock = virtualClock(Date.UTC(2026, 10, 25))) {
  let ids = 0;
  return { files, clock, ledger: openLedger({ files, clock, writer, newId: () => `${writer}-${++ids}` }) };
}

describe('the ledger', () => {
  it('records an intent and its outcome under one id, in a file a month', async () => {
    const { ledger, files, clock } = ledgerOn();
    const entry = await ledger.begin(intent);
    await entry.end({ ended: 'done', status: 200, bytesIn: 900, promptTokens: 20, answerTokens: 7 });
    await clock.advance(7 * 24 * 3600 * 1000);
    await ledger.begin(intent);
    assert.deepEqual([...files.texts.keys()], ['2026-11-one.jsonl', '2026-12-one.jsonl']);
    assert.deepEqual(await ledger.records(), [
      { version: 1, kind: 'intent', id: 'one-1', time: '2026-11-25T00:00:00.000Z', previous: chainStart, ...intent },
      {
        version: 1,
        kind: 'outcome',
        id: 'one-1',
        time: '2026-11-25T00:00:00.000Z',
        previous: chainEnd(files.texts.get('2026-11-one.jsonl')?.split('\n')[0] ?? ''),
        ended: 'done',
        status: 200,
        bytesIn: 900,
        promptTokens: 20,
        answerTokens: 7,
      },
      { version: 1, kind: 'intent', id: 'one-2', time: '2026-12-02T00:00:00.000Z', previous: chainStart, ...intent },
    ]);
  });

  it('keeps the first outcome only', async () => {
    const { ledger } = ledgerOn();
    const entry = await ledger.begin(intent);
    await Promise.all([entry.end({ ended: 'aborted', bytesIn: 1 }), entry.end({ ended: 'done', bytesIn: 2 })]);
    assert.deepEqual(
      (await ledger.records()).map((each) => ('ended' in each ? each.ended : each.kind)),
      ['intent', 'aborted'],
    );
  });

  it('names the intents whose window died', async () => {
    const { ledger, files } = ledgerOn();
    await (await ledger.begin(intent)).end({ ended: 'done', bytesIn: 1 });
    await ledger.begin(intent);
    const other = ledgerOn(files, 'two').ledger;
    assert.deepEqual(
      (await other.unfinished()).map(({ id }) => id),
      ['one-2'],
    );
  });

  it('goes on with the chain after a restart, and after a line that a crash cut short', async () => {
    const { ledger, files } = ledgerOn();
    await ledger.begin(intent);
    await ledgerOn(files).ledger.begin(intent);
    const name = '2026-11-one.jsonl';
    assert.deepEqual(verify(files.texts.get(name) ?? ''), { kind: 'whole', lines: 2, torn: 0 });
    const whole = files.texts.get(name) ?? '';
    for (const length of [1, 8, 60, 100, 400]) {
      const next = ledgerLine(
        { kind: 'outcome', version: 1, id: 'x', time: '', ended: 'done', bytesIn: 0 },
        chainEnd(whole),
      );
      files.texts.set(name, whole + next.slice(0, length));
      await ledgerOn(files).ledger.begin(intent);
      const torn = length < next.length ? 1 : 0;
      assert.deepEqual(verify(files.texts.get(name) ?? ''), { kind: 'whole', lines: 4, torn }, `cut at ${length}`);
    }
  });

  it('recovers after a write that failed half-way', async () => {
    const { ledger, files } = ledgerOn();
    await ledger.begin(intent);
    files.isBroken = true;
    await assert.rejects(ledger.begin(intent), /no space/);
    files.isBroken = false;
    files.texts.set('2026-11-one.jsonl', `${files.texts.get('2026-11-one.jsonl')}{"prev`);
    await ledger.begin(intent);
    assert.deepEqual(verify(files.texts.get('2026-11-one.jsonl') ?? ''), { kind: 'whole', lines: 3, torn: 1 });
  });

  it('holds together when many write at once, in two windows', async () => {
    const files = memoryFiles();
    const windows = [ledgerOn(files, 'one').ledger, ledgerOn(files, 'two').ledger];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const entry = await windows[index % 2]?.begin(intent);
        await entry?.end({ ended: 'done', bytesIn: index });
      }),
    );
    for (const text of files.texts.values()) assert.deepEqual(verify(text), { kind: 'whole', lines: 20, torn: 0 });
    assert.equal(files.texts.size, 2);
  });

  it('shows every change but a cut at the end', async () => {
    const { ledger, files } = ledgerOn();
    for (let count = 0; count < 4; count += 1)
      await (await ledger.begin(intent)).end({ ended: 'done', bytesIn: count });
    const lines = (files.texts.get('2026-11-one.jsonl') ?? '').trimEnd().split('\n');
    const broken = (changed: readonly string[]) => assert.equal(verify(changed.join('\n')).kind, 'broken');
    fc.assert(
      fc.property(fc.nat(lines.length - 2), fc.nat(), fc.integer({ min: 1, max: 255 }), (at, position, shift) => {
        const line = lines[at] ?? '';
        const where = position % line.length;
        const other = String.fromCharCode((line.charCodeAt(where) + shift) % 256 || 1);
        broken(lines.with(at, line.slice(0, where) + (other === '\n' ? 'x' : other) + line.slice(where + 1)));
        broken(lines.toSpliced(at, 1));
        broken(lines.toSpliced(at, 0, line));
      }),
    );
    assert.deepEqual(verify(lines.slice(0, 3).join('\n')), { kind: 'whole', lines: 3, torn: 0 });
  });

  it('is kept in a folder that only its owner can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hearth-ledger-'));
    try {
      const files = ledgerFilesIn(folder);
      assert.deepEqual(await files.list(), []);
      assert.equal(await files.read('2026-11-one.jsonl'), undefined);
      const ledger = openLedger({ files, clock: virtualClock(), writer: 'one', newId: () => 'id' });
      await (await ledger.begin(intent)).end({ ended: 'done', bytesIn: 3 });
      const [name = ''] = await readdir(join(folder, 'ledger'));
      assert.equal(recordsOf((await files.read(name)) ?? '').length, 2);
      if (process.platform !== 'win32') {
        assert.equal((await stat(join(folder, 'ledger', name))).mode & 0o777, 0o600);
        assert.equal((await stat(join(folder, 'ledger'))).mode & 0o777, 0o700);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says so when it cannot be written', async () => {
    const ledger = openLedger({
      files: ledgerFilesIn('/dev/null'),
      clock: virtualClock(),
      writer: 'one',
      newId: () => 'id',
    });
    await assert.rejects(ledger.begin(intent));
  });
});
