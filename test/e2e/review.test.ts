import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { Gate } from '../fakes/gate.ts';
import { listing } from '../fakes/listing.ts';
import { type Answer, says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { picturesInThemes, setTheme } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;
const prose =
  'The editor suggest the next line, see [the guide](https://example.com/a?b=1). It run on the local machine.';

const wrapped =
  'The editor suggest the next line, see [the guide](https://example.com/a?b=1). It run on the local machine, and what is typed along ' +
  'is never sent anywhere else, which is why people who write about their customers like it so much that they would not want to write ' +
  'without it any more, whether they sit in a train or at their desk.';
const mended = (text: string) => text.replace('suggest ', 'suggests ').replace('It run', 'It runs');
const files = {
  'wrapped.md': `# Notes\n\n${wrapped}\n\nThe end.\n`,
  'paper.tex': '\\section{Method}\nWe measures the time $t$ of each run~\\cite{knuth84}, in three rounds.\n\nEnd.\n',
  'sum.py': 'def total(values):\n    t = 0\n    for v in values:\n        t = t + v\n    return t\n',
};

const sentence = (index: number, verb: string) =>
  `Item ${index} ${verb} the next letter when it comes, and waits for another one to be sent.`;
const sentences = Array.from({ length: 200 }, (_, index) => sentence(index + 1, 'recieve'));
const longText = `# Letters\n\n${sentences.join('\n\n')}\n`;

/** Finds the one mistake in each sentence that it is shown. */
const findsMistakes: Answer = (exchange) => {
  const asked = JSON.stringify(exchange.request.body?.messages);
  const mistakes = [...asked.matchAll(/Item \d+ recieve/g)].map(([original]) => ({
    original,
    replacement: original.replace('recieve', 'receives'),
    why: 'It is “i” before “e” except after “c”.',
  }));
  return says(...listing(...mistakes).split(/(?<=\},)/))(exchange);
};

