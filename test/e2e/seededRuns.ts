import { join } from 'node:path';
import { caseFilesIn } from '../../src/scorecard/caseFiles.ts';
import { JudgedCases } from '../../src/scorecard/judgedCases.ts';
import { Runs } from '../../src/scorecard/run/runFiles.ts';
import { runFilesIn } from '../../src/scorecard/runFilesIn.ts';

/** What a model did of the cases: how many of twelve explanations and of six corrections it passed. */
interface Made {
  readonly model: string;
  readonly digest: string;
  readonly explained: number;
  readonly corrected: number;
}

const made: readonly Made[] = [
  { model: 'writer:latest', digest: '1'.repeat(64), explained: 4, corrected: 1 },
  { model: 'coder:latest', digest: '2'.repeat(64), explained: 12, corrected: 4 },
  { model: 'writer:latest', digest: '3'.repeat(64), explained: 7, corrected: 0 },
];

/** Puts runs into a Hearth, as it writes them, and an escalation that was judged. @param storage where it keeps what is its own */
export async function seedRuns(storage: string): Promise<void> {
  const runs = new Runs(runFilesIn(join(storage, 'scorecard', 'runs')));
  for (const [index, { model, digest, explained, corrected }] of made.entries()) {
    const [id, startedAt] = [`seeded-${index}`, Date.UTC(2026, 8 + index, 3, 9)];
    const options = { contextTokens: 4096, maximumTokens: 512, seed: 7, repeats: 3 };
    const same = { engine: 'Ollama 0.33.0', options, promptHash: 'p', datasetHash: 'd', machine: 'm' };
    await runs.start({ id, file: 'mine.yaml', startedAt, of: 18, identity: { model, digest, ...same } });
    await runs.loaded(id, { coldLoadMs: 2300, footprint: { sizeBytes: 2_000_000_000, gpuBytes: 1_000_000_000 } });
    for (let number = 0; number < 18; number++) {
      const task = number < 12 ? 'explain' : 'proofread';
      const passed = number < 12 ? number < explained : number - 12 < corrected;
      await runs.add(id, {
        kind: 'case',
        id: `case-${number}`,
        title: `${task === 'explain' ? 'Explain' : 'Proofread'} · file${number}.md`,
        task,
        wasEscalated: number % 4 === 3,
        passes: [passed, passed || number === 17, passed],
        failures: passed ? [] : ['icontains-all: ["total","price"]'],
        speed: { totalMs: 800, firstPieceMs: 90, promptTokens: 120, promptMs: 80, answerTokens: 60, answerMs: 700 },
      });
    }
    await runs.end(id, startedAt + 60_000);
  }
  const answer = (tier: 'local' | 'cloud', text: string) => ({
    text,
    totalMs: 900,
    provenance: { tier, engine: 'E', host: 'example.com', model: 'm' },
  });
  await new JudgedCases(caseFilesIn(storage)).keep({
    version: 1,
    id: 'seeded-answer',
    at: '2026-11-20T10:00:00.000Z',
    verdict: 'worthIt',
    title: 'Explain',
    about: 'half.js',
    task: 'explain',
    messages: [{ role: 'user', parts: [{ kind: 'instruction', text: 'Explain.' }] }],
    local: answer('local', 'It halves.'),
    cloud: answer('cloud', 'It halves a number.'),
  });
}
