import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Session, startSession } from './session.ts';
import { until } from './until.ts';

const patience = 60_000;

/** A task as a person runs it: what is open, which lines are selected, and what is picked or typed on the way. */
interface Asked {
  readonly title: string;
  readonly command: string;
  readonly file: string;
  readonly lines: readonly [first: number, last: number];
  readonly answers?: readonly { readonly pick?: string; readonly type?: string }[];
}

const prose = { file: 'notes.md', lines: [7, 7] } as const;
const code = { file: 'src/words.ts', lines: [6, 9] } as const;
const all: readonly Asked[] = [
  { title: 'Ask', command: 'Ask About This…', ...prose, answers: [{ type: 'Where does it run?' }] },
  { title: 'Summarize', command: 'Summarize As…', ...prose, answers: [{ pick: 'Key points' }] },
  { title: 'Extract', command: 'Extract…', ...prose, answers: [{ pick: 'Names' }, { pick: 'Table' }] },
  {
    title: 'Classify',
    command: 'Classify…',
    ...prose,
    answers: [{ type: 'editor, weather' }, { pick: 'One label' }],
  },
  { title: 'Review', command: 'Review', ...code },
  { title: 'Rewrite', command: 'Rewrite…', ...prose, answers: [{ pick: 'Shorter' }] },
  { title: 'Draft', command: 'Draft from Notes…', ...prose, answers: [{ pick: 'E-mail' }] },
  { title: 'Fix', command: 'Fix', ...code },
  { title: 'Document', command: 'Document', ...code },
  { title: 'Translate', command: 'Translate…', ...prose, answers: [{ pick: 'German' }] },
  { title: 'Write Tests', command: 'Write Tests', ...code },
];

/** Tasks without a card: they end when the engine is at rest again. */
const withoutCard: readonly Asked[] = [
  { title: 'Proofread', command: 'Proofread', ...prose },
  { title: 'Continue', command: 'Continue Writing', ...prose },
  { title: 'Name It', command: 'Name It', ...code },
  { title: 'Commit Message', command: 'Write Commit Message', ...prose },
];

/** Each task on a real engine. What the demo model says is worth nothing: that every task comes to its end, and says how, is. */
describe('Every task on a real engine', function () {
  this.timeout(180_000);
  let session: Session;
  before(async () => {
    session = await startSession({
      settings: { 'hearth.completions.enabled': false },
      prepare(folder) {
        const git = (...parameters: string[]) =>
          execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...parameters], { cwd: folder });
        git('init', '-q');
        git('add', '.');
        git('commit', '-qm', 'Collect what is known');
        appendFileSync(join(folder, 'notes.md'), '\nIt keeps the last ten days.\n');
      },
    });
  });
  after(() => session?.stop());

  for (const { title, command, file, lines, answers = [] } of all) {
    it(title, async () => {
      const { workbench, observer, folder } = session;
      const before = readFileSync(join(folder, file), 'utf8');
      await workbench.command('Hearth: Clear All Answers');
      await workbench.openFile(file);
      await workbench.selectLines(...lines);
      const asked = observer.asked.length;
      await workbench.command(`Hearth: ${command}`);
      for (const { pick, type } of answers) {
        if (pick !== undefined) await workbench.quickInput.pick(pick);
        if (type !== undefined) await workbench.quickInput.answer(type);
      }
      const card = workbench.webview('view').getByRole('article').filter({ hasText: title }).first();
      // It ends with how fast it was, or with why nothing came of it.
      await card.locator('.failure:visible').or(card.getByText('tok/s')).first().waitFor({ timeout: patience });
      await session.picture(`real-${title.toLowerCase().replaceAll(' ', '-')}`);
      assert.ok(observer.asked.length > asked, 'the engine was asked');
      await isAsItWas(file, before);
    });
  }

  for (const { title, command, file, lines } of withoutCard) {
    it(title, async () => {
      const { workbench, observer, folder } = session;
      const before = readFileSync(join(folder, file), 'utf8');
      await workbench.openFile(file);
      await workbench.selectLines(...lines);
      // The cursor alone: at the end of the text that goes on, or in a name.
      if (command === 'Continue Writing') await workbench.page.keyboard.press('ArrowRight');
      if (command === 'Name It') {
        await workbench.page.keyboard.press('ArrowLeft');
        for (let at = 0; at < 'export function is'.length; at++) await workbench.page.keyboard.press('ArrowRight');
      }
      const asked = observer.asked.length;
      await workbench.command(`Hearth: ${command}`);
      await until(
        async () =>
          observer.asked.length > asked && !(await workbench.status('status').innerHTML()).includes('codicon-loading'),
        () => 'the end of it',
      );
      await session.picture(`real-${title.toLowerCase().replaceAll(' ', '-')}`);
      await isAsItWas(file, before);
    });
  }

  /** Nothing is written that nobody accepted. */
  async function isAsItWas(file: string, before: string): Promise<void> {
    const { workbench } = session;
    await workbench.page.keyboard.press('Escape');
    await workbench.openFile(file);
    await until(
      async () => (await workbench.documentText()).trimEnd() === before.trimEnd(),
      () => 'the text as it was',
    );
  }
});
