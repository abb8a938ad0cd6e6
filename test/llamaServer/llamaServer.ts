import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { llamaServerProgram } from './install.mjs';

/** The demo model's weights: any llama.cpp reads them. */
const weights = join(import.meta.dirname, '../engine/model/tiny-demo-q8_0.gguf');

/** A running llama.cpp server, in a process of its own. */
export interface LlamaServer {
  readonly url: string;
  /** Everything it wrote into its log. */
  readonly log: readonly string[];
  /** Ends it and resolves when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts llama.cpp's own server with the demo model on 127.0.0.1, at a port that it chooses, and resolves when it answers.
 * @param options `alias`: the name of its model; left out, the path of the file, as when nobody names it; `template`: a file with
 *   another template for conversations than the model's own; `neverEnds`: the model writes on to the limit of each request
 * @throws when it is not installed (see `install.mjs`), or does not start
 */
export async function startLlamaServer(
  options: {
    readonly contextTokens?: number;
    readonly key?: string;
    readonly alias?: string;
    readonly template?: string;
    readonly neverEnds?: boolean;
  } = {},
): Promise<LlamaServer> {
  const { contextTokens = 4096, key, alias, template, neverEnds = false } = options;
  const { command, parameters, env } = llamaServerProgram();
  const settings = [
    ...['--model', weights, '--host', '127.0.0.1', '--port', '0', '--ctx-size', String(contextTokens)],
    ...['--threads', '1', '--parallel', '2', '--no-ui', '--offline'],
    ...(key === undefined ? [] : ['--api-key', key]),
    ...(alias === undefined ? [] : ['--alias', alias]),
    ...(template === undefined ? [] : ['--chat-template-file', template]),
    ...(neverEnds ? ['--ignore-eos'] : []),
  ];
  const child = spawn(command, [...parameters, ...settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const log: string[] = [];
  const lines = createInterface(child.stderr);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  const listening = new Promise<string | undefined>((resolve) => {
    lines.on('line', (line) => {
      log.push(line);
      const url = /listening on (http:\/\/127\.0\.0\.1:[1-9]\d*)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('error', () => resolve(undefined));
    child.once('exit', () => resolve(undefined));
  });
  const url = await listening;
  if (url === undefined) throw new Error(`llama.cpp's server did not start:\n${log.slice(-20).join('\n')}`);
  return { url, log, stop };
}
