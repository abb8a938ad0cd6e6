import { extensionId, type Session } from './session.ts';

/**
 * How long Hearth's activation took, in ms, as VS Code itself measures it (Developer: Show Running Extensions: loading the
 * code and calling `activate`), once for each of several windows opened one after the other.
 */
export async function activationTimes(session: Session, times: number): Promise<number[]> {
  const { workbench, browser, editor, folder } = session;
  const measured: number[] = [];
  for (let index = 0; index < times; index++) {
    if (index > 0) await workbench.open(editor.url(folder), { statusId: 'status' });
    await workbench.command('Developer: Show Running Extensions');
    const row = browser.page.locator('.editor-instance .monaco-list-row', { hasText: 'Hearth' });
    const text = await row.locator('.activation-time').first().textContent({ timeout: 30_000 });
    const milliseconds = /(\d+)\s*ms/.exec(text ?? '')?.[1];
    if (milliseconds === undefined) throw new Error(`no activation time of ${extensionId} in: ${text}`);
    measured.push(Number(milliseconds));
    await workbench.command('View: Close All Editors');
  }
  return measured;
}
