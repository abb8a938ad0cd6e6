import type { Settings } from '../../base/settings.ts';
import type { CompletionModel } from '../../completion/asking.ts';
import { layoutsOf } from '../../completion/layout.ts';
import type { LayoutRecords } from '../../completion/layoutRecords.ts';
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
  /** Which layout is the best for a model. */
  readonly layouts: LayoutRecords;
  readonly board: StatusBoard;
  /** The tier of the engine that would answer. */
  readonly tier: () => Tier;
}): (signal: AbortSignal) => Promise<CompletionModel | 'loading'> {
  return async (signal) => {
    const { completionModel: wanted, contextTokens: most } = parts.settings();
    try {
      const { model, contextTokens } = await parts.inventory.choose('completion', wanted, most);
      const way = wayFor(model, model.digest === undefined ? undefined : parts.layouts.of(model.digest)?.layout);
      if (!way) throw new TierError('cannotComplete', model.name);
      if (!(await parts.readiness.ready(model.name, contextTokens, signal))) return 'loading';
      const { name, digest, capabilities } = model;
      const layouts = way.way === 'chat' ? [] : layoutsOf(way, capabilities);
      return { name, contextTokens, way, layouts, ...(digest === undefined ? {} : { digest }) };
    } catch (error) {
      // Asking the model itself is watched by the board; finding it is not.
      if (error instanceof TierError) parts.board.failed('completion', parts.tier(), error);
      throw error;
    }
  };
}
