import type { Memento } from 'vscode';
import type { SpeedStore } from '../../models/speeds.ts';

/** Where the speeds are kept in the user's own state. */
const stateKey = 'hearth.speeds';

/** How fast models were, kept in the user's own state, over all windows. */
export function speedsIn(state: Memento): SpeedStore {
  return {
    read: () => state.get(stateKey),
    write: (speeds) => void state.update(stateKey, speeds),
  };
}
