import assert from 'node:assert/strict';
import dns from 'node:dns';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, env, Uri, window } from 'vscode';
import { startFakeOllama } from '../fakes/fakeOllama.ts';
import { Gate } from '../fakes/gate.ts';
import { type OllamaExchange, says } from '../fakes/ollamaAnswers.ts';
import { outOfMemory, stalls } from '../fakes/ollamaFaults.ts';
import { closeEditors, removeFromFolder, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, startHearth, writer } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';

const promptOf = ({ request }: OllamaExchange) =>
  ((request.body?.messages as readonly { content: string }[] | undefined) ?? []).at(-1)?.content ?? '';
/** Says which file it was asked about. */
const namesTheFile = (exchange: OllamaExchange) =>
  says(`About ${/File: (\S+)/.exec(promptOf(exchange))?.[1]}.`)(exchange);

describe('many files', () => {
  let hearth: Hearth;
  const start = async (options: Parameters<typeof startHearth>[0] = {}) => {
    hearth = await startHearth(options);
    hearth.engine.script(namesTheFile);
  };
  beforeEach(() => start({ models: [writer] }));
  afterEach(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
    for (const name of ['many', 'one.md', 'two.md']) removeFromFolder(name);
  });
  const folderOf = (path: string) => Uri.file(join(path, '..'));
  const asked = () => hearth.asked('/api/chat');
  const newest = () => hearth.page.newest;
  const rows = () => hearth.page.rowsOf(newest().id);
  const document = async () => {
    hearth.page.press({ type: 'openTable', id: newest().id });
    const editor = await until(
      () => window.activeTextEditor?.document.isUntitled && window.activeTextEditor,
      'the document',
    );
    return editor.document.getText();
  };

  it('a folder of 1,000 files, stopped half-way and run again: only the others are asked about, also after a restart', async function () {
    this.timeout(120_000);
    await hearth.end();
    const storage = mkdtempSync(join(tmpdir(), 'hearth-kept-'));
    await start({ models: [writer], storage });
    for (let index = 0; index < 1000; index++) writeInFolder(`many/file${index}.txt`, `Note ${index}.\n`);
    const folder = folderOf(writeInFolder('many/file0.txt', 'Note 0.\n'));
    const half = new Gate();
    let count = 0;
    hearth.engine.script(async (exchange) => {
      count++;
      if (count === 500) await half.pass();
      await namesTheFile(exchange);
    });
    const running = commands.executeCommand('hearth.summarizeFiles', folder, [folder]);
    await until(() => count === 500, 'half of them', 60_000);
    assert.match(newest().notice ?? '', /^499 of 1,000 · .+ left$/);
    const half500 = asked().at(-1);
    hearth.page.press({ type: 'stop', id: newest().id });
    await running;
    await half500?.closed;
    half.open();
    assert.equal(newest().phase, 'stopped');
    assert.match(newest().remarks?.[0] ?? '', /^Ended after 499 of 1,000 files\. What was answered is kept/);
    const kept = join(storage, 'answers', 'files.ndjson');
    await until(() => readFileSync(kept, 'utf8').split('\n').length === 500, 'what is kept');
    assert.equal(statSync(kept).mode & 0o777, 0o600);
    assert.doesNotMatch(readFileSync(kept, 'utf8'), /Note 1\./);
    await hearth.leave();

    await start({ models: [writer], storage });
    writeInFolder('many/file1.txt', 'Another note.\n');
    await commands.executeCommand('hearth.summarizeFiles', folder, [folder]);
    // The 501 others, and the one that has changed.
    assert.equal(asked().length, 502);
    assert.equal(newest().phase, 'done');
    assert.deepEqual(rows()[0], { file: 'many/file0.txt', cells: ['About many/file0.txt.'] });
    // The view stays small; the document and the clipboard have all of it.
    assert.equal(rows().length, 200);
    assert.match(newest().table?.more ?? '', /^The first 200 of 1,000 are shown here\./);
    assert.equal((await document()).match(/^\| \[many/gm)?.length, 1000);
    hearth.page.press({ type: 'copyTable', id: newest().id });
    await until(async () => (await env.clipboard.readText()).split('\r\n').length === 1002, 'the rows');
    rmSync(storage, { recursive: true });
  });

  it('Classify: labels and reasons; what is no text, generated, ignored or too large is not sent, and listed with the reason', async () => {
    const folder = folderOf(writeInFolder('many/a.md', 'It crashes.\n'));
    writeInFolder('many/b.md', 'Please add this. =1+1\n');
    writeInFolder('many/picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2));
    writeInFolder('many/data.txt', Uint8Array.of(0x61, 0, 0x62));
    writeInFolder('many/app.min.js', 'var a=1;');
    writeInFolder('many/gen.go', '// Code generated by x. DO NOT EDIT.\npackage a\n');
    writeInFolder('many/large.txt', 'x'.repeat(1_000_001));
    writeInFolder('many/empty.txt', '');
    writeInFolder('many/node_modules/x/index.js', 'secret();\n');
    writeInFolder('many/.gitignore', 'private/\n');
    writeInFolder('many/private/c.md', 'private\n');
    hearth.person.type = () => 'bug, wish';
    hearth.person.pick = () => 'One label';
    hearth.engine.script((exchange) =>
      says(
        promptOf(exchange).includes('crashes')
          ? '{"labels":"bug","reason":"=It crashes [now](https://evil.example)."}'
          : '{"labels":"praise","reason":"?"}',
      )(exchange),
    );
    await commands.executeCommand('hearth.classifyFiles', folder, [folder]);
    assert.deepEqual(
      rows().map(({ file, cells }) => [file, ...cells]),
      [
        ['many/.gitignore', '⚠ praise', '?'],
        ['many/a.md', 'bug', '=It crashes [now](https://evil.example).'],
        ['many/b.md', '⚠ praise', '?'],
        ['many/app.min.js', '', 'Left out: written by a program'],
        ['many/empty.txt', '', 'Left out: empty'],
        ['many/large.txt', '', 'Left out: larger than 1 MB'],
        ['many/picture.png', '', 'Left out: not text'],
        ['many/data.txt', '', 'Left out: not text'],
        ['many/gen.go', '', 'Left out: written by a program'],
      ],
    );
    assert.equal(asked().length, 3);
    assert.deepEqual(newest().remarks, [
      '⚠ is none of what was offered to choose from.',
      '6 files were left out; they stand at the end of the table with the reasons.',
      'Without the files that Git ignores: 1.',
    ]);
    const text = await document();
    assert.match(text, /\| \[many\/a\\\.md\]|\| \[many\/a\.md\]\(<many\/a\.md>\) \| bug \|/);
    // No address of a model's becomes a link, in the document or in a spreadsheet.
    assert.doesNotMatch(text, /\]\(https|https:\/\//);
    hearth.page.press({ type: 'copyTable', id: newest().id });
    await until(async () => (await env.clipboard.readText()).includes(`many/a.md,bug,'=It crashes`), 'the rows');
    assert.equal(hearth.cloudRequests.length, 0);
  });

  it('a row opens its file, and no other than those in the table', async () => {
    const one = Uri.file(writeInFolder('one.md', 'One.\n'));
    const two = Uri.file(writeInFolder('two.md', 'Two.\n'));
    await commands.executeCommand('hearth.summarizeFiles', one, [one, two]);
    assert.equal(rows().length, 2);
    hearth.page.press({ type: 'openRow', id: newest().id, row: 1 });
    await until(() => window.activeTextEditor?.document.uri.path.endsWith('/two.md'), 'the file');
    hearth.page.press({ type: 'openRow', id: newest().id, row: 7 });
    hearth.page.press({ type: 'openRow', id: newest().id, row: -1 });
    hearth.page.press({ type: 'openRow', id: 'answer-99', row: 0 });
    hearth.page.press({ type: 'openRow', id: newest().id, row: 0 });
    await until(() => window.activeTextEditor?.document.uri.path.endsWith('/one.md'), 'the other file');
    const labels = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(labels.sort(), ['one.md', 'two.md']);
  });

  it('takes files and folders from several places, each file once, and what is open as it is in the editor', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'hearth-files-'));
    writeFileSync(join(outside, 'other.txt'), 'Elsewhere.\n');
    const editor = await showFile('many/open.txt', 'On the disk.\n');
    await editor.edit((edit) => edit.insert(editor.document.positionAt(0), 'Not saved yet. '));
    const folder = folderOf(editor.document.uri.fsPath);
    await commands.executeCommand('hearth.summarizeFiles', folder, [folder, editor.document.uri, Uri.file(outside)]);
    rmSync(outside, { recursive: true });
    assert.equal(asked().length, 2);
    const all = asked()
      .map(({ body }) => JSON.stringify(body))
      .join('\n');
    assert.match(all, /Not saved yet\. On the disk\./);
    assert.match(all, /Elsewhere\./);
  });

  it('gives way to what a person asks meanwhile, at once', async () => {
    const one = Uri.file(writeInFolder('one.md', 'One.\n'));
    await showFile('two.md', 'Two.\n');
    hearth.engine.script((exchange) =>
      (promptOf(exchange).includes('one sentence') ? stalls('Half') : namesTheFile)(exchange),
    );
    const running = commands.executeCommand('hearth.summarizeFiles', one, [one]);
    await until(() => asked().length === 1, 'the file');
    await commands.executeCommand('hearth.explain');
    await asked()[0]?.closed;
    assert.equal(hearth.view.textOf(newest().id), 'About two.md.');
    hearth.engine.script(namesTheFile);
    await running;
    assert.equal(asked().length, 3);
    assert.deepEqual(hearth.page.rowsOf(hearth.page.cards[1]?.id ?? ''), [
      { file: 'one.md', cells: ['About one.md.'] },
    ]);
  });

  it('an engine on another host gets nothing that must not leave: it is listed with the reason', async () => {
    await hearth.end();
    const engine = await startFakeOllama({ models: [writer] });
    // A name that is not this computer's, and leads here.
    const led = replace(dns, 'lookup', (real) => (...values: unknown[]) => {
      const [name, ...rest] = values;
      return real(...([name === 'engine.lan' ? '127.0.0.1' : name, ...rest] as never[]));
    });
    const endpoint = `http://engine.lan:${new URL(engine.url).port}`;
    await start({ engine, settings: { 'hearth.endpoint': endpoint, 'hearth.neverLeaves': ['private*'] } });
    hearth.person.press = ({ buttons }) => buttons.find((label) => label === 'Send Text There');
    const folder = folderOf(writeInFolder('many/open.md', 'Everybody may know.\n'));
    writeInFolder('many/private.md', 'Nobody may know.\n');
    await commands.executeCommand('hearth.summarizeFiles', folder, [folder]);
    assert.deepEqual(
      rows().map(({ file, cells }) => [file, cells[0]?.split(':')[0]]),
      [
        ['many/open.md', 'About many/open.md.'],
        ['many/private.md', 'Left out'],
      ],
    );
    assert.match(rows()[1]?.cells[0] ?? '', /must not leave this computer/);
    assert.doesNotMatch(JSON.stringify(engine.requests.map(({ body }) => body)), /Nobody may know|private/);
    led.dispose();
    await hearth.leave();
    await engine.stop();
    await start({ models: [writer] });
  });

  it('from the palette, asks which files; an engine that is gone is said once, with what was answered', async () => {
    writeInFolder('many/a.md', 'One.\n');
    hearth.person.pick = ({ labels }) => labels[0];
    hearth.engine.script(outOfMemory());
    await commands.executeCommand('hearth.summarizeFiles');
    assert.deepEqual(hearth.person.offered[0]?.labels.slice(-2), ['Choose Files…', 'Choose Folders…']);
    assert.equal(newest().phase, 'failed');
    assert.match(newest().failure?.message ?? '', /^The model does not fit into memory/);
  });
});
