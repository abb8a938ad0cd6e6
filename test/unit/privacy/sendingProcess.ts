// A process of its own that sends to a provider through the gate, and stands still at a stage until it is killed:
//   node --import tsx sendingProcess.ts FOLDER PROVIDER_URL recorded|answering|ended
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/base/clock.ts';
import { type Fetch, openGate } from '../../../src/privacy/gate.ts';
import { openLedger } from '../../../src/privacy/ledger.ts';
import { ledgerFilesIn } from '../../../src/privacy/ledgerFiles.ts';
import { approvalOf, cloud, draftOf } from './samples.ts';

const [folder = '', provider = '', stage = ''] = process.argv.slice(2);

const standStill = (reached: string) => {
  process.stdout.write(`${reached}\n`);
  return new Promise<never>(() => {});
};
const silent = () => {};
const gate = openGate({
  // The gate asks for this after the record is on the disk.
  fetch: ((input, init) => (stage === 'recorded' ? standStill('recorded') : fetch(input, init))) satisfies Fetch,
  ledger: openLedger({
    files: ledgerFilesIn(folder),
    clock: systemClock,
    newId: randomUUID,
    writer: 'killed',
    process: process.pid,
  }),
  isEnabled: () => true,
  keepsBodies: () => false,
  fitsBudget: async () => true,
  clock: systemClock,
  log: { debug: silent, info: silent, warn: silent, error: silent },
});

// What keeps this process alive while it stands still.
setInterval(() => {}, 60_000);
const draft = draftOf(undefined, { ...cloud, baseUrl: `${provider}/v1` });
const passage = gate.open(await approvalOf(draft), new AbortController().signal);
const headers = { Authorization: 'Bearer key', 'Content-Type': 'application/json' };
const response = await passage.fetch(draft.url, { method: 'POST', body: draft.body, headers });
if (stage === 'answering') await standStill('answering');
await response.text();
await passage.close({ ended: 'done' });
await standStill('ended');
