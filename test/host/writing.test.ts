import assert from 'node:assert/strict';
import { commands, Selection, type TextDocument, type TextEditor, window } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const text = 'The `retry` option tell the client how often it tries again.\n\nIt were added in version 3.2.\n';

describe('writing tasks', () => {
  let hearth: Hearth;
  let editor: TextEditor;
  let document: TextDocument;
  let count = 0;
  beforeEach(async () => {
    hearth = await startHearth();
    count += 1;
    editor = await showFile(`writing${count}.md`, text);
    document = editor.document;
    editor.selection = new Selection(0, 0, 3, 0);
  });
  afterEach(async () => {
    await closeEditors();
    await hearth.end();
  });

  /** Asks for the text in other words of the test's own. */
  async function rewrite(): Promise<void> {
    hearth.person.pick = ({ labels }) => labels.at(-1);
    hearth.person.type = () => 'Mend what is wrong.';
    await commands.executeCommand('hearth.rewrite');
  }
  const reviews = () => hearth.reviews.of(document.uri.toString());

  it('open a review of what the model wrote, and touch nothing before it is accepted', async () => {
    hearth.engine.enqueue(
      says(
        'Sure, here is the corrected text:\n\nThe ⟦1⟧ option tells the client how often it ',
        'tries again.\n\nIt was added in version 3.2.\n',
      ),
    );
    await rewrite();
    assert.match(hearth.prompt, /The ⟦1⟧ option tell/);
    assert.equal(document.getText(), text);
    assert.deepEqual(
      reviews()[0]?.review.changes.map(({ added }) => added),
      ['tells', 'was'],
    );
    await commands.executeCommand('hearth.acceptChanges');
    const mended = text.replace('tell ', 'tells ').replace('were', 'was');
    assert.equal(document.getText(), mended);
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    await until(() => document.getText() === text, 'the old text');
  });

  it('leave the text as it is, and say why, when the model loses a placeholder twice', async () => {
    hearth.engine.enqueue(says('The retry option tells.'));
    hearth.engine.enqueue(says('The retry option tells.'));
    await rewrite();
    assert.equal(hearth.asked('/api/chat').length, 2);
    assert.match(hearth.page.newest.failure?.message ?? '', /lost or doubled parts that must not change/);
    assert.deepEqual(reviews(), []);
    assert.equal(document.getText(), text);
  });

  it('say when there is nothing to change', async () => {
    hearth.engine.enqueue(
      says('The ⟦1⟧ option tell the client how often it tries again.\n\nIt were added in version 3.2.'),
    );
    await rewrite();
    assert.equal(hearth.page.newest.phase, 'done');
    assert.deepEqual(reviews(), []);
  });
});
