import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseFilesIn } from '../../../src/scorecard/caseFiles.ts';
import { type JudgedCase, JudgedCases } from '../../../src/scorecard/judgedCases.ts';

const answer = (text: string) => ({
  text,
  totalMs: 10,
  provenance: { tier: 'local', engine: 'Ollama', host: 'localhost:11434', model: 'tiny' } as const,
});
const judged: JudgedCase = {
  version: 1,
  id: 'session-answer-1',
  at: '2026-11-25T12:00:00.000Z',
  verdict: 'localSuffices',
  title: 'Explain',
  messages: [{ role: 'user', parts: [{ kind: 'instruction', text: 'Explain this.' }] }],
  local: answer('here'),
  cloud: answer('there'),
};

describe('Judged cases', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-cases-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const files = () => readdirSync(join(folder, 'judged'));

  it('are kept whole, one file each, for their owner alone', async () => {
    const cases = new JudgedCases(caseFilesIn(folder));
    await cases.keep(judged);
    await cases.keep({ ...judged, id: 'session-answer-2' });
    assert.deepEqual(files().sort(), ['session-answer-1.json', 'session-answer-2.json']);
    const file = join(folder, 'judged', 'session-answer-1.json');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), judged);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o077, 0);
  });

  it('take a new verdict in place of the old one, and are forgotten as if they had never been', async () => {
    const cases = new JudgedCases(caseFilesIn(folder));
    await cases.forget(judged.id);
    await cases.keep(judged);
    await cases.keep({ ...judged, verdict: 'worthIt' });
    assert.match(readFileSync(join(folder, 'judged', 'session-answer-1.json'), 'utf8'), /"verdict": "worthIt"/);
    await cases.forget(judged.id);
    assert.deepEqual(files(), []);
  });

  it('have ids that name no other place', () => {
    const cases = new JudgedCases(caseFilesIn(folder));
    for (const id of ['../evil', 'a/b', '', 'a.json']) assert.throws(() => cases.keep({ ...judged, id }), /not the id/);
  });
});
