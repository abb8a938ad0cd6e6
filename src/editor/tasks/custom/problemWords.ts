import { l10n } from 'vscode';
import { type TaskFileProblem, taskFileKeys } from '../../../tasks/custom/taskFile.ts';

/** What is wrong with a task's file, in words. */
export function problemWords(problem: TaskFileProblem): string {
  switch (problem.what) {
    case 'noHead':
      return l10n.t('The first line must be ---.');
    case 'headNotClosed':
      return l10n.t('The line --- that ends the head is missing.');
    case 'noName':
      return l10n.t('The head needs a line “name: …”.');
    case 'noInstruction':
      return l10n.t('Below the head, there is no instruction.');
    case 'hiddenCharacters':
      return l10n.t('There are characters here that nobody sees.');
    case 'notText':
      return l10n.t('This is not text, or it is too large.');
    case 'notKeyAndValue':
      return l10n.t('“{0}” is not “key: value”.', problem.text);
    case 'unknownKey':
      return l10n.t('There is no key “{0}”, only {1}.', problem.key, taskFileKeys.join(', '));
    case 'twice':
      return l10n.t('The key “{0}” stands here twice.', problem.key);
    case 'noValue':
      return l10n.t('The key “{0}” has no value.', problem.key);
    case 'badValue':
      return problem.key === 'for'
        ? l10n.t('“{0}” is neither prose, nor code, nor the name of a language.', problem.value)
        : l10n.t('“{0}” cannot be “{1}”, only {2}.', problem.key, problem.value, problem.allowed.join(', '));
    case 'tooLong':
      return l10n.t('This is longer than {0} characters.', problem.most);
  }
}
