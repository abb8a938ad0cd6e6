import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { modelFile } from '../../engine/demoModel.mjs';
import { type DemoEngine, startDemoEngine } from '../../engine/engine.ts';
import { installEngine } from '../../engine/install.mjs';
import { type Registry, startRegistry } from '../../engine/registry.ts';

interface Line {
  readonly status?: string;
  readonly error?: string;
  readonly total?: number;
  readonly completed?: number;
}

describe('the demo engine that has to pull its model', function () {
  this.timeout(60_000);
  let registry: Registry;
  let engine: DemoEngine;
  before(async () => {
    await installEngine();
    registry = await startRegistry(4_000_000);
    engine = await startDemoEngine({ registry: registry.url });
  });
  after(async () => {
    await engine?.stop();
    await registry?.stop();
  });

  const models = async () => {
    const { models } = (await (await fetch(`${engine.url}/api/tags`)).json()) as { models: { name: string }[] };
    return models.map(({ name }) => name);
  };
  /** Pulls until `enough` says so. */
  async function pull(model: string, enough: (line: Line) => boolean = () => false): Promise<readonly Line[]> {
    const left = new AbortController();
    const body = JSON.stringify({ model });
    const response = await fetch(`${engine.url}/api/pull`, { method: 'POST', body, signal: left.signal });
    const lines: Line[] = [];
    let rest = '';
    try {
      for await (const chunk of response.body ?? []) {
        rest += Buffer.from(chunk).toString('utf8');
        const whole = rest.split('\n');
        rest = whole.pop() ?? '';
        lines.push(...whole.map((line) => JSON.parse(line) as Line));
        const last = lines.at(-1);
        if (last && enough(last)) left.abort();
      }
    } catch (error) {
      if (!left.signal.aborted) throw error;
    }
    return lines;
  }

  it('has none at first, and knows no other', async () => {
    assert.deepEqual(await models(), []);
    const generate = { method: 'POST', body: JSON.stringify({ model: 'tiny-demo', prompt: 'x' }) };
    assert.equal((await fetch(`${engine.url}/api/generate`, generate)).status, 404);
    assert.equal((await pull('nobody-knows-it')).at(-1)?.error, 'pull model manifest: file does not exist');
  });

  it('downloads it, goes on where a download was broken off, and has it then', async () => {
    const { size } = statSync(modelFile);
    const first = await pull('tiny-demo', ({ completed = 0 }) => completed > size / 4);
    assert.ok((first.at(-1)?.completed ?? 0) < size);
    assert.deepEqual(await models(), []);
    const second = await pull('tiny-demo');
    const [begins] = second.filter(({ completed }) => completed !== undefined);
    assert.ok((begins?.completed ?? 0) >= size / 4, 'it goes on');
    assert.equal(second.at(-1)?.status, 'success');
    assert.deepEqual(await models(), ['tiny-demo:latest']);
    assert.ok(registry.sentBytes < size * 1.5, 'what was there is not sent again');
  });
});
