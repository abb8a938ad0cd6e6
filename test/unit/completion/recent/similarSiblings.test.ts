import assert from 'node:assert/strict';
import { systemClock } from '../../../../src/base/clock.ts';
import { similarPieces } from '../../../../src/completion/recent/similar.ts';
import { at } from '../places.ts';
import { linesOf, pathsOf } from './pieces.ts';

const sibling = (name: string, text: string) => ({
  uri: `file:///project/src/${name}`,
  path: `src/${name}`,
  languageId: 'typescript',
  lines: linesOf(...text.split('\n')),
});

const patient = new AbortController().signal;
const here = at('export function readOrders(folder) {\n  const entries = listFolder(folder);\n  █\n}\n');
const orders = sibling(
  'invoices.ts',
  'export function readInvoices(folder) {\n  const entries = listFolder(folder);\n  return entries.map(parseInvoice);\n}\n',
);
const other = sibling('colours.ts', 'export const colours = { red: 1, green: 2 };\nexport const shades = [];\n');

describe('similar places in files of the same folder', () => {
  it('are those that share most words', async () => {
    const pieces = await similarPieces(here, [other, orders], systemClock, patient);
    assert.deepEqual(pathsOf(pieces), ['src/invoices.ts']);
    const [piece] = pieces;
    assert.equal(piece?.origin.kind, 'similar');
    assert.equal(piece?.origin.uri, orders.uri);
    assert.ok(piece?.text.startsWith('export function readInvoices'));
  });

  it('words within names count', async () => {
    const far = sibling('c.ts', 'orders.read(); folder.list(); entries.export(); functions.of(the, orders);\n');
    assert.deepEqual(pathsOf(await similarPieces(here, [other, far], systemClock, patient)), ['src/c.ts']);
  });

  it('are none where nothing is alike, nor without siblings', async () => {
    assert.deepEqual(await similarPieces(here, [other], systemClock, patient), []);
    assert.deepEqual(await similarPieces(here, [], systemClock, patient), []);
    assert.deepEqual(await similarPieces(at('█'), [orders], systemClock, patient), []);
  });

  it('are at most two, found in the middle of a file too', async () => {
    const long = (name: string) =>
      sibling(name, `${'const x = 1;\n'.repeat(160)}${Array.from(orders.lines.at(0))}\n${linesText(orders)}`);
    const pieces = await similarPieces(here, ['a.ts', 'b.ts', 'c.ts'].map(long), systemClock, patient);
    assert.equal(pieces.length, 2);
    for (const { origin } of pieces) assert.ok(origin.range.start.line >= 150);
  });

  it('are not looked for any longer than somebody rests', async () => {
    const ended = new AbortController();
    const looking = similarPieces(here, [orders], systemClock, ended.signal);
    ended.abort();
    assert.deepEqual(await looking, []);
  });
});

const linesText = ({ lines }: { lines: ReturnType<typeof linesOf> }) =>
  Array.from({ length: lines.count }, (_, line) => lines.at(line)).join('\n');
