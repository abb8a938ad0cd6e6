import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/base/clock.ts';
import { numberIn } from '../../src/base/numberIn.ts';
import { reportOf } from '../../src/scorecard/card/report.ts';
import type { CaseFile } from '../../src/scorecard/cases/caseFile.ts';
import { readCases } from '../../src/scorecard/cases/readCases.ts';
import { estimateOf } from '../../src/scorecard/run/estimate.ts';
import { machineOf, weightsOf } from '../../src/scorecard/run/identity.ts';
import { runCases, usualRepeats } from '../../src/scorecard/run/runCases.ts';
import { Runs } from '../../src/scorecard/run/runFiles.ts';
import type { RunRecord } from '../../src/scorecard/run/runRecord.ts';
import { runFilesIn } from '../../src/scorecard/runFilesIn.ts';
import { english } from '../../src/scorecard/words.ts';
import { resolveEndpoint } from '../../src/tiers/endpoint.ts';
import type { Engine, EngineModel } from '../../src/tiers/engine.ts';
import { OpenAiCompatible } from '../../src/tiers/openaiCompatible.ts';
import { OwnEngine } from '../../src/tiers/ownEngine.ts';
import { type Answerer, TierError } from '../../src/tiers/tier.ts';
import { wrongLanguage } from '../../src/writing/guards/language.ts';
import { root } from './root.mjs';

/** On a command line, a key would stand in the list of processes and in the shell's history. */
const keyVariable = 'HEARTH_ENGINE_KEY';

const usage = `npm run scorecard -- --model NAME [--model NAME] [--engine URL] [FILE]

Runs the cases of FILE (promptfoo YAML; left out: Hearth's starter set) against one model, or against two and compares them.

  --engine URL      the Ollama to ask, or a server with OpenAI's API (left out: OLLAMA_HOST, else this machine's port 11434)
  --repeats N       how often each case is asked (left out: ${usualRepeats})
  --records FOLDER  where runs are kept, so that one that was stopped goes on (left out: out/scorecard)
  --again           runs anew what was run before
  --report FILE     also writes the report into a file

Where the engine wants a key, it is read from the environment variable ${keyVariable}.`;

/** What the command talks to. */
export interface Terminal {
  /** Where it says what it does. */
  readonly say: (line: string) => void;
  /** Where the report goes. */
  readonly print: (report: string) => void;
  readonly signal: AbortSignal;
}

/**
 * The scorecard at the command line: the same code as in the window.
 * @returns the exit code: 0 where it was run, 1 where it could not be, 2 for parameters that are none
 */
export async function scorecard(parameters: readonly string[], { say, print, signal }: Terminal): Promise<number> {
  const given = parsed(parameters);
  if (!given) {
    say(usage);
    return 2;
  }
  const { values, positionals, repeats } = given;
  const endpoint = resolveEndpoint(values.engine, process.env.OLLAMA_HOST);
  if ('bad' in endpoint) {
    say(`${endpoint.bad} is no address of an engine.`);
    return 2;
  }
  const path = resolve(positionals[0] ?? join(root, 'media', 'scorecard', 'starter.yaml'));
  const file = await read(path, say);
  if (!file) return 1;
  const engine = new OwnEngine(
    {
      settings: () => ({ endpoint, keepAliveMinutes: 5 }),
      clock: systemClock,
      keyFor: async (origin) => (origin === new URL(endpoint.url).origin ? process.env[keyVariable] : undefined),
    },
    async (parts) => new OpenAiCompatible(parts),
  );
  const runs = new Runs(runFilesIn(values.records));
  const installed = await modelsOf(engine, signal, say, endpoint.host);
  if (!installed) return 1;
  const done: RunRecord[] = [];
  for (const name of values.model) {
    const model = installed.find((each) => each.name === name || each.name === `${name}:latest`);
    if (!model || model.remote) {
      say(
        model
          ? `${name} runs in a cloud: only local models are run.`
          : `${name} is not installed. There are: ${installed.map((each) => each.name).join(', ')}`,
      );
      return 1;
    }
    const machine = machineOf({
      platform: platform(),
      architecture: arch(),
      processors: cpus().map((each) => each.model),
      memoryBytes: totalmem(),
      ...(endpoint.tier === 'local' ? {} : { host: endpoint.host }),
    });
    const run = await runWith(
      file,
      path,
      { name: model.name, digest: weightsOf(model), machine, repeats, anew: values.again },
      { engine, runs, say, signal },
    );
    if (!run) return 1;
    done.push(run);
  }
  const [first, second] = done;
  if (!first) return 1;
  const when = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const report = reportOf(first, second, {
    l10n: english,
    titleOf: (task) => task,
    when,
    number: (value, digits) => numberIn('en', value, digits),
  });
  print(report);
  if (values.report !== undefined) await writeFile(values.report, report);
  return 0;
}

