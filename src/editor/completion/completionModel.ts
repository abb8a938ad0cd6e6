import type { Settings } from '../../base/settings.ts';
import type { CompletionModel } from '../../completion/asking.ts';
import { wayFor } from '../../completion/way.ts';
import type { Inventory } from '../../models/inventory.ts';
import type { Readiness } from '../../models/readiness.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import { type Tier, TierError } from '../../tiers/tier.ts';

/** Finds the model that completes now and the way to ask it; `loading` while it is being brought into memory. */
export function completionModel(parts: {
  readonly inventory: Inventory;
  readonly readiness: Readiness;
  readonly settings: () => Settings;
  readonly board: StatusBoard;
  /** The tier of the engine that would answer. */
  readonly tier: () => Tier;
}): (signal: AbortSignal) => Promise<CompletionModel | 'loading'> {
  return async (signal) => {
    const { completionModel: wanted, contextTokens: most } = parts.settings();
    try {
      const { model, contextTokens } = await parts.inventory.choose('completion', wanted, most);
      const way = wayFor(model);
      if (!way) throw new TierError('cannotComplete', model.name);
      const ready = await parts.readiness.ready(model.name, contextTokens, signal);
      return ready ? { name: model.name, contextTokens, way } : 'loading';
    } catch (error) {
      // Asking the model itself is watched by the board; finding it is not.
      if (error instanceof TierError) parts.board.failed('completion', parts.tier(), error);
      throw error;
    }
  };
}
