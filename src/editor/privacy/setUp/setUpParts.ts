import type { Clock } from '../../../base/clock.ts';
import type { Settings } from '../../../base/settings.ts';
import type { Destination } from '../../../privacy/destination.ts';
import type { Inquire } from '../../../privacy/inquiry.ts';
import type { CloudKeys } from '../keys.ts';

/** What setting up the cloud needs. */
export interface SetUpParts {
  readonly settings: () => Settings;
  readonly keys: CloudKeys;
  readonly inquire: Inquire;
  readonly clock: Pick<Clock, 'now'>;
}

/** A provider that was chosen, before there is a model. */
export type ChosenProvider = Pick<Destination, 'api' | 'baseUrl'> & {
  readonly api: Exclude<Destination['api'], 'extension'>;
  /** The provider's name. */
  readonly name: string;
  readonly origin: string;
  readonly host: string;
  /** Whether it is known to list its models, or nothing is known of it. */
  readonly listsModels: boolean;
  /** What its prices stand under in the list. */
  readonly prices?: string;
};
