import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Here, offeredHere, places } from '../../../src/tasks/places.ts';

const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id);

const inCode: Here = { kind: 'code', isReadOnly: false, isComparison: false };
const inProse: Here = { ...inCode, kind: 'prose' };

describe('what is offered for a text', () => {
  it('is what fits first, and the rest behind it', () => {
    const code = offeredHere(inCode, []);
    assert.deepEqual(ids(code.fitting).slice(0, 2), ['explain', 'fix']);
    assert.ok(ids(code.others).includes('proofread'));
    const prose = offeredHere(inProse, []);
    assert.ok(ids(prose.fitting).includes('proofread') && ids(prose.others).includes('fix'));
  });

  it('has what was used lately on top, newest first, where it fits', () => {
    const { recent, fitting } = offeredHere(inCode, ['review', 'proofread', 'explain', 'gone']);
    assert.deepEqual(ids(recent), ['review', 'explain']);
    assert.ok(!ids(fitting).includes('review'));
  });

  it('has nothing that writes where nothing can be written', () => {
    const { recent, fitting, others } = offeredHere({ ...inProse, isReadOnly: true }, ['rewrite']);
    assert.ok([...recent, ...fitting, ...others].every(({ writes }) => !writes));
  });

  it('is what changed first, where two texts are compared, and nowhere else', () => {
    assert.equal(offeredHere({ ...inCode, isComparison: true }, []).fitting[0]?.id, 'explainChanges');
    const { fitting, others } = offeredHere(inCode, ['explainChanges']);
    assert.ok(![...fitting, ...others].some(({ compares }) => compares));
  });

  it('is of the terminal in a terminal, and of nothing else', () => {
    const { fitting, others } = offeredHere({ kind: 'terminal', isReadOnly: true, isComparison: false }, []);
    assert.deepEqual(ids(fitting), ['explainTerminal', 'askTerminal']);
    assert.deepEqual(others, []);
    assert.ok(!ids(offeredHere(inProse, []).others).includes('askTerminal'));
  });

  it('has the icons that the commands have in menus', () => {
    const { contributes } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
    const icons = Object.fromEntries(
      contributes.commands.map(({ command, icon }: { command: string; icon?: string }) => [command, icon]),
    );
    for (const { id, icon } of places) assert.equal(`$(${icon})`, icons[`hearth.${id}`], id);
  });
});
