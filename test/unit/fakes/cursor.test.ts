import assert from 'node:assert/strict';
import { cursor } from '../../fakes/cursor.ts';

describe('cursor', () => {
  it('splits a text at its mark', () => {
    assert.deepEqual(cursor('const a = █;'), { before: 'const a = ', after: ';', text: 'const a = ;', offset: 10 });
  });

  it('wants exactly one mark', () => {
    assert.throws(() => cursor('none'), /exactly one/);
    assert.throws(() => cursor('█two█'), /exactly one/);
  });
});
