import assert from 'node:assert/strict';
import { commands, Position, Selection } from 'vscode';
import { continues } from '../fakes/continues.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { showFile, untitledWithCursor } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

/** The whole way: VS Code itself asks the provider while a person types, shows the text and takes it over. */
describe('ghost text', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(() => hearth.end());

  const type = (text: string) => commands.executeCommand('type', { text });

  it('comes while typing and is taken over; one undo takes it back', async () => {
    hearth.engine.script(says('a + b'));
    const { document } = await showFile('typed.rb', 'def add(a, b)\n  \nend\n');
    await commands.executeCommand('cursorMove', { to: 'down' });
    await commands.executeCommand('cursorMove', { to: 'wrappedLineEnd' });
    for (const letter of 'x = ') await type(letter);
    await until(() => hearth.decision?.outcome !== 'nothing' && hearth.decision, 'a suggestion');
    await until(async () => {
      await commands.executeCommand('editor.action.inlineSuggest.commit');
      return document.lineAt(1).text === '  x = a + b';
    }, 'the suggestion to be taken over');
    // This engine is wrong at each letter, which asks anew, and says so little that more is asked ahead each time it is looked at.
    const asked = hearth.asked('/api/generate').length;
    assert.ok(asked <= 12, `${asked} requests`);
    // That it was accepted is known by its command alone.
    await until(() => / % accepted/.test(hearth.hover.value), 'the acceptance to be counted');
    assert.match(hearth.hover.value, /p50 \d+ ms · p95 \d+ ms · [1-9]\d* % accepted/);
    await commands.executeCommand('undo');
    assert.equal(document.lineAt(1).text, '  x = ');
  });

  it('typed along is not asked for again, also where the editor closes brackets', async () => {
    const above = '# Calls all of them, and shows what they say.\n';
    const line = 'x = call(items, [first], { one: "1" })';
    hearth.engine.script(continues(`${above}${line}\nputs x.to_s\nputs y.to_s\n`));
    await showFile('along.rb', above);
    await commands.executeCommand('cursorMove', { to: 'down' });
    const servedAt = (character: number) =>
      until(
        () => hearth.decision?.character === character && hearth.decision.outcome !== 'nothing',
        () => `a suggestion at ${character} instead of ${JSON.stringify(hearth.decision)}`,
      );
    for (const [index, character] of [...line].entries()) {
      await type(character);
      // At its end nothing is left but what the editor has closed.
      if (index >= 3 && index < line.length - 3) await servedAt(index + 1);
    }
    const along = hearth.asked('/api/generate').filter(({ body }) => String(body?.prompt).includes('call'));
    assert.deepEqual(
      along.map(({ body }) => body?.prompt),
      [],
    );
  });

  it('is not counted as accepted by anybody who says so', async () => {
    hearth.engine.script(says('a + b'));
    await hearth.complete(await untitledWithCursor('ruby', 'sum = █'));
    assert.match(hearth.hover.value, /p50 \d+ ms · p95 \d+ ms(?! · \d)/);
    for (const id of [99, '1', { id: 1 }, undefined]) await commands.executeCommand('hearth.completionAccepted', id);
    assert.doesNotMatch(hearth.hover.value, /accepted/);
    await commands.executeCommand('hearth.completionAccepted', 1);
    assert.match(hearth.hover.value, / · 100 % accepted/);
  });

  it('comes when asked for by Hearth’s command', async () => {
    hearth.engine.script(says('upon a time'));
    const editor = await showFile('asked.md', 'Once ');
    editor.selection = new Selection(new Position(0, 5), new Position(0, 5));
    await commands.executeCommand('hearth.triggerCompletion');
    await until(async () => {
      await commands.executeCommand('editor.action.inlineSuggest.commit');
      return editor.document.getText() === 'Once upon a time';
    }, 'the suggestion to be taken over');
  });
});
