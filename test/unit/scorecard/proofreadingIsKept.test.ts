import assert from 'node:assert/strict';
import { casesOfProofreading, type ReadPart } from '../../../src/scorecard/cases/keptProofreading.ts';
import { type NewCase, newFile, withCase } from '../../../src/scorecard/cases/writeCases.ts';
import { proofreadRequest } from '../../../src/tasks/writing/proofread.ts';
import { partsOf } from '../../../src/writing/findings/partsOf.ts';
import type { Hunk } from '../../../src/writing/guards/hunks.ts';
import { checkParts, judged, readWell } from './reading.ts';

const text = [
  'We recieved the parcel on Tuesday, and `npm test` were green.',
  'The workshop opens at nine, and the kettle is on. See [the list](https://example.org/list) for the rest.',
  'Each of them bring 2 gloves.',
].join('\n\n');

const titles = { corrected: 'Proofread · a.md', clean: 'Nothing to correct · a.md' };
const wishes = {
  model: { name: 'm', contextTokens: 4096 },
  style: '',
  leaveAlone: new Set<string>(),
  explainIn: 'English',
};

/** The text as it was read, all of it one part. */
function partOf(document: string) {
  const [part, ...more] = partsOf({ text: document, languageId: 'markdown', most: 1500 });
  assert.ok(part && more.length === 0);
  const origin = {
    kind: 'file',
    uri: 'file:///a.md',
    path: 'a.md',
    range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  } as const;
  return { part, request: proofreadRequest(part, origin, wishes) };
}

/** A mistake that was pointed out. */
function hunk(document: string, removed: string, added: string): Hunk {
  const start = document.indexOf(removed);
  assert.ok(start >= 0);
  return { start, end: start + removed.length, removed, added };
}

const received = hunk(text, 'recieved', 'received');
const brings = hunk(text, 'bring', 'brings');

function kept(given: Partial<ReadPart> & Pick<ReadPart, 'now'>, document = text): Promise<readonly NewCase[]> {
  const read = { ...partOf(document), found: [], dismissed: [], ...given };
  return casesOfProofreading(read, titles, '2026-11-26T10:00:00.000Z', checkParts);
}
const answer = (...findings: readonly (readonly [original: string, replacement: string])[]) =>
  JSON.stringify({
    findings: findings.map(([original, replacement]) => ({ original, replacement, why: 'w', kind: 'word' })),
  });
async function passes(added: NewCase | undefined, said: string): Promise<boolean> {
  const [read] = readWell(withCase(newFile('Mine', 'tiny'), added ?? assert.fail()) ?? assert.fail()).cases;
  return Object.values(await judged(read ?? assert.fail(), said)).every(Boolean);
}

describe('Proofreading that is kept', () => {
  const now = text.replace('recieved', 'received');

  it('wants the corrections that the person made, and not those that they dismissed', async () => {
    const [corrected] = await kept({ now, found: [received, brings], dismissed: [brings] });
    assert.equal(corrected?.title, titles.corrected);
    assert.match(corrected?.expected ?? '', /^We received the parcel on Tuesday, and ⟦1⟧ were green\./);
    assert.ok(corrected?.source.includes('We recieved') && !corrected.source.includes('npm'));
    assert.equal(await passes(corrected, answer(['recieved', 'received'])), true);
    assert.equal(await passes(corrected, answer()), false);
    assert.equal(await passes(corrected, answer(['recieved', 'received'], ['bring', 'brings'])), false);
    assert.equal(await passes(corrected, 'We received the parcel.'), false);
  });

  it('is kept as the person left it: their own corrections count as well', async () => {
    const own = now.replace('were green', 'was green');
    const [corrected] = await kept({ now: own, found: [received] });
    assert.equal(await passes(corrected, answer(['recieved', 'received'], ['were green', 'was green'])), true);
    assert.equal(await passes(corrected, answer(['parcel', 'packet'], ['opens', 'begins'])), false);
  });

  it('wants nothing changed in the paragraphs that they left as they were', async () => {
    const [, clean, ...more] = await kept({ now, found: [received] });
    assert.equal(more.length, 0);
    assert.equal(clean?.title, titles.clean);
    assert.equal(clean?.source, partOf(text).part.masked.split('\n\n').slice(1).join('\n\n'));
    assert.ok(!clean?.messages.at(-1)?.content.includes('parcel'), 'the rest is not asked about');
    assert.equal(await passes(clean, answer()), true);
    assert.equal(await passes(clean, answer(['opens', 'begins'])), false);
    assert.equal(await passes(clean, 'No mistakes.'), false);
  });

  it('is one case without a mistake, where nothing was changed', async () => {
    const cases = await kept({ now: text, found: [received], dismissed: [received] });
    assert.deepEqual(
      cases.map(({ title, source, expected }) => [title, source === expected]),
      [[titles.clean, true]],
    );
  });

  it('waits until all that was found is decided about', async () => {
    assert.deepEqual(await kept({ now: text, found: [received] }), []);
    assert.deepEqual(await kept({ now, found: [received, brings] }), []);
  });

  it('is none where code or links were changed, or the text was written anew', async () => {
    assert.deepEqual(await kept({ now: now.replace('npm test', 'npm run check') }), []);
    const plain = 'We meet on Monday at nine, and the kettle is on.';
    assert.equal((await kept({ now: plain.replace('on Monday', 'every Monday') }, plain)).length, 1);
    const anew = 'Something quite different stands here now, and nothing of it was there.';
    assert.deepEqual(await kept({ now: anew }, plain), []);
  });

  it('has the line ends of what models see', async () => {
    const windows = text.replaceAll('\n', '\r\n');
    const found = [hunk(windows, 'recieved', 'received')];
    const cases = await kept({ now: windows.replace('recieved', 'received'), found }, windows);
    assert.equal(cases.length, 2);
    assert.ok(!JSON.stringify(cases).includes('\\r'));
    assert.equal(await passes(cases[0], answer(['recieved', 'received'])), true);
  });
});
