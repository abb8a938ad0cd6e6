import type { SecretStorage } from 'vscode';
import { type Escalation, prepareEscalation } from '../editor/privacy/escalate.ts';
import { CloudKeys } from '../editor/privacy/keys.ts';
import { localExclusions } from '../editor/privacy/localExclusions.ts';
import { askOtherModel, extensionOffering } from '../editor/privacy/otherModels.ts';
import { SecretScanner } from '../editor/privacy/secretScanner.ts';
import { SendSheetPanel } from '../editor/privacy/sendSheet.ts';
import { configureCloud } from '../editor/privacy/setUp/configureCloud.ts';
import type { Budget } from '../privacy/budget.ts';
import type { Draft } from '../privacy/draft.ts';
import { type Fetch, openGate } from '../privacy/gate.ts';
import { openHandOver } from '../privacy/handOver.ts';
import { openInquiry } from '../privacy/inquiry.ts';
import type { Ledger } from '../privacy/ledger.ts';
import { readAnthropic } from '../tiers/anthropicCloud.ts';
import { createCloud } from '../tiers/cloud.ts';
import { readOllama } from '../tiers/ollamaCloud.ts';
import { readOpenAi } from '../tiers/openaiCloud.ts';
import type { Ground } from './ground.ts';

/** What the cloud tier is built from. */
export interface CloudTierParts extends Pick<Ground, 'settings' | 'extensionUri' | 'built' | 'clock' | 'log'> {
  readonly secrets: SecretStorage;
  readonly ledger: Ledger;
  readonly budget: Budget;
  readonly fetch: Fetch;
}

/** What can be done with the cloud. */
export interface CloudTier {
  readonly escalation: Escalation;
  /** "Configure the Cloud Tier", step by step. */
  configure(): Promise<void>;
}

/** Joins the parts of the cloud tier, at the first gesture towards it and not before. */
export function buildCloudTier(parts: CloudTierParts): CloudTier {
  const { settings, extensionUri, secrets, ledger, budget, fetch, clock, log } = parts;
  const keys = new CloudKeys(secrets);
  const door = {
    ledger,
    isEnabled: () => settings().cloudEnabled,
    keepsBodies: () => settings().keepBodies,
    fitsBudget: (draft: Draft) => budget.fits(draft, true),
    clock,
    log,
  };
  const workerPath = parts.built('secretWorker.js');
  const escalation = prepareEscalation({
    settings,
    keyFor: keys.keyFor,
    exclusionsFor: localExclusions,
    budget,
    clock,
    openSheet: (purse) => new SendSheetPanel(extensionUri, purse),
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
