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
const stallRounds = 3;

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
      const answer = revised(prepared.result.masked, 3);
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
  const whole = texts().markdown.repeat(60).slice(0, megabyte);
  const rows: string[][] = [];
  /** Asks a few times, each time about another text: one that was read before is not read again. */
  const measure = async <T>(name: string, ask: (text: string, round: number) => Promise<T | undefined>): Promise<T> => {
    tell(`${name}, 1 MB of Markdown`);
    const took: number[] = [];
    const stalled: number[] = [];
    for (;;) {
      const loop = monitorEventLoopDelay({ resolution: 1 });
      loop.enable();
      const started = performance.now();
      const result = await ask(whole.slice(took.length), took.length);
      took.push(performance.now() - started);
      loop.disable();
      if (result === undefined) throw new Error(`The worker had no answer: ${name}`);
      stalled.push(loop.max / 1e6);
      if (stalled.length < stallRounds) continue;
      const isOurs = name !== 'nothing';
      // What Hearth does stalls the loop in each round; what else this machine does, in some.
      const least = Math.min(...stalled);
      const reached = least < mostStallMs ? 'yes' : '**no**';
      const figures = [number(quantile(0.5, took)), number(least, 1), number(quantile(0.5, stalled), 1)];
      rows.push([name, ...figures, isOurs ? `< ${mostStallMs}` : '', isOurs ? reached : '']);
      return result;
    }
  };
  const languageId = 'markdown';
  try {
    await measure('nothing', () => systemClock.wait(1000).then(() => true));
    const divided = await measure('divide', () => thread.ask('divide', { text: whole, languageId, most: characters }));
    const selection = { start: megabyte / 2, end: megabyte / 2 + 10 };
    await measure('expand', (text) => thread.ask('expand', { text, languageId, selection }));
    await measure('100 segments, one by one', async (text) => {
      let changes = 0;
      for (const { start, end } of divided.segments.slice(0, 100)) {
        const given = { text: text.slice(start, end), languageId, defined: divided.defined };
        const prepared = await thread.ask('prepare', given);
        if (prepared === undefined) return undefined;
        const answer = revised(prepared.masked, 3);
        const verdict = await thread.ask('judge', { prepared, answer, purpose: 'tone', language: 'en' });
        if (verdict?.kind === 'changed') changes += verdict.hunks.length;
      }
      return changes;
    });
    const parts = await measure('cut into parts to proofread', (text) =>
      thread.ask('parts', { text, languageId, most: 1500 }),
    );
    await measure('mistakes in 100 answers, one by one', async () => {
      let found = 0;
      for (const part of parts.slice(0, 100)) {
        const words = [...new Set(part.masked.match(/(?<=[a-z] )\p{Ll}{5,}(?= [a-z])/gu))].slice(0, 10);
        const said = words.map((original) => ({ original, replacement: `${original}s`, why: '', kind: 'spelling' }));
        const result = await thread.ask('findings', { part, answer: JSON.stringify(said), isEnded: true });
        if (result === undefined) return undefined;
        found += result.findings.length;
      }
      if (found === 0) throw new Error('no mistakes were found');
      return found;
    });
    const prepared = await measure('prepare, at once', (text) => thread.ask('prepare', { text, languageId }));
    await measure('judge, at once', (_, round) => {
      const answer = revised(prepared.masked, 200 + round);
      return thread.ask('judge', { prepared, answer, purpose: 'tone', language: 'en' });
    });
  } finally {
    thread.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    id: 'stalls',
    title: "The host's longest stall while the worker reads 1 MB of Markdown, in ms",
    columns: ['question', 'answered after', 'stall, least', 'stall, median', 'must reach', 'reached'],
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

/** An answer that changes one of so many small words. */
function revised(text: string, every: number): string {
  let count = 0;
  return text.replace(/\b(?:the|is|and|it|to)\b/g, (word) => (count++ % every === 0 ? `${word}se` : word));
}
