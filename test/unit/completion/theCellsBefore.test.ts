import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CursorText, PlacedText } from '../../../src/base/text.ts';
import { placedBefore, withEarlier } from '../../../src/completion/earlier.ts';
import { holeFilling } from '../../../src/completion/holeFilling.ts';
import { placeOf, typedSince } from '../../../src/completion/place.ts';
import { Prompts } from '../../../src/completion/prompts.ts';
import { messageText } from '../../../src/tiers/tier.ts';
import { done } from '../tiers/fakeTier.ts';
import { patient } from '../tiers/requests.ts';
import { room, shown } from './keystrokes.ts';
import { at, origin } from './places.ts';

/** Cells of a notebook before the one at hand. */
const cells = (...texts: string[]): PlacedText[] =>
  texts.map((text, index) => ({
    text: `${text}\n\n`,
    origin: { ...origin, kind: 'cell', uri: `vscode-notebook-cell:/project/sums.ipynb#${index}` },
  }));

const inCell = (marked: string, earlier: readonly PlacedText[], firstLine = 0): CursorText => ({
  ...at(marked, { languageId: 'python', firstLine, uri: 'vscode-notebook-cell:/project/sums.ipynb#9' }),
  earlier,
});

const before = cells('import numpy as np', '# Sums\nitems = [1, 2]');

describe('the cells before', () => {
  it('are the beginning of the prompt; the position stays that of the cell', () => {
    const cursor = inCell('sum(█)', before);
    const { prompt } = new Prompts().for(cursor, { way: 'suffix' }, 6000);
    assert.equal(prompt, 'import numpy as np\n\n# Sums\nitems = [1, 2]\n\nsum(');
    assert.deepEqual(cursor.position, { line: 0, character: 4 });
    assert.equal(withEarlier(cursor).firstLine, -5);
  });

  it('are left out where the cell itself is longer than what is taken', () => {
    const cursor = inCell('sum(█)', before, 100);
    assert.equal(withEarlier(cursor), cursor);
    assert.equal(new Prompts().for(cursor, { way: 'suffix' }, 6000).prompt, 'sum(');
  });

  it('keep the window where it is while somebody types, also when they do not all fit', () => {
    const many = cells(...Array.from({ length: 60 }, (_, index) => `step_${index} = compute(${index}, "value")`));
    const prompts = new Prompts();
    const first = prompts.for(inCell('total = █', many), { way: 'suffix' }, 1000).prompt;
    assert.ok(first.length <= 1000 && first.length > 400);
    for (const typed of ['s', 'su', 'sum(items)\nmore']) {
      assert.equal(prompts.for(inCell(`total = ${typed}█`, many), { way: 'suffix' }, 1000).prompt, first + typed);
    }
  });

  it('move the window when one comes in above', () => {
    const prompts = new Prompts();
    const prompt = (earlier: readonly PlacedText[]) =>
      prompts.for(inCell('sum(█)', earlier), { way: 'suffix' }, 6000).prompt;
    assert.equal(prompt(cells('items = [1]')), 'items = [1]\n\nsum(');
    assert.equal(prompt(cells('import numpy', 'items = [1]')), 'import numpy\n\nitems = [1]\n\nsum(');
    assert.equal(prompt(cells('items = [1]')), 'items = [1]\n\nsum(');
  });

  it('each have their own origin in a conversation', () => {
    const [, user] = holeFilling(inCell('sum(█)', before), { before: '# Sums\nitems = [1, 2]\n\nsum(', after: ')' });
    const excerpts = user.parts.flatMap((part) => (part.kind === 'excerpt' ? [[part.origin.uri, part.text]] : []));
    assert.deepEqual(excerpts, [
      ['vscode-notebook-cell:/project/sums.ipynb#1', '# Sums\nitems = [1, 2]\n\n'],
      ['vscode-notebook-cell:/project/sums.ipynb#9', 'sum('],
      ['vscode-notebook-cell:/project/sums.ipynb#9', ')'],
    ]);
    assert.ok(messageText(user).endsWith('# Sums\nitems = [1, 2]\n\nsum(<HOLE/>)'));
  });

  it('however much of them is in a prompt, each piece of it has the origin of its text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }),
        fc.string(),
        fc.nat(80),
        (texts, own, length) => {
          const placed = texts.map((text, index) => ({ text, origin: { ...origin, uri: String(index) } }));
          const cursor = { origin: { ...origin, uri: 'own' }, before: own, earlier: placed };
          const whole = texts.join('') + own;
          const taken = whole.slice(Math.max(0, whole.length - length));
          const parts = placedBefore(cursor, taken);
          assert.equal(parts.map(({ text }) => text).join(''), taken);
          for (const part of parts) {
            const from = part.origin.uri === 'own' ? own : (texts[Number(part.origin.uri)] ?? '');
            assert.ok(from.endsWith(part.text));
          }
        },
      ),
    );
  });

  it('are part of the place: with others before it, another suggestion may be wanted', () => {
    const place = placeOf(inCell('sum(█)', before));
    assert.deepEqual(typedSince(place, inCell('sum(it█)', cells('import numpy as np', '# Sums\nitems = [1, 2]'))), {
      text: 'it',
      closers: '',
    });
    assert.equal(typedSince(place, inCell('sum(it█)', cells('import numpy as np'))), undefined);
    assert.equal(typedSince(place, inCell('sum(it█)', [])), undefined);
    assert.equal(typedSince(placeOf(at('sum(█)')), at('sum(it█)'))?.text, 'it');
  });

  it('typing along a suggestion in a cell makes no request, and a change before it makes one', async () => {
    const { completions, sent } = room(['items)', done], ['numbers)', done]);
    let version = 0;
    const ask = async (marked: string, earlier: readonly PlacedText[]) =>
      shown(await completions.complete({ ...inCell(marked, earlier), version: ++version }, patient()));
    assert.equal(await ask('x = 1\nsum(█', before), 'items)');
    assert.equal(await ask('x = 1\nsum(ite█', before), 'ms)');
    assert.equal(sent.length, 1);
    assert.equal(await ask('x = 1\nsum(█', cells('numbers = [1]')), 'numbers)');
    assert.equal(sent.length, 2);
  });
});
