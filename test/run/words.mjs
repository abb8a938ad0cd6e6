// Collects every `l10n.t('…')` of src/ into l10n/bundle.l10n.json, from which translations start: `node test/run/words.mjs`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The source's words, each as its own translation, in the order of the alphabet.
 * @returns {Record<string, string>}
 */
export function wordsInSource() {
  const words = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => wordsIn(readFileSync(join(root, 'src', path), 'utf8'), path));
  return Object.fromEntries([...new Set(words)].sort().map((word) => [word, word]));
}

/** @param {string} code @param {string} path @returns {string[]} */
function wordsIn(code, path) {
  const calls = code.match(/\bl10n\.t\(/g) ?? [];
  const literals = [...code.matchAll(/\bl10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)];
  // A word put together at run time cannot be translated.
  if (literals.length !== calls.length) throw new Error(`${path}: l10n.t wants a literal in single quotes`);
  return literals.map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = wordsInSource();
  writeFileSync(join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(words, null, 2)}\n`);
  console.log(`l10n/bundle.l10n.json: ${Object.keys(words).length} texts`);
}
