import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from '../editor/workbench.ts';
import { streams } from '../fakes/cloudAnswers.ts';
import { type FakeCloud, startFakeCloud } from '../fakes/fakeCloud.ts';
import { Gate } from '../fakes/gate.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { secretOf } from '../unit/privacy/plantedSecrets.ts';
import { axeFindings } from './axe.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { seedLedger } from './seededLedger.ts';
import { seedRuns } from './seededRuns.ts';
import { cloudKey, extensionId, root } from './session.ts';
import { setUpCloud } from './setUpCloud.ts';
import { pageLooks, setTheme, type Theme } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;

/** A page of Hearth's with something on it. */
interface Shown {
  /** Its script: media/<script>.ts. */
  readonly script: string;
  /** What is on it. */
  readonly what: string;
  readonly place: 'view' | 'editor';
  /** Brings it there, from what the one before left. */
  show(): Promise<unknown>;
}

/** An answer with everything in it that an answer can have. */
const answer = [
  '### What it does\n\nIt **halves** a number, as [the manual](https://example.com/manual) says: `half(4)` is 2.\n\n',
  '- one\n- two\n\n1. first\n2. second\n\n> Quoted.\n\n',
  '| Case | Result |\n|---|---:|\n| even | whole |\n| odd | a fraction |\n\n',
  '```js\n// Half of it.\nexport function half(n) {\n  const two = 2;\n  return n === "" ? null : n / two;\n}\n```\n\n',
  'A hidden\u200b character, and the end.',
];

/** Where a page notes what is read out. */
interface Listening {
  hearthHeard?: string[];
}

/** Put into every page: notes what its live region says, which nobody can see. */
function listen(): void {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const shadow = attachShadow.call(this, init);
    if (this.id === 'announcer') {
      const heard: string[] = [];
      (globalThis as Listening).hearthHeard = heard;
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) heard.push(...[...addedNodes].map((node) => node.textContent ?? ''));
      }).observe(shadow, { childList: true });
    }
    return shadow;
  };
}

const code = `export function half(n) {\n  const key = '${secretOf({ name: 'a Stripe key', seed: 7 })}';\n  return n / 2; // \u202e\n}\n`;

/**
 * Every page of Hearth's, as screen readers, the keyboard and other eyes have it. The model is a stand-in: what it says is not
 * tested.
 */
