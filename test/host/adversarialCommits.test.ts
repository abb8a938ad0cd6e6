import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri } from 'vscode';
import { gitApi } from '../../src/editor/tasks/code/gitExtension.ts';
import { adversarialAnswers } from '../fakes/adversarialAnswers.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { type Hearth, promptOf, startHearth } from './support/hearth.ts';
import { until } from './support/until.ts';

const good = 'feat: the second line';

/** Whatever a model answers to Commit Message: a message stands in the box, or the person is told why none does. */
describe('answers that are not what was asked for, to Commit Message', () => {
  let hearth: Hearth;
  let folder: string;
  before(async () => {
    hearth = await startHearth();
    folder = mkdtempSync(join(tmpdir(), 'hearth-git-'));
    const git = (...parameters: string[]) =>
      execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...parameters], { cwd: folder });
    git('init', '-q');
    writeFileSync(join(folder, 'a.txt'), 'one\n');
    git('add', '.');
    git('commit', '-qm', 'feat: the first line');
    writeFileSync(join(folder, 'a.txt'), 'one\ntwo\n');
    await commands.executeCommand('git.openRepository', folder);
  });
  after(async () => {
    hearth.engine.script(undefined);
    await hearth.end();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { name, answer } of adversarialAnswers) {
    it(name, async () => {
      const rootUri = Uri.file(folder);
      const api = await gitApi();
      const repository = await until(() => api?.getRepository(rootUri) ?? undefined, 'the repository');
      repository.inputBox.value = '';
      hearth.engine.script((exchange) => {
        if (exchange.request.path !== '/api/chat') return says('')(exchange);
        return answer(good, promptOf(exchange.request, '\n\n'))(exchange);
      });
      const told = hearth.person.told.length;
      await commands.executeCommand('hearth.commitMessage', { rootUri });
      const { value } = repository.inputBox;
      if (value === '') assert.ok(hearth.person.told.length > told, 'the person is told why');
      else assert.ok(!/^```|^<think|[\u200b\u202e]/.test(value), JSON.stringify(value));
      assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'one\ntwo\n');
    });
  }
});
