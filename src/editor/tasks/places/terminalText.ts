import { commands, env, l10n, type Terminal, window } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { mostCharacters } from '../takeExcerpt.ts';

/** Why there is nothing of a terminal. */
export type NoTerminalText = 'noTerminal' | 'nothingSelected' | 'tooLarge' | 'refused';

/** What is looked for in a terminal, in this order: VS Code's own commands that copy it. */
const ways = [
  { command: 'workbench.action.terminal.copySelection', label: () => l10n.t('terminal selection') },
  // Only where the shell tells VS Code where a command begins and ends.
  {
    command: 'workbench.action.terminal.copyLastCommandAndLastCommandOutput',
    label: () => l10n.t('last command and its output'),
  },
] as const;

/**
 * What is selected in the terminal, else its last command with what that printed. Extensions cannot read a terminal's selection (the
 * API for it, `Terminal.selection`, is only proposed), but they can have it copied: so it is copied, read, and what was in the clipboard
 * before is put back at once. Only text can be put back; where the clipboard may hold something else, the person is asked first.
 */
export async function terminalExcerpt(terminal: Terminal | undefined): Promise<Excerpt | NoTerminalText> {
  if (!terminal) return 'noTerminal';
  const before = await env.clipboard.readText();
  if (before === '' && !(await mayUseClipboard())) return 'refused';
  for (const { command, label } of ways) {
    const text = (await copied(command, before)).replaceAll('\r\n', '\n');
    if (text.length > mostCharacters) return 'tooLarge';
    if (text.trim() !== '') return excerptOfTerminal(terminal, text, label());
  }
  return 'nothingSelected';
}

/** What a command copies; '' when that is nothing. The clipboard is then as it was. */
async function copied(command: string, before: string): Promise<string> {
  // Emptied first: what was selected may be what was copied last, and where nothing is selected nothing is copied.
  await env.clipboard.writeText('');
  let text = '';
  try {
    await commands.executeCommand(command);
    text = await env.clipboard.readText();
  } finally {
    // Something else that was copied meanwhile is the person's own, and stays.
    if ((await env.clipboard.readText()) === text) await env.clipboard.writeText(before);
  }
  return text;
}

/** An empty text may be an empty clipboard, or a picture or files, which could not be put back. */
async function mayUseClipboard(): Promise<boolean> {
  const goOn = l10n.t('Go On');
  const words = l10n.t(
    'Hearth reads the terminal through the clipboard and then puts back what was in it. It holds no text now: a picture or files in it would be lost.',
  );
  return (await window.showWarningMessage(words, goOn)) === goOn;
}

function excerptOfTerminal({ name }: Terminal, text: string, label: string): Excerpt {
  const lines = text.split('\n');
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return {
    origin: { kind: 'terminal', uri: 'hearth:terminal', path: name, range: { start: { line: 0, character: 0 }, end } },
    languageId: 'text',
    text,
    label,
  };
}

/** Why there is nothing, in words; undefined when the person knows. */
export function noTerminalWords(why: NoTerminalText): string | undefined {
  switch (why) {
    case 'noTerminal':
      return l10n.t('No terminal is open.');
    case 'nothingSelected':
      return l10n.t('Select something in the terminal first.');
    case 'tooLarge':
      return l10n.t('This is more than 1 MB of text. Select a part of it.');
    case 'refused':
      return undefined;
  }
}