describe('Everybody can use every page', () => {
  let session: FakeSession;
  let cloud: FakeCloud;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    cloud = await startFakeCloud({ key: cloudKey });
    cloud.script(streams('It halves a number, ', 'which need not be **even**.'));
    // Without this, VS Code would change the theme when a test asks for forced colours.
    session = await startFakeSession({ 'window.autoDetectHighContrast': false });
    await session.browser.context.addInitScript(listen);
    workbench = await session.openWindow({ 'half.js': code, 'notes/a.md': 'It crashes.\n', 'notes/b.md': 'Thanks!\n' });
  });
  after(async () => {
    await session?.stop();
    await cloud?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const page = ({ place }: Pick<Shown, 'place'>): FrameLocator => workbench.webview(place);
  const [view, editor] = [() => workbench.webview('view'), () => workbench.webview('editor')];
  const explain = async () => {
    await workbench.openFile('half.js');
    await workbench.command('Hearth: Explain');
  };
  const openLedger = async () => {
    await workbench.command('Hearth: Show What Left This Computer');
    await editor().locator('h1').waitFor({ timeout: patience });
  };
  const gate = new Gate();

  /** In this order: each goes on from what the one before left. A new page, or a new state of one, is an entry here. */
  const shown: readonly Shown[] = [
    {
      script: 'answers',
      what: 'nothing yet',
      place: 'view',
      show: async () => {
        await workbench.command('Hearth: Focus on Answers View');
        await view().getByText('Answers appear here').waitFor({ timeout: patience });
      },
    },
    {
      script: 'answers',
      what: 'an answer on its way',
      place: 'view',
      show: async () => {
        session.engine.enqueue(says(...answer.slice(0, 2), gate, ...answer.slice(2)));
        await explain();
        await view().getByText('Quoted.').waitFor({ timeout: patience });
      },
    },
    {
      script: 'answers',
      what: 'a whole answer, with who gave it',
      place: 'view',
      show: async () => {
        gate.open();
        await view().getByText('and the end.').waitFor({ timeout: patience });
        await view().getByRole('button', { name: 'Who answered' }).click();
      },
    },
    {
      script: 'answers',
      what: 'no answer',
      place: 'view',
      show: async () => {
        session.engine.enqueue(({ response }) => {
          response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"it broke"}');
        });
        await explain();
        await view().locator('.failure:visible').waitFor({ timeout: patience });
      },
    },
    {
      script: 'answers',
      what: 'a table of files',
      place: 'view',
      show: async () => {
        session.engine.script(says('{"labels":"bug","reason":"It reports a crash."}'));
        await workbench.explorerMenu(['notes'], ['Hearth', 'Classify Files…']);
        await workbench.quickInput.type('bug, praise');
        await workbench.quickInput.accept();
        await workbench.quickInput.pick('One label');
        await view().getByText('Open as Document').filter({ visible: true }).waitFor({ timeout: patience });
        session.engine.script(undefined);
      },
    },
    {
      script: 'whatLeft',
      what: 'nothing yet',
      place: 'editor',
      show: openLedger,
    },
    {
      script: 'scorecard',
      what: 'nothing yet',
      place: 'editor',
      show: async () => {
        await workbench.command('View: Close All Editors');
        await workbench.command('Hearth: Show Scorecard');
        await editor().getByRole('heading', { name: 'No run yet' }).waitFor({ timeout: patience });
      },
    },
    {
      script: 'scorecard',
      what: 'verdicts, two models beside each other, what did not pass, a trend, escalations',
      place: 'editor',
      show: async () => {
        await seedRuns(join(session.editor.userData, 'User', 'globalStorage', extensionId));
        await workbench.command('View: Close All Editors');
        await workbench.command('Hearth: Show Scorecard');
        await editor().getByRole('table', { name: 'Trend' }).waitFor({ timeout: patience });
        await editor().getByText('What did not pass').click();
        await editor().getByText('1 escalation that you judged is no test yet.').waitFor({ timeout: patience });
      },
    },
    {
      script: 'sendSheet',
      what: 'what leaves',
      place: 'editor',
      show: async () => {
        await workbench.command('View: Close All Editors');
        await workbench.command('Hearth: Configure the Cloud Tier');
        await setUpCloud(workbench, `${cloud.url}/v1`, cloudKey, 'big-model');
        session.engine.enqueue(says('It halves a number.'));
        await explain();
        await view().getByText('It halves a number.').waitFor({ timeout: patience });
        await workbench.command('Hearth: Escalate the Last Answer to the Cloud…');
        await editor().getByText('1 secret masked').waitFor({ timeout: patience });
      },
    },
    {
      script: 'sendSheet',
      what: 'the exact body',
      place: 'editor',
      show: () => editor().getByRole('tab', { name: 'Exact Body' }).click(),
    },
    {
      script: 'sendSheet',
      what: 'its text being edited',
      place: 'editor',
      show: async () => {
        await editor().getByRole('button', { name: 'Edit' }).click();
        await editor().getByRole('textbox').first().waitFor();
      },
    },
    {
      script: 'answers',
      what: 'a local answer and the cloud’s',
      place: 'view',
      show: async () => {
        await workbench.page.keyboard.press('Escape');
        await editor().locator('footer .primary').click();
        await view().getByText('in common').waitFor({ timeout: patience });
      },
    },
    {
      script: 'answers',
      what: 'the two side by side',
      place: 'view',
      show: async () => {
        await workbench.command('View: Maximize Secondary Side Bar');
        await view().getByRole('tab').first().waitFor({ state: 'hidden', timeout: patience });
      },
    },
    {
      script: 'whatLeft',
      what: 'all kinds of entries, one open, verified',
      place: 'editor',
      show: async () => {
        await workbench.command('View: Restore Secondary Side Bar');
        await seedLedger(join(session.editor.userData, 'User', 'globalStorage', extensionId));
        await openLedger();
        const row = editor().locator('tr.row', { hasText: 'src/sum.ts and 1 more' });
        await row.getByRole('button').click();
        await editor().locator('tr.details:visible pre').waitFor({ timeout: patience });
        await editor().getByRole('button', { name: 'Verify' }).click();
        await editor()
          .getByRole('status', { name: 'Verification' })
          .getByRole('listitem')
          .first()
          .waitFor({ timeout: patience });
      },
    },
  ];

  it('has every page on the list', () => {
    const scripts = readdirSync(join(root, 'media')).flatMap((name) => /^(.+)\.ts$/.exec(name)?.[1] ?? []);
    assert.deepEqual([...new Set(shown.map(({ script }) => script))].sort(), scripts.sort());
  });

  for (const each of shown) {
    it(`axe finds nothing: ${each.script}, ${each.what}`, async () => {
      await each.show();
      await workbench.neutralMouse();
      const found: string[] = [];
      for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const) {
        await inTheme(theme, each);
        found.push(...(await axeFindings(page(each))).map((finding) => `${theme}: ${finding}`));
        await look(each, theme);
      }
      await workbench.page.emulateMedia({ forcedColors: 'active' });
      // It reads the colours that were asked for, and not those that the system has put in their place.
      const forced = await axeFindings(page(each), ['color-contrast']);
      found.push(...forced.map((finding) => `forced colours: ${finding}`));
      await look(each, 'forced');
      await workbench.page.emulateMedia({ forcedColors: null });
      assert.deepEqual(found, []);
    });
  }

  it('reads a streamed answer out by the paragraph, not by the word, and says how it ended', async () => {
    const paragraphs = [
      'First one halves it.',
      'Then **two** of them are whole again.',
      'And that is all there is to say.',
    ];
    const words = (text = '') => text.split(/(?<= )/);
    const inTheSecond = new Gate();
    const before = (await heard()).length;
    const said = async () => (await heard()).slice(before);
    session.engine.enqueue(
      says(
        ...words(paragraphs[0]),
        '\n\n',
        'Then **two** ',
        inTheSecond,
        ...words('of them are whole again.'),
        '\n\n',
        ...words(paragraphs[2]),
      ),
    );
    await explain();
    await until(async () => (await said()).includes('First one halves it.'), whatIsReadOut);
    assert.deepEqual(
      await said(),
      ['Explain: answering', 'First one halves it.'],
      'nothing that is still being written',
    );
    inTheSecond.open();
    await until(async () => (await said()).some((each) => each.includes('complete')), whatIsReadOut);
    const all = await said();
    assert.equal(all.at(-1), 'Explain: answer complete, local');
    assert.equal(all.slice(1, -1).join(' '), paragraphs.join(' ').replaceAll('*', ''));
    assert.ok(all.length <= paragraphs.length + 2, all.join('\n'));
  });

  it('nothing moves where motion is to be reduced', async () => {
    const moving = () =>
      view()
        .locator('body')
        .evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
    const whileItRuns = new Gate();
    session.engine.enqueue(says('It halves ', whileItRuns, 'a number.'));
    await explain();
    await until(
      async () => (await moving()) > 0,
      () => 'the moving line of an answer on its way',
    );
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    await until(
      async () => (await moving()) === 0,
      async () => `rest: ${await moving()} still move`,
    );
    await workbench.screenshot('page-reduced-motion');
    await workbench.page.emulateMedia({ reducedMotion: null });
    whileItRuns.open();
  });

  it('the keyboard alone leads from a question through the send sheet to a verdict and the record', async () => {
    const { keyboard } = workbench.page;
    const run = async (title: string) => {
      await workbench.quickInput.openPalette();
      await keyboard.type(title);
      await workbench.quickInput.row(title).waitFor();
      await keyboard.press('Enter');
    };
    const before = cloud.requests.length;
    session.engine.enqueue(says('It halves a number by keys.'));
    await explain();
    await view().getByText('It halves a number by keys.').waitFor({ timeout: patience });
    await run('Hearth: Focus on Answers View');
    await tabTo('view', /^Escalate/);
    await keyboard.press('Enter');
    await editor().locator('footer .primary').waitFor({ timeout: patience });
    const way = await tabTo('editor', /^Send/);
    assert.ok(way.includes('What Leaves') && way.some((name) => name.includes('half.js')), way.join(' → '));
    assert.equal(cloud.requests.length, before);
    await keyboard.press('Space');
    await until(
      () => cloud.requests.length === before + 1,
      () => 'the request',
    );
    await view().getByText('Worth asking the cloud?').filter({ visible: true }).first().waitFor({ timeout: patience });
    // Its tab goes a moment later than the request, and gives the focus back to the editor.
    await workbench.page
      .locator('.tab', { hasText: 'Send to the cloud?' })
      .waitFor({ state: 'detached', timeout: patience });
    await run('Hearth: Focus on Answers View');
    // The Escalate button that had the focus is gone; its place is taken by the tab of the answer that was asked for.
    await view().locator('.pair-tab:focus-visible', { hasText: 'cloud' }).waitFor({ timeout: patience });
    await keyboard.press('ArrowLeft');
    await view().getByRole('tab', { name: 'local', selected: true }).first().waitFor();
    await keyboard.press('ArrowRight');
    await tabTo('view', /^No, local was enough/);
    await keyboard.press('Enter');
    await view().getByRole('button', { name: 'No, local was enough', pressed: true }).waitFor({ timeout: patience });
    await run('View: Close All Editors');
    await run('Hearth: Show What Left This Computer');
    await editor().locator('tr.row', { hasText: 'big-model' }).first().waitFor({ timeout: patience });
    await tabTo('editor', /\d:\d\d/);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await editor().locator('tr.details:visible').waitFor({ timeout: patience });
    await keyboard.press('Escape');
    await editor().locator('tr.details:visible').waitFor({ state: 'hidden', timeout: patience });
  });

  /**
   * Presses Tab in a page that has the focus until it comes to something of this name.
   * @returns the names on the way; each of them showed that it has the focus
   */
  async function tabTo(place: Shown['place'], wanted: RegExp): Promise<readonly string[]> {
    const frame = page({ place });
    await until(
      () => frame.locator('body').evaluate(() => document.hasFocus()),
      () => `the focus in the page, before ${wanted}`,
    );
    const way: string[] = [];
    while (!wanted.test(way.at(-1) ?? '')) {
      assert.ok(way.length < 80, `no ${wanted} among ${way.join(' → ')}`);
      await workbench.page.keyboard.press('Tab');
      const { name, isSeen, isHere } = await frame.locator('body').evaluate(() => {
        const isHere = document.hasFocus();
        const focused = document.activeElement;
        if (focused === document.body) return { name: '', isSeen: true, isHere };
        const { outlineStyle, outlineWidth } = getComputedStyle(focused ?? document.body);
        const around = focused?.closest('.follow-up');
        const border = around ? getComputedStyle(around).borderTopStyle : 'none';
        const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : focused?.textContent;
        return {
          name: (focused?.getAttribute('aria-label') ?? label ?? '').trim(),
          isSeen: (outlineStyle !== 'none' && outlineWidth !== '0px') || border !== 'none',
          isHere,
        };
      });
      // VS Code gave the focus to something else meanwhile: a person would go back, too.
      if (!isHere) {
        way.push('elsewhere');
        await workbench.command(place === 'view' ? 'Hearth: Focus on Answers View' : 'View: Focus Active Editor Group');
        continue;
      }
      assert.ok(isSeen, `${name} does not show that it has the focus`);
      way.push(name);
    }
    return way;
  }

  const heard = () =>
    view()
      .locator('body')
      .evaluate(() => (globalThis as Listening).hearthHeard ?? []);
  const whatIsReadOut = async () => `what is read out, after ${JSON.stringify(await heard())}`;

  const look = (each: Shown, how: string) => workbench.screenshot(`page-${each.script}-${shown.indexOf(each)}-${how}`);

  async function inTheme(theme: Theme, where: Pick<Shown, 'place'>): Promise<void> {
    await setTheme(workbench, theme);
    await page(where).locator(`body.${pageLooks[theme]}`).waitFor({ timeout: patience });
  }
});
