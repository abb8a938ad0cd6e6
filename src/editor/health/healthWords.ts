import { env, l10n } from 'vscode';
import type { Role } from '../../models/choose.ts';
import type { Check, Fact, Failure, Finding, Level, Neighbour } from '../../models/health/finding.ts';
import { openSetting, type Problem, problemFor, tooOldWords } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { roleWord, sizeWord } from '../models/modelWords.ts';
import { numberWord } from '../numberWord.ts';
import { durationWords } from '../setUp/firstSteps.ts';

/** A line of the report: what was found, and the one thing that helps where something does. */
export interface HealthLine extends Problem {
  readonly check: Check;
  readonly level: Level;
}

/** The words for what a check found, in one place. */
export function lineFor({ check, level, fact, of }: Finding): HealthLine {
  const words = wordsFor(fact);
  if (of === undefined) return { check, level, ...words };
  return { check, level, ...words, message: l10n.t('{0}: {1}', roleWord(of), words.message) };
}

function wordsFor(fact: Fact): Problem {
  switch (fact.what) {
    case 'engineAnswers':
      return {
        message: fact.isLocal
          ? l10n.t('{0} answers at {1}, on this machine.', fact.engine, fact.host)
          : l10n.t('{0} answers at {1}: self-hosted, so text goes there.', fact.engine, fact.host),
      };
    case 'engineFails':
      return problemFor(fact.reason, fact.detail, fact.host);
    case 'engineTooOld':
      return {
        message: tooOldWords(fact.version),
        action: { label: l10n.t('Update Ollama'), command: 'hearth.setUp', arguments: ['install'] },
      };
    case 'engineUpToDate':
      return { message: l10n.t('It is no older than {0}, the first version without a known hole.', fact.least) };
    case 'versionUnknown':
      return {
        message: l10n.t(
          'It says no version ({0}), as one built from source does. See that it is up to date.',
          fact.version,
        ),
        action: { label: l10n.t('Update Ollama'), command: 'hearth.setUp', arguments: ['install'] },
      };
    case 'proxyPassedBy':
      return {
        message: fact.isSet
          ? l10n.t('A proxy is set; requests to {0} go past it.', fact.host)
          : l10n.t('No proxy stands in the way to {0}.', fact.host),
      };
    case 'proxyInTheWay':
      return {
        message: l10n.t('Requests to {0} go through the proxy that is set. Name the host as an exception.', fact.host),
        action: openSetting('http.noProxy'),
      };
    case 'engineTrusted':
      return { message: l10n.t('Completions ask it: it has not failed lately.') };
    case 'engineLeftAlone':
      return {
        message: l10n.t(
          'Completions had left it alone after failures, the last one: {0} They try again now.',
          problemFor(fact.reason, fact.detail, '').message,
        ),
        action: showLog(),
      };
    case 'models':
      return { message: modelsWords(fact.count, fact.remote) };
    case 'noModels':
      return {
        message: l10n.t('The engine has no model yet.'),
        action: { label: l10n.t('Get a Model'), command: 'hearth.setUp', arguments: ['model'] },
      };
    case 'completionsOff':
      return { message: l10n.t('Completions are off, as you chose.') };
    case 'modelServes': {
      const model = [modelLabel(fact.model), ...(fact.quantization ? [fact.quantization] : [])].join(', ');
      return { message: servesWords(fact.role, model, fact.isAutomatic) };
    }
    case 'modelOnlyChats':
      return {
        message: l10n.t(
          '{0} cannot fill in text at the cursor: it is asked as in a chat, which is slower and more often wrong.',
          modelLabel(fact.model),
        ),
        action: chooseModel(fact.role),
      };
    case 'modelFails':
      return { message: problemFor(fact.reason, fact.detail, '').message, action: chooseModel(fact.role) };
    case 'contextHolds':
      return {
        message:
          fact.role === 'completion'
            ? l10n.t('Its context of {0} tokens holds the text around the cursor.', numberWord(fact.tokens))
            : l10n.t('Its context for tasks: {0} tokens.', numberWord(fact.tokens)),
      };
    case 'contextTooSmall':
      return contextWords(fact);
    case 'contextOther':
      return {
        message: l10n.t(
          '{0} is in memory with a context of {1} tokens, and Hearth asks for {2}: the engine loads it anew for the next request.',
          modelLabel(fact.model),
          numberWord(fact.tokens),
          numberWord(fact.wanted),
        ),
        action: openSetting('hearth.models.contextTokens'),
      };
    case 'modelInMemory':
      return { message: l10n.t('{0} is in memory.', modelLabel(fact.model)) };
    case 'modelOnGpu':
      return { message: l10n.t('{0} is in memory, all of it on the GPU.', modelLabel(fact.model)) };
    case 'modelOnCpu':
      return { message: l10n.t('{0} is in memory, and runs on the CPU.', modelLabel(fact.model)) };
    case 'modelSpills':
      return {
        message: l10n.t(
          'Only {0} % of {1} has room on the GPU; the CPU does the rest, far slower. {2}',
          Math.round(fact.gpuShare * 100),
          modelLabel(fact.model),
          fact.instead ? l10n.t('{0} would fit.', modelLabel(fact.instead)) : l10n.t('A smaller model fits.'),
        ),
        action: chooseModel(fact.role),
      };
    case 'nothingInMemory':
      return { message: l10n.t('No model is in memory at the moment: the first request loads it.') };
    case 'typingSpeed':
      return { message: l10n.t('Suggestions come {0} ms after a key, half of them sooner.', Math.round(fact.ms)) };
    case 'typingSlow':
      return {
        message: l10n.t(
          'Suggestions come {0} ms after a key: over {1} ms nobody waits for them. {2}',
          Math.round(fact.ms),
          fact.limitMs,
          fact.instead
            ? l10n.t('{0} would be faster.', modelLabel(fact.instead))
            : l10n.t('A smaller model is faster.'),
        ),
        action: chooseModel('completion'),
      };
    case 'notMeasured':
      return { message: l10n.t('No suggestion was made in this window yet, so its speed is not known.') };
    case 'diskFree':
      return { message: l10n.t('{0} are free where the engine keeps its models.', sizeWord(fact.bytes)) };
    case 'diskLow':
      return {
        message: l10n.t('Only {0} are free where the engine keeps its models.', sizeWord(fact.bytes)),
        action: { label: l10n.t('Show Models'), command: 'hearth.models.focus' },
      };
    case 'inlineSuggestOn':
      return { message: l10n.t('VS Code shows inline suggestions.') };
    case 'inlineSuggestOff':
      return {
        message: l10n.t('“{0}” is off, so VS Code shows no suggestions.', 'editor.inlineSuggest.enabled'),
        action: openSetting('editor.inlineSuggest.enabled'),
      };
    case 'alone':
      return { message: l10n.t('No other extension that is known to suggest text at the cursor is here.') };
    case 'othersSuggest':
      return othersWords(fact.extensions);
    case 'officialOllama':
      return {
        message: fact.holdsBack
          ? l10n.t(
              '{0} offers these models to the chat, so Hearth does not offer them a second time.',
              fact.extension.name,
            )
          : l10n.t('{0} offers its models to the chat; Hearth offers none of them there.', fact.extension.name),
      };
    case 'noOfficialOllama':
      return {
        message: fact.offers
          ? l10n.t('Hearth offers your models to the chat; no other extension does.')
          : l10n.t('No other extension offers the models of Ollama to the chat.'),
      };
    case 'noFailures':
      return { message: l10n.t('Nothing has failed in this window.') };
    case 'setUpIn':
      return { message: l10n.t('Set up in {0}, from the install to the first local answer.', durationWords(fact.ms)) };
    case 'failures':
      return { message: failureWords(fact.latest), action: showLog() };
  }
}

