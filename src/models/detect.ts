import type { Disposable } from '../base/disposable.ts';
import type { Settings } from '../base/settings.ts';
import type { Engine } from '../tiers/engine.ts';
import type { StatusBoard } from '../tiers/status.ts';
import { isOutside, type Tier, TierError } from '../tiers/tier.ts';
import type { Inventory } from './inventory.ts';
import type { Readiness } from './readiness.ts';

/** Where a role's requests go. */
interface Place {
  readonly engine: Pick<Engine, 'name' | 'version'>;
  /** The host, as shown. */
  readonly where: () => string;
  readonly tier: () => Tier;
}

/**
 * Looks quietly whether the engine is there and which model will answer, and notes it on the board. Nothing pops up: what is
 * missing is said when somebody asks for something.
 */
export async function detect(parts: {
  readonly inventory: Inventory;
  readonly board: StatusBoard;
  readonly settings: () => Settings;
  readonly completion: Place;
  readonly tasks: Place;
}): Promise<void> {
  const { completionModel, taskModel, contextTokens, completionsEnabled } = parts.settings();
  const { where, tier, engine } = completionsEnabled ? parts.completion : parts.tasks;
  try {
    const version = await engine.version(new AbortController().signal);
    const [role, wanted] = completionsEnabled
      ? (['completion', completionModel] as const)
      : (['tasks', taskModel] as const);
    const { model } = await parts.inventory.choose(role, wanted, contextTokens);
    parts.board.ready({ tier: tier(), engine: engine.name, host: where(), model: model.name, version });
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    parts.board.failed('completion', tier(), error);
  }
}

/**
 * Keeps what is known of the engine's models true by what happens: an answer proves a model, a failure ends all certainty, and an
 * engine that answers again may be another version. @param lookAround looks at it anew, see {@link detect}
 */
export function learnFrom(
  board: StatusBoard,
  inventory: Inventory,
  readiness: Readiness,
  lookAround: () => void,
): Disposable {
  let seen = board.status;
  return board.onChange(() => {
    const before = seen;
    seen = board.status;
    const { last, failing } = seen;
    if (last && last !== before.last && !isOutside(last.provenance.tier)) {
      readiness.answered(last.provenance.model);
      if (before.failing && !isOutside(before.failing.tier)) lookAround();
    }
    if (failing && failing !== before.failing && !isOutside(failing.tier)) {
      inventory.refresh();
      readiness.lost();
    }
  });
}
