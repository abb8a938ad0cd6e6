import { extensionId, type Session } from './session.ts';

/** How long Hearth's start took in one window, in ms, as VS Code itself measures it. */
export interface ActivationTimes {
  /** From asking for the code to having it. On a busy machine most of it is waiting for other extensions. */
  readonly load: number;
  /** What Hearth's own `activate` took. */
  readonly activate: number;
}

/** Reads the times from "Developer: Startup Performance", for each of several windows opened one after the other. */
export async function activationTimes(session: Session, times: number): Promise<readonly ActivationTimes[]> {
  const { workbench, editor, folder } = session;
  const measured: ActivationTimes[] = [];
  for (let index = 0; index < times; index++) {
    if (index > 0) await workbench.open(editor.url(folder), { statusId: 'status' });
    await workbench.command('Developer: Startup Performance');
    measured.push(await readTimes(session));
    await workbench.command('View: Close All Editors');
  }
  return measured;
}

/** The middle one of the values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The report is filled in bit by bit; its table has a line `| id | eager | load code | call activate | …`. */
async function readTimes({ workbench, browser }: Session): Promise<ActivationTimes> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    await workbench.selectAll();
    await browser.page.keyboard.press('Control+C');
    const report = await browser.page.evaluate(() => navigator.clipboard.readText());
    const line = report.split('\n').find((each) => each.startsWith('|') && each.includes(` ${extensionId} `));
    const [, , , load, activate] = line?.split('|').map((cell) => cell.trim()) ?? [];
    if (load && activate) return { load: Number(load), activate: Number(activate) };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${extensionId} is not in the report of Developer: Startup Performance`);
}
