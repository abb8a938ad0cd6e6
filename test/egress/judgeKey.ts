import type { ReportedJourney } from './report.ts';
import { cloudKey, type World } from './world.ts';
import { filesHolding, writtenForms } from './writtenForms.ts';

/**
 * H: the key that was typed in journey B and used since is searched for in every file of VS Code and its browser, while both still
 * run: settings, logs, output channels, state, the ledger, temporary files.
 */
export function judgeKey({ editor, browser }: World, screens: readonly string[]): ReportedJourney {
  const forms = writtenForms(cloudKey);
  const folders = [editor.root, browser.profile];
  const files = filesHolding(forms, folders);
  const shown = screens.filter((text) => [...forms.values()].some((form) => Buffer.from(text).includes(form)));
  const found = filesHolding(new Map([['model', Buffer.from('"model":"big-model"')]]), folders);
  return {
    id: 'H',
    title: 'the key of the cloud is written nowhere',
    seconds: 0,
    expected: [],
    seen: files,
    listened: [],
    checks: [
      { what: 'no file holds it, however encoded, nor a part of it', held: files.length === 0, seen: files.join(', ') },
      {
        what: 'no screen showed it',
        held: shown.length === 0 && screens.length > 0,
        seen: `${screens.length} screens`,
      },
      { what: 'the search finds what the ledger holds', held: found.some((file) => file.includes('/ledger/')) },
    ],
  };
}
