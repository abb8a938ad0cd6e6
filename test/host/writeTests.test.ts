import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, removeFromFolder, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { run } from './support/run.ts';
import { until } from './support/until.ts';

describe('Write Tests', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
    for (const folder of ['shop', 'spec']) removeFromFolder(folder);
  });

  const prompt = () => JSON.stringify(hearth.asked('/api/chat').at(-1)?.body?.messages);
  const answers = (text: string) => hearth.engine.script(says(text));
  const isComparing = () => window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputTextDiff;
  const code = 'local function tax(n)\n  return n / 5\nend\n';
  const test = "local tax = require('shop.tax')\n\nit('taxes', function()\n  assert.equal(2, tax(10))\nend)\n";

  it('a new file: like the nearest test, reviewed, on no disk before it is saved, undone by one step', async () => {
    writeInFolder('spec/unit/sum_spec.lua', "local sum = require('shop.sum')\nit('sums', f)\n");
    await showFile('shop/tax.lua', code);
    answers(`Here:\n\`\`\`lua\n${test}\`\`\``);
    await run('writeTests');
    assert.match(
      prompt(),
      /They go into spec\/unit\/tax_spec\.lua; from there, the code is in \.\.\/\.\.\/shop\/tax\.lua/,
    );
    assert.match(
      prompt(),
      /A test file of the same project[^`]*File: spec\/unit\/sum_spec\.lua[\s\S]*require\('shop\.sum'\)/,
    );
    assert.match(
      hearth.newestText,
      /^For spec\/unit\/tax_spec\.lua, in the style of spec\/unit\/sum_spec\.lua\.\n\n```lua\n/,
    );
    await until(isComparing, 'the diff editor');
    const [folder] = workspace.workspaceFolders ?? [];
    const file = join(folder?.uri.fsPath ?? '', 'spec/unit/tax_spec.lua');
    const isOpen = () => workspace.textDocuments.find(({ uri }) => uri.path === file && uri.scheme !== 'hearth-new');
    assert.equal(isOpen(), undefined);
    await run('acceptChanges');
    const document = isOpen() ?? assert.fail('no document');
    assert.equal(document.getText(), test);
    assert.ok(document.isUntitled && document.isDirty);
    assert.equal(document.languageId, 'lua');
    assert.ok(!existsSync(file), 'written without being saved');
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    await until(() => document.getText() === '', 'the undo');
    await commands.executeCommand('redo');
    await commands.executeCommand('workbench.action.files.save');
    await until(() => existsSync(file), 'the file');
  });

  it('discarded, a new file leaves nothing behind', async () => {
    await showFile('shop/gone.lua', code);
    answers(`\`\`\`lua\n${test}\`\`\``);
    await run('writeTests');
    await until(isComparing, 'the diff editor');
    await run('discardChanges');
    // VS Code keeps the untitled documents of earlier tests for a while.
    const left = workspace.textDocuments.filter(({ isUntitled, uri }) => isUntitled && uri.path.includes('gone'));
    assert.deepEqual(left, []);
  });

  it('a file that came there meanwhile is not written over', async () => {
    await showFile('shop/late.lua', code);
    answers(`\`\`\`lua\n${test}\`\`\``);
    await run('writeTests');
    await until(isComparing, 'the diff editor');
    writeInFolder('spec/late_spec.lua', 'mine\n');
    await run('acceptChanges');
    assert.match(hearth.person.texts.at(-1) ?? '', /was changed meanwhile/);
    await run('discardChanges');
  });

  it('tests that are there: added below them, with what is there as the example', async () => {
    const existing = "local sum = require('shop.sum')\nit('sums', function()\n  assert.equal(3, sum(1, 2))\nend)\n";
    writeInFolder('shop/sum_spec.lua', existing);
    await showFile('shop/sum.lua', code);
    answers("```lua\nit('sums nothing', function()\n  assert.equal(0, sum())\nend)\n```");
    await run('writeTests');
    assert.match(
      prompt(),
      /Tests that are there already[\s\S]*assert\.equal\(3, sum\(1, 2\)\)[\s\S]*the new tests only/,
    );
    await until(isComparing, 'the diff editor');
    await run('acceptChanges');
    const document = await workspace.openTextDocument(Uri.joinPath(folderUri(), 'shop/sum_spec.lua'));
    assert.equal(document.getText(), `${existing}\nit('sums nothing', function()\n  assert.equal(0, sum())\nend)\n`);
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    await until(() => document.getText() === existing, 'the undo');
  });

  it('without any test in the project, says in one line what it assumed', async () => {
    await showFile('shop/lonely.lua', code);
    answers(`\`\`\`lua\n${test}\`\`\``);
    await run('writeTests');
    assert.match(prompt(), /They are written with busted\./);
    assert.match(
      hearth.newestText,
      /^For spec\/lonely_spec\.lua\. No tests were found here: busted and this place are assumed\.\n\n/,
    );
    await run('discardChanges');
  });

  it('a test that must not be read is no example; the next one is', async () => {
    writeInFolder('shop/.env_spec.lua', 'secret\n');
    writeInFolder('spec/other/far_spec.lua', "it('is far', f)\n");
    await showFile('shop/open.lua', code);
    answers(`\`\`\`lua\n${test}\`\`\``);
    await run('writeTests');
    assert.doesNotMatch(prompt(), /secret/);
    assert.match(prompt(), /it\('is far', f\)/);
    await run('discardChanges');
  });

  it('an answer without an end, one that repeats the code, and one that repeats a test change nothing', async () => {
    writeInFolder('shop/tax_spec.lua', 'local function helper()\nend\n');
    await showFile('shop/tax.lua', code);
    for (const [answer, message] of [
      ['```lua\nit(', /end of the answer is missing/],
      [`\`\`\`lua\n${code}\`\`\``, /only repeated the code/],
      ['', /wrote no code/],
    ] as const) {
      answers(answer);
      await run('writeTests');
      assert.match(hearth.page.newest.failure?.message ?? '', message);
      assert.ok(!isComparing());
    }
  });

  it('says so on a test, and where no convention is known', async () => {
    await showFile('shop/any_spec.lua', test);
    await run('writeTests');
    await showFile('shop/any.txt', 'text\n');
    await run('writeTests');
    assert.deepEqual(
      hearth.person.texts.map((text) => text.slice(0, 15)),
      ['This is a test.', 'Hearth does not'],
    );
    assert.equal(hearth.asked('/api/chat').length, 0);
  });
});

function folderUri(): Uri {
  return workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
}
