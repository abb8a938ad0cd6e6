import assert from 'node:assert/strict';
import { commands, Position, Selection, type TextEditor } from 'vscode';
import { Gate } from '../fakes/gate.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { closeEditors, insert, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const text = 'a = 1\nb = 2\n';

describe('following up on an answer, and putting it below', () => {
  let hearth: Hearth;
  let editor: TextEditor;
  let count = 0;
  beforeEach(async () => {
    hearth = await startHearth();
    count += 1;
    editor = await showFile(`follow${count}.py`, text);
    editor.selection = new Selection(0, 0, 0, 5);
    hearth.engine.enqueue(says('It is `one`.'));
    await commands.executeCommand('hearth.explain');
  });
  afterEach(async () => {
    await closeEditors();
    await hearth.end();
  });

  const messages = () =>
    hearth.asked('/api/chat').at(-1)?.body?.messages as readonly { role: string; content: string }[] | undefined;
  const textIs = (wanted: string) =>
    until(
      () => editor.document.getText() === wanted,
      () => `${wanted} instead of ${editor.document.getText()}`,
    );

  it('asks with the excerpt and the last answer, in a card of its own', async () => {
    const { id, canFollowUp } = hearth.page.newest;
    assert.ok(canFollowUp);
    hearth.engine.enqueue(says('Because it says so.'));
    hearth.page.press({ type: 'followUp', id, question: '  Why one?  ' });
    const card = await hearth.page.until(
      ({ title, phase }) => title === 'Follow-up: Why one?' && phase === 'done',
      'it',
    );
    assert.match(card.about, /follow\d+\.py:1/);
    assert.deepEqual(
      messages()?.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.match(messages()?.[1]?.content ?? '', /a = 1/);
    assert.deepEqual(
      messages()
        ?.slice(2)
        .map(({ content }) => content),
      ['It is `one`.', 'Why one?'],
    );
  });

  it('asks by the keyboard, about the newest answer', async () => {
    hearth.person.type = () => 'Where?';
    hearth.engine.enqueue(says('Here.'));
    await commands.executeCommand('hearth.followUp');
    assert.equal(hearth.page.newest.title, 'Follow-up: Where?');
    assert.match(hearth.person.prompted[0]?.prompt ?? '', /Explain/);
  });

  it('is stopped like any answer', async () => {
    const never = new Gate();
    hearth.engine.enqueue(says('Be', never));
    hearth.page.press({ type: 'followUp', id: hearth.page.newest.id, question: 'Why?' });
    await never.reached;
    hearth.page.press({ type: 'stop', id: hearth.page.newest.id });
    await hearth.page.until(({ phase }) => phase === 'stopped', 'it to stop');
  });

  it('puts an answer below what it is about, wherever the cursor is, as one undo', async () => {
    editor.selection = new Selection(1, 3, 1, 3);
    hearth.page.press({ type: 'insertBelow', id: hearth.page.newest.id, text: 'c = 3' });
    await textIs('a = 1\nc = 3\nb = 2\n');
    await commands.executeCommand('undo');
    await textIs(text);
  });

  it('finds what an answer is about where it moved to, and says when it is no longer there', async () => {
    await insert(editor.document, new Position(0, 0), '# new\n');
    hearth.page.press({ type: 'insertBelow', id: hearth.page.newest.id, text: 'c = 3' });
    await textIs('# new\na = 1\nc = 3\nb = 2\n');
    await insert(editor.document, new Position(1, 1), 'x');
    hearth.page.press({ type: 'insertBelow', id: hearth.page.newest.id, text: 'c = 3' });
    await until(() => hearth.person.told.length > 0, 'a word');
    assert.match(hearth.person.texts[0] ?? '', /was changed meanwhile/);
    await textIs('# new\nax = 1\nc = 3\nb = 2\n');
  });
});
