import assert from 'node:assert/strict';
import dns from 'node:dns';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri, window } from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import { openLedger } from '../../src/privacy/ledger.ts';
import { ledgerFilesIn, ledgerFolderIn } from '../../src/privacy/ledgerFiles.ts';
import { startFakeOllama } from '../fakes/fakeOllama.ts';
import { type Hearth, startHearth, writer } from './support/hearth.ts';
import { LedgerPage } from './support/ledgerPage.ts';
import { replace } from './support/replace.ts';
import { explainFile } from './support/run.ts';
import { until } from './support/until.ts';
import { withUserSettings } from './support/userSettings.ts';
import { send } from './support/webviews.ts';

const show = () => commands.executeCommand('hearth.showWhatLeft');
/** The engine is gone meanwhile, whatever number it had. */
const deadProcess = 2 ** 30;

describe('what left this computer', () => {
  let hearth: Hearth;
  let page: LedgerPage;
  const opened: Disposable[] = [];
  const start = async (options: Parameters<typeof startHearth>[0] = {}) => {
    hearth = await startHearth(options);
    page = new LedgerPage();
  };
  afterEach(async () => {
    for (const each of opened.splice(0)) each.dispose();
    page.dispose();
    await hearth.end();
    assert.equal(page.isOpen, false, 'the panel outlived Hearth');
  });

  const escalated = async () => {
    await explainFile();
    hearth.sheets.answer = send;
    await commands.executeCommand('hearth.escalate');
  };

  it('is nothing, plainly, while nothing did', async () => {
    await start();
    await show();
    const { isEmpty, months } = await until(() => page.last('overview'), 'the overview');
    assert.deepEqual([isEmpty, months], [true, []]);
    assert.equal(page.last('words')?.words.emptyTitle, 'Nothing has left this computer');
    await page.press({ type: 'deleteMonth' }, 'rows').catch(() => {});
    assert.match(hearth.person.texts.at(-1) ?? '', /nothing is on record/);
  });

  it('stands there while it happens, in one panel, and opens with all there is to it', async () => {
    await start();
    await show();
    await until(() => page.last('overview'), 'the overview');
    await show();
    assert.equal(page.opened, 1);
    await escalated();
    const [row] = await page.rows((rows) => rows[0]?.outcome === 'answered', 'an answered request');
    assert.ok(row);
    assert.deepEqual(
      [row.tier?.word, row.destination, row.model, row.asked, row.files.text, row.mood],
      ['cloud', `http://127.0.0.1:${hearth.cloud.port}`, 'big-model', 'Escalate', 'hard.txt', 'fine'],
    );
    const [request] = hearth.cloudRequests;
    const { facts, body } = await page.press({ type: 'open', key: row.key }, 'entry');
    const factOf = (label: string) => facts.find((fact) => fact.label === label)?.values.join(' | ');
    assert.equal(body, undefined);
    assert.match(factOf('Request body') ?? '', new RegExp(`${request?.bytes.length}`.replace(/(?=\d{3}$)/, ',?')));
    assert.equal(factOf('Files'), 'hard.txt:1–3, 14 characters');
    assert.equal(factOf('Request'), 'POST /v1/chat/completions');
    assert.equal(page.last('entry')?.key, row.key);
    const totals = (await page.press({ type: 'reload' }, 'overview')).totals;
    assert.deepEqual(
      totals.map(({ tier, cells }) => [tier, ...cells.map(({ requests }) => requests)]),
      [
        ['cloud', '1 request', '1 request', '1 request'],
        ['handed over', 'none', 'none', 'none'],
        ['self-hosted', 'none', 'none', 'none'],
      ],
    );
    page.close();
    await show();
    assert.equal(page.opened, 2);
  });

  it('includes the text where the user wants it kept, until its month is deleted', async () => {
    await start({ settings: { 'hearth.cloud.keepBodies': true } });
    await escalated();
    await show();
    const [row] = await page.rows((rows) => rows.length === 1, 'the entry');
    const { body } = await page.press({ type: 'open', key: row?.key ?? '' }, 'entry');
    assert.equal(body, hearth.cloudRequests[0]?.bytes.toString());

    hearth.person.pick = ({ labels }) => labels[0];
    page.say({ type: 'deleteMonth' });
    await until(() => hearth.person.told.length > 0, 'the question');
    const [question] = hearth.person.told;
    assert.deepEqual([question?.modal, question?.buttons], [true, ['Delete']]);
    assert.match(question?.text ?? '', /^Delete the record of \w+ \d{4}\?$/);
    assert.equal((await page.press({ type: 'reload' }, 'overview')).months.length, 1, 'not without a yes');

    hearth.person.press = () => 'Delete';
    page.say({ type: 'deleteMonth' });
    const [tombstone, ...more] = await page.rows(
      (rows) => /deleted by you/.test(rows[0]?.outcome ?? ''),
      'a tombstone',
    );
    assert.deepEqual([tombstone?.outcome, more], ['1 entry deleted by you', []]);
    const { isWhole, findings } = await page.press({ type: 'check' }, 'checked');
    assert.equal(isWhole, true);
    assert.match(
      findings.map(({ text }) => text).join('\n'),
      /record is whole: 1 lines in 1 file.\nYou deleted .*: 1 entry\./,
    );
  });

  it('is found by words, by tier and by month', async () => {
    await start();
    await escalated();
    await show();
    await page.rows((rows) => rows.length === 1, 'the entry');
    const matching = async (filter: Partial<LedgerPage['filter']>) => {
      const { rows } = await page.press(
        { type: 'show', filter: { text: '', tier: '', month: '', ...filter }, from: 0 },
        'rows',
      );
      return rows.length;
    };
    assert.deepEqual([await matching({ text: 'HARD.txt answered' }), await matching({ text: 'rejected' })], [1, 0]);
    assert.deepEqual([await matching({ tier: 'cloud' }), await matching({ tier: 'selfHosted' })], [1, 0]);
    assert.deepEqual([await matching({ month: '2020-01' }), await matching({ tier: 'no such tier' })], [0, 1]);
  });

  it('is exported where the user says', async () => {
    await start();
    await escalated();
    await show();
    await page.rows((rows) => rows.length === 1, 'the entry');
    const target = join(hearth.storage, 'out.csv');
    opened.push(replace(window, 'showSaveDialog', () => async () => Uri.file(target)));
    page.say({ type: 'export', format: 'csv', filter: page.filter });
    const told = () => hearth.person.texts.filter((text) => text.startsWith('Exported to')).length;
    await until(() => told() === 1, 'the export');
    assert.match(readFileSync(target, 'utf8'), /^\ufefftime,kind,tier/);
    assert.match(readFileSync(target, 'utf8'), /"hard\.txt:1-3"|hard\.txt:1-3/);
    page.say({ type: 'export', format: 'jsonl', filter: page.filter });
    await until(() => told() === 2, 'the other export');
    assert.equal(JSON.parse(readFileSync(target, 'utf8')).intent.model, 'big-model');
  });

  it('is checked, and file and line are named and can be shown where somebody changed it', async () => {
    await start();
    await escalated();
    await show();
    await page.rows((rows) => rows.length === 1, 'the entry');
    assert.equal((await page.press({ type: 'check' }, 'checked')).isWhole, true);
    const files = ledgerFilesIn(ledgerFolderIn(hearth.storage));
    const name = (await files.list()).find((each) => each.endsWith('.jsonl')) ?? '';
    const text = (await files.read(name))?.text ?? '';
    await files.write(name, text.replace('big-model', 'big-modem'));
    const { isWhole, findings } = await page.press({ type: 'check' }, 'checked');
    assert.equal(isWhole, false);
    assert.deepEqual(findings, [
      { text: `${name}, line 2 was changed, or a line before it is missing.`, place: { file: name, line: 2 } },
    ]);
    page.say({ type: 'showLine', file: name, line: 2 });
    const editor = await until(
      () => window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith(name)),
      'the file',
    );
    await until(() => editor.selection.start.line === 1, 'the line');
  });

  it('says what is wrong when the record cannot be read, and shows it again when it can', async () => {
    await start();
    const folder = ledgerFolderIn(hearth.storage);
    writeFileSync(folder, '');
    await show();
    const { text } = await until(() => page.last('failed'), 'the failure');
    assert.match(text, /^The record cannot be read or written: ENOTDIR/);
    rmSync(folder);
    assert.equal((await page.press({ type: 'reload' }, 'overview')).isEmpty, true);
  });

  it('takes no message that is none', async () => {
    await start();
    await show();
    await until(() => page.last('overview'), 'the overview');
    page.say({ type: 'showLine', file: '../../settings.json', line: 1 });
    page.say({ type: 'quit' } as never);
    await page.press({ type: 'reload' }, 'overview');
    assert.equal(window.activeTextEditor, undefined);
  });

  describe('to a self-hosted engine', () => {
    it('is counted by host and day, and nothing of it kept', async () => {
      const engine = await startFakeOllama({ models: [writer] });
      const port = new URL(engine.url).port;
      // A name that is not this computer's, and leads here.
      opened.push(
        replace(dns, 'lookup', (real) => (...values: unknown[]) => {
          const [name, ...rest] = values;
          return real(...([name === 'engine.lan' ? '127.0.0.1' : name, ...rest] as never[]));
        }),
      );
      await start({ engine, settings: { 'hearth.endpoint': `http://engine.lan:${port}` } });
      hearth.person.press = ({ buttons }) => buttons.find((label) => label === 'Send Text There');
      await explainFile('text.txt', 'the text of it');
      assert.equal(hearth.page.newest.phase, 'done');
      await show();
      const rows = await page.rows((all) => all.some(({ tier }) => tier?.icon === 'selfHosted'), 'the engine');
      assert.deepEqual(
        rows.map(({ tier, destination, asked }) => [tier?.word, destination, asked]),
        [['self-hosted', `http://engine.lan:${port}`, 'Completions, tasks']],
      );
      const [record] = hearth.ledger();
      assert.ok(record?.kind === 'traffic');
      assert.ok(record.requests > 0 && record.bytesOut > 0 && record.bytesIn > 0);
      assert.doesNotMatch(JSON.stringify(record), /the text of it/);
      await engine.stop();
    });
  });

  describe('when Hearth was killed', () => {
    it('is told of once at the next start, with the way to it', async () => {
      const storage = mkdtempSync(join(tmpdir(), 'hearth-storage-'));
      try {
        const parts = { newId: () => 'killed', writer: 'killed', process: deadProcess, clock: { now: Date.now } };
        const ledger = openLedger({ files: ledgerFilesIn(ledgerFolderIn(storage)), ...parts });
        await ledger.begin({
          gesture: 'escalate',
          attempt: 1,
          provider: 'OpenAI',
          destination: 'https://api.example.com',
          method: 'POST',
          path: '/v1/chat/completions',
          model: 'big-model',
          bytesOut: 10,
          bodySha256: 'a',
          files: [],
          leftOut: [],
          estimatedTokens: 1,
        });
        await start({ storage });
        const told = await until(() => hearth.person.told[0], 'the notice');
        assert.match(
          told.text,
          /^Hearth ended while it was sending to api\.example\.com \(.*\)\. The request may have left/,
        );
        assert.deepEqual([told.kind, told.modal, told.buttons], ['information', false, ['Show What Left']]);
        await show();
        const [row] = await page.rows((rows) => rows.length === 1, 'the entry');
        assert.deepEqual([row?.outcome, row?.mood, row?.received], ['unknown: interrupted', 'open', '']);
        page.dispose();
        await hearth.end();

        await start({ storage });
        await show();
        await page.rows((rows) => rows.length === 1, 'the entry');
        assert.deepEqual(hearth.person.told, []);
      } finally {
        page.close();
        rmSync(storage, { recursive: true, force: true });
      }
    });
  });

  describe('with the cloud switched off', () => {
    it('is nothing more: no command, no button, no link, and the gate refuses', async () => {
      const keys: unknown[] = [];
      const watch = replace(commands, 'executeCommand', (real) => (...values: never[]) => {
        if (values[0] === 'setContext') keys.push(values.slice(1));
        return real(...values);
      });
      opened.push(watch);
      await start();
      await explainFile();
      assert.equal(hearth.page.newest.canEscalate, true);
      assert.match(hearth.hover.value, /command:hearth\.configureCloud/);
      await withUserSettings({ 'hearth.cloud.enabled': false }, async () => {
        await until(() => !hearth.page.newest.canEscalate, 'the button to go');
        hearth.sheets.answer = send;
        await commands.executeCommand('hearth.escalate');
        assert.deepEqual([hearth.sheets.shown, hearth.cloudRequests, hearth.ledger()], [[], [], []]);
        assert.match(hearth.person.texts.at(-1) ?? '', /switched off in your settings, so nothing was sent/);
        assert.deepEqual(hearth.person.told.at(-1)?.buttons, ['Open the Setting']);
        assert.doesNotMatch(hearth.hover.value, /hearth\.(configureCloud|escalate|askCloud)/);
        assert.match(hearth.hover.value, /command:hearth\.showWhatLeft/);
      });
      await until(() => hearth.page.newest.canEscalate, 'the button to come back');
      const ofCloud = keys.filter((each) => Array.isArray(each) && each[0] === 'hearth.cloudEnabled');
      assert.deepEqual(ofCloud[0], ['hearth.cloudEnabled', true]);
      assert.deepEqual(ofCloud.at(-1), ['hearth.cloudEnabled', true]);
      assert.ok(ofCloud.some((each) => Array.isArray(each) && each[1] === false));
    });
  });
});
