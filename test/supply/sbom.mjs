import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./bundledPackages.mjs').BundledPackage} BundledPackage */

/**
 * The bill of materials (CycloneDX 1.6, JSON) of the extension. The same packages give the same bytes: it holds no time, and
 * its serial number is made of what it lists.
 * @param {string} root
 * @param {readonly BundledPackage[]} packages
 */
export function sbomOf(root, packages) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const ownRef = `${manifest.name}@${manifest.version}`;
  const refs = new Map(packages.map((each) => [each.name, purlOf(each)]));
  const refsOf = (/** @type {readonly string[]} */ names) => names.flatMap((name) => refs.get(name) ?? []).sort();
  const components = packages.map((each) => ({
    type: 'library',
    'bom-ref': purlOf(each),
    name: each.name,
    version: each.version,
    licenses: [/^[\w.-]+$/.test(each.license) ? { license: { id: each.license } } : { expression: each.license }],
    purl: purlOf(each),
    hashes: [{ alg: 'SHA-512', content: sha512Of(lockfile.packages[each.folder]?.integrity) }],
    properties: each.outputs.map((value) => ({ name: 'hearth:bundledInto', value })),
  }));
  const dependencies = [
    { ref: ownRef, dependsOn: refsOf(Object.keys(manifest.dependencies)) },
    ...packages.map((each) => ({ ref: purlOf(each), dependsOn: refsOf(each.dependencies) })),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([ownRef, components, dependencies]))}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ownRef,
        name: manifest.name,
        version: manifest.version,
        licenses: [{ license: { id: manifest.license } }],
      },
    },
    components,
    dependencies,
  };
}

/**
 * The package's name as a package URL.
 * @param {Pick<BundledPackage, 'name' | 'version'>} bundled
 */
export function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/**
 * The hash that the lockfile holds, in hexadecimal digits.
 * @param {string | undefined} integrity
 */
function sha512Of(integrity) {
  const digest = /^sha512-(\S+)/.exec(integrity ?? '')?.[1];
  if (digest === undefined) throw new Error('The lockfile holds no SHA-512 for a package that is bundled.');
  return Buffer.from(digest, 'base64').toString('hex');
}

/**
 * A UUID (RFC 9562, version 8) made of a text.
 * @param {string} text
 */
function uuidOf(text) {
  const digits = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  digits[12] = '8';
  digits[16] = '8';
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
