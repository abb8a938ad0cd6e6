import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { says } from '../fakes/ollamaAnswers.ts';
import { untitledWithCursor } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';

describe('snoozing completions', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(() => hearth.end());

  const choose = (label: string) => {
    hearth.person.pick = () => label;
    return commands.executeCommand('hearth.snoozeCompletions');
  };

  it('keeps them away while typing, and says until when; who asks for one gets it', async () => {
    const place = await untitledWithCursor('ruby', 'sum = █');
    await choose('15 minutes');
    assert.deepEqual(hearth.person.offered[0]?.labels, ['5 minutes', '15 minutes', '60 minutes', 'Until a restart']);
    assert.equal(hearth.face.text, '$(bell-slash) coder');
    assert.match(hearth.face.spoken, /^Hearth: Completions are snoozed until .*\d/);
    assert.match(hearth.hover.value, /\$\(bell-slash\) Completions are snoozed until .*\d/);
    assert.match(hearth.hover.value, /\[End the snooze\]\(command:hearth\.snoozeCompletions\)/);
    assert.deepEqual(await hearth.complete(place), []);
    assert.equal(hearth.decision?.reason, 'snoozed');
    assert.deepEqual(hearth.asked('/api/generate'), []);
    hearth.engine.script(says('a + b'));
    assert.deepEqual(await hearth.complete(place, { invoked: true }), ['a + b']);
  });

  it('is ended by the same command', async () => {
    await choose('Until a restart');
    assert.match(hearth.hover.value, /Completions are snoozed until a restart\./);
    hearth.engine.script(says('a + b'));
    const place = await untitledWithCursor('ruby', 'sum = █');
    assert.deepEqual(await hearth.complete(place), []);
    await choose('End the snooze');
    assert.equal(hearth.person.offered.at(-1)?.labels.length, 5);
    assert.equal(hearth.face.text, '$(home) coder');
    assert.doesNotMatch(hearth.hover.value, /snoozed/);
    assert.deepEqual(await hearth.complete(place), ['a + b']);
  });

  it('does not begin when nothing is chosen', async () => {
    await commands.executeCommand('hearth.snoozeCompletions');
    assert.equal(hearth.face.text, '$(home) coder');
  });
});
