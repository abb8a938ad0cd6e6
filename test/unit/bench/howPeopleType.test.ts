import assert from 'node:assert/strict';
import { TypedDocument } from '../../bench/editor/typedDocument.ts';
import { quantile } from '../../bench/measure/figures.ts';
import { Person, type Screen, type User } from '../../bench/person/person.ts';
import { keysFor } from '../../bench/person/typing.ts';
import { EventClock } from '../../bench/physics/eventClock.ts';
import { readAllPieces } from '../../bench/traces/readPieces.ts';
import { piece } from './pieces.ts';

describe('How people type', () => {
  const pieces = readAllPieces();
  const keys = pieces.flatMap((each) => keysFor(each.inserted, each.id, 1));

  it('there are at least 20 pieces of each of four languages, all of them real insertions', () => {
    const counts = new Map<string, number>();
    for (const { languageId, inserted, before, id } of pieces) {
      counts.set(languageId, (counts.get(languageId) ?? 0) + 1);
      assert.ok(inserted.length >= 60 && before.length >= 20, id);
      assert.doesNotMatch(before + inserted, /[⟦⟧]|<\|?fim_|\[SUFFIX\]/, id);
      assert.equal(inserted, inserted.trimEnd(), id);
    }
    assert.equal(counts.size, 4);
    for (const [language, count] of counts) assert.ok(count >= 20, `${language}: ${count}`);
    assert.equal(new Set(pieces.map((each) => each.id)).size, pieces.length);
  });

  it('intervals within words have a median of 160 ms and a spread of 0.45', () => {
    const within = keys.filter((key, index) => /^\w$/.test(key.text) && /^\w$/.test(keys[index - 1]?.text ?? ''));
    const intervals = within.filter((key) => key.kind === 'text').map((key) => key.afterMs);
    const median = quantile(0.5, intervals);
    assert.ok(Math.abs(median - 160) < 4, `${median} ms`);
    const spread = Math.log(quantile(0.841, intervals) / median);
    assert.ok(Math.abs(spread - 0.45) < 0.03, `σ ${spread}`);
  });

  it('there is a slip at about 1.5 % of the small letters, each taken back by the next key', () => {
    const slips = keys.filter((key) => key.kind === 'slip').length;
    const letters = keys.filter((key) => key.kind === 'text' && /^[a-z]$/.test(key.text)).length;
    assert.ok(Math.abs(slips / letters - 0.015) < 0.003, `${slips} of ${letters}`);
    for (const [index, key] of keys.entries()) {
      if (key.kind === 'slip') assert.equal(keys[index + 1]?.kind, 'backspace');
    }
  });

  it('the same seed types the same, another one does not', () => {
    const [first] = pieces;
    const typed = (seed: number) => JSON.stringify(keysFor(first?.inserted ?? '', first?.id ?? '', seed));
    assert.equal(typed(1), typed(1));
    assert.notEqual(typed(1), typed(2));
  });

  it('the keys make the text, a newline with its indentation being one', async () => {
    for (const each of pieces) {
      const { document } = await typeAlone('A', each.inserted, each.id);
      assert.equal(document.typed, each.inserted, each.id);
    }
    assert.equal(keys.filter((key) => /^\n[ \t]+$/.test(key.text)).length > 100, true);
  });

  it('user B accepts what is wholly right 400 ms after it appeared, and goes on behind it', async () => {
    const { person, document, clock, accepted } = stage('B', 'const total = 1;\nnext');
    const typing = person.type(keysFor('const total = 1;\nnext', 'accept', 1));
    person.sees('const total = 1;');
    const end = clock.wait(400);
    await clock.runUntil(end);
    await clock.runUntil(Promise.resolve());
    assert.deepEqual(accepted, ['const total = 1;']);
    const pressed = await clock.runUntil(typing);
    assert.equal(document.typed, 'const total = 1;\nnext');
    assert.equal(pressed, 5);
  });

  it('user B leaves what is partly wrong, user C takes the lines that are right', async () => {
    const outcomes = await Promise.all(
      (['A', 'B', 'C'] as const).map(async (user) => {
        const { person, clock, accepted } = stage(user, 'const total = 1;\nnext');
        person.sees('const total = 1;\nother');
        await clock.runUntil(clock.wait(500));
        return accepted;
      }),
    );
    assert.deepEqual(outcomes, [[], [], ['const total = 1;']]);
  });

  it('nobody accepts fewer than six characters', async () => {
    const { person, clock, accepted } = stage('B', 'a = 1\n');
    person.sees('a = 1');
    await clock.runUntil(clock.wait(500));
    assert.deepEqual(accepted, []);
  });
});

function stage(user: User, text: string) {
  const clock = new EventClock(0);
  const document = new TypedDocument(piece({ inserted: text }));
  const accepted: string[] = [];
  let shown = '';
  const screen: Screen = {
    clock,
    document,
    visible: () => (shown.startsWith(document.typed) ? shown.slice(document.typed.length) || undefined : undefined),
    changed: () => {},
    looked: () => {},
    accepted: (taken) => accepted.push(taken),
  };
  const person = new Person(user, text, screen);
  const sees = (visible: string) => {
    shown = visible;
    person.sees(visible);
  };
  return { person: { type: person.type.bind(person), sees }, document, clock, accepted };
}

async function typeAlone(user: User, text: string, id: string) {
  const { person, document, clock } = stage(user, text);
  await clock.runUntil(person.type(keysFor(text, id, 1)));
  return { document };
}
