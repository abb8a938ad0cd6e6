import { commands } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { WhatLeftPanel, WhatLeftParts } from './whatLeftPanel.ts';

/** Registers "Hearth: Show What Left This Computer". Its panel is loaded when it is first asked for. */
export function registerWhatLeft(parts: WhatLeftParts): Disposable {
  let panel: WhatLeftPanel | undefined;
  let isDisposed = false;
  const command = commands.registerCommand('hearth.showWhatLeft', async () => {
    const loaded = await import('./whatLeftPanel.ts');
    if (isDisposed) return;
    panel ??= new loaded.WhatLeftPanel(parts);
    panel.show();
  });
  return {
    dispose() {
      isDisposed = true;
      command.dispose();
      panel?.dispose();
    },
  };
}
