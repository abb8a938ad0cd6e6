import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutHiddenCharacters } from '../../src/writing/hiddenCharacters.ts';
import { root } from '../run/root.mjs';
import { bundledPackages, licenceTexts, runsCodeAtInstall } from './bundledPackages.mjs';
import { noticesOf } from './notices.mjs';
import { purlOf, sbomOf } from './sbom.mjs';

/** Licences that ask for nothing but their text, which THIRD-PARTY-NOTICES.txt has. */
const agreeable = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
]);

const update = 'run `npm run test:supply -- --update` and look at what changes';

/** Files that are named after what cannot be seen in them. */
const tablesOfCharacters = new Map([
  ['node_modules/character-entities/index.js', 'the table of HTML’s named characters, such as &ZeroWidthSpace;'],
]);

/** The tokens of the package `yaml`: its source writes them as escapes, esbuild as the signs themselves, each alone in a string. */
const yamlTokens = ['\u0002', '\u0018', '\u001f'].map((sign) => `"${sign}"`);

describe('What is bundled', () => {
  const packages = bundledPackages(root);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lockfile: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );

  it('is the dependencies that package.json names, in these very versions, and what they need', () => {
    const names = packages.map(({ name }) => name);
    assert.ok(names.length > 0);
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      assert.ok(names.includes(name), `${name} is named, but nothing of it is bundled`);
      assert.match(String(version), /^\d+\.\d+\.\d+$/, `${name} has no exact version`);
    }
    const wanted = new Set<string>();
    const want = (name: string) => {
      if (wanted.has(name)) return;
      wanted.add(name);
      for (const each of packages.find((one) => one.name === name)?.dependencies ?? []) want(each);
    };
    for (const name of Object.keys(manifest.dependencies)) want(name);
    assert.deepEqual(
      names.filter((name) => !wanted.has(name)),
      [],
      'bundled, but named by nobody',
    );
  });

  it('may be passed on: each package has an agreeable licence and comes with its text', () => {
    for (const bundled of packages) {
      assert.ok(agreeable.has(bundled.license), `${bundled.name}: ${bundled.license}`);
      assert.match(licenceTexts(root, bundled), /copyright|©/i, bundled.name);
    }
  });

  it('is listed with its licences in THIRD-PARTY-NOTICES.txt', () => {
    const written = readFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    assert.ok(written === noticesOf(root, packages), `it is not up to date: ${update}`);
  });

  it('ran no code of its own when it was installed', () => {
    for (const bundled of packages) {
      assert.ok(!runsCodeAtInstall(root, bundled), bundled.name);
      assert.notEqual(lockfile.packages[bundled.folder]?.hasInstallScript, true, bundled.name);
    }
  });

  it('is what the lockfile says, byte for byte, and comes from a registry', () => {
    for (const [path, { integrity, resolved, link, version }] of Object.entries(lockfile.packages)) {
      if (path === '') continue;
      assert.match(integrity ?? '', /^sha512-/, `${path} has no hash`);
      assert.ok(link !== true && version !== undefined, `${path} is a folder`);
      assert.doesNotMatch(resolved ?? '', /^(?:git|file|http:)/, path);
    }
  });

  it('is listed in the bill of materials', () => {
    const bill = sbomOf(root, packages);
    assert.deepEqual([bill.bomFormat, bill.specVersion, bill.version], ['CycloneDX', '1.6', 1]);
    assert.match(
      bill.serialNumber,
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const refs = packages.map(purlOf);
    assert.deepEqual(
      bill.components.map((each) => each['bom-ref']),
      refs,
    );
    assert.equal(new Set(refs).size, refs.length, 'two versions of the same package would need two lines each');
    for (const { hashes, licenses, name } of bill.components) {
      assert.match(hashes[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
      assert.equal(licenses.length, 1);
    }
    const known = new Set([bill.metadata.component['bom-ref'], ...refs]);
    for (const { ref, dependsOn } of bill.dependencies) {
      for (const each of [ref, ...dependsOn]) assert.ok(known.has(each), each);
    }
    assert.deepEqual(sbomOf(root, bundledPackages(root)), bill, 'the same packages must give the same bill');
  });

  it('holds no character that nobody sees, nor does anything in this repository', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const bundles = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).map(
      (name) => `dist/${name}`,
    );
    const texts = [...tracked, ...bundles, ...packages.flatMap(({ inputs }) => inputs)].filter(
      (file) => /\.[\w.]+$|\/[A-Z]+$/.test(file) && !/\.(?:png|gif|gguf)$/.test(file) && !tablesOfCharacters.has(file),
    );
    assert.ok(texts.length > 200 && bundles.some((name) => name.endsWith('extension.js')));
    const found = texts.flatMap((file) => {
      // A byte order mark at the very start is an old way to begin a file.
      const whole = readFileSync(join(root, file), 'utf8').replace(/^\ufeff/, '');
      const isBundle = file.startsWith('dist/chunks/');
      const text = isBundle ? yamlTokens.reduce((rest, token) => rest.replaceAll(token, '""'), whole) : whole;
      const lines = text
        .split('\n')
        .flatMap((line, index) => (withoutHiddenCharacters(line) === line ? [] : [index + 1]));
      return lines.map((line) => `${file}:${line}`);
    });
    assert.deepEqual(found, []);
  });
});

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
