import type { TierErrorReason } from '../../tiers/tier.ts';
import type { Role } from '../choose.ts';

/** How well something is: fine; worth a look, though everything works; or something does not work. */
export type Level = 'ok' | 'warn' | 'fail';

/** The models behind a role, as far as they matter here. */
interface ChosenFacts {
  readonly role: Role;
  readonly model: string;
  readonly quantization?: string;
  readonly isAutomatic: boolean;
}

/** What a check found, each with the facts that its words need. The words and the one action stand in `editor/health/`. */
export type Fact =
  | { readonly what: 'engineAnswers'; readonly engine: string; readonly host: string; readonly isLocal: boolean }
  | { readonly what: 'engineFails'; readonly reason: TierErrorReason; readonly detail: string; readonly host: string }
  | { readonly what: 'engineTooOld'; readonly version: string }
  | { readonly what: 'engineUpToDate'; readonly least: string }
  | { readonly what: 'versionUnknown'; readonly version: string }
  | { readonly what: 'proxyPassedBy'; readonly isSet: boolean; readonly host: string }
  | { readonly what: 'proxyInTheWay'; readonly host: string }
  | { readonly what: 'engineTrusted' }
  | { readonly what: 'engineLeftAlone'; readonly reason: TierErrorReason; readonly detail: string }
  | { readonly what: 'models'; readonly count: number; readonly remote: readonly string[] }
  | { readonly what: 'noModels' }
  | { readonly what: 'completionsOff' }
  | ({ readonly what: 'modelServes' } & ChosenFacts)
  | ({ readonly what: 'modelOnlyChats' } & ChosenFacts)
  | { readonly what: 'modelFails'; readonly role: Role; readonly reason: TierErrorReason; readonly detail: string }
  | { readonly what: 'contextHolds'; readonly role: Role; readonly tokens: number }
  | {
      readonly what: 'contextTooSmall';
      readonly role: Role;
      readonly tokens: number;
      readonly least: number;
      /** Whether the model itself holds no more, so that no setting helps. */
      readonly isTheModels: boolean;
    }
  | { readonly what: 'contextOther'; readonly model: string; readonly tokens: number; readonly wanted: number }
  | { readonly what: 'modelInMemory'; readonly model: string }
  | { readonly what: 'modelOnGpu'; readonly model: string }
  | { readonly what: 'modelOnCpu'; readonly model: string }
  | {
      readonly what: 'modelSpills';
      readonly role: Role;
      readonly model: string;
      readonly gpuShare: number;
      readonly instead?: string;
    }
  | { readonly what: 'nothingInMemory' }
  | { readonly what: 'typingSpeed'; readonly ms: number; readonly limitMs: number }
  | { readonly what: 'typingSlow'; readonly ms: number; readonly limitMs: number; readonly instead?: string }
  | { readonly what: 'notMeasured' }
  | { readonly what: 'diskFree'; readonly bytes: number }
  | { readonly what: 'diskLow'; readonly bytes: number }
  | { readonly what: 'inlineSuggestOn' }
  | { readonly what: 'inlineSuggestOff' }
  | { readonly what: 'alone' }
  | { readonly what: 'othersSuggest'; readonly extensions: readonly Neighbour[] }
  | {
      readonly what: 'officialOllama';
      readonly extension: Neighbour;
      /** Whether Hearth would offer the same models to the chat, and does not because of it. */
      readonly holdsBack: boolean;
    }
  | {
      readonly what: 'noOfficialOllama';
      /** Whether Hearth offers its models there. */
      readonly offers: boolean;
    }
  | { readonly what: 'noFailures' }
  | { readonly what: 'setUpIn'; readonly ms: number }
  | { readonly what: 'failures'; readonly latest: readonly Failure[] };

/** Another extension, by its id and its own name. */
export interface Neighbour {
  readonly id: string;
  readonly name: string;
}

/** A request that failed lately. */
export interface Failure {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly work: 'completion' | 'task';
  readonly reason: TierErrorReason;
  readonly detail: string;
  /** The host that was asked, where one was. */
  readonly host?: string;
  readonly isOutside: boolean;
}

/** What is looked at. The names are part of the machine-readable result. */
export type Check =
  | 'engine'
  | 'version'
  | 'proxy'
  | 'breaker'
  | 'models'
  | 'completionModel'
  | 'taskModel'
  | 'completionContext'
  | 'taskContext'
  | 'memory'
  | 'speed'
  | 'disk'
  | 'inlineSuggest'
  | 'otherSuggestions'
  | 'officialOllama'
  | 'failures'
  | 'setupTime';

/** One line of the health report. */
export interface Finding {
  readonly check: Check;
  readonly level: Level;
  readonly fact: Fact;
  /** Whose engine it is about, where completions and tasks have engines of their own. */
  readonly of?: Role;
}
