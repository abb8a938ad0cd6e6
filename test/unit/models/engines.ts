import type { Engine, EngineModel, RunningModel } from '../../../src/tiers/engine.ts';

/** A model that an engine could have. */
export const model = (name: string, change: Partial<EngineModel> = {}): EngineModel => ({
  name,
  digest: 'd'.repeat(64),
  sizeBytes: 1e9,
  capabilities: ['completion'],
  remote: false,
  ...change,
});

/** A model in memory, all of it on the GPU. */
export const running = (name: string, change: Partial<RunningModel> = {}): RunningModel => ({
  name,
  digest: 'd'.repeat(64),
  sizeBytes: 2e9,
  gpuBytes: 2e9,
  ...change,
});

/** An engine inside the test. Each question is counted and answered by what stands here at the time. */
export class FakeEngine implements Engine {
  name = 'Ollama';
  keepsModels = true;
  readonly asked = { version: 0, models: 0, loaded: 0 };
  readonly loads: { model: string; contextTokens: number; signal: AbortSignal }[] = [];
  answers: {
    version: () => Promise<string>;
    models: () => Promise<readonly EngineModel[]>;
    loaded: () => Promise<readonly string[]>;
    load: () => Promise<void>;
  } = {
    version: async () => '0.33.0',
    models: async () => [],
    loaded: async () => [],
    load: async () => {},
  };

  version(): Promise<string> {
    this.asked.version++;
    return this.answers.version();
  }

  models(): Promise<readonly EngineModel[]> {
    this.asked.models++;
    return this.answers.models();
  }

  async running(): Promise<readonly RunningModel[]> {
    this.asked.loaded++;
    return (await this.answers.loaded()).map((name) => running(name));
  }

  load(name: string, contextTokens: number, signal: AbortSignal): Promise<void> {
    this.loads.push({ model: name, contextTokens, signal });
    return this.answers.load();
  }
}
