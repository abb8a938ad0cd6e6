import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberIn } from '../../../src/base/numberIn.ts';

const root = join(import.meta.dirname, '../../..');

describe('numbers in a language', () => {
  it('have its points and groups, and as many digits behind the point as were asked for', () => {
    assert.deepEqual(
      ['en', 'de'].map((language) => numberIn(language, 1234.56, 1)),
      ['1,234.6', '1.234,6'],
    );
    assert.deepEqual([numberIn('de', 0, 1), numberIn('de', 4, 2), numberIn('en', 8192)], ['0,0', '4,00', '8,192']);
  });

  it('of what is no language are English', () => {
    assert.equal(numberIn('no language', 1.5, 1), '1.5');
  });

  it('are written in no other way where people read them', () => {
    const files = ['src/editor', 'src/scorecard/card', 'media'].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(room, name)),
    );
    const others = files.filter((file) => /\.(toFixed|toLocaleString)\(/.test(readFileSync(join(root, file), 'utf8')));
    assert.ok(files.length > 100);
    assert.deepEqual(others, [], 'use editor/numberWord.ts');
  });
});
