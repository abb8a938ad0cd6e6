import { createHash } from 'node:crypto';
import type { EngineModel } from '../../tiers/engine.ts';
import type { CaseOptions } from '../cases/caseFile.ts';

/** What decides how a run ends. Two runs of one identity would be the same run. */
export interface RunIdentity {
  /** As the engine names it. */
  readonly model: string;
  /** The model's content: the same name can mean other weights tomorrow. */
  readonly digest: string;
  /** Its name and version, such as "Ollama 0.33.0". */
  readonly engine: string;
  readonly options: CaseOptions & { readonly repeats: number };
  /** The words that all cases ask with, and the cases themselves. */
  readonly promptHash: string;
  readonly datasetHash: string;
  /** The machine that the engine runs on, as a hash of what it is made of. */
  readonly machine: string;
}

/** Before the name of a model whose engine says no digest. */
const byName = 'name:';

/** What tells a model's weights from others. An engine that says no digest is believed that a name means the same weights. */
export const weightsOf = ({ name, digest }: Pick<EngineModel, 'name' | 'digest'>): string =>
  digest ?? `${byName}${name}`;

/** A digest as it is shown, in so many digits; undefined for weights that are told by their name alone. */
export const shortDigest = ({ digest }: RunIdentity, digits: number): string | undefined =>
  digest.startsWith(byName) ? undefined : digest.replace('sha256:', '').slice(0, digits);

/** What a machine is made of, as far as its speed hangs on it. */
export interface MachineFacts {
  readonly platform: string;
  readonly architecture: string;
  readonly processors: readonly string[];
  readonly memoryBytes: number;
  /** The engine's host, where that is another machine: nothing else is known of it. */
  readonly host?: string;
}

/** Tells one machine from another. The same after a restart; nothing can be read from it. */
export function machineOf({ platform, architecture, processors, memoryBytes, host }: MachineFacts): string {
  // What the system keeps for itself differs a little from start to start.
  const facts = host === undefined ? [platform, architecture, processors, Math.round(memoryBytes / 2 ** 30)] : [host];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}

/** Everything but the model: it alone may differ between two runs that are compared. */
export type Circumstance = 'engine' | 'options' | 'prompts' | 'cases' | 'machine';

/** In which circumstances two runs differ; none: they can be compared, whatever their models. */
export function differences(first: RunIdentity, second: RunIdentity): readonly Circumstance[] {
  const pairs: readonly (readonly [Circumstance, (identity: RunIdentity) => unknown])[] = [
    ['engine', ({ engine }) => engine],
    [
      'options',
      ({ options: { contextTokens, maximumTokens, seed, repeats } }) => [contextTokens, maximumTokens, seed, repeats],
    ],
    ['prompts', ({ promptHash }) => promptHash],
    ['cases', ({ datasetHash }) => datasetHash],
    ['machine', ({ machine }) => machine],
  ];
  return pairs.filter(([, of]) => JSON.stringify(of(first)) !== JSON.stringify(of(second))).map(([what]) => what);
}

/** Whether two runs would be the same run. */
export function isSameRun(first: RunIdentity, second: RunIdentity): boolean {
  return first.digest === second.digest && first.model === second.model && differences(first, second).length === 0;
}
