import assert from 'node:assert/strict';
import { CancellationTokenSource, commands, env, window } from 'vscode';
import type { Disposable } from '../../src/base/disposable.ts';
import { Gate } from '../fakes/gate.ts';
import { says, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import { htmlPage, outOfMemory, refuses } from '../fakes/ollamaFaults.ts';
import type { FakeModel } from '../fakes/ollamaModels.ts';
import { showFile } from './support/documents.ts';
import { coder, type Hearth, startHearth, writer } from './support/hearth.ts';
import { modelRows, rowOf, words } from './support/modelRows.ts';
import { replace } from './support/replace.ts';
import { until } from './support/until.ts';
import { setUserSettings, userSetting } from './support/userSettings.ts';

const far: FakeModel = { name: 'far:cloud', size: 400, remote: { host: 'https://cloud.example', model: 'far' } };
const embedder: FakeModel = { name: 'embed:latest', capabilities: ['embedding'] };
const spare: FakeModel = { ...coder, name: 'spare:latest', loaded: false, parameterSize: '3B' };
const everything = [coder, { ...writer, memory: { total: 6e9, gpu: 3e9 } }, far, embedder, spare];

const run = (command: string, row?: unknown) => commands.executeCommand(`hearth.${command}`, row);

describe('the Models view', () => {
  let hearth: Hearth;
  afterEach(async () => {
    await hearth.end();
    await setUserSettings({ 'hearth.models.completion': undefined, 'hearth.models.tasks': undefined });
  });

  /** Which words of its own the view was last told to show. */
  const states: string[] = [];
  const watching: Disposable[] = [];
  before(() => {
    const watched = replace(commands, 'executeCommand', (real) => (...values) => {
      const [command, key, value] = values as unknown[];
      if (command === 'setContext' && key === 'hearth.modelsState') states.push(String(value));
      return real(...values);
    });
    watching.push(watched);
  });
  after(() => watching.splice(0).forEach((each) => void each.dispose()));

  const sent = (path: string) => hearth.engine.requests.filter((request) => request.path === path);
  const shown = async () => (await modelRows(hearth)).map(words);

  it('asks the engine nothing before it is shown', async () => {
    hearth = await startHearth({ models: everything });
    assert.deepEqual([sent('/api/ps'), sent('/api/show')], [[], []]);
    await modelRows(hearth);
    assert.equal(sent('/api/ps').length, 1);
  });

  it('shows each model under its role, with what is known of it, and cloud models apart', async () => {
    hearth = await startHearth({ models: everything });
    const rows = await shown();
    for (const row of [
      'completion | Completions | chosen automatically | row',
      'completion/coder:latest | coder | loaded · CPU | row unload update copy delete',
      'completion/spare:latest | spare | 986 MB | row use-completion now-completion use-tasks load update copy delete',
      'completion/coder:latest/0 | Size | 1.5B · Q4_K_M · 986 MB on disk | row',
      'completion/coder:latest/1 | Memory | 1.2 GB · CPU | row',
      'completion/coder:latest/2 | Context | 4,096 of 4,096 tokens in use | row',
      'completion/coder:latest/3 | Speed here | not measured yet | row',
      'completion/coder:latest/4 | Capabilities | completion, insert | row',
      'tasks/writer:latest | writer | loaded · 50 % GPU, 50 % CPU | row unload update copy delete',
      'others/embed:latest | embed | 986 MB | row update copy delete',
      'cloud | Cloud | not used as local | row',
      'cloud/far:cloud | far:cloud |  | row copy delete',
    ]) {
      assert.ok(
        rows.some((each) => each.replace('row use-tasks', 'row') === row || each === row),
        `${row}\nis not among\n${rows.join('\n')}`,
      );
    }
    const advice = await rowOf(hearth, 'tasks/writer:latest/0');
    assert.equal(advice.label, 'Does not fit on the GPU');
    assert.match(String(advice.description), /^50 % runs on the CPU, which is slow\./);
  });

  it('shows how fast a model was, once it has answered', async () => {
    hearth = await startHearth();
    await showFile('speed.txt', 'Some text.');
    hearth.engine.enqueue(saysAndEnds({ count: 50, time: 1250 }, 'Because.'));
    await run('explain');
    assert.ok((await shown()).includes('tasks/writer:latest/3 | Speed here | 40 tokens/s | row'));
    hearth.person.pick = () => undefined;
    await run('chooseTaskModel');
    assert.ok(hearth.person.offered.at(-1)?.rows.includes('writer | 8B · Q4_K_M · 986 MB · 40 tokens/s | '));
  });

  it('uses a model for a role from then on', async () => {
    hearth = await startHearth({ models: everything });
    await run('useForCompletions', await rowOf(hearth, 'completion/spare:latest'));
    assert.equal(userSetting('hearth.models.completion'), 'spare:latest');
    const rows = await shown();
    assert.ok(rows.includes('completion | Completions | chosen by you | row'));
    assert.match(
      (await rowOf(hearth, 'completion/spare:latest')).accessibilityInformation?.label ?? '',
      /^spare, in use/,
    );
  });

  it('loads a model with the one context size, and takes it out of memory again', async () => {
    hearth = await startHearth({ models: everything });
    await run('loadModel', await rowOf(hearth, 'completion/spare:latest'));
    assert.ok(hearth.engine.loaded.has('spare:latest'));
    assert.deepEqual(sent('/api/generate').at(-1)?.body?.options, { num_ctx: 4096 });
    assert.match(String((await rowOf(hearth, 'completion/spare:latest')).description), /^loaded/);
    await run('unloadModel', await rowOf(hearth, 'completion/spare:latest'));
    assert.ok(!hearth.engine.loaded.has('spare:latest'));
    assert.ok(hearth.engine.models.has('spare:latest'));
  });

  it('says why a model cannot be loaded', async () => {
    hearth = await startHearth({ models: everything });
    hearth.engine.enqueue(outOfMemory(), 'load');
    await run('loadModel', await rowOf(hearth, 'completion/spare:latest'));
    assert.equal(hearth.person.texts.at(-1), 'The model does not fit into memory. A smaller one will.');
  });

  it('a load says how long it has taken, and can be cancelled, at the engine too, without a word', async () => {
    hearth = await startHearth({ models: everything });
    const gate = new Gate();
    hearth.engine.enqueue(says(gate), 'load');
    const cancel = new CancellationTokenSource();
    const said: string[] = [];
    const replaced = replace(
      window,
      'withProgress',
      () => async (_: unknown, task: unknown) =>
        (task as (progress: object, token: unknown) => Promise<unknown>)(
          { report: ({ message }: { message: string }) => said.push(message) },
          cancel.token,
        ),
    );
    try {
      const loading = run('loadModel', await rowOf(hearth, 'completion/spare:latest'));
      await gate.reached;
      await until(() => said.length > 0, 'how long it has taken');
      assert.match(said[0] ?? '', /^\d+ s$/);
      cancel.cancel();
      await loading;
      assert.equal(await sent('/api/generate').at(-1)?.closed, 'aborted');
      assert.deepEqual(hearth.person.told, []);
    } finally {
      gate.open();
      replaced.dispose();
    }
  });

  describe('a download', () => {
    const name = 'qwen2.5-coder:0.5b-base';
    const picks = (wanted: string) => {
      hearth.person.pick = ({ labels }) => labels.find((label) => label.endsWith(wanted));
    };

    it('is offered from the catalogue with what it takes, the recommended one first, and by any name', async () => {
      hearth = await startHearth();
      await run('pullModel');
      const [offered] = hearth.person.offered;
      // Which ones, and whether any, is a matter of the machine that this runs on.
      const starred = offered?.labels.filter((label) => label.startsWith('$(star-full)')) ?? [];
      if (starred.length > 0) assert.equal(offered?.labels[0], 'Suits this machine best');
      assert.deepEqual(offered?.labels.slice(1, 1 + starred.length), starred);
      assert.match(
        offered?.rows.find((row) => row.startsWith(`${name} |`) || row.includes(` ${name} |`)) ?? '',
        /531 MB · Apache-2\.0 \| .*akes up to 1\.2 GB of memory/,
      );
      assert.deepEqual(sent('/api/pull'), [], 'dismissed: nothing is downloaded');
      picks('Another Name…');
      hearth.person.type = () => ' someone/own-model:7b ';
      await run('pullModel');
      assert.equal(sent('/api/pull').at(-1)?.body?.name, 'someone/own-model:7b');
      assert.ok(hearth.engine.models.has('someone/own-model:7b'));
      for (const typed of ['two words', '', 'x:y:z/../q?', undefined]) {
        hearth.person.type = () => typed;
        await run('pullModel');
      }
      assert.equal(sent('/api/pull').length, 1, 'what is no name is not sent');
    });

    it('shows how far it is; cancelled, it ends at the engine and stays on the list; it goes on from there', async () => {
      hearth = await startHearth({ settings: { 'hearth.models.completion': 'coder' } });
      const hold = new Gate();
      hearth.engine.pulling = { hold, total: 531_000_000 };
      picks(name);
      const reports: string[] = [];
      const cancel = new CancellationTokenSource();
      const replaced = replace(window, 'withProgress', () => async (_: unknown, task: unknown) => {
        const progress = { report: ({ message = '' }: { message?: string }) => void reports.push(message) };
        return (task as (progress: object, token: unknown) => Promise<unknown>)(progress, cancel.token);
      });
      try {
        const pulling = run('pullModel');
        await hold.reached;
        await until(async () => (await shown())[0]?.includes('50 % of'), 'the half of it');
        assert.match(
          (await shown())[0] ?? '',
          new RegExp(`^pull/${name} \\| ${name} \\| 50 % of \\d+ MB.* \\| row stop$`),
        );
        cancel.cancel();
        await pulling;
        assert.equal(await sent('/api/pull')[0]?.closed, 'aborted');
        assert.match((await shown())[0] ?? '', /\| 50 % of \d+ MB, stopped \| row resume discard$/);
        assert.equal(hearth.person.told.length, 0, 'nobody is told what they did themselves');
        assert.ok(reports.length > 0);
      } finally {
        replaced.dispose();
        hold.open();
      }
      hearth.engine.pulling = { total: 531_000_000 };
      hearth.person.press = ({ buttons }) => buttons[0];
      await run('resumeDownload', await rowOf(hearth, `pull/${name}`));
      assert.equal(sent('/api/pull').length, 2);
      assert.ok(hearth.engine.models.has(name));
      await until(() => userSetting('hearth.models.completion') === name, 'the model to be used');
      assert.ok(hearth.person.told.some(({ buttons }) => buttons.join() === 'Use for Completions'));
      assert.ok(!(await shown()).some((row) => row.startsWith('pull/')));
      assert.match((await rowOf(hearth, `completion/${name}`)).accessibilityInformation?.label ?? '', /, in use,/);
    });

    it('that fills the disk says so, once, and goes on when there is room', async () => {
      hearth = await startHearth();
      hearth.engine.pulling = { error: 'write /models/blobs/sha256-4c27-partial: no space left on device' };
      picks(name);
      await run('pullModel');
      const [told] = hearth.person.told;
      assert.match(told?.text ?? '', /^The disk of the engine at 127\.0\.0\.1:\d+ is full\./);
      assert.deepEqual([told?.buttons, hearth.person.told.length], [['Show Models'], 1]);
      assert.ok(!hearth.engine.models.has(name));
      hearth.engine.pulling = {};
      await run('resumeDownload', await rowOf(hearth, `pull/${name}`));
      assert.ok(hearth.engine.models.has(name));
    });

    it('of a name that nobody has says so, and can be taken off the list', async () => {
      hearth = await startHearth();
      hearth.engine.library = new Map();
      picks(name);
      await run('pullModel');
      assert.equal(hearth.person.texts.at(-1), `There is no model of this name to download: ${name}`);
      await run('forgetDownload', await rowOf(hearth, `pull/${name}`));
      assert.ok(!(await shown()).some((row) => row.startsWith('pull/')));
    });

    it('can be stopped by its row, and ends with the window', async () => {
      hearth = await startHearth();
      picks(name);
      for (const end of ['stop', 'leave'] as const) {
        const hold = new Gate();
        hearth.engine.pulling = { hold };
        const pulling = run('pullModel');
        await hold.reached;
        if (end === 'stop') await run('stopDownload', await rowOf(hearth, `pull/${name}`));
        else await hearth.leave();
        await pulling;
        assert.equal(await sent('/api/pull').at(-1)?.closed, 'aborted');
        hold.open();
      }
    });

    it('that updates a model says what became of it', async () => {
      hearth = await startHearth({ models: everything });
      const [old, fresh] = ['a'.repeat(64), 'b'.repeat(64)];
      hearth.engine.models.set('spare:latest', { ...spare, digest: old });
      hearth.engine.library = new Map([['spare:latest', { ...spare, digest: old }]]);
      await run('updateModel', await rowOf(hearth, 'completion/spare:latest'));
      assert.equal(hearth.person.texts.at(-1), 'spare is up to date.');
      hearth.engine.library.set('spare:latest', { ...spare, digest: fresh });
      await run('updateModel', await rowOf(hearth, 'completion/spare:latest'));
      assert.equal(hearth.person.texts.at(-1), 'spare was updated, from aaaaaaaaaaaa to bbbbbbbbbbbb.');
    });
  });

  it('deletes a model only after a question that names it, its size and its use', async () => {
    hearth = await startHearth({ models: everything });
    await run('deleteModel', await rowOf(hearth, 'completion/coder:latest'));
    const [told] = hearth.person.told;
    assert.deepEqual([told?.modal, told?.text, told?.buttons], [true, 'Delete coder:latest?', ['Delete']]);
    assert.ok(hearth.engine.models.has('coder:latest'));
    hearth.person.press = () => 'Delete';
    await run('deleteModel', await rowOf(hearth, 'completion/coder:latest'));
    assert.ok(!hearth.engine.models.has('coder:latest'));
    assert.ok(!(await shown()).some((row) => row.includes('coder:latest')));
  });

  it('a model that was deleted by somebody else is said to be gone, and is gone from the view', async () => {
    hearth = await startHearth({ models: everything });
    const row = await rowOf(hearth, 'completion/spare:latest');
    hearth.engine.models.delete('spare:latest');
    for (const command of ['loadModel', 'updateModel', 'deleteModel', 'copyModelDetails']) {
      await run(command, row);
      assert.equal(hearth.person.texts.at(-1), 'The model spare:latest is not installed.', command);
    }
    assert.ok(!(await shown()).some((each) => each.includes('spare')));
    assert.deepEqual([sent('/api/pull'), sent('/api/delete')], [[], []]);
  });

  it('a chosen model that is gone stands in its role, and can be downloaded again', async () => {
    hearth = await startHearth({ settings: { 'hearth.models.tasks': 'gone:7b' } });
    const rows = await shown();
    assert.ok(
      rows.includes('tasks/problem/gone:7b | gone:7b | chosen, but not installed | row download'),
      rows.join('\n'),
    );
    await run('downloadMissing', await rowOf(hearth, 'tasks/problem/gone:7b'));
    assert.ok(hearth.engine.models.has('gone:7b'));
    assert.match((await rowOf(hearth, 'tasks/gone:7b')).accessibilityInformation?.label ?? '', /, in use,/);
  });

  it('copies everything that is known of a model', async () => {
    hearth = await startHearth({ models: everything });
    await run('copyModelDetails', await rowOf(hearth, 'completion/coder:latest'));
    const copied = await env.clipboard.readText();
    assert.match(copied, /^coder:latest\nSize: 1\.5B · Q4_K_M · 986 MB on disk\nMemory: .*\nDigest: [0-9a-f]{64}$/s);
  });

  it('without a row, a command asks which model', async () => {
    hearth = await startHearth({ models: everything });
    hearth.person.pick = ({ labels }) => labels.find((label) => label === 'spare');
    await run('loadModel');
    assert.ok(hearth.engine.loaded.has('spare:latest'));
    assert.deepEqual(hearth.person.offered.at(-1)?.labels.includes('coder'), false, 'that is in memory already');
  });

  it('takes nothing for a row that another extension made', async () => {
    hearth = await startHearth({ models: everything });
    const forged = { model: 'spare:latest', id: 'completion/spare:latest', contextValue: 'row delete' };
    for (const command of ['useForCompletions', 'loadModel', 'deleteModel', 'pullModel', 'downloadMissing']) {
      await run(command, forged);
      await run(command, 'spare:latest');
    }
    assert.deepEqual(
      [sent('/api/pull'), sent('/api/delete'), userSetting('hearth.models.completion')],
      [[], [], undefined],
    );
    assert.ok(!hearth.engine.loaded.has('spare:latest'));
  });

  it('an engine that is off has no rows, and a sentence; a start of it has rows again', async () => {
    hearth = await startHearth({ models: everything });
    await modelRows(hearth);
    await hearth.engine.stop();
    await run('refreshModels');
    assert.deepEqual(await modelRows(hearth), []);
    assert.equal(states.at(-1), 'unreachable');
    await hearth.engine.restart();
    await run('refreshModels');
    assert.ok((await modelRows(hearth)).length > 0);
    assert.equal(states.at(-1), 'models');
    hearth.engine.script(htmlPage(), '/api/tags');
    await run('refreshModels');
    assert.deepEqual([await modelRows(hearth), states.at(-1)], [[], 'notTheEngine']);
    hearth.engine.script(undefined, '/api/tags');
    hearth.engine.script(refuses(500, 'broken'), '/api/ps');
    await run('refreshModels');
    assert.deepEqual([await modelRows(hearth), states.at(-1)], [[], 'failed']);
  });

  it('an engine without a model has no rows: the view’s own words offer a download', async () => {
    hearth = await startHearth({ models: [] });
    assert.deepEqual(await modelRows(hearth), []);
    assert.equal(states.at(-1), 'empty');
  });

  it('the context size is one for all, says what it takes, and that models are loaded anew', async () => {
    hearth = await startHearth({ models: [{ ...coder, contextLength: 32_768 }, writer] });
    try {
      hearth.person.pick = ({ labels }) => labels.find((label) => label === '16,384 tokens');
      await run('chooseContextSize');
      const [offered] = hearth.person.offered;
      assert.match(offered?.placeHolder ?? '', /models are loaded anew/);
      assert.match(
        offered?.rows.find((row) => row.startsWith('8,192')) ?? '',
        /now · default \| Completions: up to 1\.7 GB of memory · Tasks:/,
      );
      assert.equal(userSetting('hearth.models.contextTokens'), 16_384);
      assert.match(hearth.person.texts.at(-1) ?? '', /16,384 tokens\. Those in memory are loaded anew/);
    } finally {
      await setUserSettings({ 'hearth.models.contextTokens': undefined });
    }
  });
});
