import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Clock, systemClock } from '../../../../src/base/clock.ts';
import { WorkerRenderer } from '../../../../src/editor/answers/renderer.ts';
import { ParsingThread } from '../../../../src/editor/parsing/parsingThread.ts';
import { virtualClock } from '../../../fakes/clock.ts';

describe('WorkerRenderer', () => {
  let folder = '';
  let workerPath = '';
  let warnings: string[] = [];
  const silent = () => {};
  const log = { debug: silent, info: silent, error: silent, warn: (message: string) => warnings.push(message) };
  const plain = '<div class="plain">*a* &lt;b&gt;</div>\n';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-worker-'));
    workerPath = join(folder, 'worker.mjs');
    buildSync({
      entryPoints: ['src/worker.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      minify: true,
      outfile: workerPath,
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    warnings = [];
  });

  const worker = (name: string, code: string) => {
    const path = join(folder, name);
    writeFileSync(path, code);
    return path;
  };

  const rendererOf = (path: string, clock: Clock = systemClock) =>
    new WorkerRenderer(new ParsingThread({ workerPath: path, clock, log }));

  it('renders in the worker', async () => {
    const renderer = rendererOf(workerPath);
    assert.equal(await renderer.render('a', '*a* <b>'), '<p><em>a</em> &lt;b&gt;</p>\n');
    assert.deepEqual(warnings, []);
    renderer.dispose();
  });

  it('does only the latest of several renderings of an answer that wait', async () => {
    const renderer = rendererOf(workerPath);
    const html = await Promise.all(['1', '2', '3'].map((text) => renderer.render('a', text)));
    assert.deepEqual(html, ['<p>1</p>\n', undefined, '<p>3</p>\n']);
    const others = await Promise.all(['a', 'b', 'c'].map((key) => renderer.render(key, key)));
    assert.deepEqual(others, ['<p>a</p>\n', '<p>b</p>\n', '<p>c</p>\n']);
    renderer.dispose();
  });

  it('shows plain text when there is no worker', async () => {
    const renderer = rendererOf(join(folder, 'missing.mjs'));
    assert.equal(await renderer.render('a', '*a* <b>'), plain);
    assert.equal(await renderer.render('a', '*a* <b>'), plain);
    assert.equal(warnings.length, 2);
    renderer.dispose();
  });

  it('shows plain text when the worker breaks, and starts another for the next answer', async () => {
    const breaking = worker(
      'breaking.mjs',
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ id, given }) => {
         if (given.markdown === 'ok') parentPort.postMessage({ id, result: 'fine' });
         else throw new Error('broken');
       });`,
    );
    const renderer = rendererOf(breaking);
    assert.equal(await renderer.render('a', '*a* <b>'), plain);
    assert.equal(await renderer.render('a', 'ok'), 'fine');
    assert.equal(warnings.length, 1);
    renderer.dispose();
  });

  it('shows plain text when the worker does not come back', async () => {
    const clock = virtualClock();
    const stuck = worker(
      'stuck.mjs',
      `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});`,
    );
    const renderer = rendererOf(stuck, clock);
    const html = renderer.render('a', '*a* <b>');
    await clock.advance(5000);
    assert.equal(await html, plain);
    assert.equal(clock.waiting, 0);
    renderer.dispose();
  });

  it('ends what waits when it is disposed, and does no more', async () => {
    const clock = virtualClock();
    const renderer = rendererOf(workerPath, clock);
    const waiting = [renderer.render('a', '1'), renderer.render('b', '2')];
    renderer.dispose();
    assert.deepEqual(await Promise.all(waiting), [undefined, undefined]);
    assert.equal(await renderer.render('c', '3'), undefined);
    assert.equal(clock.waiting, 0);
    assert.deepEqual(warnings, []);
  });
});
