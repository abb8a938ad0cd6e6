import { parentPort } from 'node:worker_threads';
import { markdownRenderer } from './writing/renderMarkdown.ts';

/**
 * The worker thread: renders Markdown away from the extension host's loop, where 1 MB of it would hold up everything for
 * seconds. It gets `{ id, markdown }` and answers `{ id, html }`.
 */
const render = markdownRenderer();
parentPort?.on('message', ({ id, markdown }: { readonly id: number; readonly markdown: string }) => {
  parentPort?.postMessage({ id, html: render(markdown) });
});
