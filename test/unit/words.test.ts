import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsInSource } from '../run/words.mjs';

describe('Words that people read', () => {
  it('l10n/bundle.l10n.json has exactly the words of the source, for translators', () => {
    const bundle = JSON.parse(readFileSync(join(import.meta.dirname, '../../l10n/bundle.l10n.json'), 'utf8'));
    assert.deepEqual(bundle, wordsInSource(), 'run `node test/run/words.mjs` to bring the bundle up to date');
  });
});
