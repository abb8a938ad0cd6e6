import type { CloudApi } from './destination.ts';

/** A provider whose address is known. */
export interface Preset {
  readonly name: string;
  readonly api: Exclude<CloudApi, 'extension'>;
  /** May hold a part in braces that the user has to fill in. */
  readonly baseUrl: string;
  /** Whether the address is known to list its models. */
  readonly listsModels: boolean;
  /** One that most people look for. */
  readonly favourite?: true;
  /** What its prices stand under in the price list. */
  readonly prices?: string;
}

/** The providers whose addresses are known, read when they are first needed. The file says when and where from. */
export async function loadPresets(): Promise<readonly Preset[]> {
  const { default: file } = await import('./presets.json', { with: { type: 'json' } });
  return file.rows as readonly Preset[];
}

/** The provider that is known to live at exactly this host and to speak this API: no look-alike is called by its name. */
export function presetAt(host: string, api: Preset['api'], presets: readonly Preset[]): Preset | undefined {
  return presets.find(
    (preset) => preset.api === api && URL.canParse(preset.baseUrl) && new URL(preset.baseUrl).host === host,
  );
}

/** What a provider is called that nobody knows. */
export const nameOfApi: Readonly<Record<Preset['api'], string>> = {
  openai: 'OpenAI-compatible',
  anthropic: 'Anthropic-compatible',
  ollama: 'Ollama',
};
