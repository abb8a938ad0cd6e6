import { commands, type Disposable, EventEmitter, type ExtensionContext, type Uri, workspace } from 'vscode';
import { once } from '../../base/once.ts';
import type { Tier } from '../../tiers/tier.ts';
import type { SetupDocumentParts } from './setupDocument.ts';
import { setupScheme } from './setupScheme.ts';

/** What the check needs of the rest of Hearth; what VS Code and the machine tell, it looks up itself. */
export type HealthParts = Omit<
  SetupDocumentParts,
  'proxy' | 'isInlineSuggestOn' | 'neighbours' | 'freeBytes' | 'version'
> & {
  /** The tier of the engine that would answer. */
  readonly tier: () => Tier;
};

/** Registers Check Setup. Everything behind it is loaded when it is first asked for. */
export function registerHealth(context: ExtensionContext, parts: HealthParts): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const page = once(async () => {
    const [{ SetupDocument }, { surroundings }, { freeBytes }] = await Promise.all([
      import('./setupDocument.ts'),
      import('./surroundings.ts'),
      import('../setUp/thisMachine.ts'),
    ]);
    const made = new SetupDocument({
      ...parts,
      ...surroundings(context, process.env),
      freeBytes: async () => (parts.tier() === 'local' ? freeBytes(process.env) : undefined),
      version: String(context.extension.packageJSON.version),
    });
    made.onDidChange((uri) => changed.fire(uri));
    return made;
  });
  return [
    commands.registerCommand('hearth.checkSetup', async () => (await page()).show()),
    commands.registerCommand('hearth.copySetup', async () => (await page()).copy()),
    // From the start: a window that is opened again shows the report that was open in it.
    workspace.registerTextDocumentContentProvider(setupScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: async () => (await page()).text(),
    }),
    changed,
    { dispose: () => void page.made?.then((made) => made.dispose()) },
  ];
}
