import assert from 'node:assert/strict';
import { offeredHere } from '../../../src/tasks/places.ts';

const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id);

describe('what is offered for a text', () => {
  it('is what fits first, and the rest behind it', () => {
    const code = offeredHere({ kind: 'code', isReadonly: false }, []);
    assert.deepEqual(ids(code.fitting).slice(0, 2), ['explain', 'fix']);
    assert.ok(ids(code.others).includes('proofread'));
    const prose = offeredHere({ kind: 'prose', isReadonly: false }, []);
    assert.ok(ids(prose.fitting).includes('proofread') && ids(prose.others).includes('fix'));
  });

  it('has what was used lately on top, newest first, where it fits', () => {
    const { recent, fitting } = offeredHere({ kind: 'code', isReadonly: false }, [
      'review',
      'proofread',
      'explain',
      'gone',
    ]);
    assert.deepEqual(ids(recent), ['review', 'explain']);
    assert.ok(!ids(fitting).includes('review'));
  });

  it('has nothing that writes where nothing can be written', () => {
    const { recent, fitting, others } = offeredHere({ kind: 'prose', isReadonly: true }, ['rewrite']);
    assert.ok([...recent, ...fitting, ...others].every(({ writes }) => !writes));
  });
});
