import type { Doings } from './endpoints.ts';

/** Something that was to hold. */
export interface ReportedCheck {
  readonly what: string;
  readonly held: boolean;
  readonly seen?: string;
}

/** A journey, the endpoints that were expected of it, and those that were seen. */
export interface ReportedJourney {
  readonly id: string;
  readonly title: string;
  readonly seconds: number;
  readonly expected: readonly string[];
  readonly seen: readonly string[];
  /** Where somebody could have come in. */
  readonly listened: readonly string[];
  readonly checks: readonly ReportedCheck[];
}

/** What one run found. */
export interface Report {
  /** What VS Code does without Hearth; it is not held against Hearth. */
  readonly vsCodeItself: { readonly extensionHost: Doings; readonly otherProcesses: Doings };
  readonly journeys: readonly ReportedJourney[];
}
