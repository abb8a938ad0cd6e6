import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Nearby } from '../../../../src/completion/recent/nearby.ts';
import type { NearbyPiece, PieceKind } from '../../../../src/completion/recent/piece.ts';
import { at } from '../places.ts';
import { functionNamed, pathsOf, piece } from './pieces.ts';

const here = at('import { a } from "./a";\n\nconst total = █\n');
const there = at('another();\n█', { uri: 'file:///project/src/there.ts' });
const anything = () => true;
const enough = 10_000;

/** Nearby pieces: `seen` by the file, the one that was seen last at the end. */
function nearby(...seen: readonly NearbyPiece[]): Nearby {
  const all = new Nearby(anything);
  for (const each of seen) all.seen(each.origin.uri, [each]);
  return all;
}

describe('which pieces of other files are chosen', () => {
  it('none, when nothing is known', () => assert.deepEqual(nearby().for(here, enough), []));

  it('the ones of the file where somebody was last stand last, nearest to the cursor', () => {
    const all = nearby(piece('a.ts', functionNamed('a')), piece('b.ts', functionNamed('b')));
    assert.deepEqual(pathsOf(all.for(here, enough)), ['a.ts', 'b.ts']);
  });

  it('one of each kind before a second one of any, and no more than fit', () => {
    const all = nearby(piece('e1.ts', functionNamed('e1')), piece('e2.ts', functionNamed('e2')));
    all.seen('file:///project/v.ts', [piece('v.ts', functionNamed('viewed'), { kind: 'viewed' })]);
    all.found(here.origin.uri, [
      piece('d.ts', functionNamed('defined'), { kind: 'definition' }),
      piece('s.ts', functionNamed('alike'), { kind: 'similar' }),
    ]);
    assert.deepEqual(pathsOf(all.for(here, enough)), ['e1.ts', 's.ts', 'v.ts', 'd.ts', 'e2.ts']);
    assert.deepEqual(pathsOf(all.for(there, enough)), ['e1.ts', 'v.ts', 'e2.ts'], 'what was found is for one file');
    const room = functionNamed('e2').length + functionNamed('defined').length;
    all.settle(here, room);
    const few = new Nearby(anything);
    few.seen('file:///project/e2.ts', [piece('e2.ts', functionNamed('e2'))]);
    few.found(here.origin.uri, [piece('d.ts', functionNamed('defined'), { kind: 'definition' })]);
    few.seen('file:///project/v.ts', [piece('v.ts', functionNamed('viewed'), { kind: 'viewed' })]);
    assert.deepEqual(pathsOf(few.for(here, room)), ['d.ts', 'e2.ts']);
  });

  it('eight at most', () => {
    const many = Array.from({ length: 11 }, (_, index) => piece(`${index}.ts`, functionNamed(`f${index}`)));
    assert.equal(nearby(...many).for(here, enough).length, 8);
  });

  it('none of the file itself, nor of another cell of its notebook', () => {
    const own = piece('src/total.ts', functionNamed('own'));
    assert.deepEqual(nearby(own).for(here, enough), []);
    const cell = (fragment: string) => `vscode-notebook-cell:///project/book.ipynb#${fragment}`;
    const other = piece('book.ipynb', functionNamed('cell'), { uri: cell('X1') });
    assert.deepEqual(nearby(other).for(at('a█', { uri: cell('X2') }), enough), []);
  });

  it('nothing that stands around the cursor already, in whatever file it is a copy', () => {
    const text = functionNamed('copied');
    const copy = piece('copy.ts', text);
    assert.deepEqual(nearby(copy).for(at(`${text}█`), enough), []);
    assert.deepEqual(nearby(copy).for(at(`█\n${text.replaceAll('  ', '\t')}`), enough), [], 'indented otherwise');
    assert.equal(nearby(copy).for(at('a█'), enough).length, 1);
  });

  it('nothing twice', () => {
    const text = functionNamed('copied');
    assert.equal(nearby(piece('a.ts', text), piece('b.ts', text)).for(here, enough).length, 1);
  });

  it('no prose for code, and no code for prose', () => {
    const notes = piece('notes.md', 'What is said here helps nobody who adds up items.\n', { languageId: 'markdown' });
    const code = piece('a.css', '.first { color: red; }\n.second { color: red; }\n', { languageId: 'css' });
    assert.deepEqual(pathsOf(nearby(notes, code).for(here, enough)), ['a.css']);
    assert.deepEqual(pathsOf(nearby(notes, code).for(at('█', { languageId: 'plaintext' }), enough)), ['notes.md']);
  });

  it('nothing that is not allowed, from the moment on at which it is not', () => {
    const rules = { excluded: '' };
    const all = new Nearby(({ path }) => path !== rules.excluded);
    for (const name of ['a', 'b']) all.seen(`file:///project/${name}.ts`, [piece(`${name}.ts`, functionNamed(name))]);
    assert.deepEqual(pathsOf(all.for(here, enough)), ['a.ts', 'b.ts']);
    rules.excluded = 'a.ts';
    assert.deepEqual(pathsOf(all.for(here, enough)), ['b.ts']);
    assert.deepEqual(pathsOf(all.for(there, enough)), ['b.ts']);
  });

  it('nothing of a file that is gone', () => {
    const all = nearby(piece('a.ts', functionNamed('a')));
    all.found(here.origin.uri, [piece('d.ts', functionNamed('d'), { kind: 'definition' })]);
    for (const name of ['a', 'd']) all.forget(`file:///project/${name}.ts`);
    assert.deepEqual(all.for(here, enough), []);
  });
});

