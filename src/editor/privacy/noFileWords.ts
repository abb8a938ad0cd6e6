import { l10n } from 'vscode';
import type { OriginKind } from '../../base/text.ts';

/** Where a piece of text came from that is in no file. */
export function noFileWords(kind: OriginKind): string {
  if (kind === 'typed') return l10n.t('Typed by you');
  return kind === 'terminal' ? l10n.t('From a terminal') : l10n.t('An earlier answer');
}
