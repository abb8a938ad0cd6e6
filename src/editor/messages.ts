import { l10n } from 'vscode';
import type { NothingReason } from '../completion/outcome.ts';
import type { SnoozedUntil } from '../completion/snooze.ts';
import { advisory, leastVersion } from '../models/health/versions.ts';
import type { Tier, TierErrorReason } from '../tiers/tier.ts';

/** What to say when something did not work: one sentence, and the one thing that helps. */
export interface Problem {
  readonly message: string;
  readonly action?: { readonly label: string; readonly command: string; readonly arguments?: readonly unknown[] };
}

const chooseTaskModel = () => ({ label: l10n.t('Choose a Model'), command: 'hearth.chooseTaskModel' });
const chooseCompletionModel = () => ({ label: l10n.t('Choose a Model'), command: 'hearth.chooseCompletionModel' });
/** Leads to a setting. */
export const openSetting = (key: string) => ({
  label: l10n.t('Open the Setting'),
  command: 'workbench.action.openSettings',
  arguments: [key],
});
const openEndpoint = () => openSetting('hearth.endpoint');
const setUp = () => ({ label: l10n.t('Set Up'), command: 'hearth.setUp' });
const setEngineKey = () => ({ label: l10n.t('Enter the Key'), command: 'hearth.setEngineKey' });
const configureCloud = () => ({ label: l10n.t('Configure the Cloud Tier'), command: 'hearth.configureCloud' });

/**
 * The words for each reason, in one place.
 * @param detail the model's name where the reason is about a model, else what happened; never the user's text
 * @param where the engine's or provider's host
 * @param tier who was asked: what helps with an engine does not help with a provider
 */
export function problemFor(reason: TierErrorReason, detail: string, where: string, tier: Tier = 'local'): Problem {
  const outside = { cloud: cloudProblemFor, handedOver: otherModelProblemFor };
  const own = tier === 'cloud' || tier === 'handedOver' ? outside[tier](reason, where) : undefined;
  return own ?? engineProblemFor(reason, detail, where);
}

/** The words for what means something else of a provider than of an engine. */
function cloudProblemFor(reason: TierErrorReason, where: string): Problem | undefined {
  switch (reason) {
    case 'unreachable':
      return { message: l10n.t('{0} cannot be reached. The local model still works.', where) };
    case 'notTheEngine':
      return {
        message: l10n.t('{0} does not answer like the provider that is set up.', where),
        action: configureCloud(),
      };
    case 'modelMissing':
      return { message: l10n.t('{0} does not know the model that is set up.', where), action: configureCloud() };
    case 'keyRejected':
      return { message: l10n.t('{0} rejected the key.', where), action: configureCloud() };
    default:
      return undefined;
  }
}

/** The words for a model of another extension, whose own words are not repeated. @param where the extension's name */
function otherModelProblemFor(reason: TierErrorReason, where: string): Problem | undefined {
  switch (reason) {
    case 'notAllowed':
      return { message: l10n.t('You have not let Hearth use the models of {0}, so it answered nothing.', where) };
    case 'modelMissing':
      return { message: l10n.t('{0} does not offer the model that is set up.', where), action: configureCloud() };
    case 'engineFailed':
      return { message: l10n.t('{0} reported an error.', where) };
    default:
      return undefined;
  }
}

