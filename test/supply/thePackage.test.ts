import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../run/root.mjs';
import { bundledPackages } from './bundledPackages.mjs';
import { fileList, listFile } from './fileList.ts';
import { sbomOf } from './sbom.mjs';
import { zipEntries } from './zipEntries.ts';

/** A second checkout, made and used as somebody else would. */
const elsewhere = join(root, 'out', 'supply', 'somewhere else');

describe('The package', function () {
  this.timeout(300_000);
  let first: Buffer;

  before(() => {
    first = build(root, {});
  });
  after(() => rmSync(elsewhere, { recursive: true, force: true }));

  it('is the same, byte for byte, when somebody else builds it elsewhere, later and in another time zone', () => {
    checkOutAgain();
    const second = build(elsewhere, { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
    const [one, two] = [first, second].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    const names = (bytes: Buffer) => zipEntries(bytes).map(({ name }) => name);
    assert.deepEqual(names(second), names(first));
    for (const [index, entry] of zipEntries(first).entries()) {
      assert.ok(zipEntries(second)[index]?.content.equals(entry.content), `${entry.name} differs`);
    }
    assert.equal(two, one);
    console.log(`      both are ${one}`);
  });

  it('holds the files on the list and no other', () => {
    assert.deepEqual(
      fileList(first),
      readFileSync(listFile, 'utf8').trimEnd().split('\n'),
      'run `npm run test:supply -- --update` if the list is to change',
    );
  });

  it('holds no file that can be started', () => {
    for (const { name, mode } of zipEntries(first)) assert.equal(mode & 0o111, 0, name);
  });

  it('has the licences and the bill of materials in it', () => {
    const content = (path: string) => zipEntries(first).find(({ name }) => name === `extension/${path}`)?.content;
    assert.deepEqual(content('THIRD-PARTY-NOTICES.txt'), readFileSync(join(root, 'THIRD-PARTY-NOTICES.txt')));
    const bill = JSON.parse(content('dist/sbom.cdx.json')?.toString('utf8') ?? '');
    assert.deepEqual(bill, JSON.parse(JSON.stringify(sbomOf(root, bundledPackages(root)))));
  });
});

/** Builds the package in a folder, and returns it. */
function build(folder: string, environment: Readonly<Record<string, string>>): Buffer {
  const file = join(folder, 'hearth.vsix');
  rmSync(file, { force: true });
  const command = 'umask "$0" && exec "$@"';
  const mask = folder === root ? '022' : '077';
  const env = { ...process.env, ...environment };
  execFileSync('sh', ['-c', command, mask, process.execPath, 'test/run/package.mjs'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return readFileSync(file);
}

/** The files of the repository as they are now, in another folder, with the packages that are installed here. */
function checkOutAgain(): void {
  rmSync(elsewhere, { recursive: true, force: true });
  const wanted = ['ls-files', '--cached', '--others', '--exclude-standard'];
  for (const name of execFileSync('git', wanted, { cwd: root, encoding: 'utf8' }).trim().split('\n')) {
    if (!existsSync(join(root, name))) continue;
    const copy = join(elsewhere, name);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(join(root, name), copy);
    chmodSync(copy, 0o600);
  }
  // Links instead of copies: 400 MB, of which nothing is changed.
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(elsewhere, 'node_modules')]);
}
