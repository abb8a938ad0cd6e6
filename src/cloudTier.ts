import { type ExtensionContext, Uri } from 'vscode';
import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Settings } from './base/settings.ts';
import { type Escalation, prepareEscalation } from './editor/privacy/escalate.ts';
import { CloudKeys } from './editor/privacy/keys.ts';
import { localExclusions } from './editor/privacy/localExclusions.ts';
import { askOtherModel, extensionOffering } from './editor/privacy/otherModels.ts';
import { SecretScanner } from './editor/privacy/secretScanner.ts';
import { SendSheetPanel } from './editor/privacy/sendSheet.ts';
import { configureCloud } from './editor/privacy/setUp/configureCloud.ts';
import type { Budget } from './privacy/budget.ts';
import type { Draft } from './privacy/draft.ts';
import { type Fetch, openGate } from './privacy/gate.ts';
import { openHandOver } from './privacy/handOver.ts';
import { openInquiry } from './privacy/inquiry.ts';
import type { Ledger } from './privacy/ledger.ts';
import { readAnthropic } from './tiers/anthropicCloud.ts';
import { createCloud } from './tiers/cloud.ts';
import { readOllama } from './tiers/ollamaCloud.ts';
import { readOpenAi } from './tiers/openaiCloud.ts';

/** What the cloud tier is built from. */
export interface CloudTierParts {
  readonly context: Pick<ExtensionContext, 'secrets' | 'extensionUri'>;
  readonly settings: () => Settings;
  readonly ledger: Ledger;
  readonly budget: Budget;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
}

/** What can be done with the cloud. */
export interface CloudTier {
  readonly escalation: Escalation;
  /** "Configure the Cloud Tier", step by step. */
  configure(): Promise<void>;
}

/** The second half of the root: joins the parts of the cloud tier, at the first gesture towards it and not before. */
export function buildCloudTier({ context, settings, ledger, budget, fetch, clock, log }: CloudTierParts): CloudTier {
  const keys = new CloudKeys(context.secrets);
  const door = {
    ledger,
    isEnabled: () => settings().cloudEnabled,
    keepsBodies: () => settings().keepBodies,
    fitsBudget: (draft: Draft) => budget.fits(draft, true),
    clock,
    log,
  };
  const workerPath = Uri.joinPath(context.extensionUri, 'dist', 'secretWorker.js').fsPath;
  const escalation = prepareEscalation({
    settings,
    keyFor: keys.keyFor,
    exclusionsFor: localExclusions,
    budget,
    clock,
    openSheet: (purse) => new SendSheetPanel(context.extensionUri, purse),
    openScanner: () => new SecretScanner({ workerPath, clock }),
    extensionOffering,
    cloud: createCloud({
      gate: openGate({ ...door, fetch }),
      handOver: openHandOver({ ...door, ask: askOtherModel }),
      keyFor: keys.keyFor,
      clock,
      readers: { openai: readOpenAi, anthropic: readAnthropic, ollama: readOllama },
    }),
  });
  const inquire = openInquiry({ ...door, fetch });
  return { escalation, configure: () => configureCloud({ settings, keys, inquire, clock }) };
}
