import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { systemClock } from '../../../../src/base/clock.ts';
import { SecretScanner } from '../../../../src/editor/privacy/secretScanner.ts';
import { virtualClock } from '../../../fakes/clock.ts';
import { secretOf } from '../../privacy/plantedSecrets.ts';

describe('the worker that looks for secrets', () => {
  let folder = '';
  let workerPath = '';
  let scanner: SecretScanner;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hearth-scanner-'));
    workerPath = join(folder, 'secretWorker.mjs');
    buildSync({
      entryPoints: ['src/secretWorker.ts'],
      bundle: true,
      platform: 'node',
      format: 'esm',
      minify: true,
      outfile: workerPath,
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => scanner.dispose());

  const running = (code: string, clock = systemClock) => {
    const path = join(folder, `${Math.random()}.mjs`);
    writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${code}`);
    scanner = new SecretScanner({ workerPath: path, clock });
    return scanner;
  };

  it('finds them as bundled, one check after the other and several at once', async () => {
    scanner = new SecretScanner({ workerPath, clock: systemClock });
    const token = secretOf({ name: 'a GitHub token', seed: 1 });
    const texts = ['nothing', `// secretlint-disable\nx = ${token}`];
    const found = [[], [{ rule: 'githubToken', start: 29, end: 29 + token.length }]].map((each) =>
      each.map((secret) => ({ ...secret, start: secret.start - 3, end: secret.end - 3 })),
    );
    assert.deepEqual(await scanner.find(texts), found);
    assert.deepEqual(await Promise.all([scanner.find(texts), scanner.find(['']), scanner.find(texts)]), [
      found,
      [[]],
      found,
    ]);
  });

  it('fails when there is no worker, and goes on failing', async () => {
    scanner = new SecretScanner({ workerPath: join(folder, 'missing.mjs'), clock: systemClock });
    await assert.rejects(scanner.find(['a']));
    await assert.rejects(scanner.find(['a']));
  });

  it('fails when the worker throws or ends, also in the check after a good one', async () => {
    for (const fault of ["throw new Error('broken')", 'process.exit(0)', "Promise.reject(new Error('broken'))"]) {
      const { find } = running(`let n = 0;
        parentPort.on('message', ({ id, texts }) => {
          if (n++ > 0) { ${fault}; return; }
          parentPort.postMessage({ id, found: texts.map(() => []) });
        });`);
      assert.deepEqual(await find(['a']), [[]]);
      await assert.rejects(find(['b']), fault);
      await assert.rejects(find(['c']), fault);
      scanner.dispose();
    }
  });

  it('fails when it takes too long, and the worker is ended', async () => {
    const clock = virtualClock();
    const { find } = running("parentPort.on('message', () => { for (;;); });", clock);
    const failed = assert.rejects(find(['a']), /no result after 15000 ms/);
    await clock.advance(14_999);
    assert.equal(clock.waiting, 1);
    await clock.advance(1);
    await failed;
    assert.equal(clock.waiting, 0);
    await assert.rejects(find(['b']), /no result after 15000 ms/);
  });

  it('takes no other answer for the one it waits for', async () => {
    const { find } = running(`parentPort.on('message', ({ id }) => {
      for (const answer of [undefined, null, 'x', {}, { id }, { id, found: 'no' }, { id: id + 1, found: [] }, { id, found: [['real']] }])
        parentPort.postMessage(answer);
    });`);
    assert.deepEqual(await find(['a']), [['real']]);
  });

  it('fails what is under way when it is disposed of, and everything after', async () => {
    const { find } = running("parentPort.on('message', () => {});");
    const failed = assert.rejects(find(['a']), /the check was ended/);
    scanner.dispose();
    await failed;
    await assert.rejects(find(['a']), /the check was ended/);
  });

  it('gives the worker nothing of the environment', async () => {
    process.env.HEARTH_CANARY = 'in the environment';
    try {
      const { find } = running(`parentPort.on('message', ({ id }) =>
        parentPort.postMessage({ id, found: Object.keys(process.env) }));`);
      assert.deepEqual(await find(['a']), []);
    } finally {
      delete process.env.HEARTH_CANARY;
    }
  });
});