/** A person has a paragraph rewritten, and a file proofread, in a real window. The model is a stand-in: what it says is not tested. */
describe('Reviewing what a model wrote', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession();
    workbench = await session.openWindow({
      'notes.md': `# Notes\n\n${prose}\n\nThe end.\n`,
      'long.md': longText,
      ...files,
    });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    session.engine.script(undefined);
    await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const thread = () => workbench.page.locator('.review-widget');
  const textHas = async (wanted: string) =>
    (await workbench.text()).join(' ').replaceAll('\u00a0', ' ').includes(wanted);

  it('shows each change below the text, which stays as it is', async () => {
    await workbench.openFile('notes.md');
    await workbench.selectLines(3, 3);
    session.engine.enqueue(
      says('The editor suggests the next line, see [the guide](⟦1⟧). It runs on the local machine.'),
    );
    await workbench.command('Hearth: Rewrite…');
    await workbench.quickInput.pick('Clearer');
    await thread().getByText('Rewrite: clearer: 2 changes').waitFor({ timeout: patience });
    await thread().locator('ins', { hasText: 'suggests' }).waitFor();
    await thread().locator('del', { hasText: 'run' }).waitFor();
    assert.equal(
      await thread().locator('a[href^="http"], img').count(),
      0,
      'nothing in a review is a link of the text’s',
    );
    await workbench.screenshot('review-words-dark');
    assert.ok(await textHas('The editor suggest the next line'), 'the text is as it was');
  });

  it('puts in what was accepted, and takes it back with one undo', async () => {
    await thread()
      .getByRole('button', { name: 'Accept this change' })
      .or(thread().getByTitle('Accept this change'))
      .first()
      .click();
    await thread().getByText('Rewrite: clearer: 1 of 2 left').waitFor({ timeout: patience });
    await workbench.screenshot('review-one-accepted-dark');
    await workbench.command('Hearth: Accept All Changes');
    await thread().waitFor({ state: 'detached', timeout: patience });
    await until(
      () => textHas('It runs on the local machine'),
      () => 'the changes',
    );
    assert.ok(await textHas('The editor suggests the next line, see [the guide]'));
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+z');
    await until(
      () => textHas('It run on the local machine'),
      () => 'the old text',
    );
    assert.ok(await textHas('The editor suggest the next line'), 'one undo takes all of it back');
  });

  const widget = () => workbench.page.locator('.monaco-editor .marker-widget');
  const menu = () => workbench.page.locator('.action-widget');
  const squiggles = () => workbench.page.locator('.squiggly-info');
  /** The next mistake, by the key that VS Code has for it. */
  async function next(): Promise<void> {
    await workbench.page.keyboard.press('F8');
    await widget().getByText('Spelling: “recieve” → “receives”.').waitFor({ timeout: patience });
  }
  async function clearNotifications(): Promise<void> {
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.focusEditor();
  }
  /** Goes to a quick fix with the keyboard alone. */
  async function fix(title: string): Promise<void> {
    await workbench.codeActions(title);
    await until(
      async () => {
        const focused = await menu().locator('.monaco-list-row.focused').allInnerTexts();
        if (focused.some((text) => text.includes(title))) return true;
        await workbench.page.keyboard.press('ArrowDown');
        return false;
      },
      () => `the focus on ${title}`,
    );
  }

  it('marks 200 mistakes, and goes from one to the next by F8', async () => {
    session.engine.script(findsMistakes);
    await workbench.openFile('long.md');
    await workbench.command('Hearth: Proofread');
    const message = workbench.notification('200 findings in long.md');
    await message.waitFor({ timeout: patience });
    await until(
      async () => (await squiggles().count()) > 5,
      () => 'the marks',
    );
    await workbench.screenshot('proofread-dark');
    await clearNotifications();
    await next();
    await next();
    await workbench.screenshot('proofread-why-dark');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+k');
    await workbench.page.keyboard.press('Control+i');
    await workbench.page
      .locator('.monaco-hover', { hasText: 'It is “i” before “e”' })
      .first()
      .waitFor({ timeout: patience });
    await workbench.screenshot('proofread-hover-dark');
    await workbench.page.keyboard.press('Escape');
  });

  it('mends one, then all, with the keyboard alone, and takes all back with one undo', async () => {
    await fix('Accept: “receives”');
    await workbench.screenshot('proofread-fixes-dark');
    await workbench.page.keyboard.press('Enter');
    await until(
      () => textHas('Item 2 receives'),
      () => 'the first change',
    );
    await workbench.page.locator('.statusbar-item', { hasText: '199' }).waitFor({ timeout: patience });
    await workbench.focusEditor();
    await next();
    await fix('Accept all: 199 findings');
    await workbench.page.keyboard.press('Enter');
    await until(
      async () => (await squiggles().count()) === 0,
      () => 'the last mistake to be mended',
    );
    assert.equal(await workbench.documentText(), longText.replaceAll('recieve', 'receives'));
    await workbench.undo();
    assert.equal(await workbench.documentText(), longText.replace(sentence(2, 'recieve'), sentence(2, 'receives')));
  });

  it('is as plain in light and in high contrast, and all marks can be cleared', async () => {
    for (const theme of ['light', 'contrast'] as const) {
      await setTheme(workbench, theme);
      await workbench.openFile('long.md');
      await workbench.command('Hearth: Proofread');
      await workbench.notification('199 findings in long.md').waitFor({ timeout: patience });
      await clearNotifications();
      await next();
      await workbench.screenshot(`proofread-why-${theme}`);
      await fix('Dismiss');
      await workbench.screenshot(`proofread-fixes-${theme}`);
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('Escape');
    }
    await workbench.command('Hearth: Clear Findings');
    await squiggles().first().waitFor({ state: 'detached', timeout: patience });
  });

  const view = () => workbench.webview('view');
  const untilText = (wanted: string) =>
    until(
      () => textHas(wanted),
      () => wanted,
    );
  /** By the keyboard alone. */
  const rewrite = async (file: string, line: number, answer?: string) => {
    await workbench.openFile(file);
    await workbench.selectLines(line, line);
    if (answer !== undefined) session.engine.enqueue(says(answer));
    await workbench.command('Hearth: Rewrite…');
    await workbench.quickInput.row('Clearer').waitFor();
    await workbench.quickInput.accept();
  };
  const pictures = (name: string) => picturesInThemes(workbench, name, () => workbench.neutralMouse());

  it('shows each change below long wrapped lines, which stay as they are', async () => {
    session.engine.script(undefined);
    await rewrite('wrapped.md', 3, mended(wrapped).replace('https://example.com/a?b=1', '⟦1⟧'));
    await thread().getByText('Rewrite: clearer: 2 changes').waitFor({ timeout: patience });
    await thread().locator('ins', { hasText: 'suggests' }).waitFor();
    await thread().locator('del', { hasText: 'run' }).waitFor();
    const links = await thread().locator('a[href^="http"], img').count();
    assert.equal(links, 0, 'nothing in a review is a link of the text’s');
    await pictures('review-words');
    assert.ok(await textHas('The editor suggest the next line'), 'the text is as it was');
  });

  it('says to a screen reader what each of its signs does', async () => {
    for (const name of ['Accept this change', 'Reject this change']) {
      assert.equal(await thread().getByTitle(name).count(), 2, name);
    }
    for (const name of ['Accept All Changes', 'Discard All Changes', 'Another Version']) {
      assert.equal(await thread().getByRole('button', { name }).count(), 1, name);
    }
    await workbench.command('Hearth: Discard All Changes');
    await thread().waitFor({ state: 'detached', timeout: patience });
  });

  it('goes on in two files at once, one of them LaTeX, by the keyboard alone', async () => {
    await rewrite('wrapped.md', 3, mended(wrapped).replace('https://example.com/a?b=1', '⟦1⟧'));
    await thread().getByText('2 changes').waitFor({ timeout: patience });
    session.engine.script(async (exchange) => {
      const told = JSON.stringify(exchange.request.body?.messages);
      const masked = /We measures the time .*?, in three rounds\./.exec(told)?.[0] ?? '';
      await says(masked.replace('measures', 'measure').replace('three rounds', 'three turns'))(exchange);
    });
    await rewrite('paper.tex', 2);
    await thread().getByText('2 changes').waitFor({ timeout: patience });
    await workbench.screenshot('review-latex-dark');
    // A quick fix on the first change, which is under the cursor.
    await workbench.goTo(2, 5);
    await fix('Rewrite: clearer: Accept this change');
    await workbench.page.keyboard.press('Enter');
    await thread().getByText('1 of 2 left').waitFor({ timeout: patience });
    await workbench.command('Hearth: Apply the Accepted Changes, Reject the Rest');
    await thread().waitFor({ state: 'detached', timeout: patience });
    await untilText('We measure the time $t$ of each run~\\cite{knuth84}, in three rounds.');
    await workbench.openFile('wrapped.md');
    assert.ok(await textHas('The editor suggest the next line'), 'the other file is as it was');
    await workbench.command('Hearth: Discard All Changes');
    await thread().waitFor({ state: 'detached', timeout: patience });
    session.engine.script(undefined);
  });

  it('writes another version, and lets both be looked at', async () => {
    await rewrite('wrapped.md', 3, mended(wrapped).replace('https://example.com/a?b=1', '⟦1⟧'));
    await thread().getByText('2 changes').waitFor({ timeout: patience });
    session.engine.enqueue(says(wrapped.replace('suggest ', 'offers ').replace('https://example.com/a?b=1', '⟦1⟧')));
    await workbench.command('Hearth: Another Version');
    await thread().getByText('version 2 of 2').waitFor({ timeout: patience });
    await workbench.command('Hearth: Choose a Version…');
    await workbench.quickInput.row('Version 2').waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowUp');
    await thread().getByText('version 1 of 2').waitFor({ timeout: patience });
    await workbench.screenshot('review-versions-dark');
    await workbench.page.keyboard.press('Escape');
    await thread().getByText('version 2 of 2').waitFor({ timeout: patience });
    await workbench.command('Hearth: Discard All Changes');
    await thread().waitFor({ state: 'detached', timeout: patience });
    assert.ok(await textHas('The editor suggest the next line'));
  });

  it('drafts from notes, below them', async () => {
    await workbench.openFile('wrapped.md');
    await workbench.selectLines(5, 5);
    session.engine.enqueue(
      says('Here is the release note:\n\n- Typing along is never sent anywhere, since version 7.'),
    );
    await workbench.command('Hearth: Draft from Notes…');
    await workbench.quickInput.row('Release note').waitFor();
    await workbench.quickInput.accept();
    await thread().getByText('Draft: release note').waitFor({ timeout: patience });
    await thread().getByText('Not in your notes: 7').waitFor({ timeout: patience });
    await pictures('review-draft');
    await workbench.command('Hearth: Accept All Changes');
    await untilText('- Typing along is never sent anywhere, since version 7.');
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+z');
    await until(
      async () => !(await textHas('Typing along')),
      () => 'the text as it was',
    );
  });

  it('continues at the cursor as ghost text that grows, and is one undo', async () => {
    await workbench.openFile('wrapped.md');
    await workbench.goTo(5, 9);
    const more = new Gate();
    session.engine.enqueue(
      says('And that is not all there is to say about it, as we will see. ', more, 'It goes on tomorrow.'),
    );
    await workbench.command('Hearth: Continue Writing');
    await until(
      async () => (await workbench.ghostText()).includes('And that is not all'),
      () => 'the first sentence',
    );
    await workbench.screenshot('continue-dark');
    more.open();
    await until(
      async () => (await workbench.ghostText()).includes('tomorrow.'),
      () => 'the second sentence',
    );
    await workbench.accept();
    await workbench.waitNoGhost();
    await untilText('see. It goes on tomorrow.');
    await workbench.undo();
    await until(
      async () => !(await textHas('tomorrow')),
      () => 'the text as it was',
    );
    session.engine.enqueue(says('And that is not all there is to say about it, as we will see.', new Gate()));
    await workbench.command('Hearth: Continue Writing');
    await until(
      async () => (await workbench.ghostText()).includes('not all'),
      () => 'the sentence once more',
    );
    await workbench.page.keyboard.press('Escape');
    await workbench.waitNoGhost();
    assert.ok(!(await textHas('not all')));
  });

  it('shows code side by side, and asks about an answer by the keyboard', async () => {
    await workbench.openFile('sum.py');
    await workbench.selectAll();
    session.engine.enqueue(says('It adds them up.'));
    await workbench.command('Hearth: Explain');
    const question = view().getByRole('textbox', { name: 'Ask about this answer…' });
    await question.waitFor({ timeout: patience });
    await pictures('follow-up');
    session.engine.enqueue(says('```python\ndef total(values):\n    return sum(values)\n```'));
    await question.fill('How would it be shorter?');
    await question.press('Enter');
    await view().getByRole('button', { name: 'Follow-up: How would it be shorter?' }).waitFor({ timeout: patience });
    const told = session.engine.requests.filter(({ path }) => path === '/api/chat').at(-1)?.body?.messages;
    const roles = (told as readonly { role: string }[]).map(({ role }) => role);
    assert.deepEqual(roles, ['system', 'user', 'assistant', 'user']);
    await view()
      .getByRole('button', { name: /^Put this code in place/ })
      .click();
    const diff = workbench.page.locator('.monaco-diff-editor');
    await diff.waitFor({ timeout: patience });
    await pictures('review-code');
    await workbench.command('Hearth: Accept All Changes');
    await diff.waitFor({ state: 'detached', timeout: patience });
    await untilText('return sum(values)');
    await workbench.focusEditor();
    await workbench.page.keyboard.press('Control+z');
    await untilText('t = t + v');
  });
});
