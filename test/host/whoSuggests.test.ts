import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { settingsTable } from '../../src/base/settings.ts';
import { untitledWithCursor } from './support/documents.ts';
import { type Hearth, type HearthOptions, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';
import { setUserSettings, userSetting, withUserSettings } from './support/userSettings.ts';

const enabled = settingsTable.completionsEnabled.key;
const question = /^Hearth and Continue \(a stand-in that does nothing\) can suggest text at the cursor/;

/** The suite's VS Code has a stand-in for Continue beside Hearth. */
describe('who suggests text, beside another extension', () => {
  let hearth: Hearth;
  afterEach(() => hearth.end());
  const start = async (options: HearthOptions = {}) => {
    hearth = await startHearth({ state: {}, ...options });
  };
  const questions = () => hearth.person.texts.filter((text) => question.test(text));
  const why = () => commands.executeCommand('hearth.whyNoSuggestion');
  const choose = async (label: string) => {
    hearth.person.press = ({ text, buttons }) =>
      question.test(text) ? buttons.find((each) => each === label) : undefined;
    await commands.executeCommand('hearth.whoSuggests');
  };

  it('is not asked when a window opens, nor while somebody types: the hover card says it', async () => {
    await start();
    await hearth.complete(await untitledWithCursor('ruby', 'sum = █'));
    assert.deepEqual(hearth.person.told, []);
    assert.match(hearth.hover.value, /can suggest text, too.*\[Who shall\?\]\(command:hearth\.whoSuggests\)/);
  });

  it('is asked once, after something a person did about suggestions', async () => {
    await start();
    await why();
    await until(() => questions().length === 1, 'the question');
    assert.deepEqual(hearth.person.told[0]?.buttons, ['Hearth', 'Continue (a stand-in that does nothing)', 'Both']);
    await why();
    assert.equal(questions().length, 1);
  });

  it('is not asked where it was decided, and can be decided anew', async () => {
    await start({ state: { 'hearth.whoSuggests': 'both' } });
    await why();
    assert.deepEqual(questions(), []);
    assert.doesNotMatch(hearth.hover.value, /can suggest text, too/);
    await choose('Both');
    assert.equal(questions().length, 1);
  });

  it('is not asked where Hearth suggests nothing anyway', async () => {
    await start({ settings: { [enabled]: false } });
    await why();
    assert.deepEqual(questions(), []);
  });

  it('the other: Hearth’s completions are off, as by their own command', async () => {
    await withUserSettings({ [enabled]: undefined }, async () => {
      await start();
      await choose('Continue (a stand-in that does nothing)');
      assert.equal(userSetting(enabled), false);
      await setUserSettings({ [enabled]: undefined });
    });
  });

  it('Hearth: the other is shown in the list of extensions, where a person can disable it', async () => {
    await start();
    const run: unknown[][] = [];
    const watching = replace(commands, 'executeCommand', (real) => async (...given) => {
      if ((given as unknown[])[0] !== 'workbench.extensions.search') return real(...given);
      run.push(given);
      return undefined;
    });
    await choose('Hearth');
    watching.dispose();
    assert.deepEqual(run, [['workbench.extensions.search', '@id:Continue.continue']]);
    assert.equal(userSetting(enabled), undefined);
  });
});
