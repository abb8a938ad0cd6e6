import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { continues } from '../fakes/continues.ts';
import { acceptLineKey, type FakeSession, startFakeSession } from './fakeSession.ts';
import { until } from './until.ts';

/** How long something may take to appear, in ms: generous, since the machine may be busy. */
const patience = 30_000;

/** What will be written in each file, and how much of it stands there already, in lines. */
const files = {
  'median.ts': [
    'export function median(values: readonly number[]): number {',
    '  const sorted = [...values].sort((one, other) => one - other);',
    '  const middle = Math.floor(sorted.length / 2);',
    '  return sorted[middle] ?? Number.NaN;',
    '}',
  ],
  'range.ts': [
    'export function range(prices: readonly number[]): number {',
    '  const lowest = Math.min(...prices);',
    '  const highest = Math.max(...prices);',
    '  return highest - lowest;',
    '}',
  ],
  'mean.ts': [
    'export const mean = (all: readonly number[]) =>',
    '  all.reduce((sum, each) => sum + each, 0) / all.length;',
  ],
  'shout.py': ['def shout(words):', '    return " ".join(words).upper()'],
  'notes.md': ['Release notes for the second version:', 'The window opens sooner than before.'],
  'plain.txt': ['Shopping for the weekend:', 'Bread, butter and a jar of honey.'],
  'page.css': ['body { color: rebeccapurple; }', 'main { background: papayawhip; }'],
  'count.ts': [
    'export function count(lines: string): number {',
    '  return lines.split("/").filter(Boolean).length;',
    '}',
  ],
} satisfies Readonly<Record<string, readonly string[]>>;

type Name = keyof typeof files;

const textOf = (name: Name) => files[name].join('\n');
const lineOf = (name: Name, line: number) => files[name][line] ?? '';

