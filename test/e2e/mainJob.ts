import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { cloudKey, type Session } from './session.ts';
import { setUpCloud } from './setUpCloud.ts';
import { until } from './until.ts';

/** One step of the main job: what a person does, and what was seen. */
export interface Step {
  readonly name: string;
  /** @returns what was seen, in one line. @throws when it is not what it should be */
  run(session: Session): Promise<string>;
}

/** How long a step may wait for something to appear, in ms: generous, since the machine may be busy. */
const patience = 30_000;

/**
 * The main job of Hearth, done without a person in a real window on a real engine: `npm start -- --check` prints it, the
 * end-to-end tests run it. It asserts on behaviour, never on the demo model's wording.
 */
export function mainJob(): readonly Step[] {
  let first = '';
  let second = '';
  return [
    {
      name: 'the window opens and Hearth says which model is ready',
      async run({ workbench, activeMs }) {
        await workbench.status('status').filter({ hasText: 'tiny-demo' }).waitFor({ timeout: patience });
        return `${await statusOf(workbench)} · active ${activeMs} ms after the address was opened`;
      },
    },
    {
      name: 'typing brings ghost text, Tab accepts it',
      async run(session) {
        const { workbench, browser } = session;
        await workbench.openFile('src/words.ts');
        await browser.page.keyboard.press('Control+End');
        await workbench.type(
          '\n// Checks whether a number is even.\nexport function isEven(number: number): boolean {\n',
        );
        const ghost = await ghostAfter(session, 'return ');
        first = ghost.text;
        await session.picture('ghost-text');
        await browser.page.keyboard.press('Tab');
        await workbench.waitNoGhost();
        const accepted = `return ${first.split('\n')[0]}`;
        await until(
          async () => (await workbench.text()).some((line) => line.includes(accepted)),
          () => 'the accepted text',
        );
        return ghost.seen;
      },
    },
    {
      name: 'another prefix brings another suggestion',
      async run(session) {
        const { workbench, browser } = session;
        await browser.page.keyboard.press('Escape');
        await browser.page.keyboard.press('Control+End');
        await workbench.type('\n\n// Builds a slug.\nexport function slug(text: string): string {\n');
        const ghost = await ghostAfter(session, 'return ');
        assert.notEqual(ghost.text, first, 'two different prefixes must give two different suggestions');
        second = ghost.text;
        return ghost.seen;
      },
    },
    {
      name: 'typing along the suggestion makes no request',
      async run(session) {
        const { workbench, browser, observer } = session;
        // Up to a bracket or quote: behind one that VS Code closes, the rest is shown in pieces round what it closed.
        const typed = (/^[^([{"'`]{3,10}(?=.{14})/.exec(second) ?? /^.{3,10}(?=.{14})/.exec(second))?.[0];
        assert.ok(typed, `the suggestion is too short to type along: ${second}`);
        const before = observer.asked.length;
        await workbench.type(typed, 60);
        const left = second.slice(typed.length);
        await until(
          async () => left.startsWith((await workbench.ghostText()).trimEnd() || '-'),
          () => 'the rest of the suggestion',
        );
        const asked = observer.asked.length - before;
        assert.equal(asked, 0, 'what is known must not be asked for');
        await browser.page.keyboard.press('Escape');
        return `${typed.length} keys along it · ${asked} requests`;
      },
    },
    {
      name: 'Explain streams into the view, answered locally',
      async run(session) {
        await session.workbench.openFile('src/words.ts');
        await session.workbench.selectLines(6, 9);
        await session.workbench.contextMenu('Hearth', 'Explain');
        return localAnswer(session, 'Explain', 'explain');
      },
    },
    {
      name: 'Summarize streams into the view, answered locally',
      async run(session) {
        await session.workbench.openFile('notes.md');
        await session.workbench.selectLines(9, 11);
        await session.workbench.command('Hearth: Summarize');
        return localAnswer(session, 'Summarize', 'summarize');
      },
    },
    {
      name: 'the hover card tells who answered, how fast, and how often today',
      async run(session) {
        const { workbench, browser } = session;
        const text = await workbench.statusHover('status');
        assert.match(text, /Last answer: .*tiny-demo \(demo model, for trying the UI only\)/);
        assert.match(text, /Today: [1-9]\d* answered here, 0 in the cloud/);
        await workbench.status('status').hover();
        await browser.page.locator('.workbench-hover').last().waitFor();
        await session.picture('hover-card');
        await workbench.neutralMouse();
        return text.replaceAll(/\s+/g, ' ');
      },
    },
    {
      name: 'without a cloud, Escalate explains and offers to set one up',
      async run(session) {
        const { workbench, cloud } = session;
        await button(cardOf(session, 'Summarize'), 'Escalate').click();
        const note = workbench.notification('No cloud is set up yet');
        await note.waitFor({ timeout: patience });
        assert.equal(cloud.requests.length, 0);
        await note.getByRole('button', { name: 'Configure the Cloud Tier' }).click();
        await setUpCloud(workbench, `${cloud.url}/v1`, cloudKey, 'big-model');
        assert.equal(cloud.requests.length, 0, 'setting up must send nothing');
        return 'offered, set up step by step, 0 requests to the cloud';
      },
    },
    {
      name: 'Escalate shows the send sheet; Send sends exactly what it showed',
      async run(session) {
        const { workbench, browser, cloud, editor } = session;
        await button(cardOf(session, 'Summarize'), 'Escalate').click();
        const sheet = workbench.webview('editor');
        await sheet.getByRole('button', { name: 'Send' }).waitFor({ timeout: patience });
        await session.picture('send-sheet');
        assert.equal(cloud.requests.length, 0, 'nothing may leave before Send');
        const shown = await exactBody(sheet);
        await session.picture('send-sheet-exact');
        await browser.page.keyboard.press('Enter');
        assert.equal(cloud.requests.length, 0, 'Enter alone must not send');
        await sheet.getByRole('button', { name: 'Send' }).click();
        await cardOf(session, 'Summarize', 'cloud').waitFor({ timeout: patience });
        await cardOf(session, 'Summarize', 'cloud').getByText('tokens').first().waitFor({ timeout: patience });
        // The stand-in's own words, rendered: the text comes a moment after the figures, from the worker.
        await cardOf(session, 'Summarize', 'cloud')
          .locator('.body strong', { hasText: 'reverse' })
          .waitFor({ timeout: patience });
        await session.picture('cloud-answer');
        const [request] = cloud.requests;
        assert.equal(cloud.requests.length, 1);
        assert.equal(request?.bytes.toString('utf8'), shown, 'the bytes sent must be the bytes shown');
        const ledger = ledgerOf(editor.userData);
        const hash = createHash('sha256').update(shown).digest('hex');
        assert.ok(ledger.includes(`"bodySha256":"${hash}"`), 'the ledger must hold the hash of what was sent');
        assert.ok(!ledger.includes(cloudKey), 'the key must not be in the ledger');
        await session.workbench.status('status').filter({ hasText: 'big-model' }).waitFor({ timeout: patience });
        return `${Buffer.byteLength(shown)} bytes shown = sent = recorded · cloud badge · status: ${await statusOf(workbench)}`;
      },
    },
    {
      name: 'the cloud’s answer stands beside the local one, and a verdict is kept here',
      async run(session) {
        const { workbench, cloud, editor } = session;
        const view = workbench.webview('view');
        const pair = view.getByRole('region', { name: 'Local and cloud' });
        await pair.getByText('in common').waitFor({ timeout: patience });
        await pair.getByRole('tab', { name: 'local' }).click();
        await session.picture('compare-local');
        await pair.getByRole('tab', { name: 'cloud' }).click();
        await workbench.command('View: Maximize Secondary Side Bar');
        await pair.getByRole('tab').first().waitFor({ state: 'hidden', timeout: patience });
        await session.picture('compare-wide');
        await workbench.command('View: Restore Secondary Side Bar');
        await pair.getByRole('button', { name: 'No, local was enough' }).click();
        await pair.getByRole('button', { name: 'No, local was enough', pressed: true }).waitFor({ timeout: patience });
        const kept = judgedIn(editor.userData);
        assert.equal(kept.length, 1);
        assert.match(kept[0] ?? '', /"verdict": "localSuffices"/);
        assert.ok(!kept[0]?.includes(cloudKey), 'no key in what is kept');
        await pair.getByRole('button', { name: 'No, local was enough' }).click();
        await pair.getByRole('button', { name: 'No, local was enough', pressed: false }).waitFor({ timeout: patience });
        assert.deepEqual(judgedIn(editor.userData), [], 'what is taken back is deleted');
        assert.equal(cloud.requests.length, 1);
        return `${await pair.locator('.in-common').innerText()} · verdict kept and taken back · nothing sent`;
      },
    },
    {
      name: 'with the engine stopped, typing fails in the status bar and nowhere else',
      async run(session) {
        const { workbench, browser } = session;
        await session.observer.stop();
        await session.engine.stop();
        await workbench.openFile('src/orders.ts');
        await browser.page.keyboard.press('Control+End');
        await workbench.type('\n// Counts the orders.\nexport function count');
        await workbench.status('status').filter({ hasText: 'engine off' }).waitFor({ timeout: patience });
        await session.picture('engine-off');
        assert.deepEqual(await workbench.notifications(), [], 'nothing may pop up while typing');
        return `status: ${await statusOf(workbench)} · no pop-up`;
      },
    },
    {
      name: 'with the engine stopped, Explain says so in its card, with one button that helps',
      async run(session) {
        const { workbench } = session;
        await workbench.selectLines(1, 5);
        await workbench.command('Hearth: Explain');
        const card = cardOf(session, 'Explain').filter({ hasText: 'Nothing answers at' });
        await card.waitFor({ timeout: patience });
        await button(card, 'Set Up').waitFor();
        await session.picture('engine-off-explain');
        assert.deepEqual(await workbench.notifications(), []);
        await until(
          async () => !(await workbench.status('status').innerHTML()).includes('codicon-loading'),
          () => 'no spinner',
        );
        return `${(await card.locator('.failure').first().innerText()).replaceAll('\n', ' ')} · status: ${await statusOf(workbench)}`;
      },
    },
    {
      name: 'what left this computer is listed, and the list can be verified',
      async run(session) {
        const { workbench, cloud } = session;
        await workbench.command('Hearth: Show What Left This Computer');
        const page = workbench.webview('editor');
        const row = page.locator('tr.row', { hasText: 'big-model' });
        await row.getByText('answered').waitFor({ timeout: patience });
        const text = (await row.innerText()).replaceAll(/\s+/g, ' ');
        assert.ok(text.includes(new URL(cloud.url).host));
        await page.getByRole('button', { name: 'Verify' }).click();
        await page.getByText('The record is whole').waitFor({ timeout: patience });
        await session.picture('what-left');
        return text;
      },
    },
  ];
}

/** Types the last piece and waits for a suggestion to it. */
async function ghostAfter(
  { workbench, observer }: Session,
  lastPiece: string,
): Promise<{ text: string; seen: string }> {
  await workbench.type(lastPiece);
  const began = Date.now();
  const text = await workbench.waitGhost(patience);
  const milliseconds = Date.now() - began;
  assert.ok(text.trim().length > 0);
  const count = observer.asked.findLast((each) => each.promptTokens !== undefined)?.promptTokens;
  assert.ok(count !== undefined && count > 0, 'the engine must have evaluated a prompt');
  return { text, seen: `${JSON.stringify(text)} · ${milliseconds} ms · prompt_eval_count ${count}` };
}

/** The newest card with this title, and with this tier where one is named. */
function cardOf({ workbench }: Session, title: string, tier = ''): Locator {
  return workbench.webview('view').getByRole('article').filter({ hasText: title }).filter({ hasText: tier }).first();
}

function button(within: Locator, words: string): Locator {
  return within.locator('button:visible', { hasText: words }).first();
}

async function localAnswer(session: Session, title: string, picture: string): Promise<string> {
  const began = Date.now();
  const card = cardOf(session, title, 'local');
  await card.getByText('tok/s').waitFor({ timeout: patience });
  const milliseconds = Date.now() - began;
  const { workbench, observer } = session;
  await session.picture(picture);
  const text = await card.innerText();
  assert.match(text, /demo model, for trying the UI only/, 'the demo model must be named as one');
  const asked = observer.asked.findLast((each) => each.path === '/api/chat');
  assert.ok(asked?.promptTokens, 'the engine must have been asked');
  const answer = (await card.locator('.body').first().innerText()).replaceAll(/\s+/g, ' ').slice(0, 70);
  const status = await statusOf(workbench);
  assert.match(status, /tiny-demo/);
  return `"${answer}…" · local · ${milliseconds} ms · prompt_eval_count ${asked.promptTokens} · status: ${status}`;
}

/** The exact body as the sheet shows it. */
async function exactBody(sheet: FrameLocator): Promise<string> {
  await sheet.getByRole('tab', { name: 'Exact Body' }).click();
  const body = sheet.locator('pre.body');
  await body.waitFor();
  return (await body.textContent()) ?? '';
}

const statusOf = (workbench: Session['workbench']) => workbench.statusText('status');

function ledgerOf(userData: string): string {
  return keptIn(userData, 'ledger').join('');
}

/** The judged cases, one text each. */
function judgedIn(userData: string): readonly string[] {
  return keptIn(userData, 'judged');
}

/** The files that Hearth keeps in a folder of its own. */
function keptIn(userData: string, kind: 'ledger' | 'judged'): readonly string[] {
  const folder = join(userData, 'User/globalStorage/hearth-dev.hearth', kind);
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
}
