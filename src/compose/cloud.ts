import { commands, type SecretStorage } from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { once } from '../base/once.ts';
import { CloudFlag } from '../editor/privacy/cloudFlag.ts';
import { followCloudSetting } from '../editor/privacy/cloudSwitch.ts';
import type { Escalation } from '../editor/privacy/escalate.ts';
import { SpendingWatch } from '../editor/privacy/spendingWatch.ts';
import { openBudget } from '../privacy/budget.ts';
import type { Fetch } from '../privacy/gate.ts';
import type { Ledger } from '../privacy/ledger.ts';
import type { Ground } from './ground.ts';

/** The way to the cloud, of which nothing is built before somebody wants to go it. */
export interface Cloud {
  readonly escalation: Escalation;
  readonly flag: CloudFlag;
  readonly spending: SpendingWatch;
  readonly disposables: readonly Disposable[];
}

/** Watches what was spent, and offers the way; `./cloudTier.ts` is loaded at the first gesture towards it. */
export function buildCloud(ground: Ground, secrets: SecretStorage, ledger: Ledger, fetch: Fetch): Cloud {
  const { settings, clock } = ground;
  const flag = new CloudFlag();
  const budget = openBudget(ledger, clock, () => settings().monthlyBudget ?? undefined);
  const spending = new SpendingWatch(budget, ledger);
  const cloudTier = once(async () =>
    (await import('./cloudTier.ts')).buildCloudTier({ ...ground, secrets, ledger, budget, fetch }),
  );
  return {
    escalation: {
      whyNot: async () => (await cloudTier()).escalation.whyNot(),
      escalate: async (...given) => (await cloudTier()).escalation.escalate(...given),
    },
    flag,
    spending,
    disposables: [
      flag,
      spending,
      commands.registerCommand('hearth.configureCloud', async () => (await cloudTier()).configure()),
      followCloudSetting({ read: settings, onChange: ground.onSettings }, clock),
    ],
  };
}
