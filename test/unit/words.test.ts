import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixedParts, languages, pseudo, translated, wordsInSource } from '../run/words.mjs';

const root = join(import.meta.dirname, '../..');

describe('Words that people read', () => {
  it('l10n/bundle.l10n.json has exactly the words of the source, for translators', () => {
    const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8'));
    assert.deepEqual(bundle, wordsInSource(), 'run `node test/run/words.mjs` to bring the bundle up to date');
  });

  for (const { name, words, translation } of languages.flatMap(translated)) {
    describe(`in ${name}`, () => {
      const both = Object.keys(words).filter((key) => key in translation);
      const said = (key: string) => translation[key] ?? '';

      it('are all there, and no others', () => {
        const missing = Object.keys(words).filter((key) => !(key in translation));
        const stale = Object.keys(translation).filter((key) => !(key in words));
        const how = `add to ${name}, then run \`node test/run/words.mjs\`:\n${missing
          .map((key) => `  ${JSON.stringify(key)}: "…",  // ${words[key]}`)
          .join('\n')}`;
        assert.deepEqual({ missing, stale }, { missing: [], stale: [] }, how);
      });

      it('keep their places for values, their icons, links and names', () => {
        for (const key of both) assert.deepEqual(fixedParts(said(key)), fixedParts(words[key] ?? ''), key);
      });

      it('say something, without blanks around it', () => {
        for (const key of both) assert.ok(said(key) !== '' && said(key) === said(key).trim(), key);
      });
    });
  }

  it('in German, speak to people as VS Code does, in German quotation marks', () => {
    for (const { translation } of translated('de')) {
      for (const text of Object.values(translation)) {
        assert.doesNotMatch(text, /\b(du|dich|dir|deine?[mnrs]?|euch|eure?[mnrs]?)\b/i, text);
        const outsideCode = text.replace(/`[^`]*`|\]\([^)]*\)/g, '');
        assert.doesNotMatch(outsideCode, /["”]/, text);
        assert.equal(outsideCode.match(/„/g)?.length, outsideCode.match(/“/g)?.length, text);
      }
    }
  });

  it('of the pages come from the extension: no page says anything by itself', () => {
    const files = readdirSync(join(root, 'media'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const ways = [
      /\b(?:textContent|innerText|title|ariaLabel|placeholder|alt)\s*=\s*(['"`])(?:(?!\1).)*?\p{L}/u,
      /setAttribute\(\s*'(?:aria-label|title|placeholder|alt|aria-description)',\s*(['"`])(?:(?!\1).)*?\p{L}/u,
      // A child that is a text of several words, or begins with a capital.
      /\b(?:element|append)\([^;]*?,\s*(['"])(?:\p{Lu}\p{Ll}+|\p{L}+ \p{L}+)[^'"]*\1\s*\)/u,
    ];
    const found = files.flatMap((name) => {
      const code = readFileSync(join(root, 'media', name), 'utf8').replace(/\$\{[^{}]*\}/g, '');
      return ways.flatMap((way) => way.exec(code)?.[0] ?? []).map((each) => `${name}: ${each}`);
    });
    assert.deepEqual(found, []);
  });

  it('can be made longer and turned round, for the tests, without losing what must stay', () => {
    for (const word of Object.keys(wordsInSource())) assert.deepEqual(fixedParts(pseudo(word)), fixedParts(word));
  });
});
