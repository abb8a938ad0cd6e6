import { l10n } from 'vscode';
import type { Settings } from '../../base/settings.ts';
import type { SnoozedUntil } from '../../completion/snooze.ts';
import { isTooOld } from '../../models/health/versions.ts';
import type { Status } from '../../tiers/status.ts';
import { isOutside } from '../../tiers/tier.ts';
import { problemFor, snoozedWords, tooOldWords } from '../messages.ts';
import { modelLabel, shortModelLabel } from '../models/modelLabel.ts';
import { tierIcon, tierWord } from './tierWords.ts';

/** Whether something is still to be set up: there is no model, or an engine that was never seen here. */
export function lacksSetUp({ failing, ready, working }: Status, isSetUp: () => boolean): boolean {
  if (!failing || isOutside(failing.tier) || working > 0) return false;
  return failing.reason === 'noModel' || (failing.reason === 'unreachable' && !ready && !isSetUp());
}

/** What the item shows, and what a screen reader says. */
export function faceOf(
  status: Status,
  settings: Settings,
  where: string,
  snoozed: SnoozedUntil | undefined,
  isFlagged: boolean,
): { text: string; spoken: string } {
  const { last, failing, loading, ready } = status;
  if (isFlagged && status.working === 0) {
    const model = shortModelLabel(settings.cloudModel);
    return {
      text: `$(cloud-upload) ${l10n.t('next: {0}', model)}`,
      spoken: l10n.t('the next request goes to {0}, after you have seen what would be sent', model),
    };
  }
  if (failing) {
    const { message } = problemFor(failing.reason, failing.detail, failing.host ?? where, failing.tier);
    return { text: `$(warning) ${shortProblem(failing)}`, spoken: message };
  }
  if (loading) {
    const label = l10n.t('loading {0}', shortModelLabel(loading.model));
    return { text: `$(loading~spin) ${label}`, spoken: label };
  }
  const who = last?.provenance ?? ready;
  if (status.working > 0) {
    const asked = status.asked ?? who;
    const label = asked ? shortModelLabel(asked.model) : l10n.t('Hearth');
    return { text: `$(loading~spin) ${label}`, spoken: l10n.t('working') };
  }
  if (snoozed !== undefined) {
    const label = who ? shortModelLabel(who.model) : l10n.t('Hearth');
    return { text: `$(bell-slash) ${label}`, spoken: snoozedWords(snoozed) };
  }
  const old = oldVersion(ready);
  if (who && old !== undefined && !isOutside(who.tier)) {
    return { text: `$(warning) ${shortModelLabel(who.model)}`, spoken: tooOldWords(old) };
  }
  if (who) {
    const off = settings.completionsEnabled ? '' : ` ${l10n.t('(completions off)')}`;
    return {
      text: `$(${tierIcon(who.tier)}) ${shortModelLabel(who.model)}${off}`,
      spoken: last
        ? l10n.t('answered by {0}, {1}', modelLabel(who.model), tierWord(who.tier))
        : l10n.t('ready: {0}, {1}{2}', modelLabel(who.model), tierWord(who.tier), off),
    };
  }
  return { text: `$(flame) ${l10n.t('Hearth')}`, spoken: l10n.t('ready') };
}

/** The version of an Ollama that should be updated. Other engines count theirs otherwise. */
export function oldVersion(ready: Status['ready']): string | undefined {
  return ready?.engine === 'Ollama' && isTooOld(ready.version) ? ready.version : undefined;
}

/** A failure in two or three words: the hover card has the whole sentence. */
function shortProblem(failing: NonNullable<Status['failing']>): string {
  if (isOutside(failing.tier)) return l10n.t('cloud failed');
  switch (failing.reason) {
    case 'unreachable':
      return l10n.t('engine off');
    case 'badEndpoint':
    case 'cloudEndpoint':
      return l10n.t('bad address');
    case 'keyRejected':
      return l10n.t('key needed');
    case 'notTheEngine':
      return l10n.t('not an engine');
    case 'modelMissing':
      return l10n.t('model missing');
    case 'cannotComplete':
    case 'unknownFamily':
    case 'notTrained':
      return l10n.t('no completions');
    case 'remoteModel':
      return l10n.t('cloud model refused');
    case 'notAllowed':
      return l10n.t('host not allowed');
    case 'outOfMemory':
      return l10n.t('out of memory');
    case 'timedOut':
    case 'stalled':
      return l10n.t('engine slow');
    case 'busy':
      return l10n.t('engine busy');
    default:
      return l10n.t('engine error');
  }
}
