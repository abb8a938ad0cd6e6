import { commands, type Disposable } from 'vscode';
import type { Proofreader, ProofreaderParts } from './proofreader.ts';

/** Registers what a person can do with mistakes. All else is loaded when it is first asked for: most days there is none. */
export function registerProofreading(parts: ProofreaderParts): Disposable[] {
  let made: Promise<Proofreader> | undefined;
  let isDisposed = false;
  const proofreader = () => {
    made ??= import('./proofreader.ts').then((loaded) => new loaded.Proofreader(parts));
    return made;
  };
  const on =
    <Given extends readonly unknown[]>(act: (proofreader: Proofreader, ...given: Given) => unknown) =>
    async (...given: Given) => {
      const own = await proofreader();
      if (!isDisposed) await act(own, ...given);
    };
  return [
    commands.registerCommand(
      'hearth.proofread',
      on((own) => own.proofread()),
    ),
    commands.registerCommand(
      'hearth.acceptFindings',
      on((own) => own.acceptAll()),
    ),
    commands.registerCommand(
      'hearth.clearFindings',
      on((own) => own.clear()),
    ),
    commands.registerCommand(
      'hearth.wordsLeftAlone',
      on((own) => own.chooseLeftAlone()),
    ),
    // Run by our own quick fixes alone, which name a document and a mistake in it.
    commands.registerCommand(
      'hearth.decideFinding',
      on(async (own, uri: unknown, id: unknown, decision: unknown) => {
        if (typeof uri === 'string' && typeof id === 'string') await own.decide(uri, id, decision);
      }),
    ),
    {
      dispose() {
        isDisposed = true;
        void made?.then((own) => own.dispose());
      },
    },
  ];
}
