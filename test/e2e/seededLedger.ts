import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../src/privacy/ledger.ts';
import { deleteMonth } from '../../src/privacy/ledgerDeletion.ts';
import { ledgerFilesIn, ledgerFolderIn } from '../../src/privacy/ledgerFiles.ts';
import { chainStart, type Intent, type LedgerRecord, ledgerLine, type Outcome } from '../../src/privacy/ledgerLines.ts';
import { sha256 } from '../../src/privacy/sha256.ts';

const hourMs = 3_600_000;

/** What was sent with the entry whose text was kept. */
export const keptBody = JSON.stringify({
  model: 'big-model',
  messages: [{ role: 'user', content: 'Explain:\nconst sum = (a, b) => a + b;\n' }],
});

/** A process number that no system gives out. */
const deadProcess = 2 ** 30;

const intentWith = (change: Partial<Intent> = {}): Intent => ({
  gesture: 'escalate',
  attempt: 1,
  provider: 'OpenAI-compatible',
  destination: 'https://api.example.com',
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'big-model',
  bytesOut: 1834,
  bodySha256: sha256('something else'),
  files: [{ path: 'src/orders.ts', firstLine: 12, lastLine: 31, characters: 712 }],
  leftOut: [],
  estimatedTokens: 410,
  estimatedUsd: 0.0061,
  ...change,
});
const answered: Outcome = {
  ended: 'done',
  status: 200,
  bytesIn: 5210,
  promptTokens: 438,
  answerTokens: 612,
  costUsd: 0.0113,
};

/**
 * Writes a ledger as it looks after some weeks, with the code that writes the real one: requests that were answered, sent
 * again, rejected, interrupted, handed over; two days of a self-hosted engine; a line that a crash cut short; a deleted month.
 */
export async function seedLedger(storage: string): Promise<void> {
  const folder = ledgerFolderIn(storage);
  const files = ledgerFilesIn(folder);
  let now = Date.now();
  let ids = 0;
  const newId = () => `seeded-${++ids}`;
  const ledgerOf = (writer: string) =>
    openLedger({ files, clock: { now: () => now }, newId, writer, process: deadProcess });
  const at = async (hoursAgo: number, write: () => Promise<unknown>) => {
    const present = now;
    now = present - hoursAgo * hourMs;
    await write();
    now = present;
  };
  const send = async (one: Intent, outcome: Outcome | undefined, body?: string) => {
    const entry = await first.begin(one, body);
    now += 9_000;
    if (outcome) await entry.end(outcome);
  };
  const first = ledgerOf('a1b2c3d4');
  const second = ledgerOf('e5f6a7b8');

  await at(70 * 24, () => send(intentWith({ model: 'older-model' }), answered));
  await deleteMonth(new Date(now - 70 * 24 * hourMs).toISOString().slice(0, 7), {
    files,
    writer: 'a1b2c3d4',
    newId,
    now: () => now - 30 * 24 * hourMs,
  });
  await at(35 * 24, () => send(intentWith({ gesture: 'askCloud', estimatedTokens: 96, bytesOut: 402 }), answered));
  await at(50, () => send(intentWith({ model: 'big-modle' }), { ended: 'modelMissing', status: 404, bytesIn: 88 }));
  await at(49, () =>
    send(
      intentWith({
        tier: 'handedOver',
        provider: 'Copilot',
        destination: 'vscode-lm://copilot',
        method: 'HAND OVER',
        path: '',
        model: 'gpt-large',
      }),
      { ended: 'done', bytesIn: 2210 },
    ),
  );
  await at(26, () => send(intentWith({ attempt: 1 }), { ended: 'retried', status: 429, bytesIn: 61 }));
  await at(25.9, () => send(intentWith({ attempt: 2 }), answered));
  const traffic = { tier: 'selfHosted', what: 'engine', destination: 'http://gpu.lan:11434' } as const;
  const day = (hoursAgo: number) => new Date(now - hoursAgo * hourMs).toISOString().slice(0, 10);
  await at(24, () => second.note({ ...traffic, day: day(24), requests: 1204, bytesOut: 3_410_220, bytesIn: 498_112 }));
  await at(0.5, () => second.note({ ...traffic, day: day(0), requests: 214, bytesOut: 702_100, bytesIn: 91_400 }));
  await at(3, () => send(intentWith(), { ended: 'keyRejected', status: 401, bytesIn: 140 }));
  await at(2, () => send(intentWith({ bytesOut: 2950, estimatedTokens: 700 }), undefined));
  await at(1, () =>
    send(
      intentWith({
        bytesOut: Buffer.byteLength(keptBody),
        bodySha256: sha256(keptBody),
        files: [
          { path: 'src/sum.ts', firstLine: 1, lastLine: 1, characters: 29 },
          { path: 'src/words.ts', firstLine: 4, lastLine: 9, characters: 204 },
        ],
        leftOut: [{ kind: 'file', path: '.env.production', rule: '.env*' }],
        redactions: [{ rule: 'awsKey', count: 2 }],
      }),
      answered,
      keptBody,
    ),
  );
  const name = readdirSync(folder).find((each) => each.endsWith('-e5f6a7b8.jsonl')) ?? '';
  appendFileSync(join(folder, name), '{"previous":"');
}

/** Writes a ledger of this many requests, a minute apart, each answered. */
export function seedLongLedger(storage: string, count: number): void {
  const folder = ledgerFolderIn(storage);
  mkdirSync(folder, { recursive: true });
  const byMonth = new Map<string, { lines: string[]; end: string }>();
  for (let number = 0; number < count; number += 1) {
    const time = new Date(Date.now() - (count - number) * 60_000).toISOString();
    const stamp = { version: 1, id: `seeded-${number}`, time } as const;
    const month = byMonth.get(time.slice(0, 7)) ?? { lines: [], end: chainStart };
    byMonth.set(time.slice(0, 7), month);
    const records: readonly LedgerRecord[] = [
      { kind: 'intent', ...stamp, ...intentWith({ model: `model-${number}` }), process: deadProcess },
      { kind: 'outcome', ...stamp, ...answered },
    ];
    for (const record of records) {
      const line = ledgerLine(record, month.end);
      month.lines.push(line);
      month.end = sha256(line);
    }
  }
  for (const [month, { lines, end }] of byMonth) {
    writeFileSync(join(folder, `${month}-long.jsonl`), `${lines.join('\n')}\n`);
    writeFileSync(join(folder, `${month}-long.end`), JSON.stringify({ lines: lines.length, end }));
  }
}
