import { ConfigurationTarget, l10n, window, workspace } from 'vscode';
import { settingsTable } from '../../base/settings.ts';
import type { Role } from '../../models/choose.ts';
import { fitOf, type ModelSize, memoryNeeded } from '../../models/memory.ts';
import type { Overview } from '../../models/overview.ts';
import type { AttentionShape } from '../../tiers/engine.ts';
import type { ModelsParts } from './modelsParts.ts';
import { joined, roleWord, sizeWord, tokensWord } from './modelWords.ts';

const sizes = [4096, 8192, 16_384, 32_768, 65_536, 131_072];

/** Asks for the context size, says what each takes in memory, and that models are loaded anew with it. */
export async function chooseContextSize(
  { choices, circumstances }: Overview,
  { settings, library }: Pick<ModelsParts, 'settings' | 'library'>,
  signal: AbortSignal,
): Promise<void> {
  const now = settings().contextTokens;
  const used: { role: Role; size: ModelSize }[] = [];
  for (const role of ['completion', 'tasks'] as const) {
    const model = circumstances.installed.find(({ name }) => name === choices[role].name);
    if (!model || choices[role].problem) continue;
    const attention: AttentionShape | undefined = await library.attention(model.name, signal);
    used.push({ role, size: { ...model, ...(attention ? { attention } : {}) } });
  }
  const items = [...new Set([...sizes, now])]
    .sort((a, b) => a - b)
    .map((tokens) => {
      const needed = used.map(({ role, size }) => ({ role, bytes: memoryNeeded(size, tokens) ?? 0 }));
      const all = needed.reduce((sum, { bytes }) => sum + bytes, 0);
      const fits = circumstances.machine === undefined || fitOf(all, circumstances.machine) !== 'tooLarge';
      return {
        label: tokensWord(tokens),
        description: joined([
          tokens === now ? l10n.t('now') : undefined,
          tokens === settingsTable.contextTokens.fallback ? l10n.t('default') : undefined,
          fits ? undefined : l10n.t('too much for this machine'),
        ]),
        detail: joined(
          needed.map(({ role, bytes }) => l10n.t('{0}: up to {1} of memory', roleWord(role), sizeWord(bytes))),
        ),
        tokens,
      };
    });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Context Size'),
    placeHolder: l10n.t('After a change, models are loaded anew. No model gets more than it was made for.'),
  });
  if (picked === undefined || picked.tokens === now) return;
  await workspace.getConfiguration().update(settingsTable.contextTokens.key, picked.tokens, ConfigurationTarget.Global);
  void window.showInformationMessage(
    l10n.t(
      'From now on, models are loaded with {0}. Those in memory are loaded anew when they are used next.',
      picked.label,
    ),
  );
}
