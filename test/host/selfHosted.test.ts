import assert from 'node:assert/strict';
import dns from 'node:dns';
import {
  CancellationTokenSource,
  commands,
  LanguageModelChatMessage,
  type LanguageModelChatProvider,
  lm,
} from 'vscode';
import { type FakeVllm, type FakeVllmOptions, startFakeVllm } from '../fakes/fakeVllm.ts';
import { says } from '../fakes/vllmAnswers.ts';
import { fileWithCursor, untitledWithCursor } from './support/documents.ts';
import { coder as coderHere, type Hearth, type HearthOptions, startHearth } from './support/hearth.ts';
import { replace } from './support/replace.ts';
import { explainFile } from './support/run.ts';
import { until } from './support/until.ts';
import { withUserSettings } from './support/userSettings.ts';

const engineKey = 'sk-engine-canary-4711';
const coder = 'Qwen/Qwen2.5-Coder-1.5B';

describe('a server with OpenAI’s API', () => {
  const opened: { dispose(): void }[] = [];
  const servers: FakeVllm[] = [];
  let hearth: Hearth;
  afterEach(async () => {
    await hearth.end();
    for (const each of opened.splice(0)) each.dispose();
    for (const each of servers.splice(0)) await each.stop();
  });

  /** A server, and a Hearth whose engine it is. @param host a name that leads here and is not this computer's, or 127.0.0.1 */
  async function start(host: string, options: FakeVllmOptions = {}, more: HearthOptions['settings'] = {}) {
    const vllm = await startFakeVllm(options);
    servers.push(vllm);
    opened.push(
      replace(dns, 'lookup', (real) => (...values: unknown[]) => {
        const [name, ...rest] = values;
        return real(...([name === 'engine.lan' ? '127.0.0.1' : name, ...rest] as never[]));
      }),
    );
    hearth = await startHearth({ settings: { 'hearth.endpoint': `http://${host}:${vllm.port}`, ...more } });
    return vllm;
  }
  const agree = () => {
    hearth.person.press = ({ buttons }) => buttons.find((label) => label === 'Send Text There');
  };
  const asked = (server: FakeVllm) => server.requests.filter(({ method }) => method === 'POST');
  const explain = async (name: string, text = 'the text of it') => {
    await explainFile(name, text);
    return hearth.page.newest;
  };

  it('gives ghost text by a prompt of ours, and answers tasks', async () => {
    const vllm = await start('127.0.0.1');
    vllm.enqueue(says(false, 'a', ' + b;'));
    assert.deepEqual(await hearth.complete(await untitledWithCursor('ruby', 'sum = █')), ['a + b;']);
    const [completion] = asked(vllm);
    assert.match(String(completion?.body?.prompt), /^<\|fim_prefix\|>sum = <\|fim_suffix\|><\|fim_middle\|>$/);
    vllm.enqueue(says(false, 'It ', 'adds.'));
    const card = await explain('added.txt');
    assert.equal(card.phase, 'done');
    assert.equal(asked(vllm).at(-1)?.path, '/v1/chat/completions');
    assert.match(hearth.hover.value, /vLLM 0\\\.11\\\.2 at 127\\\.0\\\.0\\\.1:\d+ \(local\)/);
  });

  it('its models can be used, and neither downloaded nor deleted', async () => {
    await start('127.0.0.1');
    const rows = await hearth.models.provider.getChildren();
    const all = rows?.flatMap((row) => [row, ...row.children]) ?? [];
    const model = all.find((row) => row.model === coder);
    assert.ok(model);
    assert.doesNotMatch(model.contextValue ?? '', /delete|update|unload|load/);
    await commands.executeCommand('hearth.pullModel');
    assert.match(hearth.person.texts.at(-1) ?? '', /^vLLM gets its models where it runs/);
  });

  it('on another machine, it is agreed to first, and named self-hosted', async () => {
    const vllm = await start('engine.lan');
    assert.equal(vllm.requests.length, 0, 'nothing went there before');
    agree();
    const card = await explain('elsewhere.txt');
    assert.equal(card.phase, 'done');
    assert.equal(card.badge?.tier, 'selfHosted');
    await until(() => hearth.status.last?.provenance.tier === 'selfHosted', 'the answer to be counted');
    assert.match(hearth.hover.value, /Today: 0 answered here, 1 self-hosted/);
  });

  it('on another machine, it gets nothing of what must not leave this computer', async () => {
    const vllm = await start('engine.lan', {}, { 'hearth.neverLeaves': ['kept-*'] });
    agree();
    await explain('sent.txt');
    const before = asked(vllm).length;
    const card = await explain('kept-secret.txt', 'the secret of it');
    assert.match(
      card.failure?.message ?? '',
      /By “hearth\.neverLeaves” this text stays on your computer.*kept-secret\.txt/,
    );
    const place = await fileWithCursor('kept-code.txt', 'sum = █');
    assert.deepEqual(await hearth.complete(place, { invoked: true }), []);
    assert.equal(hearth.decision?.outcome === 'nothing' && hearth.decision.reason, 'excluded');
    assert.equal(asked(vllm).length, before);
    assert.ok(vllm.requests.every(({ bytes }) => !bytes.includes('the secret of it')));
  });

  it('on another machine, its models are not offered to VS Code’s chat, where nobody knows which files a message is from', async () => {
    const vllm = await start('engine.lan', {}, { 'hearth.chat.models': true });
    agree();
    await explain('agreed.txt');
    const before = asked(vllm).length;
    const [standIn, ...others] = await lm.selectChatModels({ vendor: 'hearth' });
    assert.deepEqual([standIn?.id, others], ['hearth', []]);
    const asking = standIn?.sendRequest([LanguageModelChatMessage.User('the secret of it')], {});
    await assert.rejects(async () => {
      for await (const _text of (await asking)?.text ?? []) assert.fail('it answered');
    }, /on another machine.*@hearth instead.*hearth\.chat\.modelsOnOtherMachines/);
    assert.equal(asked(vllm).length, before);
  });

  it('on another machine, its models answer VS Code’s chat where the user lets what is handed over go there', async () => {
    const settings = { 'hearth.chat.models': true, 'hearth.chat.modelsOnOtherMachines': true };
    let offer: LanguageModelChatProvider | undefined;
    opened.push(
      replace(lm, 'registerLanguageModelChatProvider', (real) => (vendor, provider) => {
        offer = provider;
        return real(vendor, provider);
      }),
    );
    const vllm = await start('engine.lan', {}, settings);
    agree();
    await explain('agreed.txt');
    const model = await until(
      async () => (await lm.selectChatModels({ vendor: 'hearth' })).find(({ id }) => id !== 'hearth'),
      'a model of the server',
    );
    const shown = await offer?.provideLanguageModelChatInformation(
      { silent: true },
      new CancellationTokenSource().token,
    );
    const [{ detail, tooltip } = {}] = shown?.filter(({ id }) => id === model.id) ?? [];
    assert.match(`${detail}; ${tooltip}`, /^self-hosted.*; Answers at engine\.lan:\d+, through Hearth\.$/);
    const response = await model.sendRequest([LanguageModelChatMessage.User('handed over')], {});
    let text = '';
    for await (const piece of response.text) text += piece;
    assert.notEqual(text, '');
    assert.ok(asked(vllm).some(({ bytes }) => bytes.includes('handed over')));
  });

  it('with a key: it is asked for where one is wanted, goes to that address only, and stands nowhere', async () => {
    const vllm = await start('127.0.0.1', { key: engineKey });
    const other = await startFakeVllm();
    servers.push(other);
    const { failure } = await explain('locked.txt');
    assert.match(failure?.message ?? '', /wants a key/);
    assert.equal(failure?.actionLabel, 'Enter the Key');
    hearth.person.type = ({ password }) => (password ? engineKey : undefined);
    await commands.executeCommand('hearth.setEngineKey');
    assert.match(
      hearth.person.prompted.at(-1)?.prompt ?? '',
      new RegExp(`It goes to http://127\\.0\\.0\\.1:${vllm.port} only`),
    );
    assert.equal((await explain('unlocked.txt')).phase, 'done');
    assert.equal(asked(vllm).at(-1)?.headers.authorization, `Bearer ${engineKey}`);
    await withUserSettings({ 'hearth.endpoint': other.url }, async () => {
      assert.equal((await explain('elsewhere.txt')).phase, 'done');
    });
    assert.ok(other.requests.length > 0 && other.requests.every(({ headers }) => headers.authorization === undefined));
    assert.doesNotMatch(
      JSON.stringify([hearth.logged, hearth.ledger(), hearth.person.told, hearth.hover.value]),
      /canary-4711/,
    );
    hearth.person.type = () => '';
    await commands.executeCommand('hearth.setEngineKey');
    assert.match((await explain('locked.txt')).failure?.message ?? '', /wants a key/);
  });

  it('several addresses: the first that is well answers, the hover card says how they stand', async () => {
    const [one, other, tasks] = [await startFakeVllm(), await startFakeVllm(), await startFakeVllm()];
    servers.push(one, other, tasks);
    const hosts = [one, other].map(({ port }) => `127.0.0.1:${port}`);
    hearth = await startHearth({
      settings: {
        'hearth.endpoints.completion': hosts,
        'hearth.endpoints.tasks': [`${tasks.url}/v1`],
      },
    });
    assert.equal((await hearth.complete(await untitledWithCursor('ruby', 'sum = █'))).length, 1);
    assert.deepEqual([asked(one).length, asked(other).length], [1, 0]);
    assert.equal((await explain('elsewhere.txt')).phase, 'done');
    assert.deepEqual([asked(one).length, asked(tasks).length], [1, 1], 'tasks have an engine of their own');
    await one.stop();
    assert.equal((await hearth.complete(await untitledWithCursor('ruby', 'total = █'))).length, 1);
    assert.equal(asked(other).length, 1);
    const card = hearth.hover.value.replaceAll('\\', '');
    assert.match(
      card,
      new RegExp(`\\(warning\\) ${hosts[0]} does not answer · \\$\\(pass-filled\\) ${hosts[1]} in use`),
    );
    assert.doesNotMatch(hearth.face.text, /warning/, 'nothing is wrong while one answers');
  });

  it('tasks with an engine of their own: the Models view and Check Setup tell of both', async () => {
    const model = 'Qwen/Qwen2.5-7B-Instruct';
    const tasks = await startFakeVllm({ models: [model] });
    servers.push(tasks);
    hearth = await startHearth({
      models: [coderHere],
      settings: { 'hearth.endpoints.tasks': [`127.0.0.1:${tasks.port}`] },
    });
    const here = `127.0.0.1:${hearth.engine.port}`;
    const there = `127.0.0.1:${tasks.port}`;
    const sections = async () =>
      (await hearth.models.provider.getChildren())?.map(({ label, description }) => `${label}: ${description}`);
    assert.deepEqual(await sections(), [
      `Completions: chosen automatically · Ollama at ${here}`,
      `Tasks: chosen automatically · vLLM at ${there}`,
    ]);
    const rows = (await hearth.models.provider.getChildren())?.flatMap((row) => [row, ...row.children]) ?? [];
    const can = (id: string) => rows.find((row) => row.id === id)?.contextValue ?? assert.fail(id);
    assert.match(can('completion/coder:latest'), /delete/);
    assert.doesNotMatch(can(`tasks/${model}`), /delete|update|load/);
    const said = async () => {
      const checked = await commands.executeCommand<{ findings: { check: string; message: string }[] }>(
        'hearth.checkSetup',
      );
      return checked.findings
        .filter(({ check }) => ['engine', 'models'].includes(check))
        .map(({ message }) => message.replace(/ [\d.]+(?= answers)/, ''));
    };
    assert.deepEqual(await said(), [
      `Completions: Ollama answers at ${here}, on this machine.`,
      `Tasks: vLLM answers at ${there}, on this machine.`,
      'Completions: The engine has one model.',
      'Tasks: The engine has one model.',
    ]);
    await tasks.stop();
    await commands.executeCommand('hearth.refreshModels');
    assert.deepEqual(await sections(), [
      `Completions: chosen automatically · Ollama at ${here}`,
      `Tasks: ${there} · does not answer`,
    ]);
    assert.deepEqual((await said()).slice(1), [
      `Tasks: Nothing answers at ${there}. Is the engine running?`,
      'Completions: The engine has one model.',
    ]);
  });

  it('at a cloud provider’s address, nothing is sent, and the way there is named', async () => {
    await start('127.0.0.1');
    await withUserSettings({ 'hearth.endpoint': 'https://api.openai.com/v1' }, async () => {
      const { failure } = await explain('cloudy.txt');
      assert.match(failure?.message ?? '', /^api\.openai\.com is a cloud provider/);
      assert.equal(failure?.actionLabel, 'Configure the Cloud Tier');
    });
  });
});
