// Collects every `l10n.t('…')` of src/ into l10n/bundle.l10n.json, from which translations start, and says what they lack:
//   node test/run/words.mjs             brings the bundle up to date; takes out of the translations what is no longer said
//   node test/run/words.mjs --pseudo    prints a translation into nothing, marked and written from right to left, for the tests
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The languages that Hearth speaks beside English, by the codes of VS Code's own language packs. */
export const languages = ['de'];

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

/**
 * The files of words with their translations: those of the source, and those of package.json.
 * @param {string} language
 * @returns {{ name: string, words: Record<string, string>, translation: Record<string, string> }[]}
 */
export function translated(language) {
  return [
    { name: `l10n/bundle.l10n.${language}.json`, words: wordsInSource() },
    { name: `package.nls.${language}.json`, words: read('package.nls.json') },
  ].map((each) => ({ ...each, translation: read(each.name) }));
}

/** @param {string} name @returns {Record<string, string>} */
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));

/** @param {string} name @param {Record<string, string>} words */
const write = (name, words) => writeFileSync(join(root, name), `${JSON.stringify(words, null, 2)}\n`);

/**
 * What must stand in a translation as it stands in the original: places for values, icons, addresses of links, names in code.
 * @param {string} text
 */
export function fixedParts(text) {
  return (text.match(/\{\d+\}|\$\([\w{}~-]+\)|\]\([^)]+\)|`[^`]+`|@hearth|#file|\bhearth\.\w[\w.]*\w/g) ?? []).sort();
}

/** Where a text begins and ends that was made by {@link pseudo}: no word of a language has these signs. */
export const pseudoMarks = ['⟪', '⟫'];

/**
 * A text as no language has it: a third longer, marked, and written from right to left. What must stay as it is, stays.
 * @param {string} text
 */
export function pseudo(text) {
  const longer = text.replace(
    /\$\([\w{}~-]+\)|\{\d+\}|\]\([^)]+\)|`[^`]+`|@hearth|#file|\bhearth\.\w[\w.]*\w|[aeiou]/g,
    (part) => (part.length === 1 ? `${part}\u0301` : part),
  );
  const [icon = ''] = /^(?:\$\([\w~-]+\) )?/.exec(longer) ?? [];
  return `${icon}${pseudoMarks[0]}\u202B${longer.slice(icon.length)}${'\u00B7'.repeat(Math.ceil(text.length / 3))}\u202C${pseudoMarks[1]}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = wordsInSource();
  if (process.argv.includes('--pseudo')) {
    const made = Object.fromEntries(Object.keys(words).map((word) => [word, pseudo(word)]));
    console.log(JSON.stringify(made, null, 2));
  } else {
    write('l10n/bundle.l10n.json', words);
    console.log(`l10n/bundle.l10n.json: ${Object.keys(words).length} texts`);
    for (const { name, words: all, translation } of languages.flatMap(translated)) {
      const known = Object.keys(all).filter((key) => key in translation);
      write(name, Object.fromEntries(known.map((key) => [key, translation[key] ?? ''])));
      const missing = Object.keys(all).filter((key) => !(key in translation));
      console.log(`${name}: ${known.length} texts${missing.length === 0 ? '' : `, ${missing.length} to translate:`}`);
      for (const key of missing) console.log(`  ${JSON.stringify(key)}: ${JSON.stringify(all[key])},`);
    }
  }
}
