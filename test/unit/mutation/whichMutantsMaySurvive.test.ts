import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { judge, leastScore } from '../../mutation/judge.mjs';

const source = 'const one = 1;\nif (one > 0 &&\n  two) go();\n';

/** A report of mutants, each with what became of it. */
function reportOf(...statuses: readonly string[]) {
  const location = { start: { line: 1, column: 13 }, end: { line: 1, column: 14 } };
  const mutants = statuses.map((status, index) => ({ status, replacement: `${index}`, location }));
  return { files: { 'src/privacy/gate.ts': { source, mutants } } };
}
const many = (status: string, count: number) => Array.from({ length: count }, () => status);
const reason = 'It makes no difference.';

describe('Mutants that no test notices', () => {
  it('fail when the list does not name them', () => {
    const { counts, lines } = judge(reportOf('Survived', ...many('Killed', 9)), []);
    assert.deepEqual(counts, { passed: 9, failed: 1 });
    assert.ok(lines.includes('  "gate.ts: 1 → 0"'));
  });

  it('pass when it does, with a reason', () => {
    const list = [{ reason, mutants: ['gate.ts: 1 → 0'] }];
    const unreasoned = list.map(({ mutants }) => ({ reason: ' ', mutants }));
    assert.deepEqual(judge(reportOf('NoCoverage', ...many('Timeout', 9)), list).counts, { passed: 10, failed: 0 });
    assert.equal(judge(reportOf('Survived', ...many('Killed', 9)), unreasoned).counts.failed, 1);
  });

  it('are named as often as they are there', () => {
    const report = reportOf('Survived', ...many('Killed', 20));
    const [first] = report.files['src/privacy/gate.ts'].mutants;
    assert.ok(first);
    report.files['src/privacy/gate.ts'].mutants.push(first);
    assert.equal(judge(report, [{ reason, mutants: ['gate.ts: 1 → 0'] }]).counts.failed, 1);
    assert.equal(judge(report, [{ reason, mutants: ['gate.ts: 1 → 0', 'gate.ts: 1 → 0'] }]).counts.failed, 0);
  });

  it('are taken off the list when a test notices them, but not for other files than were looked at', () => {
    const list = [{ reason, mutants: ['gate.ts: 1 → 0', 'door.ts: a → b'] }];
    assert.deepEqual(judge(reportOf(...many('Killed', 9)), list).counts, { passed: 9, failed: 1 });
  });

  it('stay on the list when they ran out of time, as they do on a busy machine', () => {
    const list = [{ reason, mutants: ['gate.ts: 1 → 0'] }];
    assert.deepEqual(judge(reportOf('Timeout', ...many('Killed', 9)), list).counts, { passed: 10, failed: 0 });
  });

  it('may not be too many, on the list or not', () => {
    const statuses = [...many('Survived', 100 - leastScore), ...many('Killed', leastScore)];
    const list = [{ reason, mutants: statuses.map((_, index) => `gate.ts: 1 → ${index}`) }];
    const listed = list.map((each) => ({ ...each, mutants: each.mutants.slice(0, 100 - leastScore) }));
    assert.equal(judge(reportOf(...statuses), listed).counts.failed, 0);
    assert.equal(judge(reportOf(...statuses.slice(0, -1)), listed).counts.failed, 1);
  });

  it('do not count when they could not be tried', () => {
    assert.deepEqual(judge(reportOf('Ignored', 'CompileError', 'Killed'), []).counts, { passed: 1, failed: 0 });
  });

  it('have names that last: without the place, on one line, and not without end', () => {
    const location = { start: { line: 2, column: 5 }, end: { line: 3, column: 6 } };
    const mutant = { status: 'Survived', replacement: 'x'.repeat(200), location };
    const { lines } = judge({ files: { 'src/privacy/a.ts': { source, mutants: [mutant] } } }, []);
    assert.ok(lines.some((line) => /^ {2}"a\.ts: one > 0 && two → x{80} … x{30}"$/.test(line)));
  });

  it('are listed for files that there are, each group with its reason', () => {
    const list: readonly { readonly reason: string; readonly mutants: readonly string[] }[] = JSON.parse(
      readFileSync('test/mutation/survivors.json', 'utf8'),
    );
    for (const { reason, mutants } of list) {
      assert.match(reason, /\w/);
      for (const name of mutants) assert.ok(existsSync(`src/privacy/${name.split(': ')[0]}`), name);
    }
  });
});
