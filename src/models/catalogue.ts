import type { AttentionShape } from '../tiers/engine.ts';
import type { Role } from './choose.ts';

/** A model of the engine's library, as far as sources tell of it. What none states is absent. */
export interface CatalogueModel {
  /** The name that pulls it. */
  readonly name: string;
  readonly parameters?: number;
  /** Of a model with experts: the parameters that work on one token. */
  readonly activeParameters?: number;
  readonly quantization?: string;
  /** Of the download, and so on the disk. */
  readonly sizeBytes?: number;
  /** The longest context that the library lists, in tokens. */
  readonly contextTokens?: number;
  readonly attention?: AttentionShape & { readonly source: string };
  readonly licence?: string;
  /** The licence does not allow every use, such as work that is paid for. */
  readonly limitedLicence?: true;
  /** It thinks before it answers where it is not told not to. */
  readonly thinks?: true;
  /** As far as it is known: a year, month or day. */
  readonly released?: string;
  /** Sources that recommended it in 2026, by what for. */
  readonly recommended?: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly sources: readonly string[];
  /** The facts above that no source at hand confirms. */
  readonly unverified?: readonly string[];
}

/** The catalogue, with when it was looked up and where. */
export interface Catalogue {
  /** Days. */
  readonly checked: string;
  readonly sizesFrom: string;
  /** What the short names of sources stand for; the date is the source's own, where it has one. */
  readonly sources: Readonly<Record<string, { readonly where: string; readonly date?: string }>>;
  readonly models: readonly CatalogueModel[];
}

/** The catalogue, read when it is first needed. It is the one place for these facts. */
export async function loadCatalogue(): Promise<Catalogue> {
  const { default: catalogue } = await import('./catalogue.json', { with: { type: 'json' } });
  return catalogue as Catalogue;
}