const showLog = () => ({ label: l10n.t('Show the Log'), command: 'hearth.showLog' });
const chooseModel = (role: Role) => ({
  label: l10n.t('Choose a Model'),
  command: role === 'completion' ? 'hearth.chooseCompletionModel' : 'hearth.chooseTaskModel',
});

const list = (all: readonly string[]) => new Intl.ListFormat(env.language).format(all);

function modelsWords(count: number, remote: readonly string[]): string {
  const here = count === 1 ? l10n.t('The engine has one model.') : l10n.t('The engine has {0} models.', count);
  if (remote.length === 0) return here;
  return `${here} ${l10n.t('Not used, since they run in a cloud behind a local name: {0}.', list(remote))}`;
}

function servesWords(role: Role, model: string, isAutomatic: boolean): string {
  if (role === 'completion')
    return isAutomatic
      ? l10n.t('Completions: {0} (chosen by Hearth).', model)
      : l10n.t('Completions: {0} (chosen by you).', model);
  return isAutomatic ? l10n.t('Tasks: {0} (chosen by Hearth).', model) : l10n.t('Tasks: {0} (chosen by you).', model);
}

function contextWords({ role, tokens, least, isTheModels }: Extract<Fact, { what: 'contextTooSmall' }>): Problem {
  const message =
    role === 'completion'
      ? l10n.t(
          'A context of {0} tokens is smaller than the text around the cursor that this machine could read ({1}), so less of it is sent.',
          numberWord(tokens),
          numberWord(least),
        )
      : l10n.t(
          'A context of {0} tokens holds little text for tasks; {1} are a good start.',
          numberWord(tokens),
          numberWord(least),
        );
  return { message, action: isTheModels ? chooseModel(role) : openSetting('hearth.models.contextTokens') };
}

function othersWords(extensions: readonly Neighbour[]): Problem {
  const names = list(extensions.map(({ name }) => name));
  return {
    message:
      extensions.length === 1
        ? l10n.t('{0} can suggest text at the cursor, too: VS Code shows only one of two suggestions.', names)
        : l10n.t('These can suggest text at the cursor, too, and VS Code shows only one suggestion: {0}.', names),
    action: { label: l10n.t('Choose'), command: 'hearth.whoSuggests' },
  };
}

function failureWords(latest: readonly Failure[]): string {
  const each = latest.map(({ at, reason, detail, host = '', isOutside }) => {
    const time = new Date(at).toLocaleTimeString(env.language, { hour: '2-digit', minute: '2-digit' });
    return `${time} ${problemFor(reason, detail, host, isOutside ? 'cloud' : 'local').message}`;
  });
  return l10n.t('Failed lately: {0}', each.join(' · '));
}
