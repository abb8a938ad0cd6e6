import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ContinuedPlace, continuationOf, wholeSentences } from '../../../src/writing/continuation.ts';
import { cursor } from '../../fakes/cursor.ts';

const placeOf = (marked: string, prose: ContinuedPlace['prose'] = 'flowing'): ContinuedPlace => {
  const { text, offset } = cursor(marked);
  const after = /^[^\n]*/.exec(text.slice(offset))?.[0] ?? '';
  return { before: text.slice(0, offset), after, prose };
};

/** What would stand at the cursor once the model has said all of it. */
const goesOn = (marked: string, answer: string, prose?: ContinuedPlace['prose']) =>
  continuationOf(answer, placeOf(marked, prose), true).text;

describe('How a text goes on', () => {
  for (const [what, marked, answer, text] of [
    ['gets the space that it needs', 'It began in spring.█', 'Nobody saw it.', ' Nobody saw it.'],
    ['gets no second space', 'It began in spring. █', ' Nobody saw it.', 'Nobody saw it.'],
    ['gets none before a mark', 'It began in spring█', ', when nobody saw it.', ', when nobody saw it.'],
    ['gets none within brackets', 'It began (█', 'in spring)', 'in spring)'],
    ['gets none in Chinese', '春天来了█', '，花也开了。', '，花也开了。'],
    ['gets none in a new paragraph', 'One.\n\n█', 'Two.', 'Two.'],
    ['goes over to what follows', 'The cat █on the mat.', 'slept', 'slept '],
    ['ends where it repeats what follows', 'The cat █on the mat all day.', 'slept on the mat all day.', 'slept '],
    ['is one paragraph', 'One.█', 'Two.\n\nThree.', ' Two.'],
    ['is without an announcement', 'One.█', 'Sure! Here is the rewritten text:\n\nTwo.', ' Two.'],
    ['is without thinking', 'One.█', '<think>Hm.</think>Two.', ' Two.'],
    ['is without a fence', 'One.█', '```\nTwo.\n```', ' Two.'],
    [
      'does not repeat the text before it',
      'A long time ago there was a king.█',
      'A long time ago there was a king. He had a daughter.',
      ' He had a daughter.',
    ],
    [
      'does not repeat the last sentence',
      'It was late. A long time ago there was a king.█',
      'A long time ago there was a king. He had a daughter.',
      ' He had a daughter.',
    ],
    ['is nothing where it only repeats', 'A long time ago there was a king.█', 'A long time ago there was a king.', ''],
    ['is nothing where nothing was said', 'One.█', ' \n ', ''],
  ] as const) {
    it(what, () => assert.equal(goesOn(marked, answer), text));
  }

  it('keeps back what may be half of a word, and what may be a repetition', () => {
    const place = placeOf('A long time ago there was a king.█');
    assert.equal(continuationOf('He had a daug', place, false).text, ' He had a');
    assert.equal(continuationOf('He had a daughter. ', place, false).text, ' He had a daughter.');
    assert.equal(continuationOf('A long time ago there wa', place, false).text, '');
  });

  it('is whole when the paragraph ends, or when a model does not stop', () => {
    const place = placeOf('One.█');
    assert.equal(continuationOf('Two.', place, false).isWhole, false);
    assert.equal(continuationOf('Two.\n\nTh', place, false).isWhole, true);
    assert.equal(continuationOf('la '.repeat(600), place, false).isWhole, true);
  });

  it('is broken into lines where the text is', () => {
    const text = `${'Some words that fill a line up to fifty characters.'.slice(0, 50)}\nand then a second line█`;
    const went = goesOn(text, 'with quite a few more words that must go over to the line below it', 'wrapped');
    assert.ok(went.includes('\n'));
    assert.ok(`and then a second line${went}`.split('\n').every((line) => line.length <= 50));
    assert.equal(went.replaceAll('\n', ' '), ' with quite a few more words that must go over to the line below it');
  });

  it('keeps whole sentences of an answer that was cut', () => {
    assert.equal(wholeSentences(' It was late. He said "go." And th'), ' It was late. He said "go."');
    assert.equal(wholeSentences(' no end'), ' no end');
  });

  it('never changes what was shown while more comes, but for growing', () => {
    const sentence = fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8}){0,8}\.$/);
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 5 }), fc.nat(), (sentences, cut) => {
        const answer = sentences.join(' ');
        const place = placeOf('Once there was a place far from here, by the sea.█');
        const whole = continuationOf(answer, place, true).text;
        const part = continuationOf(answer.slice(0, cut % (answer.length + 1)), place, false).text;
        assert.ok(whole.startsWith(part), `${JSON.stringify(part)} of ${JSON.stringify(whole)}`);
      }),
    );
  });
});