function engineProblemFor(reason: TierErrorReason, detail: string, where: string): Problem {
  switch (reason) {
    case 'badEndpoint':
      return { message: l10n.t('The engine’s address is not valid: {0}', detail), action: openEndpoint() };
    case 'cloudEndpoint':
      return {
        message: l10n.t(
          '{0} is a cloud provider, so it cannot be the engine: what you type would go there. Set it up as the cloud tier.',
          detail,
        ),
        action: configureCloud(),
      };
    case 'unreachable':
      return { message: l10n.t('Nothing answers at {0}. Is the engine running?', where), action: setUp() };
    case 'notTheEngine':
      return {
        message: l10n.t('Something answers at {0}, but it is no engine that Hearth knows.', where),
        action: openEndpoint(),
      };
    case 'noModel':
      return { message: l10n.t('The engine has no model that can do this.'), action: setUp() };
    case 'modelMissing':
      return { message: l10n.t('The model {0} is not installed.', detail), action: chooseTaskModel() };
    case 'cannotComplete':
      return {
        message: l10n.t('This model cannot complete text at the cursor: {0}', detail),
        action: chooseCompletionModel(),
      };
    case 'unknownFamily':
      return {
        message: l10n.t(
          'Hearth knows no way to have {0} fill in text at the cursor. A model that you choose yourself is asked as in a chat.',
          detail,
        ),
        action: chooseCompletionModel(),
      };
    case 'notTrained':
      return {
        message: l10n.t(
          'Not trained to fill in text at the cursor, as a base variant may be: {0}. A model that you choose yourself is asked as in a chat.',
          detail,
        ),
        action: chooseCompletionModel(),
      };
    case 'remoteModel':
      return {
        message: l10n.t('{0} runs in a cloud, not on this machine, so Hearth does not use it here.', detail),
        action: chooseTaskModel(),
      };
    case 'keepsNoModels':
      return {
        message: l10n.t(
          '{0} gets its models where it runs: Hearth can use them, and not download or delete them.',
          detail,
        ),
      };
    case 'keptHere':
      return {
        message: l10n.t(
          'By “{0}” this text stays on your computer, and the engine is on another one ({1}). Nothing was sent: {2}',
          'hearth.neverLeaves',
          where,
          detail,
        ),
        action: openSetting('hearth.neverLeaves'),
      };
    case 'notAllowed':
      return { message: l10n.t('You have not agreed to send text to {0}.', where), action: openEndpoint() };
    case 'outOfMemory':
      return {
        message: l10n.t('The model does not fit into memory. A smaller one will.'),
        action: chooseTaskModel(),
      };
    case 'tooLong':
      return { message: l10n.t('The text is too long for this model. Select less of it.') };
    case 'busy':
      return { message: l10n.t('The engine at {0} is busy. Try again in a moment.', where) };
    case 'timedOut':
      return { message: l10n.t('{0} did not answer in time.', where) };
    case 'stalled':
      return { message: l10n.t('The answer from {0} stopped coming.', where) };
    case 'cutShort':
      return { message: l10n.t('The connection to {0} ended before the answer was complete.', where) };
    case 'badRequest':
      return { message: l10n.t('{0} refused the request: {1}', where, detail) };
    case 'engineFailed':
      return { message: l10n.t('{0} reported an error: {1}', where, detail) };
    case 'diskFull':
      return {
        message: l10n.t(
          'The disk of the engine at {0} is full. Delete a model there, then go on with the download.',
          where,
        ),
        action: { label: l10n.t('Show Models'), command: 'hearth.models.focus' },
      };
    case 'notInLibrary':
      return { message: l10n.t('There is no model of this name to download: {0}', detail) };
    case 'libraryUnreachable':
      return { message: l10n.t('The engine at {0} cannot reach the library of models. Is it online?', where) };
    case 'keyRejected':
      return {
        message: l10n.t('{0} wants a key, and did not take the one that it got, if any.', where),
        action: setEngineKey(),
      };
    case 'rateLimited':
      return { message: l10n.t('{0} asks to wait before the next request.', where) };
    case 'noCredit':
      return { message: l10n.t('{0} says that your account has no credit left.', where) };
    case 'overBudget':
      return {
        message: l10n.t('This could pass your monthly budget for the cloud, so nothing was sent.'),
        action: openSetting('hearth.cloud.monthlyBudget'),
      };
    case 'overloaded':
      return { message: l10n.t('{0} is overloaded. The local model still works.', where) };
    case 'refused':
      return { message: l10n.t('{0} declined to answer this.', where) };
    case 'redirected':
      return { message: l10n.t('{0} answered with a redirect, which Hearth never follows.', where) };
    case 'badCertificate':
      return { message: l10n.t('The certificate of {0} is not valid, so nothing was sent.', where) };
    case 'wayChanged':
      return {
        message: l10n.t(
          'A folder or a container set {0} for this machine, which could show others what you send. Nothing was sent.',
          detail,
        ),
        action: openSetting(detail),
      };
    case 'cloudOff':
      return {
        message: l10n.t('The cloud is switched off in your settings, so nothing was sent.'),
        action: openSetting('hearth.cloud.enabled'),
      };
    case 'notRecorded':
      return { message: l10n.t('The record of what leaves could not be written, so nothing was sent.') };
    case 'notChecked':
      return {
        message: l10n.t('The text could not be checked for secrets, so nothing was sent. Try again with less of it.'),
      };
    case 'notApproved':
      return { message: l10n.t('What was to be sent is not what you approved, so nothing was sent.') };
  }
}

/** How long completions stay away, in a sentence. */
export function snoozedWords(until: SnoozedUntil): string {
  if (until === 'restart') return l10n.t('Completions are snoozed until a restart.');
  const time = new Date(until).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  return l10n.t('Completions are snoozed until {0}.', time);
}

/** Why there was no suggestion, in a few words. */
export function nothingWords(reason: NothingReason, detail: string, where: string): string {
  switch (reason) {
    case 'disabled':
      return l10n.t('Completions are turned off.');
    case 'snoozed':
      return l10n.t('Completions are snoozed.');
    case 'modeOff':
      return l10n.t('Completions are off for this language.');
    case 'onDemand':
      return l10n.t('In this language, suggestions come only when you ask for one.');
    case 'excluded':
      return l10n.t('This file is excluded from completions.');
    case 'inlineSuggestOff':
      return l10n.t('"editor.inlineSuggest.enabled" is off.');
    case 'multipleCursors':
      return l10n.t('There is more than one cursor.');
    case 'midWord':
      return l10n.t('The cursor stands within a word.');
    case 'tooLarge':
      return l10n.t('The file is over 1 MB, or the line over 10,000 characters.');
    case 'notText':
      return l10n.t('The file is not text.');
    case 'loading':
      return l10n.t('The model is being loaded into memory.');
    case 'taskRunning':
      return l10n.t('The engine is busy with a task you asked for.');
    case 'cancelled':
      return l10n.t('You typed on before the answer came.');
    case 'unsure':
      return l10n.t('The model was not sure enough of its text.');
    case 'empty':
      return l10n.t('The model had nothing to add here.');
    default:
      return problemFor(reason, detail, where).message;
  }
}

/** That the engine should be updated, and why. */
export function tooOldWords(version: string): string {
  return l10n.t(
    'Ollama {0} is older than {1} and open to {2}: what runs on this machine could read its memory. Update it.',
    version,
    leastVersion,
    advisory,
  );
}
