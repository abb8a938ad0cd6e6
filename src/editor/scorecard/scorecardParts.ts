import type { Uri } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Settings } from '../../base/settings.ts';
import type { Inventory } from '../../models/inventory.ts';
import type { Machine } from '../../models/memory.ts';
import type { MeasuredSpeed } from '../../models/typingSpeed.ts';
import type { FindSecrets } from '../../privacy/secret.ts';
import type { JudgedCases } from '../../scorecard/judgedCases.ts';
import type { Engine } from '../../tiers/engine.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import type { Answerer, Tier } from '../../tiers/tier.ts';
import type { AnswersView } from '../answers/answersView.ts';
import type { ParsingThread } from '../parsing/parsingThread.ts';
import type { SpendingWatch } from '../privacy/spendingWatch.ts';
import type { LastProofreading } from '../proofreading/lastProofreading.ts';
import type { TaskRunner } from '../tasks/taskRunner.ts';
import type { AcceptedEdits } from './acceptedEdits.ts';
import type { CasesFolder } from './casesFolder.ts';

/** What the scorecard is joined from. */
export interface ScorecardParts {
  readonly extensionUri: Uri;
  readonly folder: CasesFolder;
  readonly settings: () => Settings;
  readonly engine: Engine;
  /** The engine, behind everything that a person asks for. Its answers are no answers to the user: nobody counts them. */
  readonly answerer: Answerer;
  readonly inventory: Inventory;
  /** Asks, where need be, whether text may go to the engine's host. @throws {TierError} `notAllowed` */
  readonly allow: () => Promise<void>;
  readonly where: () => string;
  readonly tier: () => Tier;
  /** The engine's machine; undefined where it is another one. */
  readonly machine: () => Machine | undefined;
  readonly speedOf: (model: string) => MeasuredSpeed | undefined;
  readonly view: AnswersView;
  readonly runner: TaskRunner;
  readonly accepted: AcceptedEdits;
  readonly lastProofreading: LastProofreading;
  readonly judged: JudgedCases;
  readonly guarding: ParsingThread;
  /** Starts looking for secrets; ended by its `dispose`. */
  readonly openScanner: () => { readonly find: FindSecrets; dispose(): void };
  readonly board: StatusBoard;
  readonly spending: SpendingWatch;
  /** From the install to the first answer, in milliseconds. */
  readonly setupMs: () => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