describe('Ghost text in a real window', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession({
      'hearth.completions.modes': { '*': 'on', markdown: 'onDemand', plaintext: 'off' },
    });
    session.engine.script(continues(...Object.values(files).map((lines) => lines.join('\n'))));
    const begun = Object.entries(files).map(([name, [first]]) => [name, `${first}\n`]);
    const noCss = JSON.stringify({ '[css]': { 'editor.inlineSuggest.enabled': false } });
    workbench = await session.openWindow({ ...Object.fromEntries(begun), '.vscode/settings.json': noCss });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const picture = (name: string) => workbench.screenshot(`${name}-dark`);
  const open = async (name: Name, window = workbench) => {
    await window.openFile(name);
    await window.page.keyboard.press('Control+End');
  };
  /** Waits for this very suggestion; at its end blanks do not count. */
  const suggests = (text: string, window = workbench) =>
    until(
      async () => (await window.ghostText()).trimEnd() === text.trimEnd(),
      async () => `the suggestion ${JSON.stringify(text)} instead of ${JSON.stringify(await window.ghostText())}`,
    );
  /** The requests in which something of this file stands. */
  const askedOf = (name: Name) => session.asked().filter(({ body }) => String(body?.prompt).includes(lineOf(name, 0)));
  /** Why there was none, the newest first, from the list that people see. */
  const reasons = async () => {
    await workbench.command('Hearth: Why No Suggestion?');
    const rows = await workbench.quickInput.rowsOf('Why No Suggestion?');
    await workbench.quickInput.close();
    await workbench.focusEditor();
    return rows;
  };
  /** The last key anew, as somebody does who expected something. */
  const retype = async (key: string) => {
    await workbench.page.keyboard.press('Backspace');
    await workbench.type(key);
  };
  /** VS Code asks 50 ms after a key, and not at all where the focus has left by then: nobody is as fast at the palette. In ms. */
  const personsPause = 400;
  const saysWhy = async (reason: RegExp, key = ' ') => {
    for (let tries = 0; ; tries++) {
      await workbench.page.waitForTimeout(personsPause);
      const [newest = ''] = await reasons();
      if (reason.test(newest)) return;
      assert.ok(tries < 5, `${reason} instead of ${newest}`);
      await retype(key);
    }
  };
  /** Types what leads to this very suggestion, and waits for it. */
  const typeFor = (lead: string, rest: string) =>
    workbench.typeForGhost(lead, (ghost) => ghost.trimEnd() === rest.trimEnd(), patience);

  it('typing fast along a suggestion makes no request, and nothing flickers', async () => {
    await open('median.ts');
    const rest = lineOf('median.ts', 1).slice('  const '.length);
    await typeFor('  const ', rest);
    await picture('ghost-text-line');
    const before = session.asked().length;
    const recording = await workbench.recordFrames();
    const typed = rest.slice(0, -14);
    await workbench.type(typed, 20);
    await until(
      async () => (await workbench.text())[1] === lineOf('median.ts', 1) && (await workbench.ghostText()).length < 20,
      async () => `what is left of the line, instead of ${JSON.stringify(await workbench.text())}`,
    );
    const frames = await recording.stop();
    const prompts = session.asked().slice(before);
    assert.deepEqual(
      prompts.map(({ body, outcome }) => [body, outcome]),
      [],
      'what is known must not be asked for',
    );
    assert.deepEqual(
      [...new Set(frames.map(({ all }) => all))],
      [[lineOf('median.ts', 0), lineOf('median.ts', 1)].join('\n')],
    );
    assert.deepEqual(
      frames.filter(({ ghost }) => ghost === ''),
      [],
      'it never vanished',
    );
    console.log(`      ${typed.length} keys along it in ${frames.length} frames, each with the same line · no request`);
    await workbench.type(rest.slice(-14), 20);
    // The next lines came with the first answer.
    await suggests(`\n${lineOf('median.ts', 2)}`);
    assert.equal(session.asked().length, before);
  });

  it('a suggestion can be accepted by word and by line: the rest stays, with no request', async () => {
    await open('range.ts');
    await workbench.type(' ');
    await until(
      () => askedOf('range.ts').at(-1)?.outcome === 'finished',
      () => 'the whole answer',
    );
    await workbench.type(' ');
    const lines = files['range.ts'].slice(1);
    await suggests(`${lines[0]?.trim()}\n${lines.slice(1).join('\n')}`);
    await picture('ghost-text-block');
    const before = session.asked().length;
    await workbench.acceptWord();
    await suggests(`${lines[0]?.slice('  const'.length)}\n${lines.slice(1).join('\n')}`);
    // For VS Code the blank is a word, too.
    await workbench.acceptWord();
    await workbench.acceptWord();
    await suggests(`${lines[0]?.slice('  const lowest'.length)}\n${lines.slice(1).join('\n')}`);
    await picture('ghost-text-after-word');
    await workbench.page.keyboard.press(acceptLineKey);
    await suggests(lines.slice(1).join('\n'));
    await picture('ghost-text-after-line');
    assert.equal(session.asked().length - before, 0);
    await workbench.accept();
    await workbench.waitNoGhost(patience);
    assert.equal(await workbench.documentText(), textOf('range.ts'));
    console.log(`      two words, a line, the rest · ${session.asked().length - before} requests`);
  });

  it('one undo takes back what was accepted, exactly', async () => {
    await open('mean.ts');
    await workbench.typeForGhost('  all.reduce((');
    await workbench.accept();
    await until(
      async () => (await workbench.text()).includes(lineOf('mean.ts', 1)),
      () => 'the accepted text',
    );
    await workbench.waitNoGhost(patience);
    assert.equal(await workbench.documentText(), textOf('mean.ts'));
    await workbench.undo();
    // The brackets that VS Code closed by itself are there again.
    assert.equal(await workbench.documentText(), `${lineOf('mean.ts', 0)}\n  all.reduce(())`);
  });

  it('snoozed from its command there is none and no request; and they come back', async () => {
    await open('count.ts');
    await workbench.command('Hearth: Snooze Completions…');
    await workbench.quickInput.pick('15 minutes');
    await workbench.status('status').locator('.codicon-bell-slash').waitFor({ timeout: patience });
    await workbench.focusEditor();
    const before = session.asked().length;
    await workbench.type('  return ');
    await saysWhy(/snoozed/);
    await picture('snoozed');
    assert.equal(await workbench.ghostText(), '');
    assert.equal(session.asked().length - before, 0);
    await workbench.command('Hearth: Snooze Completions…');
    await workbench.quickInput.pick('End the snooze');
    await workbench.status('status').locator('.codicon-bell-slash').waitFor({ state: 'detached', timeout: patience });
    await workbench.focusEditor();
    await typeFor('li', lineOf('count.ts', 1).slice('  return li'.length));
  });

  it('come by themselves, on demand or not at all, as each language is set', async () => {
    await open('shout.py');
    await typeFor('    return ', lineOf('shout.py', 1).slice('    return '.length));

    await open('notes.md');
    await workbench.type('The window ');
    await saysWhy(/only when|ask/i);
    assert.deepEqual(askedOf('notes.md'), []);
    await workbench.page.keyboard.press('Alt+\\');
    await workbench.waitGhost(patience);
    assert.equal(askedOf('notes.md').length, 1);

    await open('plain.txt');
    await workbench.type('Bread, ');
    await saysWhy(/off/);
    await workbench.page.keyboard.press('Alt+\\');
    await workbench.type('butter ');
    await saysWhy(/off/);
    assert.deepEqual(askedOf('plain.txt'), []);
  });

  it('with editor.inlineSuggest.enabled off, no request is made at all', async () => {
    const before = session.asked().length;
    await open('page.css');
    await workbench.type('main { ');
    await workbench.page.keyboard.press('Alt+\\');
    await workbench.type('background');
    assert.equal((await workbench.documentText()).split('\n').at(-1)?.startsWith('main { background'), true);
    // Where they are on, one comes: by then everything before would have been asked.
    await open('count.ts');
    await workbench.typeForGhost('n');
    assert.deepEqual(askedOf('page.css'), []);
    console.log(`      ${session.asked().length - before} requests, none of them for the file where it is off`);
  });

  describe('in two windows on one engine', () => {
    const left = ['export function left(pages: number): number {', '  return Math.max(0, pages - 1);', '}'];
    const right = ['export function right(pages: number): number {', '  return Math.min(9, pages + 1);', '}'];
    const both = continues(left.join('\n'), right.join('\n'));
    let one: Workbench;
    let other: Workbench;
    before(async function () {
      this.timeout(120_000);
      one = await session.openWindow({ 'left.ts': `${left[0]}\n` });
      other = await session.openWindow({ 'right.ts': `${right[0]}\n` }, await session.browser.context.newPage());
    });

    const prompts = (name: 'left' | 'right') =>
      session
        .asked()
        .flatMap(({ body }) => (String(body?.prompt).includes(`function ${name}`) ? [String(body?.prompt)] : []));

    it('both get what they ask for at the same time, and neither loses it', async () => {
      for (const [window, name] of [
        [one, 'left.ts'],
        [other, 'right.ts'],
      ] as const) {
        await window.openFile(name);
        await window.page.keyboard.press('Control+End');
      }
      // Like the real engine, this one answers one request after the other.
      let turn = Promise.resolve();
      session.engine.script((exchange) => {
        turn = turn.then(() => both(exchange));
        return turn;
      });
      await Promise.all([one.type('  return Math.'), other.type('  return Math.')]);
      for (const [window, line] of [
        [one, left[1]],
        [other, right[1]],
      ] as const) {
        await until(
          async () => (await window.text()).includes(line ?? ''),
          async () => `${line} instead of ${JSON.stringify(await window.text())}`,
        );
        assert.notEqual(await window.ghostText(), '');
      }
      await one.screenshot('two-windows-left-dark');
      await other.screenshot('two-windows-right-dark');
      session.engine.script(both);
    });

    it('only the one that has the focus asks ahead', async () => {
      await one.setFocused(false);
      await other.setFocused(true);
      const before = { left: prompts('left').length, right: prompts('right').length };
      await one.accept();
      // It has been asked what follows, and has shown what was known of it.
      await suggests('\n}', one);
      await other.accept();
      await suggests('\n}', other);
      await until(
        () => prompts('right').length > before.right,
        () => 'the request ahead in the window that has the focus',
      );
      assert.equal(prompts('left').length, before.left);
    });
  });
});
