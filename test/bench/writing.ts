// `npm run bench:writing`: what the guards of a writing task cost, and how long they hold up the extension host. Real time, so not the
// same from run to run; what counts is that a person does not notice.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { build } from 'esbuild';
import { systemClock } from '../../src/base/clock.ts';
import { ParsingThread } from '../../src/editor/parsing/parsingThread.ts';
import { guards } from '../../src/writing/guards/guards.ts';
import { quantile } from './measure/figures.ts';
import { optionsIn, publish, tell } from './report/publish.ts';
import { number, type Table } from './report/table.ts';

/** For a text of this many characters, both guards together. */
const characters = 3000;
const mostMs = 25;
/** For a text of this many, each question to the worker. */
const megabyte = 1_000_000;
const mostStallMs = 50;
const rounds = 60;

const options = optionsIn(process.argv.slice(2));
publish([costs(), await stalls()], options, 'npm run bench:writing');

/** The milliseconds of this process's processor that preparing a text and judging an answer to it take. */
function costs(): Table {
  const rows = Object.entries(texts()).map(([languageId, whole]) => {
    tell(`${languageId}, ${characters} characters`);
    const { prepare, judge } = guards();
    const took = { prepare: [] as number[], judge: [] as number[], both: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      // Another text each time: a text that was read before is not read again.
      const text = whole.slice(round * 20, round * 20 + characters);
      const prepared = processorTime(() => prepare(text, languageId));
      const answer = revised(prepared.result.protected.masked);
      const judged = processorTime(() => judge({ prepared: prepared.result, answer, purpose: 'tone', language: 'en' }));
      if (judged.result.kind === 'refused')
        throw new Error(`${languageId}: the answer was refused, ${judged.result.why}`);
      // The first rounds only warm the program up.
      if (round < rounds / 4) continue;
      took.prepare.push(prepared.ms);
      took.judge.push(judged.ms);
      took.both.push(prepared.ms + judged.ms);
    }
    const median = quantile(0.5, took.both);
    return [
      languageId,
      number(quantile(0.5, took.prepare), 1),
      number(quantile(0.5, took.judge), 1),
      number(median, 1),
      number(quantile(0.95, took.both), 1),
      `< ${mostMs}`,
      median < mostMs ? 'yes' : '**no**',
    ];
  });
  return {
    id: 'guards',
    title: `Guards for a text of ${characters} characters, in ms of the processor`,
    columns: ['text', 'prepare', 'judge', 'both', 'p95', 'must reach', 'reached'],
    rows,
  };
}

/** The longest time in which the host's loop stood still while the worker had 1 MB of Markdown to read. */
async function stalls(): Promise<Table> {
  const folder = await mkdtemp(join(import.meta.dirname, '../../out/bench-'));
  await build({
    entryPoints: { worker: 'src/worker.ts' },
    bundle: true,
    minify: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  const silent = () => {};
  const log = { debug: silent, info: silent, error: silent, warn: (message: string) => tell(message) };
  const thread = new ParsingThread({ workerPath: join(folder, 'worker.mjs'), clock: systemClock, log });
  const text = texts().markdown.repeat(40).slice(0, megabyte);
  const rows: string[][] = [];
  const measure = async <T>(name: string, ask: () => Promise<T | undefined>): Promise<T> => {
    tell(`${name}, 1 MB of Markdown`);
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const started = performance.now();
    const result = await ask();
    const took = performance.now() - started;
    loop.disable();
    if (result === undefined) throw new Error(`The worker had no answer: ${name}`);
    const stall = loop.max / 1e6;
    const isOurs = name !== 'nothing';
    const reached = stall < mostStallMs ? 'yes' : '**no**';
    rows.push([name, number(took), number(stall, 1), isOurs ? `< ${mostStallMs}` : '', isOurs ? reached : '']);
    return result;
  };
  try {
    await measure('nothing', () => systemClock.wait(2000).then(() => true));
    await measure('divide', () => thread.ask('divide', { text, languageId: 'markdown', most: 6000 }));
    const prepared = await measure('prepare', () => thread.ask('prepare', { text, languageId: 'markdown' }));
    const answer = revised(prepared.protected.masked);
    await measure('judge', () => thread.ask('judge', { prepared, answer, purpose: 'tone', language: 'en' }));
    await measure('render', () => thread.ask('render', { markdown: text }));
  } finally {
    thread.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    id: 'stalls',
    title: "The host's longest stall while the worker reads 1 MB of Markdown, in ms",
    columns: ['question', 'answered after', 'longest stall', 'must reach', 'reached'],
    rows,
  };
}

function processorTime<T>(work: () => T): { readonly result: T; readonly ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

/** Our own texts, each long enough for every round. */
function texts() {
  const inside = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
  const markdown = ['README.md', 'src/README.md', 'test/README.md']
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const latex = markdown
    .replace(/```[\s\S]*?```|^\|.*\n/gm, '')
    .replace(/^#+ (.*)$/gm, '\\section{$1}')
    .replace(/`([^`\n]*)`/g, '\\texttt{$1}~\\cite{a}')
    .replace(/[%&#_$]/g, '\\$&');
  return { markdown, latex, typescript: inside('src/tasks'), plaintext: markdown.replace(/[`|#]/g, '') };
}

/** An answer that changes a word in twelve. */
function revised(text: string): string {
  let count = 0;
  return text.replace(/\b(?:the|is|and|it|to)\b/g, (word) => (count++ % 3 === 0 ? `${word}se` : word));
}
