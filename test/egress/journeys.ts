import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { streams } from '../fakes/cloudAnswers.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { HearthWindow } from './hearthWindow.ts';
import { hostileAnswer } from './hostileAnswer.ts';
import { attackerHost, cloudHost, type World } from './world.ts';

/** Says of something besides the endpoints that was to hold whether it did. */
type Check = (what: string, held: boolean, seen?: string) => void;

/** What a person does in one window, and the endpoints that this may lead to. */
export interface Journey {
  readonly id: string;
  readonly title: string;
  /** Exactly these, in the words of `endpoints.ts`: one more or one less is a failure. */
  readonly expected: readonly string[];
  run(world: World, check: Check): Promise<void>;
}

/** The journey that must not pass. */
export const leakingId = 'F';

const engine = 'engine';
const refused = 'engine (refused)';
const cloud = [`lookup of ${cloudHost}`, `https://${cloudHost}`];

/** Settings of VS Code's own that would lead its requests past somebody. Nobody listens there: a connect is enough to be seen. */
const hostileWay = { 'http.proxy': 'http://127.0.0.9:3128', 'http.proxyStrictSSL': false };

const files = {
  'sums.py': '# Adds two numbers.\ndef add(first, second):\n    return first + second\n',
  'notes.txt': 'The meeting is on Monday. Bring the figures of last month.\n',
};

/** What VS Code does by itself is not held against Hearth. */
export const withoutHearth: Journey = {
  id: '0',
  title: 'VS Code without Hearth',
  expected: [],
  async run({ editor, workbench }, check) {
    const folder = join(editor.root, 'bare');
    writeAll(folder, files);
    await workbench.open(editor.url(folder, { bare: true }));
    await workbench.openFile('sums.py');
    await workbench.type('# Some words.\n');
    await workbench.openFile('notes.txt');
    await workbench.quickInput.openPalette();
    await workbench.quickInput.close();
    check('Hearth is not there', (await workbench.status('status').count()) === 0);
  },
};

/** What people do who have no cloud. @param name the folder's @param more files in it besides */
const localOnly = async (world: World, name: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
  const hearth = new HearthWindow(world);
  await hearth.open(name, { ...files, ...more });
  await hearth.says('coder');
  await hearth.complete('sums.py', '\nsum = ');
  await hearth.ask('Explain', 'sums.py');
  await hearth.ask('Summarize', 'notes.txt');
};

