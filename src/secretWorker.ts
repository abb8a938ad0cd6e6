import { parentPort } from 'node:worker_threads';
import { findSecrets } from './privacy/findSecrets.ts';

/**
 * The worker thread that looks for secrets: away from the extension host's loop, and where a text that takes too long can be
 * given up. It gets `{ id, texts }` and answers `{ id, found }`. What goes wrong ends it, which fails the check.
 */
parentPort?.on('message', async ({ id, texts }: { readonly id: number; readonly texts: readonly string[] }) => {
  parentPort?.postMessage({ id, found: await findSecrets(texts) });
});
