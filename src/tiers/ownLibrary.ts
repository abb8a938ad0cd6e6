import type { Engine, EngineLibrary } from './engine.ts';
import { TierError } from './tier.ts';

/**
 * The models that the user's own engine keeps: Ollama's. Other engines get theirs where they run.
 * @param library Ollama's, at the same address
 */
export function ownLibrary(engine: Pick<Engine, 'name' | 'keepsModels'>, library: EngineLibrary): EngineLibrary {
  const kept = (): EngineLibrary => {
    if (engine.keepsModels) return library;
    throw new TierError('keepsNoModels', engine.name);
  };
  return {
    attention: async (model, signal) => (engine.keepsModels ? library.attention(model, signal) : undefined),
    unload: async (model, signal) => kept().unload(model, signal),
    async *pull(model, signal) {
      yield* kept().pull(model, signal);
    },
    remove: async (model, signal) => kept().remove(model, signal),
  };
}
