import assert from 'node:assert/strict';
import { commands, Uri, window, workspace } from 'vscode';
import { adversarialAnswers } from '../fakes/adversarialAnswers.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, removeFromFolder, showFile, writeInFolder } from './support/documents.ts';
import { type Hearth, promptOf, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const code = 'local function tax(n)\n  return n / 5\nend\n';
const there = "local tax = require('shop.tax')\n\nit('taxes', function()\n  assert.equal(2, tax(10))\nend)\n";
const good = "```lua\nit('taxes nothing', function()\n  assert.equal(0, tax(0))\nend)\n```";

/** Whatever a model answers to Write Tests: what is tested already stays, byte for byte, and the person is told what came of it. */
describe('answers that are not what was asked for, to Write Tests', () => {
  let hearth: Hearth;
  let tests: Uri;
  before(async () => {
    hearth = await startHearth();
    tests = Uri.file(writeInFolder('spec/shop/tax_spec.lua', there));
  });
  after(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
    for (const folder of ['shop', 'spec']) removeFromFolder(folder);
  });

  for (const { name, answer } of adversarialAnswers) {
    it(name, async () => {
      const editor = await showFile('shop/tax.lua', code);
      hearth.engine.script((exchange) => {
        if (exchange.request.path !== '/api/chat') return says('')(exchange);
        return answer(good, promptOf(exchange.request, '\n\n'))(exchange);
      });
      await commands.executeCommand('hearth.writeTests');
      const { title, phase, failure, mark } = hearth.page.newest;
      assert.equal(title, 'Write Tests');
      assert.ok(phase === 'done' || (failure?.message ?? mark ?? '') !== '', 'the card says how it went');
      const document = await workspace.openTextDocument(tests);
      assert.equal(document.getText(), there, 'nothing is written that nobody accepted');
      assert.equal(editor.document.getText(), code);
      const isReviewed = hearth.reviews.of(tests.toString()).length > 0;
      if (name === 'a good answer') assert.ok(isReviewed, 'there is something to accept');
      if (isReviewed) {
        await commands.executeCommand('hearth.acceptChanges');
        const kept = document.getText();
        for (const line of there.split('\n'))
          assert.ok(kept.includes(line), `what was tested is still tested: ${line}`);
        assert.doesNotMatch(kept, /[\u200b\u202e]|<think|```/);
        await window.showTextDocument(document);
        await commands.executeCommand('undo');
        await until(() => document.getText() === there, 'the tests as they were, after one undo');
      }
      await closeEditors();
    });
  }
});
