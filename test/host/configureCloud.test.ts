import assert from 'node:assert/strict';
import { commands, lm } from 'vscode';
import { anthropic, ollama, openai } from '../fakes/cloudDialects.ts';
import { cloudKey, type Hearth, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { explainFile } from './support/run.ts';
import { setUserSettings, userSetting } from './support/userSettings.ts';
import { send } from './support/webviews.ts';

const configure = () => commands.executeCommand('hearth.configureCloud');

/** Everything that the command writes, to be taken back. */
const written = {
  'hearth.cloud.provider': undefined,
  'hearth.cloud.baseUrl': undefined,
  'hearth.cloud.model': undefined,
  'hearth.cloud.monthlyBudget': undefined,
};

describe('Configure the Cloud Tier', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth({ key: false, settings: { 'hearth.cloud.baseUrl': '', 'hearth.cloud.model': '' } });
  });
  afterEach(async () => {
    hearth.cloud.script(undefined);
    try {
      // What was asked here was asked for: each time a person said so.
      assert.doesNotMatch(
        JSON.stringify([hearth.logged, hearth.person.told, hearth.person.offered]),
        new RegExp(cloudKey),
      );
      await hearth.end();
    } finally {
      await setUserSettings(written);
    }
  });

  /** A person who picks and types these in turn; what is left out is Escape. */
  const does = (...steps: readonly string[]) => {
    const left = [...steps];
    hearth.person.pick = () => left.shift();
    hearth.person.type = () => left.shift();
    return { left };
  };
  const traffic = () => hearth.ledger().flatMap((each) => (each.kind === 'traffic' ? [each.what] : []));
  const settings = () => ['provider', 'baseUrl', 'model'].map((name) => userSetting(`hearth.cloud.${name}`));

  for (const { like, api, dialect, path } of [
    { like: 'Like OpenAI', api: undefined, dialect: openai, path: '/v1' },
    { like: 'Like Anthropic', api: 'anthropic', dialect: anthropic, path: '' },
    { like: 'Like Ollama', api: 'ollama', dialect: ollama, path: '' },
  ] as const) {
    it(`goes from provider to key to model to test, naming each step that sends something: ${like}`, async () => {
      const { url, port } = hearth.cloud;
      const host = `127.0.0.1:${port}`;
      const steps = does('Another Address…', like, url + path, cloudKey, 'Ask for the List', 'big-model', 'Test Now');
      await configure();
      assert.deepEqual(steps.left, []);
      assert.deepEqual(
        [...hearth.person.offered, ...hearth.person.prompted].map(({ title }) => /\d\/4/.exec(title)?.[0]).sort(),
        ['1/4', '1/4', '1/4', '2/4', '3/4', '3/4', '4/4'],
      );
      const said = hearth.person.offered.map(({ placeHolder }) => placeHolder);
      assert.ok(said.includes(`Ask ${host} for its list of models? No text of yours is in it.`), said.join('\n'));
      assert.ok(said.includes(`Ask big-model at ${host} to answer with the word OK? No text of yours is in it.`));
      assert.deepEqual(
        hearth.cloudRequests.map(({ method, path: asked }) => [method, asked]),
        [
          ['GET', dialect.listPath],
          ['POST', dialect.path],
        ],
      );
      assert.deepEqual(traffic(), ['modelList', 'keyTest']);
      assert.deepEqual([...hearth.secrets], [[`hearth.cloud.key ${url}`, cloudKey]]);
      assert.deepEqual(settings(), [api, url + path, 'big-model']);
      assert.match(hearth.person.texts.at(-1) ?? '', /^The cloud tier is big-model at .*\. It answers\.$/);

      await explainFile();
      hearth.sheets.answer = send;
      await commands.executeCommand('hearth.escalate');
      assert.equal(hearth.page.newest.badge?.tier, 'cloud');
      assert.equal(hearth.cloudRequests.at(-1)?.path, dialect.path);
    });
  }

  it('offers the providers that most people look for first, and says where each is', async () => {
    await configure();
    const [offered] = hearth.person.offered;
    assert.deepEqual(offered?.rows.slice(1, 4), [
      'Anthropic | api.anthropic.com | ',
      'OpenAI | api.openai.com/v1 | ',
      'Ollama’s cloud | ollama.com | ',
    ]);
    assert.ok((offered?.rows.length ?? 0) > 25);
    assert.deepEqual(hearth.cloudRequests, []);
  });

  it('sends nothing when the name is typed and the test put off', async () => {
    const { url } = hearth.cloud;
    does('Another Address…', 'Like OpenAI', `${url}/v1`, cloudKey, 'Type the Name', 'other-model', 'Not Now');
    await configure();
    assert.deepEqual([hearth.cloudRequests, hearth.ledger()], [[], []]);
    assert.deepEqual(settings(), [undefined, `${url}/v1`, 'other-model']);
    assert.match(hearth.person.texts.at(-1) ?? '', /It has not been tested\.$/);
  });

  it('stays as it is on Escape at any step', async () => {
    const { url } = hearth.cloud;
    const all = ['Another Address…', 'Like OpenAI', `${url}/v1`, cloudKey, 'Type the Name', 'other-model'];
    for (const count of all.keys()) {
      does(...all.slice(0, count));
      await configure();
      assert.equal(hearth.secrets.size, 0);
      assert.deepEqual(settings(), [undefined, undefined, undefined]);
    }
    does(...all);
    await configure();
    assert.equal(hearth.secrets.size, 0);
    assert.deepEqual(hearth.cloudRequests, []);
  });

  it('lets the name be typed when there is no list, and saves what failed its test only if told to', async () => {
    const { url } = hearth.cloud;
    hearth.cloud.script(openai.refuses(401));
    const steps = ['Another Address…', 'Like OpenAI', `${url}/v1`, cloudKey, 'Type the Name', 'big-model', 'Test Now'];
    does(...steps);
    await configure();
    assert.match(hearth.person.texts.at(-2) ?? '', /rejected the key\.$/);
    assert.deepEqual(hearth.person.told.at(-1)?.buttons, ['Save Anyway', 'Start Again']);
    assert.equal(hearth.secrets.size, 0);
    assert.deepEqual(settings(), [undefined, undefined, undefined]);
    hearth.person.press = ({ buttons }) => buttons.find((button) => button === 'Save Anyway');
    does(...steps);
    await configure();
    assert.equal(hearth.secrets.size, 1);
    assert.deepEqual(settings(), [undefined, `${url}/v1`, 'big-model']);
  });

  describe('when there is a cloud', () => {
    beforeEach(async () => {
      const { url } = hearth.cloud;
      does('Another Address…', 'Like OpenAI', `${url}/v1`, cloudKey, 'Type the Name', 'big-model', 'Not Now');
      await configure();
      hearth.person.offered.length = 0;
    });

    it('changes the model alone, or the key alone', async () => {
      does('$(symbol-parameter) Another Model…', 'Type the Name', 'bigger-model', 'Not Now');
      await configure();
      assert.equal(hearth.person.offered[0]?.placeHolder, `Now big-model at 127.0.0.1:${hearth.cloud.port}`);
      assert.equal(userSetting('hearth.cloud.model'), 'bigger-model');
      does('$(key) Another Key…', 'sk-another', 'Not Now');
      await configure();
      assert.deepEqual([...hearth.secrets.values()], ['sk-another']);
      assert.equal(userSetting('hearth.cloud.model'), 'bigger-model');
      assert.deepEqual(hearth.cloudRequests, []);
    });

    it('tests when told to', async () => {
      does('$(beaker) Test Key and Model…', 'Test Now');
      await configure();
      assert.deepEqual(traffic(), ['keyTest']);
      assert.match(hearth.person.texts.at(-1) ?? '', /It answers\.$/);
    });

    it('is removed with its key', async () => {
      does('$(circle-slash) Remove');
      await configure();
      assert.equal(hearth.secrets.size, 0);
      assert.deepEqual(settings(), [undefined, undefined, undefined]);
    });

    it('forgets everything: all keys and all settings, after asking', async () => {
      const secrets = hearth.secrets as Map<string, string>;
      secrets.set('hearth.cloud.key https://api.example.com', 'sk-old');
      await setUserSettings({ 'hearth.cloud.monthlyBudget': 5 });
      does('$(trash) Forget Everything…');
      await configure();
      assert.equal(secrets.size, 2);
      const told = hearth.person.told.at(-1);
      assert.deepEqual([told?.modal, told?.buttons], [true, ['Forget Everything']]);
      hearth.person.press = ({ buttons }) => buttons.find((button) => button === 'Forget Everything');
      does('$(trash) Forget Everything…');
      await configure();
      assert.equal(secrets.size, 0);
      assert.deepEqual(settings(), [undefined, undefined, undefined]);
      assert.equal(userSetting('hearth.cloud.monthlyBudget'), undefined);
    });
  });

  describe('a model of another extension', () => {
    /** The other extension, as VS Code shows it to us. */
    const offered = (answer: (messages: readonly unknown[]) => AsyncIterable<string>) =>
      replace(lm, 'selectChatModels', () => async (selector?: { vendor?: string; id?: string }) => {
        const model = {
          vendor: 'acme',
          id: 'maker/big',
          name: 'Acme Big',
          family: 'big',
          version: '1',
          maxInputTokens: 1000,
          sendRequest: async (messages: readonly unknown[]) => ({ text: answer(messages) }),
        };
        return selector?.vendor === undefined || selector.vendor === 'acme' ? [model] : [];
      });

    it('is handed what the sheet showed, and named for what it is', async () => {
      const handed: unknown[] = [];
      const replaced = offered(async function* (messages) {
        handed.push(...messages);
        yield 'Because';
        yield ' of that.';
      });
      try {
        does('A Model of Another Extension…', 'Acme Big');
        await configure();
        assert.deepEqual(settings(), ['extension', undefined, 'acme/maker/big']);
        assert.match(hearth.person.texts.at(-1) ?? '', /Nothing has been handed over\.$/);
        assert.equal(handed.length, 0);

        await explainFile();
        hearth.sheets.answer = send;
        await commands.executeCommand('hearth.escalate');
        const [shown] = hearth.sheets.shown;
        assert.equal(shown?.host, 'acme');
        const messages: { content: string }[] = JSON.parse(shown?.body ?? '').messages;
        assert.equal(handed.length, messages.length);
        assert.match(JSON.stringify(handed), /one\\ntwo\\nthree/);
        const { badge, phase, id } = hearth.page.newest;
        assert.deepEqual(
          [badge?.tier, badge?.word, badge?.model, phase],
          ['handedOver', 'handed over', 'maker/big', 'done'],
        );
        assert.equal(hearth.view.textOf(id), 'Because of that.');
        assert.deepEqual(
          [hearth.face.text, hearth.face.spoken],
          ['$(extensions) big', 'Hearth: answered by maker/big, handed over'],
        );
        const [intent, outcome] = hearth.ledger();
        assert.ok(intent?.kind === 'intent' && outcome?.kind === 'outcome');
        assert.deepEqual([intent.tier, intent.destination, outcome.ended], ['handedOver', 'vscode-lm://acme', 'done']);
        assert.deepEqual(hearth.cloudRequests, []);
      } finally {
        replaced.dispose();
      }
    });

    it('can be stopped, also when the other extension takes no notice', async () => {
      const replaced = offered(async function* () {
        yield 'Because';
        await new Promise(() => {});
      });
      try {
        does('A Model of Another Extension…', 'Acme Big');
        await configure();
        await explainFile();
        hearth.sheets.answer = send;
        const escalated = commands.executeCommand('hearth.escalate');
        const { id } = await hearth.page.until(({ phase }) => phase === 'streaming', 'the first piece');
        hearth.page.press({ type: 'stop', id });
        await escalated;
        assert.deepEqual([hearth.page.newest.phase, hearth.view.textOf(id)], ['stopped', 'Because']);
      } finally {
        replaced.dispose();
      }
    });

    it('says so when no extension offers one', async () => {
      does('A Model of Another Extension…');
      await configure();
      assert.equal(hearth.person.texts.at(-1), 'No other extension offers a model here.');
    });
  });
});
