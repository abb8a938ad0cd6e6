import assert from 'node:assert/strict';
import { commands, Position, window } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, fileWithCursor } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

describe('why no suggestion', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(() => hearth.end());

  const rows = async () => {
    await commands.executeCommand('hearth.whyNoSuggestion');
    return hearth.person.offered.at(-1)?.rows ?? [];
  };

  it('says so when there is nothing to tell', async () => {
    assert.match((await rows()).join(), /Nothing yet/);
  });

  it('tells time, place, outcome, figures and model, the newest first', async () => {
    hearth.engine.enqueue(says('a + b'));
    await hearth.complete(await fileWithCursor('why.rb', 'def add(a, b)\n  return █\nend\n'));
    await hearth.complete(await fileWithCursor('why2.rb', 'su█m = 1'));
    const [newest, older] = await rows();
    assert.match(newest ?? '', /The cursor stands within a word\. \| why2\.rb, line 1, column 3 \| .*\d.* · \d+ ms$/);
    assert.match(
      older ?? '',
      /A new suggestion was shown\. \| why\.rb, line 2, column 10 \| .*waited \d+ ms · model found in \d+ ms · first piece after \d+ ms · text after \d+ ms.* · coder:latest$/,
    );
  });

  it('goes to the place that is chosen', async () => {
    await hearth.complete(await fileWithCursor('there.rb', 'one\ntwo su█m = 1'));
    hearth.person.pick = ({ labels }) => labels[0];
    await commands.executeCommand('hearth.whyNoSuggestion');
    const editor = await until(() => window.activeTextEditor, 'the editor');
    assert.match(editor.document.fileName, /there\.rb$/);
    assert.ok(editor.selection.active.isEqual(new Position(1, 6)));
  });

  it('opens nothing in place of what was never saved and is gone', async () => {
    await commands.executeCommand('workbench.action.files.newUntitledFile');
    const { document } = await until(() => window.activeTextEditor, 'a new editor');
    await hearth.complete({ document, position: new Position(0, 0) });
    await closeEditors();
    await until(() => document.isClosed, 'the document to be gone');
    hearth.person.pick = ({ labels }) => labels[0];
    await commands.executeCommand('hearth.whyNoSuggestion');
    assert.equal(hearth.person.offered.length, 1);
    assert.deepEqual(
      window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
  });
});
