import type { Clock } from '../../../src/base/clock.ts';
import type { Log } from '../../../src/base/log.ts';
import type { Draft } from '../../../src/privacy/draft.ts';
import { openGate } from '../../../src/privacy/gate.ts';
import { type AskOtherModel, openHandOver } from '../../../src/privacy/handOver.ts';
import type { Ledger } from '../../../src/privacy/ledger.ts';
import { readAnthropic } from '../../../src/tiers/anthropicCloud.ts';
import { type CloudAnswerer, createCloud } from '../../../src/tiers/cloud.ts';
import { readOllama } from '../../../src/tiers/ollamaCloud.ts';
import { readOpenAi } from '../../../src/tiers/openaiCloud.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** No extension offers a model here. */
const nobody: AskOtherModel = () => {
  throw new Error('nothing is handed over here');
};

/** The cloud tier as the root joins it, over real sockets. */
export function cloudOf(parts: {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  readonly log?: Log;
  readonly ask?: AskOtherModel;
  readonly fitsBudget?: (draft: Draft) => Promise<boolean>;
}): CloudAnswerer {
  const { ledger, clock, keyFor, log = silent, ask = nobody, fitsBudget = async () => true } = parts;
  const door = { ledger, isEnabled: () => true, keepsBodies: () => false, fitsBudget, clock, log };
  return createCloud({
    gate: openGate({ ...door, fetch }),
    handOver: openHandOver({ ...door, ask }),
    keyFor,
    clock,
    readers: { openai: readOpenAi, anthropic: readAnthropic, ollama: readOllama },
  });
}

/** Loads the SDKs, which are large, so that no test waits for it. To be called in a `before` with a long limit. */
export async function loadSdks(): Promise<void> {
  await Promise.all([import('openai'), import('../../../src/tiers/anthropicMessages.ts')]);
}
