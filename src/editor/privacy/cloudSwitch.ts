import { commands } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { UserSettings } from '../settings.ts';

/**
 * Lets the commands of the cloud appear in palette and menus only while the user's own setting allows a cloud: their `when`
 * clauses ask for this key. (`config.…` in a clause would ask the folder's settings too.) It is set a moment later, because
 * reading the settings costs 10 ms of a start.
 */
export function followCloudSetting(settings: Pick<UserSettings, 'read' | 'onChange'>, clock: Clock): Disposable {
  const follow = () => void commands.executeCommand('setContext', 'hearth.cloudEnabled', settings.read().cloudEnabled);
  void clock.wait(0).then(follow);
  return settings.onChange(follow);
}
