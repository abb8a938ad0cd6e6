import type { Settings } from '../../base/settings.ts';
import type { Snooze } from '../../completion/snooze.ts';
import type { Statistics } from '../../completion/statistics.ts';
import type { Standing } from '../../tiers/failover.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import type { WhoSuggests } from '../completion/whoSuggests.ts';
import type { CloudFlag } from '../privacy/cloudFlag.ts';
import type { SpendingWatch } from '../privacy/spendingWatch.ts';

/** What the item tells of. */
export interface StatusBarParts {
  readonly board: StatusBoard;
  readonly settings: () => Settings;
  /** The engine's host. */
  readonly where: () => string;
  /** How the engines stand, for completions and for tasks; empty where there is only one. */
  readonly standings: () => readonly (readonly Standing[])[];
  readonly snooze: Snooze;
  readonly statistics: Statistics;
  readonly flag: CloudFlag;
  readonly spending: SpendingWatch;
  readonly whoSuggests: Pick<WhoSuggests, 'undecided'>;
  /** Whether a model of the user's own has ever answered here. */
  readonly isSetUp: () => boolean;
}
