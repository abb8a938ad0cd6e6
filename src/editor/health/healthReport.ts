import { homedir } from 'node:os';
import { l10n } from 'vscode';
import type { Check } from '../../models/health/finding.ts';
import type { HealthLine } from './healthWords.ts';

/** Where Hearth and what it runs in are told of. */
export interface About {
  readonly hearth: string;
  readonly editor: string;
  /** Such as `linux x64`. */
  readonly system: string;
  readonly checkedAt: Date;
}

/** A report as text, and where the lines with an action stand in it. */
export interface HealthReport {
  readonly text: string;
  /** By the number of the line in the text, from 0. */
  readonly actions: ReadonlyMap<number, NonNullable<HealthLine['action']>>;
}

const sections: readonly (readonly [title: () => string, checks: readonly Check[]])[] = [
  [() => l10n.t('Engine'), ['engine', 'version', 'proxy', 'breaker']],
  [() => l10n.t('Models'), ['models', 'completionModel', 'completionContext', 'taskModel', 'taskContext']],
  [() => l10n.t('Machine'), ['memory', 'speed', 'disk']],
  [() => l10n.t('Editor'), ['inlineSuggest', 'otherSuggestions', 'officialOllama']],
  [() => l10n.t('Lately'), ['failures', 'setupTime']],
];

/**
 * The report in Markdown, to read here and to paste elsewhere. There is nothing secret in it: the words of `healthWords.ts` hold
 * names of models, hosts and extensions; what failures say of paths is shortened.
 */
export function reportOf(lines: readonly HealthLine[], { hearth, editor, system, checkedAt }: About): HealthReport {
  const text: string[] = [
    `# ${l10n.t('Hearth: Check Setup')}`,
    '',
    `${checkedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC · Hearth ${hearth} · VS Code ${editor} · ${system}`,
    '',
    verdict(lines),
  ];
  const actions = new Map<number, NonNullable<HealthLine['action']>>();
  for (const [title, checks] of sections) {
    const some = checks.flatMap((check) => lines.filter((line) => line.check === check));
    if (some.length === 0) continue;
    text.push('', `## ${title()}`, '');
    for (const { level, message, action } of some) {
      if (action) actions.set(text.length, action);
      text.push(`- ${mark[level]()} ${shortened(message)}`);
    }
  }
  return { text: `${text.join('\n')}\n`, actions };
}

const mark = {
  ok: () => l10n.t('ok:'),
  warn: () => `**${l10n.t('Worth a look:')}**`,
  fail: () => `**${l10n.t('Does not work:')}**`,
};

function verdict(lines: readonly HealthLine[]): string {
  const count = (level: HealthLine['level']) => lines.filter((line) => line.level === level).length;
  const [fails, warns] = [count('fail'), count('warn')];
  if (fails === 0 && warns === 0) return l10n.t('Everything works.');
  if (fails === 0)
    return warns === 1
      ? l10n.t('Everything works. One thing is worth a look.')
      : l10n.t('Everything works. {0} things are worth a look.', warns);
  return fails === 1
    ? l10n.t('One thing does not work. The line above it offers what helps.')
    : l10n.t('{0} things do not work. The line above each offers what helps.', fails);
}

/** One line, without the name of the user in paths. */
function shortened(message: string): string {
  return message.replaceAll(homedir(), '~').replaceAll(/\s*\n\s*/g, ' ');
}
