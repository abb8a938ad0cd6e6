import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkLedger, type LedgerFault } from '../../../src/privacy/ledgerChecks.ts';
import {
  chainEnd,
  chainStart,
  type LedgerRecord,
  ledgerLine,
  linesOf,
  readSeal,
} from '../../../src/privacy/ledgerLines.ts';
import { anIntent, aTraffic, ledgerOn } from './ledgers.ts';

const name = '2026-11-one.jsonl';
const seal = '2026-11-one.end';

describe('tampering with the ledger shows', () => {
  let texts: Map<string, string>;
  let text: string;
  let lines: readonly string[];
  before(async () => {
    const { ledger, files } = ledgerOn();
    for (let count = 0; count < 4; count += 1) {
      const path = `src/größe-${count}.ts`;
      const entry = await ledger.begin({ ...anIntent, files: [{ path, firstLine: 1, lastLine: 2, characters: 9 }] });
      await entry.end({ ended: 'done', bytesIn: count });
    }
    await ledger.note(aTraffic);
    texts = files.texts;
    text = texts.get(name) ?? '';
    lines = text.trimEnd().split('\n');
  });

  const faultsWith = (changed: string | undefined, sealed = texts.get(seal)): readonly LedgerFault[] => {
    const all = new Map<string, string>();
    if (changed !== undefined) all.set(name, changed);
    if (sealed !== undefined) all.set(seal, sealed);
    return checkLedger(all).faults;
  };
  const recordOf = (index: number): LedgerRecord => ({
    kind: 'traffic',
    version: 1,
    id: `id-${index}`,
    time: '2026-11-25T00:00:00.000Z',
    ...aTraffic,
  });
  const joined = (changed: readonly string[]) => `${changed.join('\n')}\n`;

  it('not when there was none', () => {
    assert.deepEqual(checkLedger(texts), { files: 1, lines: 9, faults: [], unreadable: [], deleted: [] });
    assert.deepEqual(checkLedger(new Map()), { files: 0, lines: 0, faults: [], unreadable: [], deleted: [] });
  });

  it('any byte that was changed, wherever it is', () => {
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.nat(bytes.length - 2), fc.integer({ min: 1, max: 255 }), (at, shift) => {
        const changed = Buffer.from(bytes);
        changed[at] = ((changed[at] ?? 0) + shift) % 256;
        const line = bytes.subarray(0, at).toString().split('\n').length;
        const [fault, ...more] = faultsWith(changed.toString('utf8'));
        assert.deepEqual(more, []);
        assert.ok(fault !== undefined && fault.kind !== 'missing', `byte ${at}`);
        // It is that line, or the next one, which no longer follows from it; a line that fell in two counts one more.
        assert.ok(fault.line === line || fault.line === line + 1, `byte ${at} of line ${line}: ${fault.line}`);
      }),
      { numRuns: 600 },
    );
  });

  it('any line that was removed, doubled, or put elsewhere', () => {
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(lines.length - 1), (one, other) => {
        const [first, second] = [lines[one] ?? '', lines[other] ?? ''];
        assert.notDeepEqual(faultsWith(joined(lines.toSpliced(one, 1))), []);
        assert.notDeepEqual(faultsWith(joined(lines.toSpliced(other, 0, first))), []);
        if (one !== other) {
          assert.notDeepEqual(faultsWith(joined(lines.with(one, second).with(other, first))), []);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('whatever is done to the lines of several files, but for what is written down as the limit', () => {
    const others = ['two', 'three'].map((writer) => `2026-11-${writer}`);
    const all = new Map(texts);
    for (const [index, other] of others.entries()) {
      const own = `${ledgerLine(recordOf(index), chainStart)}\n`;
      all.set(`${other}.jsonl`, own).set(`${other}.end`, JSON.stringify(chainEnd(own)));
    }
    assert.deepEqual(checkLedger(all).faults, []);
    const names = [...all.keys()].filter((each) => each.endsWith('.jsonl'));
    const where = fc.record({ file: fc.constantFrom(...names), line: fc.nat(20) });
    const deed = fc.record({
      what: fc.constantFrom('remove', 'copy', 'move', 'swap', 'rename'),
      from: where,
      to: where,
    });
    fc.assert(
      fc.property(fc.array(deed, { minLength: 1, maxLength: 5 }), (deeds) => {
        const changed = new Map(names.map((each) => [each, linesOf(all.get(each) ?? '')]));
        for (const { what, from, to } of deeds) {
          const [source, target] = [changed.get(from.file) ?? [], changed.get(to.file) ?? []];
          const line = source[from.line % Math.max(1, source.length)];
          if (line === undefined) continue;
          if (what === 'rename') {
            changed.set(from.file, target).set(to.file, source);
            continue;
          }
          const at = from.line % source.length;
          if (what !== 'copy') changed.set(from.file, source.toSpliced(at, 1));
          if (what === 'remove') continue;
          const rest = changed.get(to.file) ?? [];
          changed.set(to.file, rest.toSpliced(to.line % (rest.length + 1), what === 'swap' ? 1 : 0, line));
        }
        const isSame = names.every((each) => (changed.get(each) ?? []).join() === linesOf(all.get(each) ?? '').join());
        const tampered = new Map(all);
        for (const [each, its] of changed) tampered.set(each, joined(its));
        assert.equal(checkLedger(tampered).faults.length === 0, isSame, JSON.stringify(deeds));
        // The limit, said in `checkLedger`: a file that is removed together with its seal leaves nothing behind.
        const [gone] = deeds;
        const without = new Map(all);
        without.delete(gone?.from.file ?? '');
        assert.equal(checkLedger(without).faults.length, 1);
        without.delete((gone?.from.file ?? '').replace('.jsonl', '.end'));
        assert.equal(checkLedger(without).faults.length, 0);
      }),
      { numRuns: 400 },
    );
  });

  it('lines that were cut off at the end, however many, and where', () => {
    for (let left = 0; left < lines.length; left += 1) {
      const cut = { kind: 'cut', file: name, line: left + 1 };
      assert.deepEqual(faultsWith(left === 0 ? '' : joined(lines.slice(0, left))), [cut]);
    }
  });

  it('a file that is gone while its seal is there', () => {
    assert.deepEqual(faultsWith(undefined), [{ kind: 'missing', file: name }]);
  });

  it('in the order of the files, whatever order they are read in', () => {
    const all = new Map(['b', 'c', 'a'].map((each) => [`2026-11-${each}.jsonl`, 'x']));
    assert.deepEqual(
      checkLedger(all).faults.map(({ file }) => file),
      ['2026-11-a.jsonl', '2026-11-b.jsonl', '2026-11-c.jsonl'],
    );
  });

  it('names the line: the first that is not what it was, or does not follow', () => {
    assert.deepEqual(faultsWith(joined(lines.with(2, `${lines[2]} `))), [{ kind: 'broken', file: name, line: 4 }]);
    assert.deepEqual(faultsWith(joined(lines.with(8, `${lines[8]} `))), [{ kind: 'broken', file: name, line: 9 }]);
    assert.deepEqual(faultsWith(joined(lines.toSpliced(0, 1))), [{ kind: 'broken', file: name, line: 1 }]);
    assert.deepEqual(faultsWith(`x${text}`), [{ kind: 'broken', file: name, line: 1 }]);
  });

  it('but a file without a seal, a spoilt seal, or one that is a line behind, is what a crash leaves', () => {
    const behind = JSON.stringify(chainEnd(joined(lines.slice(0, 8))));
    for (const sealed of [
      undefined,
      '',
      '{"lines":9,"en',
      'null',
      '{"lines":"99","end":"x"}',
      '{"lines":99,"end":1}',
      behind,
    ]) {
      assert.deepEqual(faultsWith(text, sealed), [], sealed);
    }
    assert.deepEqual(readSeal(behind), chainEnd(joined(lines.slice(0, 8))));
  });

  it('and a line that a crash cut short, even to its first byte, is told from one that was changed', () => {
    for (let length = 1; length < 70; length += 1) {
      const torn = checkLedger(new Map([[name, joined(lines) + (lines[0] ?? '').slice(0, length)]]));
      // A torn line names the line before it. This one names another, which shows from the first byte of the hash on.
      assert.equal(torn.faults.length, length > '{"previous":"'.length ? 1 : 0, `${length}`);
      if (torn.faults.length === 0) assert.deepEqual(torn.unreadable, [{ file: name, line: 10 }]);
    }
  });
});
