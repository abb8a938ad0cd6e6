import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../../src/base/clock.ts';
import { Completions } from '../../../../src/completion/complete.ts';
import { fimFor } from '../../../../src/completion/fim.ts';
import { Nearby } from '../../../../src/completion/recent/nearby.ts';
import { Ollama } from '../../../../src/tiers/ollama.ts';
import type { Completer, CompletionRequest, Measured } from '../../../../src/tiers/tier.ts';
import { type DemoEngine, startDemoEngine } from '../../../engine/engine.ts';
import { virtualClock } from '../../../fakes/clock.ts';
import { patient } from '../../tiers/requests.ts';
import { at } from '../places.ts';
import { piece } from './pieces.ts';

const model = 'tiny-demo';
const contextTokens = 8192;

interface Asked {
  readonly request: CompletionRequest;
  measured?: Measured;
}

/** Real llama.cpp. The demo model has Qwen's markers in its vocabulary, so that it can be asked in that form here. */
describe('pieces of other files at a real engine', function () {
  this.timeout(60_000);
  let engine: DemoEngine;
  before(async () => {
    engine = await startDemoEngine();
  });
  after(() => engine.stop());

  /** The engine, asked for one token each time: enough to see what was read for it. */
  async function listeningEngine(asked: Asked[]): Promise<Completer> {
    const host = new URL(engine.url).host;
    const endpoint = { url: engine.url, host, tier: 'local', source: 'setting' } as const;
    const ollama = new Ollama({ settings: () => ({ endpoint, keepAliveMinutes: 5 }), clock: systemClock });
    await ollama.load(model, contextTokens, patient());
    return {
      async *complete(request, signal) {
        const one: Asked = { request: { ...request, maximumTokens: 1 } };
        asked.push(one);
        for await (const event of ollama.complete(one.request, signal)) {
          if (event.kind !== 'done') {
            yield event;
            continue;
          }
          one.measured = event.measured;
          // However busy this machine is: what is asked for here shall not depend on it.
          yield { ...event, measured: { ...event.measured, promptMs: 1 } };
        }
      },
    };
  }

  it('are read once, while somebody rests; with the next key nothing but the key is', async () => {
    const asked: Asked[] = [];
    const way = fimFor('qwen2.5-coder:1.5b-base', []);
    assert.ok(way);
    const nearby = new Nearby(() => true);
    const completions = new Completions({
      completer: await listeningEngine(asked),
      model: async () => ({ name: model, contextTokens, way }),
      busy: () => false,
      // By a clock that stands still any machine is fast enough.
      clock: virtualClock(),
      nearby,
    });
    const answered = async (count: number) => {
      while (asked[count - 1]?.measured === undefined) await pause(5);
      return asked[count - 1] ?? assert.fail();
    };
    const code = 'const first = read(items);\n'.repeat(30);
    await completions.complete(at(`${code}const second = █`), patient());
    await answered(1);
    const helper = (index: number) =>
      Array.from({ length: 8 }, (_, line) => `export const value${index}${line} = items.map((item) => item.price);\n`);
    for (let index = 0; index < 7; index++) {
      nearby.seen(`file:///project/h${index}.ts`, [piece(`h${index}.ts`, helper(index).join(''))]);
    }
    completions.rested(at(`${code}const second = █`));
    const read = await answered(2);
    assert.equal(read.request.prompt.match(/<\|file_sep\|>/g)?.length, 8, 'seven pieces and the file itself');

    void completions.complete({ ...at(`${code}const second = (█`), version: 2 }, patient(), true);
    const next = await answered(3);
    assert.equal(next.request.prompt, `${read.request.prompt}(`);
    const [before = 0, now = 0] = [read.measured?.promptMs, next.measured?.promptMs];
    assert.ok(now < before, `${now} ms after ${before} ms`);
    completions.dispose();
  });
});
