import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Weights } from './demoModel.mjs';

const program = fileURLToPath(new URL('./server.mjs', import.meta.url));

/** A running demo engine in a process of its own. */
export interface DemoEngine {
  /** Its address, such as `http://127.0.0.1:34567`; the same after a restart. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it and resolves when the process is gone. */
  stop(): Promise<void>;
  /** Lets it die in the middle of whatever it does, as a crash would. */
  kill(): void;
  /** Starts it again on the same port after `stop`, `kill` or while it runs. @param models others than before: new weights under an old name */
  restart(models?: DemoModels): Promise<void>;
}

/** The names under which the demo model is served, and with which weights: the same model, in less or more bits. */
export type DemoModels = Readonly<Record<string, Weights>>;

interface Start {
  readonly port: number;
  readonly registry: string | undefined;
  readonly models: DemoModels | undefined;
}

/**
 * Starts the demo engine (real llama.cpp behind an Ollama-shaped server) on 127.0.0.1 and resolves when it answers. It ends
 * with this process whatever happens, because it watches its standard input.
 * @param options `port` 0 or absent takes a free one; with a `registry` it has no model until one is pulled from there; `models` instead of `tiny-demo:latest` alone; `log` receives one line per request and every complaint.
 * @throws When the engine is not installed (`node test/engine/install.mjs`) or the port is taken.
 */
export async function startDemoEngine(
  options: { port?: number; registry?: string; models?: DemoModels; log?: (line: string) => void } = {},
): Promise<DemoEngine> {
  const { registry, log = () => {} } = options;
  let { models } = options;
  let { child, port } = await launch({ port: options.port ?? 0, registry, models }, log);
  const engine: DemoEngine = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    get pid() {
      return child.pid ?? 0;
    },
    stop: () => ended(child, 'SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    async restart(others) {
      models = others ?? models;
      await ended(child, 'SIGTERM');
      ({ child, port } = await launch({ port, registry, models }, log));
    },
  };
  return engine;
}

async function launch(start: Start, log: (line: string) => void): Promise<{ child: ChildProcess; port: number }> {
  // Node's own switches of the test runner (loaders, coverage) are not for the engine.
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
  const from = start.registry === undefined ? [] : ['--registry', start.registry];
  const models = Object.entries(start.models ?? {}).flatMap(([name, weights]) => ['--model', `${name}=${weights}`]);
  const child = spawn(process.execPath, [program, '--port', String(start.port), ...from, ...models], { stdio, env });
  const complaints: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    if (complaints.length < 20) complaints.push(line);
    log(line);
  });
  const ready = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  const failed = once(child, 'exit').then(() => undefined);
  const line = await Promise.race([ready, failed]);
  if (line === undefined) throw new Error(`The demo engine did not start:\n${complaints.join('\n')}`);
  const { port } = JSON.parse(line) as { port: number };
  return { child, port };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
