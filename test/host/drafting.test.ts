import assert from 'node:assert/strict';
import { commands, Position, Selection, type TextDocument, type TextEditor, window, workspace } from 'vscode';
import { Gate } from '../fakes/gate.ts';
import { says, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import { closeEditors, insert, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const notes = '# Plan\n\n- retry is back, see https://example.com/retry\n- needs 3.2\n\nNext.\n';

describe('drafting, continuing, and rewriting', () => {
  let hearth: Hearth;
  let editor: TextEditor;
  let document: TextDocument;
  let count = 0;
  beforeEach(async () => {
    hearth = await startHearth();
    count += 1;
    editor = await showFile(`drafting${count}.md`, notes);
    document = editor.document;
  });
  afterEach(async () => {
    await closeEditors();
    await hearth.end();
  });

  const [open, all] = [() => all()[0], () => hearth.reviews.of(document.uri.toString())];

  it('a draft goes below its notes, with what was made up pointed out', async () => {
    editor.selection = new Selection(2, 0, 3, 11);
    hearth.person.pick = () => 'Release note';
    hearth.engine.enqueue(says("Here's the release note:\n\nRetry is back in version 9.\n"));
    await commands.executeCommand('hearth.draft');
    assert.match(hearth.prompt, /release note[\s\S]*retry is back/);
    assert.equal(document.getText(), notes);
    assert.deepEqual(open()?.start.warnings, ['Not in your notes: 9.']);
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), notes.replace('needs 3.2\n', 'needs 3.2\n\nRetry is back in version 9.\n'));
  });

  it('a draft of which nothing can be used is asked for once more, and no oftener', async () => {
    editor.selection = new Selection(2, 0, 3, 11);
    hearth.person.pick = () => 'E-mail';
    const echo = '- retry is back, see https://example.com/retry\n- needs 3.2';
    hearth.engine.enqueue(says(echo));
    hearth.engine.enqueue(says('Dear all,\n\nretry is back in 3.2.'));
    await commands.executeCommand('hearth.draft');
    assert.equal(hearth.asked('/api/chat').length, 2);
    assert.equal(open()?.review.changes[0]?.added.trim(), 'Dear all,\n\nretry is back in 3.2.');
    hearth.engine.enqueue(says(echo));
    hearth.engine.enqueue(says(echo));
    await commands.executeCommand('hearth.anotherVersion');
    await hearth.page.until(({ failure }) => failure !== undefined, 'the next version is refused');
    assert.equal(hearth.asked('/api/chat').length, 4);
  });

  it('the card of a draft says so when the engine evidently read less than was sent', async () => {
    editor = await showFile(
      'manyNotes.md',
      'Ann comes at nine, and Bob brings the minutes of the meeting. '.repeat(60),
    );
    hearth.person.pick = () => 'E-mail';
    hearth.engine.enqueue(saysAndEnds({ promptCount: 9 }, 'Dear all,\n\nretry is back in 3.2.'));
    await commands.executeCommand('hearth.draft');
    const { remarks } = hearth.page.newest;
    assert.match(remarks?.[0] ?? '', /^The engine read only 9 tokens of at least \d+, and said nothing of it/);
  });

  it('a draft in an empty file is made from what is typed', async () => {
    document = await workspace.openTextDocument({ language: 'markdown', content: '' });
    editor = await window.showTextDocument(document);
    hearth.person.pick = () => 'E-mail';
    hearth.person.type = ({ prompt }) => (prompt.includes('empty') ? 'we are late, sorry' : undefined);
    hearth.engine.enqueue(says('Dear all,\n\nwe are late. Sorry.'));
    await commands.executeCommand('hearth.draft');
    assert.match(hearth.prompt, /we are late, sorry/);
    await commands.executeCommand('hearth.acceptChanges');
    assert.equal(document.getText(), 'Dear all,\n\nwe are late. Sorry.');
  });

  it('wishes in one’s own words are offered again, the latest first', async () => {
    editor.selection = new Selection(5, 0, 5, 5);
    hearth.person.pick = () => 'In my own words…';
    for (const wish of ['as a poem', 'for a child', 'as a poem']) {
      hearth.person.type = () => wish;
      hearth.engine.enqueue(says(`Then, ${wish.length}.`));
      await commands.executeCommand('hearth.rewrite');
      assert.match(hearth.prompt, new RegExp(wish));
    }
    hearth.person.pick = () => 'for a child';
    hearth.person.type = () => assert.fail('it is not asked for again');
    hearth.engine.enqueue(says('Then.'));
    await commands.executeCommand('hearth.rewrite');
    assert.deepEqual(hearth.person.offered.at(-1)?.labels.slice(-2), ['as a poem', 'for a child']);
    assert.match(hearth.prompt, /Edit this text as wished: for a child/);
  });

  it('half a link is widened to its paragraph, and a word is not', async () => {
    editor = await showFile(
      `link${count}.md`,
      'Go there. Read [the guide][g] first.\n\nEnd.\n\n[g]: https://example.com/guide\n',
    );
    document = editor.document;
    hearth.person.pick = () => 'Clearer';
    editor.selection = new Selection(0, 15, 0, 19);
    hearth.engine.enqueue(says('Go there. First read [the guide][⟦1⟧].'));
    await commands.executeCommand('hearth.rewrite');
    assert.match(hearth.prompt, /Go there\. Read \[the guide\]\[⟦1⟧\] first\./);
    assert.match(hearth.page.newest.about, /widened to whole blocks/);
    await commands.executeCommand('hearth.acceptChanges');
    assert.match(document.getText(), /^Go there\. First read \[the guide\]\[g\]\.\n\nEnd/);
    editor.selection = new Selection(0, 0, 0, 9);
    hearth.engine.enqueue(says('Go over there.'));
    await commands.executeCommand('hearth.rewrite');
    assert.doesNotMatch(hearth.prompt, /guide/);
  });

  it('a change of a fact says so', async () => {
    editor = await showFile(`fact${count}.md`, 'It needs version 3.2 to run.\n');
    document = editor.document;
    hearth.person.pick = () => 'Clearer';
    hearth.engine.enqueue(says('It needs version 4.2 to run.'));
    await commands.executeCommand('hearth.rewrite');
    assert.equal(open()?.review.changes[0]?.why, 'changes a number');
  });

  it('versions are written when asked for, and each can be looked at and taken', async () => {
    editor.selection = new Selection(5, 0, 5, 5);
    hearth.person.pick = () => 'Shorter';
    hearth.engine.enqueue(says('Then.'));
    await commands.executeCommand('hearth.rewrite');
    assert.equal(hearth.asked('/api/chat').length, 1);
    assert.equal(open()?.start.versions, undefined);
    hearth.engine.enqueue(says('Now.'));
    await commands.executeCommand('hearth.anotherVersion');
    await until(() => open()?.start.title === 'Rewrite: shorter (version 2 of 2)', 'the second version');
    hearth.person.pick = () => 'Version 1';
    await commands.executeCommand('hearth.chooseVersion');
    await until(() => open()?.start.title === 'Rewrite: shorter (version 1 of 2)', 'the first version');
    assert.equal(all().length, 1);
    await commands.executeCommand('hearth.acceptChanges');
    assert.match(document.getText(), /\nThen\.\n$/);
  });

  it('what goes on grows in place, word by word too, and is dropped by anything else that is typed', async () => {
    const place = () => ({ document, position: editor.selection.active });
    editor.selection = new Selection(5, 5, 5, 5);
    const more = new Gate();
    hearth.engine.enqueue(says('There is more to be said about this than anybody knew. ', more, 'So it is.'));
    const ended = commands.executeCommand('hearth.continue');
    await more.reached;
    await until(async () => (await hearth.complete(place()))[0] !== undefined, 'what came first');
    assert.equal((await hearth.complete(place()))[0], ' There is more to be said about this than anybody knew.');
    await insert(document, new Position(5, 5), ' There is');
    editor.selection = new Selection(5, 14, 5, 14);
    more.open();
    await ended;
    assert.deepEqual(await hearth.complete(place()), [' more to be said about this than anybody knew. So it is.']);
    await insert(document, new Position(5, 14), 'x');
    editor.selection = new Selection(5, 15, 5, 15);
    assert.deepEqual(await hearth.complete(place()), [], 'it was contradicted');
    assert.deepEqual(hearth.person.told, []);
  });

  it('Escape ends what goes on, and its request', async () => {
    editor.selection = new Selection(5, 5, 5, 5);
    const never = new Gate();
    hearth.engine.enqueue(says('There is more to be said about this than anybody knew. ', never));
    const ended = commands.executeCommand('hearth.continue');
    await never.reached;
    await commands.executeCommand('hearth.stopContinuing');
    await ended;
    await until(() => hearth.asked('/api/chat').at(-1)?.outcome === 'aborted', 'the request to end');
    assert.equal(document.getText(), notes);
    assert.deepEqual(hearth.person.told, []);
  });
});
