import { openLedger } from '../../../src/privacy/ledger.ts';
import type { Living } from '../../../src/privacy/ledgerEntries.ts';
import type { Intent, Traffic } from '../../../src/privacy/ledgerLines.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { memoryFiles } from './samples.ts';

/** What the tests of the ledger share: something that leaves, and a ledger in memory. */

export const anIntent: Intent = {
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

export const aTraffic: Traffic = {
  tier: 'selfHosted',
  what: 'engine',
  destination: 'http://engine.lan:11434',
  day: '2026-11-25',
  requests: 3,
  bytesOut: 100,
  bytesIn: 1000,
};

/** The ledger of one window, in process 7, on 2026-11-25. */
export function ledgerOn(files = memoryFiles(), writer = 'one', clock = virtualClock(Date.UTC(2026, 10, 25))) {
  let ids = 0;
  const newId = () => `${writer}-${++ids}`;
  return { files, clock, newId, ledger: openLedger({ files, clock, writer, newId, process: 7 }) };
}

/** Nobody but these is alive, and the one who looks is another window, in process 99. */
export const othersAt = (now: number, alive: readonly number[] = []): Living => ({
  now,
  process: 99,
  writer: 'reader',
  isAlive: (process) => alive.includes(process),
});
