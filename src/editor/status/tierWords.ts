import { l10n } from 'vscode';
import type { Tier } from '../../tiers/tier.ts';

/** The icon of a tier, the same everywhere. */
export function tierIcon(tier: Tier): string {
  return { local: 'home', selfHosted: 'server', cloud: 'cloud', handedOver: 'extensions' }[tier];
}

/** Its name, the same everywhere. */
export function tierWord(tier: Tier): string {
  return {
    local: l10n.t('local'),
    selfHosted: l10n.t('self-hosted'),
    cloud: l10n.t('cloud'),
    handedOver: l10n.t('handed over'),
  }[tier];
}
