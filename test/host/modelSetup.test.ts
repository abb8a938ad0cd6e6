import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import type { Drift } from '../../src/models/setup.ts';
import { digestOf } from '../fakes/ollamaModels.ts';
import { removeFromFolder, writeInFolder } from './support/documents.ts';
import { cloudKey, coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { setUserSettings, userSetting } from './support/userSettings.ts';

/** Everything that an import may set, and what it must not. */
const touched = [
  'hearth.models.completion',
  'hearth.models.tasks',
  'hearth.models.contextTokens',
  'hearth.models.keepAliveMinutes',
  'hearth.completions.enabled',
  'hearth.writing.style',
  'hearth.endpoint',
  'hearth.neverLeaves',
  'hearth.cloud.enabled',
  'hearth.cloud.baseUrl',
];
const now = () => touched.map(userSetting);

describe('models that can be had again', () => {
  let hearth: Hearth;
  const made: Disposable[] = [];
  const untouched = () => setUserSettings(Object.fromEntries(touched.map((key) => [key, undefined])));
  // Tests of other files leave what they switched off and on again as a value of the user's own.
  before(untouched);
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    for (const each of made.splice(0)) each.dispose();
    removeFromFolder('.hearth');
    await hearth.end();
    await untouched();
  });
  const pulled = () => hearth.engine.requests.filter(({ path }) => path === '/api/pull').map(({ body }) => body?.name);

  describe('what a workspace suggests', () => {
    const suggests = (text: unknown) =>
      writeInFolder('.hearth/models.json', typeof text === 'string' ? text : JSON.stringify(text));
    const compare = () => commands.executeCommand<readonly Drift[] | undefined>('hearth.compareModels');

    it('is compared with what is installed, digest by digest; nothing is chosen or downloaded by itself', async () => {
      suggests({
        models: [
          { name: 'coder', digest: digestOf(coder).slice(0, 12), roles: ['completion'] },
          { name: 'writer:latest', digest: `sha256:${'0'.repeat(64)}` },
          { name: 'other:7b' },
        ],
      });
      const drifts = await compare();
      assert.deepEqual(
        drifts?.map(({ model, state }) => [model.name, state]),
        [
          ['coder', 'same'],
          ['writer:latest', 'otherDigest'],
          ['other:7b', 'missing'],
        ],
      );
      assert.deepEqual(hearth.person.offered[0]?.rows, [
        '$(check) coder | installed, with just these weights | ',
        `$(warning) writer:latest | other weights: 000000000000 is named, ${digestOf(writer).slice(0, 12)} is here | `,
        '$(cloud-download) other:7b | not installed | ',
      ]);
      assert.deepEqual([pulled(), now()], [[], touched.map(() => undefined)]);
    });

    it('is downloaded where a person picks it, and used only where they say so', async () => {
      suggests({ models: [{ name: 'other:7b', roles: ['completion', 'tasks'] }] });
      hearth.person.pick = ({ labels }) => labels.find((label) => label.endsWith('other:7b'));
      await compare();
      assert.deepEqual(pulled(), ['other:7b']);
      assert.deepEqual(
        now(),
        touched.map(() => undefined),
      );
    });

    it('is said to be nothing, or not readable, where that is so', async () => {
      await compare();
      assert.match(hearth.person.texts.at(-1) ?? '', /^This workspace suggests no models/);
      for (const text of ['{', '[]', '{"models": 7}', ' '.repeat(300_000)]) {
        suggests(text);
        assert.equal(await compare(), undefined);
        assert.match(hearth.person.texts.at(-1) ?? '', /is not of the form that Hearth reads|suggests no models/);
      }
      assert.deepEqual(hearth.person.offered, []);
    });

    it('is not read in a workspace that is not trusted', async () => {
      suggests({ models: [{ name: 'other:7b' }] });
      const trusted = Object.getOwnPropertyDescriptor(workspace, 'isTrusted') ?? {};
      Object.defineProperty(workspace, 'isTrusted', { ...trusted, get: () => false });
      try {
        assert.equal(await compare(), undefined);
      } finally {
        Object.defineProperty(workspace, 'isTrusted', trusted);
      }
      assert.deepEqual(hearth.person.offered, []);
      const told = hearth.person.told.at(-1);
      assert.match(told?.text ?? '', /only once you trust its workspace/);
      assert.deepEqual(told?.buttons, ['Manage Trust']);
    });
  });

  describe('a setup as one file', () => {
    const file = () => Uri.file(join(hearth.storage, 'setup.json'));
    const exports = async () => {
      made.push(replace(window, 'showSaveDialog', () => async () => file()));
      await commands.executeCommand('hearth.exportSetup');
      return readFileSync(file().fsPath, 'utf8');
    };
    const imports = async (text: string) => {
      await workspace.fs.writeFile(file(), new TextEncoder().encode(text));
      made.push(replace(window, 'showOpenDialog', () => async () => [file()]));
      await commands.executeCommand('hearth.importSetup');
    };

    it('names the models that are used with their digests, and no secret, address or exclusion', async () => {
      const text = await exports();
      assert.deepEqual(JSON.parse(text).models, [
        { name: 'coder:latest', digest: digestOf(coder), roles: ['completion'] },
        { name: 'writer:latest', digest: digestOf(writer), roles: ['tasks'] },
      ]);
      assert.equal(JSON.parse(text).settings['hearth.models.contextTokens'], 8192);
      for (const word of [cloudKey, 'cloud', 'neverLeaves', 'endpoint', '127.0.0.1', hearth.storage]) {
        assert.ok(!text.includes(word), word);
      }
    });

    it('is imported only after it was seen what it changes; what is missing is downloaded only after another word', async () => {
      const setup = {
        hearthSetup: 1,
        models: [
          { name: 'coder:latest', digest: digestOf(coder), roles: ['completion'] },
          { name: 'other:7b', roles: ['tasks'] },
        ],
        settings: { 'hearth.models.keepAliveMinutes': 5, 'hearth.writing.style': 'British spelling' },
      };
      await imports(JSON.stringify(setup));
      const told = hearth.person.told.at(-1);
      assert.deepEqual([told?.modal, told?.buttons], [true, ['Import']]);
      assert.deepEqual(
        now(),
        touched.map(() => undefined),
        'dismissed: nothing is set',
      );

      hearth.person.press = ({ modal }) => (modal ? 'Import' : undefined);
      await imports(JSON.stringify(setup));
      assert.equal(userSetting('hearth.models.completion'), 'coder:latest');
      assert.equal(userSetting('hearth.models.tasks'), 'other:7b');
      assert.equal(userSetting('hearth.models.keepAliveMinutes'), 5);
      assert.equal(userSetting('hearth.writing.style'), 'British spelling');
      assert.equal(hearth.person.texts.at(-1), 'The setup also needs: other:7b');
      assert.deepEqual(pulled(), []);

      hearth.person.press = ({ modal, buttons }) => (modal ? 'Import' : buttons.find((each) => each === 'Download'));
      await setUserSettings({ 'hearth.models.keepAliveMinutes': undefined });
      await imports(JSON.stringify(setup));
      assert.deepEqual(pulled(), ['other:7b']);
      await imports(JSON.stringify(setup));
      assert.equal(hearth.person.texts.at(-1), 'Everything is already as this setup says.');
    });

    it('cannot set where text goes, or what may leave, whatever it says', async () => {
      hearth.person.press = ({ buttons }) => buttons[0];
      await imports(
        JSON.stringify({
          hearthSetup: 1,
          models: [],
          settings: {
            'hearth.endpoint': 'https://attacker.example',
            'hearth.neverLeaves': [],
            'hearth.cloud.enabled': true,
            'hearth.cloud.baseUrl': 'https://attacker.example/v1',
            'editor.fontSize': 99,
            'hearth.models.keepAliveMinutes': 7,
          },
        }),
      );
      assert.deepEqual(
        now(),
        touched.map((key) => (key === 'hearth.models.keepAliveMinutes' ? 7 : undefined)),
      );
    });

    it('is refused where it is none', async () => {
      for (const text of ['{', '{}', '{"hearthSetup":2}', '[1]']) {
        await imports(text);
        assert.match(hearth.person.texts.at(-1) ?? '', /is not a setup that Hearth exported\.$/);
      }
      assert.deepEqual(
        now(),
        touched.map(() => undefined),
      );
    });
  });
});
