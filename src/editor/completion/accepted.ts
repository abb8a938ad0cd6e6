import { type Command, commands, type Disposable, l10n, type Memento } from 'vscode';
import type { CountStore, Statistics } from '../../completion/statistics.ts';

/** Where the counts are kept in the user's own state. */
const stateKey = 'hearth.completionCounts';

/**
 * Registers the command that VS Code runs after a suggestion was accepted, which is its only sign of it. It is no command
 * for people: it takes the suggestion's id and nothing else, and an id that is none counts nothing.
 * @param onAccepted told after each acceptance
 */
export function registerAccepted(statistics: Statistics, onAccepted: () => void): Disposable {
  return commands.registerCommand('hearth.completionAccepted', (id: unknown) => {
    if (statistics.accepted(id)) onAccepted();
  });
}

/** The command of a suggestion with this id. */
export function acceptedCommand(id: number): Command {
  return { command: 'hearth.completionAccepted', title: l10n.t('Completion accepted'), arguments: [id] };
}

/** The counts, kept in the user's own state, over all windows. */
export function countsIn(state: Memento): CountStore {
  return {
    read: () => state.get(stateKey),
    write: (counts) => void state.update(stateKey, counts),
  };
}
