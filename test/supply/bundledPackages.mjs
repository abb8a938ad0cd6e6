import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} BundledPackage A package of which something is in the extension.
 * @property {string} name
 * @property {string} version
 * @property {string} license Its SPDX expression.
 * @property {string | undefined} homepage
 * @property {string} folder Relative to the root, such as `node_modules/openai`.
 * @property {readonly string[]} inputs Its files that went in, relative to the root.
 * @property {readonly string[]} outputs The files they went into, relative to the root.
 * @property {readonly string[]} dependencies Names of packages it depends on, bundled or not.
 * @property {readonly string[]} scripts Names of its npm scripts.
 */

/** @typedef {Record<string, { inputs: Record<string, { bytesInOutput: number }> }>} MadeOf */

/**
 * The packages that the last build put into `dist`, by name. What was left out as unused counts as not there.
 * @param {string} root The project's folder.
 * @returns {readonly BundledPackage[]}
 * @throws {Error} When nothing is built.
 */
export function bundledPackages(root) {
  /** @type {MadeOf} */
  const madeOf = JSON.parse(readFileSync(join(root, 'dist', 'made-of.json'), 'utf8'));
  /** @type {Map<string, { inputs: Set<string>, outputs: Set<string> }>} */
  const found = new Map();
  for (const [output, { inputs }] of Object.entries(madeOf)) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      // The name of the innermost package that the file is in.
      const folder = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder === undefined || bytesInOutput === 0) continue;
      const known = found.get(folder) ?? { inputs: new Set(), outputs: new Set() };
      known.inputs.add(input);
      known.outputs.add(output);
      found.set(folder, known);
    }
  }
  return [...found]
    .map(([folder, { inputs, outputs }]) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      return {
        name: manifest.name,
        version: manifest.version,
        // Old packages have a list instead.
        license: manifest.license ?? manifest.licenses?.[0]?.type ?? 'unknown',
        homepage: manifest.homepage,
        folder,
        inputs: [...inputs].sort(),
        outputs: [...outputs].sort(),
        dependencies: Object.keys(manifest.dependencies ?? {}),
        scripts: Object.keys(manifest.scripts ?? {}),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The licence and the notices that a package comes with, in full.
 * @param {string} root
 * @param {Pick<BundledPackage, 'name' | 'folder'>} bundled
 * @returns {string}
 * @throws {Error} When it comes with none: then it cannot be passed on.
 */
export function licenceTexts(root, { name, folder }) {
  const files = readdirSync(join(root, folder)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const own = files.sort().map((file) => join(root, folder, file));
  const added = join(root, 'test', 'supply', 'licences', `${name.replace('/', '-')}.txt`);
  const texts = own.length > 0 ? own : [added].filter((file) => existsSync(file));
  if (texts.length === 0) throw new Error(`${name} comes without the text of its licence; put it into ${added}.`);
  return texts.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/**
 * Whether installing a package would run code of its own.
 * @param {string} root
 * @param {BundledPackage} bundled
 */
export function runsCodeAtInstall(root, { folder, scripts }) {
  const atInstall = ['preinstall', 'install', 'postinstall'];
  // npm compiles what has this file, even without a script.
  return existsSync(join(root, folder, 'binding.gyp')) || scripts.some((each) => atInstall.includes(each));
}
