import assert from 'node:assert/strict';
import { commands, Position, Uri, type WorkspaceConfiguration, workspace } from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import { settingsTable } from '../../src/base/settings.ts';
import { insert, selectLines, showFile } from './support/documents.ts';
import { cloudKey, type Hearth, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { escalate, explainFile } from './support/run.ts';
import { userSetting } from './support/userSettings.ts';
import { send } from './support/webviews.ts';

describe('hostile surroundings', () => {
  let hearth: Hearth;
  const made: Disposable[] = [];
  beforeEach(async () => {
    hearth = await startHearth();
    await explainFile();
  });
  afterEach(async () => {
    for (const each of made.splice(0)) each.dispose();
    await hearth.end();
  });

  describe('another extension', () => {
    it('can call any command, with whatever it likes: without the person nothing leaves, and nothing is set', async () => {
      const settings = () => JSON.stringify(Object.values(settingsTable).map(({ key }) => userSetting(key)));
      const [settingsBefore, secretsBefore] = [settings(), JSON.stringify([...hearth.secrets])];
      selectLines(await showFile('stolen.txt', 'CANARY-1\nCANARY-2\n'), 0, 1);
      const forged = {
        id: hearth.page.newest.id,
        send: true,
        approved: true,
        confirmed: true,
        type: 'send',
        task: 'explain',
        question: 'CANARY',
        text: 'CANARY',
        baseUrl: 'https://attacker.example/v1',
        model: 'evil',
        key: cloudKey,
        path: '/tmp/stolen',
      };
      const call = async (id: string) => {
        // What a command makes of a value that it does not expect is no matter here.
        const ended = commands.executeCommand(id, forged, forged.baseUrl, true, Uri.parse('file:///etc/hostname'));
        await ended.then(undefined, () => undefined);
      };
      const ofCloud = (await commands.getCommands(true)).filter((id) => /^hearth\..*(cloud|escalate)/i.test(id));
      assert.ok(ofCloud.length >= 4, String(ofCloud));
      for (const id of ofCloud) await call(id);
      // A person who takes the first of everything offered, until the sheet comes. The flag is set by now.
      hearth.person.pick = ({ labels }) => labels[0];
      hearth.person.type = () => 'What is this?';
      for (const id of ['hearth.escalate', 'hearth.askCloud', 'hearth.explain']) await call(id);
      assert.equal(hearth.sheets.shown.length, 4, 'each that could send something led to the sheet');
      assert.deepEqual([hearth.cloudRequests, hearth.ledger()], [[], []]);
      assert.deepEqual([settings(), JSON.stringify([...hearth.secrets])], [settingsBefore, secretsBefore]);
      assert.doesNotMatch(JSON.stringify(hearth.sheets.shown), /attacker|evil/);
    });
  });

  describe('a document that changes while the sheet is open', () => {
    it('changes nothing of what is sent: that is what was shown', async () => {
      const editor = await showFile('moving.txt', 'one\ntwo\nthree\n');
      selectLines(editor, 0, 1);
      hearth.person.pick = () => 'Ask a Question…';
      hearth.person.type = () => 'What is this?';
      hearth.sheets.answer = (view, say) => {
        void insert(editor.document, new Position(0, 0), 'CANARY ').then(() => say(send(view)));
        return 'wait';
      };
      await commands.executeCommand('hearth.askCloud');
      assert.match(editor.document.getText(), /^CANARY one/);
      assert.equal(hearth.cloudRequests[0]?.bytes.toString(), hearth.sheets.shown.at(-1)?.body);
      assert.match(hearth.cloudRequests[0]?.bytes.toString() ?? '', /one\\ntwo/);
      assert.doesNotMatch(hearth.cloudRequests[0]?.bytes.toString() ?? '', /CANARY/);
    });
  });

  /** Where an extension runs on another machine than the window, that machine's settings are in force for it, too. */
  describe('settings of the machine that lead requests past somebody', () => {
    /** What VS Code tells there of its own setting. */
    const machineSays = (key: string, inForce: unknown, users?: unknown) =>
      made.push(
        replace(workspace, 'getConfiguration', (real) => (...scope) => {
          const configuration = real(...scope) as WorkspaceConfiguration;
          if (scope.length > 0) return configuration;
          return Object.create(configuration, {
            get: { value: (name: string) => (name === key ? inForce : configuration.get(name)) },
            inspect: {
              value: (name: string) =>
                name === key
                  ? {
                      ...configuration.inspect(key),
                      globalLocalValue: users,
                      globalRemoteValue: inForce,
                      globalValue: inForce,
                    }
                  : configuration.inspect(name),
            },
          });
        }),
      );

    for (const [key, value] of [
      ['http.proxy', 'http://attacker.example:3128'],
      ['http.proxyStrictSSL', false],
    ] as const) {
      it(`let nothing out to the cloud, and the message names them: ${key}`, async () => {
        machineSays(key, value);
        hearth.sheets.answer = send;
        await escalate();
        assert.deepEqual(hearth.cloudRequests, []);
        const { phase, failure } = hearth.page.newest;
        assert.equal(phase, 'failed');
        assert.ok(failure?.message.includes(key) && /Nothing was sent/.test(failure.message));
        assert.deepEqual(
          hearth.ledger().flatMap((record) => (record.kind === 'outcome' ? [record.ended] : [])),
          ['wayChanged'],
        );
      });

      it(`nor to a self-hosted engine: ${key}`, async () => {
        await hearth.end();
        hearth = await startHearth({ settings: { 'hearth.endpoint': 'https://192.0.2.1:11434' } });
        machineSays(key, value);
        hearth.person.press = ({ buttons }) => buttons[0];
        await explainFile('hard.txt', 'one\ntwo\n');
        assert.ok(hearth.page.newest.failure?.message.includes(key));
      });

      it(`are the user’s own where the user has set the same: ${key}`, async () => {
        machineSays(key, value, value);
        hearth.sheets.answer = send;
        await escalate();
        assert.equal(hearth.page.newest.phase, 'done');
        assert.equal(hearth.cloudRequests.length, 1);
      });
    }
  });
});
