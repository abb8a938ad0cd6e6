import { commands, l10n, window } from 'vscode';
import type { Inventory } from '../../models/inventory.ts';
import { TierError } from '../../tiers/tier.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { type EngineStepParts, engineAnswers, installEngine } from './engineStep.ts';
import { type FirstSuggestionParts, firstSuggestion } from './firstSuggestion.ts';

/** What `hearth.setUp` can be asked to begin with; anything else: whatever is missing. */
export type SetUpStep = 'install' | 'engine' | 'model';

/** What setting up needs. */
export interface SetUpParts extends EngineStepParts, FirstSuggestionParts {
  readonly inventory: Pick<Inventory, 'refresh' | 'candidates'>;
  /** Looks quietly again, and shows on the status bar what is there now. */
  readonly lookAround: () => Promise<void>;
}

/**
 * Leads from whatever is there to a first suggestion: an engine that answers, a model that fits this machine, and a suggestion
 * that is timed. What is there already is not asked about.
 * @param step where a person came from: only the install; only the engine; or a model, whatever there is
 */
export async function setUp(parts: SetUpParts, step: unknown): Promise<void> {
  if (step === 'install') {
    await installEngine();
    return;
  }
  if (!(await engineAnswers(parts))) return;
  await parts.lookAround();
  if (step === 'engine') {
    window.setStatusBarMessage(l10n.t('{0} answers at {1}.', parts.engine.name, parts.where()), 5000);
    return;
  }
  if (await modelIsThere(parts)) await firstSuggestion(parts);
}

/** Offers a download where no model can complete. @returns whether one can now */
async function modelIsThere({ inventory, lookAround, where }: SetUpParts): Promise<boolean> {
  try {
    inventory.refresh();
    if ((await inventory.candidates('completion')).length > 0) return true;
    await commands.executeCommand('hearth.pullModel');
    inventory.refresh();
    const isThere = (await inventory.candidates('completion')).length > 0;
    await lookAround();
    return isThere;
  } catch (error) {
    if (!(error instanceof TierError)) throw error;
    await showProblem(problemFor(error.reason, error.message, where()));
    return false;
  }
}
