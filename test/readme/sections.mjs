// The parts of README.md that are made from what they tell of. `node test/run/readme.mjs` writes them anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../run/root.mjs';

/** @typedef {{ default: unknown, markdownDescription: string, order: number }} Setting */

const json = (/** @type {string} */ path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/**
 * A README with the parts between `<!-- made: NAME -->` and `<!-- end of NAME -->` as they have to be.
 * @param {string} readme
 */
export async function withMadeParts(readme) {
  /** @type {Record<string, string>} */
  const parts = { settings: settings(), troubles: await troubles() };
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- made: ${name} -->`, `<!-- end of ${name} -->`];
    const [before, inside, after] = [readme.indexOf(begin), readme.indexOf(end), readme.indexOf(end) + end.length];
    if (before < 0 || inside < before) throw new Error(`README.md has no place for ${name}: ${begin} … ${end}`);
    readme = `${readme.slice(0, before)}${begin}\n\n${part}\n\n${end}${readme.slice(after)}`;
  }
  return readme;
}

/** The settings, as the manifest declares them. */
function settings() {
  const words = json('package.nls.json');
  /** @type {[string, Setting][]} */
  const all = Object.entries(json('package.json').contributes.configuration.properties);
  all.sort(([, one], [, other]) => one.order - other.order);
  const rows = all.map(([name, { default: value, markdownDescription }]) => [
    `\`${name}\``,
    defaultWords(value),
    words[markdownDescription.slice(1, -1)],
  ]);
  return table(['setting', 'at first', 'what it does'], rows);
}

/** @param {unknown} value */
function defaultWords(value) {
  if (value === '' || value === null || JSON.stringify(value) === '[]' || JSON.stringify(value) === '{}')
    return 'empty';
  if (Array.isArray(value) && value.length > 3) {
    return `${value
      .slice(0, 3)
      .map((each) => `\`${each}\``)
      .join(', ')} and ${value.length - 3} more`;
  }
  if (Array.isArray(value)) return value.map((each) => `\`${each}\``).join(', ');
  if (typeof value === 'object') {
    return Object.entries(/** @type {object} */ (value))
      .map(([key, each]) => `\`${key}\`: \`${each}\``)
      .join(', ');
  }
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return `\`${value}\``;
}

/** What Check Setup says of what does not work, and the button that helps: by the code that says it. */
async function troubles() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test/readme/troubles.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    plugins: [withEnglishWords],
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  /** @type {{ troubles(): readonly { says: string, helps: string }[] }} */
  const made = await import(`data:text/javascript;base64,${code}`);
  return table(
    ['what Check Setup says', 'the button above it'],
    made.troubles().map(({ says, helps }) => [says, helps]),
  );
}

/**
 * VS Code as far as words are concerned: in English, as they stand in the source.
 * @type {import('esbuild').Plugin}
 */
const withEnglishWords = {
  name: 'English words',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'words' }));
    build.onLoad({ filter: /.*/, namespace: 'words' }, () => ({
      contents: `exports.env = { language: 'en' };
        exports.l10n = { t: (text, ...values) => text.replace(/\\{(\\d+)\\}/g, (_, index) => String(values[index])) };`,
    }));
  },
};

/**
 * A table as Markdown, its columns as wide as their cells.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const lines = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')));
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(lines[0] ?? []), rule, ...lines.slice(1).map(line)].join('\n');
}