/** B sets up the cloud; all after it have it and its key too. E ends the engine. */
export const journeys: readonly Journey[] = [
  {
    id: 'A',
    title: 'local only: ghost text, Explain, Summarize',
    expected: [engine],
    run: (world) => localOnly(world, 'local'),
  },
  {
    id: 'S',
    title: 'the scorecard: an answer kept as a test, run, and looked at',
    expected: [engine],
    async run(world, check) {
      const hearth = new HearthWindow(world);
      await hearth.open('scorecard', files);
      await hearth.says('coder');
      await hearth.ask('Explain', 'sums.py');
      await hearth.runScorecard('Explain');
      const page = world.workbench.webview('editor');
      check('the page has the run', await page.getByRole('table', { name: 'Verdicts' }).isVisible());
    },
  },
  {
    id: 'B',
    title: 'one escalation, seen on the sheet and sent, though the machine’s settings name a proxy',
    expected: [engine, ...cloud],
    async run(world, check) {
      const hearth = new HearthWindow(world);
      writeAll(world.editor.userData, { 'Machine/settings.json': JSON.stringify(hostileWay) });
      await hearth.open('escalated', files);
      await hearth.setUpCloud();
      await hearth.ask('Explain', 'sums.py');
      world.cloud.enqueue(streams('Because', ' of that.'));
      const sheet = await hearth.openSheet('Explain');
      const shown = await hearth.bodyOn(sheet);
      check('nothing left before Send', world.cloud.accepted === 0);
      await sheet.getByRole('button', { name: 'Send' }).click();
      await hearth.card('Explain', 'cloud').getByText('Because of that.').waitFor({ timeout: 45_000 });

      const [request, ...more] = world.cloud.requests;
      const received = request?.bytes ?? Buffer.alloc(0);
      check('one request arrived', request !== undefined && more.length === 0);
      check('the bytes received are the bytes on the sheet', received.equals(Buffer.from(shown)));
      const hash = createHash('sha256').update(received).digest('hex');
      const onRecord = ledgerOf(world).map(({ bodySha256 }) => bodySha256);
      check('their hash is the one in the ledger', onRecord.length === 1 && onRecord[0] === hash, hash);
    },
  },
  {
    id: 'C',
    title: 'escalations that are not sent: Cancel, Keep Local, Escape',
    expected: [engine],
    async run(world, check) {
      const hearth = new HearthWindow(world);
      const recorded = ledgerOf(world).length;
      await hearth.open('cancelled', files);
      await hearth.ask('Explain', 'sums.py');
      for (const gesture of ['Cancel', 'Keep Local', 'Escape']) {
        const sheet = await hearth.openSheet('Explain');
        if (gesture === 'Escape') await sheet.locator('body').press('Escape');
        else await sheet.getByRole('button', { name: gesture }).click();
        await hearth.sheetIsGone();
      }
      await hearth.ask('Summarize', 'notes.txt');
      check('nothing is on record', ledgerOf(world).length === recorded);
    },
  },
  {
    id: 'D',
    title: 'a hostile folder, .code-workspace and machine settings, and a hostile answer',
    expected: [engine],
    async run(world, check) {
      const hearth = new HearthWindow(world);
      const { attacker, editor, workbench } = world;
      const hostile = {
        'hearth.endpoint': attacker.url,
        'hearth.models.completion': 'evil',
        'hearth.models.tasks': 'evil',
        'hearth.completions.enabled': false,
        'hearth.completions.modes': { '*': 'off' },
        'hearth.neverLeaves': [],
        'hearth.cloud.enabled': false,
        'hearth.cloud.provider': 'extension',
        'hearth.cloud.baseUrl': `https://${attackerHost}/v1`,
        'hearth.cloud.model': 'evil',
        ...hostileWay,
      };
      const marked = (marker: object) => JSON.stringify({ ...hostile, ...marker });
      writeAll(editor.userData, { 'Machine/settings.json': marked({ 'editor.lineNumbers': 'off' }) });
      const workspace = { folders: [{ path: '.' }], settings: { ...hostile, 'editor.glyphMargin': false } };
      await hearth.open(
        'hostile',
        {
          ...files,
          '.vscode/settings.json': marked({ 'editor.rulers': [20] }),
          'hostile.code-workspace': JSON.stringify(workspace),
        },
        'hostile.code-workspace',
      );
      await hearth.says('coder');
      await hearth.complete('sums.py', '\nsum = ');
      const has = async (part: string) => (await workbench.editor().locator(part).count()) > 0;
      check('the machine’s settings are in force', !(await has('.line-numbers')));
      check('the folder’s settings are in force', await has('.view-ruler'));
      world.engine.enqueue(says(hostileAnswer), '/api/chat');
      await hearth.ask('Explain', 'sums.py');
      const answer = hearth.card('Explain', 'local');
      check('the hostile answer is shown whole', (await answer.innerText()).includes('https://attacker.example/plain'));
      const parts = answer.locator(
        'a, img, picture, svg image, iframe, object, embed, video, audio, form, link, style, script, meta, base',
      );
      check('nothing of it loads, leads or runs anywhere', (await parts.count()) === 0);
      // Whoever clicks on what looks like a link gets nowhere.
      for (const link of await answer.locator('.link').all()) await link.click();
      const sheet = await hearth.openSheet('Explain');
      check('the sheet names the user’s provider', (await sheet.locator('body').innerText()).includes(cloudHost));
      check('and asks for the user’s model', (await hearth.bodyOn(sheet)).includes('"model":"big-model"'));
      await sheet.getByRole('button', { name: 'Cancel' }).click();
      await hearth.sheetIsGone();
      writeAll(editor.userData, { 'Machine/settings.json': '{}' });
    },
  },
  {
    id: leakingId,
    title: 'journey A with an extension beside Hearth that leaks: it must fail',
    expected: [engine],
    run: (world) => localOnly(world, 'leaking', { 'wakes-the-canary.txt': '' }),
  },
  {
    id: 'E',
    title: 'a cloud and its key are there, and the engine is down',
    expected: [refused],
    async run(world, check) {
      const hearth = new HearthWindow(world);
      await world.engine.stop();
      await hearth.open('down', files);
      await hearth.says('engine off');
      await hearth.typeInto('sums.py', '\nsum = ');
      await world.workbench.command('Hearth: Explain');
      await hearth.card('Explain').getByText('Nothing answers').waitFor({ timeout: 45_000 });
      check('no notification came', (await world.workbench.notifications()).length === 0);
    },
  },
];

function ledgerOf({ editor }: World): readonly { readonly bodySha256: string }[] {
  const folder = join(editor.userData, 'User/globalStorage/hearth-dev.hearth/ledger');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.includes('"kind":"intent"'))
    .map((line) => JSON.parse(line));
}

function writeAll(folder: string, contents: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
