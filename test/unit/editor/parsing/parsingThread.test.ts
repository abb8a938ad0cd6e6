import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Clock, systemClock } from '../../../../src/base/clock.ts';
import { ParsingThread } from '../../../../src/editor/parsing/parsingThread.ts';
import { guards } from '../../../../src/writing/guards/guards.ts';
import { virtualClock } from '../../../fakes/clock.ts';

describe('ParsingThread', () => {
  let folder = '';
  let workerPath = '';
  let warnings: string[] = [];
  const silent = () => {};
  const log = { debug: silent, info: silent, error: silent, warn: (message: string) => warnings.push(message) };
  const threadOf = (path: string, clock: Clock = systemClock) => new ParsingThread({ workerPath: path, clock, log });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-parsing-'));
    workerPath = join(folder, 'worker.mjs');
    await build({
      entryPoints: { worker: 'src/worker.ts' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      logLevel: 'error',
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    warnings = [];
  });

  const text = '# Teh plan\n\nWe run `npm ci` befor everything else, see [the guide](https://a.example).\n';

  it('prepares a text and judges an answer as the guards do, and hands over plain data', async () => {
    const thread = threadOf(workerPath);
    const prepared = await thread.ask('prepare', { text, languageId: 'markdown' });
    assert.deepEqual(prepared, guards().prepare(text, 'markdown'));
    assert.ok(prepared !== undefined);
    const answer = prepared.masked.replace('Teh', 'The').replace('befor', 'before');
    const verdict = await thread.ask('judge', { prepared, answer, purpose: 'tone', language: 'en' });
    assert.ok(verdict?.kind === 'changed');
    assert.deepEqual(
      verdict.hunks.map(({ removed, added }) => [removed, added]),
      [
        ['Teh', 'The'],
        ['befor', 'before'],
      ],
    );
    assert.deepEqual(warnings, []);
    thread.dispose();
  });

  it('divides, expands, compares and renders', async () => {
    const thread = threadOf(workerPath);
    assert.deepEqual(await thread.ask('divide', { text: '# A\n\n[b]: c\n\n# D\n', languageId: 'markdown', most: 13 }), {
      segments: [
        { start: 0, end: 13 },
        { start: 13, end: 17 },
      ],
      defined: ['B'],
    });
    const selection = { start: 4, end: 5 };
    assert.deepEqual(await thread.ask('expand', { text: 'One.\n\nTwo.', languageId: 'plaintext', selection }), {
      start: 0,
      end: 4,
      defined: [],
    });
    assert.deepEqual(await thread.ask('compare', { before: 'a\nb\n', after: 'a\nc\n', by: 'line' }), [
      { start: 2, end: 4, removed: 'b\n', added: 'c\n' },
    ]);
    assert.equal(await thread.ask('render', { markdown: '*a*' }), '<p><em>a</em></p>\n');
    thread.dispose();
  });

  const worker = (name: string, code: string) => {
    const path = join(folder, name);
    writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${code}`);
    return path;
  };

  it('has no answer when the worker breaks, and asks another one next time', async () => {
    const breaking = worker(
      'breaking.mjs',
      `parentPort.on('message', async ({ id, given }) => {
         if (given.text === 'bad') throw new Error('broken');
         parentPort.postMessage({ id, result: 'fine' });
       });`,
    );
    const thread = threadOf(breaking);
    const ask = (what: string) => thread.ask('prepare', { text: what, languageId: 'x' });
    assert.deepEqual(await Promise.all([ask('bad'), ask('good')]), [undefined, 'fine']);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /prepare: Error: broken/);
    thread.dispose();
  });

  it('has no answer when the worker does not come back in time', async () => {
    const clock = virtualClock();
    const thread = threadOf(worker('stuck.mjs', `parentPort.on('message', () => {});`), clock);
    const answer = thread.ask('judge', {
      prepared: guards().prepare('a', 'plaintext'),
      answer: 'b',
      purpose: 'tone',
    });
    await clock.advance(60_000);
    assert.equal(await answer, undefined);
    assert.equal(clock.waiting, 0);
    thread.dispose();
  });

  it('forgets a question that nobody waits for any more', async () => {
    const thread = threadOf(workerPath);
    const gone = new AbortController();
    const first = thread.ask('render', { markdown: '1' });
    const second = thread.ask('render', { markdown: '2' }, gone.signal);
    const third = thread.ask('render', { markdown: '3' });
    gone.abort();
    assert.equal(await second, undefined);
    assert.deepEqual(await Promise.all([first, third]), ['<p>1</p>\n', '<p>3</p>\n']);
    assert.equal(await thread.ask('render', { markdown: '4' }, gone.signal), undefined);
    assert.deepEqual(warnings, []);
    thread.dispose();
  });

  it('ends what waits when it is disposed, and does no more', async () => {
    const clock = virtualClock();
    const thread = threadOf(workerPath, clock);
    const waiting = [thread.ask('render', { markdown: '1' }), thread.ask('render', { markdown: '2' })];
    thread.dispose();
    assert.deepEqual(await Promise.all(waiting), [undefined, undefined]);
    assert.equal(await thread.ask('render', { markdown: '3' }), undefined);
    assert.equal(clock.waiting, 0);
    assert.deepEqual(warnings, []);
  });
});
