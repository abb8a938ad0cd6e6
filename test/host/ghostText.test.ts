import assert from 'node:assert/strict';
import { commands, Position, Selection } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { showFile } from './support/documents.ts';
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
    assert.ok(hearth.asked('/api/generate').length <= 4);
    await commands.executeCommand('undo');
    assert.equal(document.lineAt(1).text, '  x = ');
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