/** @returns undefined for parameters that are none */
function parsed(parameters: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...parameters],
      allowPositionals: true,
      options: {
        engine: { type: 'string', default: '' },
        model: { type: 'string', multiple: true, default: [] },
        repeats: { type: 'string', default: String(usualRepeats) },
        records: { type: 'string', default: join(root, 'out', 'scorecard') },
        again: { type: 'boolean', default: false },
        report: { type: 'string' },
      },
    });
    const repeats = Number(values.repeats);
    const isUsable = values.model.length >= 1 && values.model.length <= 2 && Number.isInteger(repeats) && repeats >= 1;
    return isUsable ? { values, positionals, repeats } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns undefined where the engine does not answer, which was said then */
async function modelsOf(
  engine: Engine,
  signal: AbortSignal,
  say: Terminal['say'],
  host: string,
): Promise<readonly EngineModel[] | undefined> {
  try {
    return await engine.models(signal);
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    const key = error.reason === 'keyRejected' ? ` Its key is read from ${keyVariable}.` : '';
    say(`The engine at ${host} cannot be asked (${error.reason}): ${error.message}.${key}`);
    return undefined;
  }
}

async function read(path: string, say: Terminal['say']): Promise<CaseFile | undefined> {
  const parts = {
    l10n: english,
    wrongLanguage: async (...given: Parameters<typeof wrongLanguage>) => wrongLanguage(...given),
  };
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    say(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
  const file = readCases(text, parts);
  for (const { line, column, message } of file.problems) say(`${path}:${line}:${column}: ${message}`);
  for (const { line, column, message } of file.notRun) say(`${path}:${line}:${column}: note: ${message}`);
  return file.problems.length > 0 || file.cases.length === 0 ? undefined : file;
}

async function runWith(
  file: CaseFile,
  path: string,
  wished: { name: string; digest: string; machine: string; repeats: number; anew: boolean },
  { engine, runs, say, signal }: { engine: Engine & Answerer; runs: Runs } & Pick<Terminal, 'say' | 'signal'>,
): Promise<RunRecord | undefined> {
  const { name, digest, machine, repeats, anew } = wished;
  const { cases, requests, promptTokens } = estimateOf(file.cases, file, repeats, {});
  say(`${name}: ${cases} cases, ${requests} requests, about ${promptTokens} tokens to read`);
  const plan = {
    file,
    origin: { uri: pathToFileURL(path).href, path: basename(path) },
    model: { name, digest },
    machine,
    repeats,
    newId: randomUUID(),
    anew,
  };
  const parts = {
    answerer: engine,
    engine,
    engineName: engine.name,
    runs,
    clock: systemClock,
    whenIdle: async () => false,
  };
  const events = runCases(plan, parts, signal);
  for (;;) {
    const next = await events.next();
    if (!next.done) {
      const event = next.value;
      if (event.kind === 'resumed') say(`  goes on after ${event.done} cases`);
      if (event.kind === 'loading') say('  loading the model');
      if (event.kind === 'progress') {
        const left = event.leftMs === undefined ? '' : `, about ${Math.ceil(event.leftMs / 1000)} s left`;
        say(`  ${event.done + 1} of ${event.of}: ${event.title}${left}`);
      }
      continue;
    }
    const end = next.value;
    if (end.kind === 'failed')
      say(`  ${end.error.reason}: ${end.error.message}. Run it again to go on after ${end.done} cases.`);
    if (end.kind === 'stopped') say(`  stopped. Run it again to go on after ${end.done} cases.`);
    if (end.kind !== 'whole') return undefined;
    if (end.cached) say('  was run before: --again runs it anew');
    return end.run;
  }
}
