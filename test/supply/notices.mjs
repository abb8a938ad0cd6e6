import { licenceTexts } from './bundledPackages.mjs';

const line = '─'.repeat(80);

/**
 * THIRD-PARTY-NOTICES.txt: the packages that are in the extension, each with its licence in full.
 * @param {string} root
 * @param {readonly import('./bundledPackages.mjs').BundledPackage[]} packages
 */
export function noticesOf(root, packages) {
  const parts = packages.map((bundled) => {
    const { name, version, license, homepage } = bundled;
    const head = [`${name} ${version} · ${license}`, ...(homepage === undefined ? [] : [homepage])];
    return [line, ...head, line, '', licenceTexts(root, bundled), ''].join('\n');
  });
  const first = `Hearth contains ${packages.length} packages made by others. Each is used under its own licence, which follows here in full.`;
  return `${first}\n\n${parts.join('\n')}`;
}