describe('pieces that were chosen', () => {
  it('stay while somebody types in the file, whatever happens elsewhere', () => {
    const all = nearby(piece('a.ts', functionNamed('a')));
    const before = all.for(here, enough);
    all.seen('file:///project/b.ts', [piece('b.ts', functionNamed('b'))]);
    all.seen('file:///project/a.ts', [piece('a.ts', functionNamed('changed'))]);
    assert.equal(all.for(here, enough), before);
  });

  it('get more behind them after a rest', () => {
    const all = nearby(piece('a.ts', functionNamed('a')));
    all.for(here, enough);
    assert.equal(all.settle(here, enough), false);
    all.seen('file:///project/b.ts', [piece('b.ts', functionNamed('b'))]);
    assert.equal(all.settle(here, enough), true);
    assert.deepEqual(pathsOf(all.for(here, enough)), ['a.ts', 'b.ts']);
    assert.equal(all.settle(here, enough), false);
  });

  it('are taken as they are now when somebody comes back from another file', () => {
    const all = nearby(piece('a.ts', functionNamed('a')), piece('b.ts', functionNamed('b')));
    all.for(here, enough);
    all.for(there, enough);
    all.seen('file:///project/b.ts', [piece('b.ts', functionNamed('changed'))]);
    assert.deepEqual(
      all.for(here, enough).map(({ text }) => text),
      [functionNamed('a'), functionNamed('changed')],
    );
  });

  it('stay the same ones when their lines moved within their file', () => {
    const all = nearby(piece('a.ts', functionNamed('a')));
    const before = all.for(here, enough);
    all.seen('file:///project/a.ts', [piece('a.ts', functionNamed('a'), { line: 20 })]);
    assert.equal(all.settle(here, enough), false);
    assert.equal(all.for(here, enough), before);
  });

  it('go when the machine turns out to be slow, and do not come back before a rest', () => {
    const all = nearby(piece('a.ts', functionNamed('a')));
    assert.equal(all.for(here, enough).length, 1);
    assert.deepEqual(all.for(here, 0), []);
    assert.deepEqual(all.for(here, enough), []);
    assert.equal(all.settle(here, enough), true);
    assert.equal(all.for(here, enough).length, 1);
  });

  const rooms = fc.constantFrom(0, 300, 1000, 4000);
  const steps = fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          step: fc.constant('put' as const),
          path: fc.constantFrom('a.ts', 'b.ts', 'c.ts', 'd.ts', 'secret.key'),
          kind: fc.constantFrom<PieceKind>('edited', 'viewed', 'definition', 'similar'),
          name: fc.nat(20),
          lines: fc.nat(30),
        }),
      },
      { weight: 4, arbitrary: fc.record({ step: fc.constant('type' as const) }) },
      { weight: 2, arbitrary: fc.record({ step: fc.constant('rest' as const) }) },
      { weight: 1, arbitrary: fc.record({ step: fc.constant('measure' as const), room: rooms }) },
      { weight: 1, arbitrary: fc.record({ step: fc.constant('forget' as const) }) },
    ),
    { maxLength: 60 },
  );
  const textsOf = (pieces: readonly NearbyPiece[]) => pieces.map(({ text }) => text);

  it('change at a rest only, in a stable order, never pass their room and are never excluded', () => {
    fc.assert(
      fc.property(steps, rooms, (all, firstRoom) => {
        const marker = 'PLANTED';
        const pieces = new Nearby(({ path }) => !path.endsWith('.key'));
        /** The model: what is known now, by the place where it is put. */
        const known = new Map<string, string>();
        let foundIn = '';
        let room = firstRoom;
        let before = textsOf(pieces.for(here, room));
        for (const each of all) {
          if (each.step === 'put') {
            const { path, kind, name, lines } = each;
            const secret = path.endsWith('.key') ? marker : '';
            const text = `${functionNamed(`f${path[0]}${name}`)}${`line${name}${path}${secret};\n`.repeat(lines)}`;
            const one = piece(path, text, { kind });
            if (kind === 'edited' || kind === 'viewed') {
              pieces.seen(one.origin.uri, [one]);
              known.set(path, text);
            } else {
              pieces.found(here.origin.uri, [one]);
              known.set('found', text);
              foundIn = path;
            }
          } else if (each.step === 'forget') {
            pieces.forget('file:///project/a.ts');
            known.delete('a.ts');
            if (foundIn === 'a.ts') known.delete('found');
          } else if (each.step === 'measure') room = each.room;
          else if (each.step === 'rest') pieces.settle(here, room);
          const chosen = pieces.for(here, room);
          const now = textsOf(chosen);
          assert.ok(now.join('').length <= room, 'more than there is room for');
          assert.ok(!now.join('').includes(marker) && !pathsOf(chosen).includes('secret.key'), 'excluded');
          // Only a slower machine takes some away, from the end.
          if (each.step !== 'rest') assert.deepEqual(now, before.slice(0, now.length));
          if (each.step !== 'rest' && each.step !== 'measure') assert.deepEqual(now, before);
          if (each.step === 'rest') {
            // What still counts stays in front, in its order; what is new stands behind it.
            const gone = before.findIndex((text) => ![...known.values()].includes(text));
            const stays = gone < 0 ? before : before.slice(0, gone);
            assert.deepEqual(now.slice(0, stays.length), stays);
          }
          before = now;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are the same ones in the same order for the same past', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f']), fc.nat(3000), (order, room) => {
        const choose = () => nearby(...order.map((name) => piece(`${name}.ts`, functionNamed(name)))).for(here, room);
        assert.deepEqual(choose(), choose());
      }),
    );
  });
});
