import assert from 'node:assert/strict';
import { profiles } from '../../bench/physics/profiles.ts';
import { replay } from '../../bench/replay.ts';
import { withTable } from '../../bench/report/readme.ts';
import { asMarkdown } from '../../bench/report/table.ts';
import { eager } from '../../bench/systems/eager.ts';
import { hearth } from '../../bench/systems/hearth.ts';
import { plain } from '../../bench/systems/plain.ts';
import { readAllPieces } from '../../bench/traces/readPieces.ts';

describe('The replay', () => {
  const [piece] = readAllPieces();

  for (const system of [hearth(), plain, eager]) {
    it(`comes to the same twice with ${system.name}, and something is suggested`, async () => {
      assert.ok(piece);
      const run = { system, profile: profiles.middle, user: 'B', seed: 1 } as const;
      const first = await replay(piece, run);
      assert.deepEqual(await replay(piece, run), first);
      assert.ok(first.requests > 0 && first.latencies.length > 0 && first.right > 0, JSON.stringify(first));
      assert.ok(first.right + first.wrong <= first.looks && first.looks === first.keys - 1);
    });
  }

  it('a gate that lets nothing through shows nothing, and changes no request', async () => {
    assert.ok(piece);
    const run = { profile: profiles.middle, user: 'A', seed: 1 } as const;
    const open = await replay(piece, { ...run, system: hearth() });
    const shut = await replay(piece, { ...run, system: hearth({ leastLogprob: 1 }) });
    assert.equal(shut.right + shut.wrong, 0);
    assert.ok(open.right > 0);
  });

  it('plain waits for a pause: nothing of its appears within 350 ms of a key', async () => {
    assert.ok(piece);
    const played = await replay(piece, { system: plain, profile: profiles.fast, user: 'A', seed: 1 });
    assert.ok(Math.min(...played.latencies) >= 350);
  });

  it('tables are put into their place in the README, again and again', () => {
    const table = { id: 'x', title: 'X', columns: ['a', 'b'], rows: [['1', '2']] };
    const readme = 'before\n<!-- table: x -->\n<!-- end -->\nafter\n';
    const once = withTable(readme, table, 'npm run bench');
    assert.equal(withTable(once, table, 'npm run bench'), once);
    assert.ok(once.startsWith('before\n') && once.endsWith('after\n') && once.includes(asMarkdown(table)));
    assert.throws(() => withTable('nothing', table, ''), /no place/);
  });
});
