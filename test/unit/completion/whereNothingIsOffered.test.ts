import assert from 'node:assert/strict';
import { readSettings } from '../../../src/base/settings.ts';
import { Decisions } from '../../../src/completion/decisions.ts';
import {
  guard,
  modeFor,
  mostFileCharacters,
  mostLineCharacters,
  type Situation,
} from '../../../src/completion/guard.ts';

const usual: Situation = {
  invoked: false,
  languageId: 'typescript',
  snoozed: false,
  inlineSuggest: true,
  cursors: 1,
  rightOfCursor: '',
  lineCharacters: 20,
  fileCharacters: 1000,
};

/** Why nothing is offered here with these settings of the user's. */
const why = (here: Partial<Situation>, settings: Record<string, unknown> = {}) =>
  guard(
    { ...usual, ...here },
    readSettings((key) => settings[key]),
  );

describe('where nothing is offered', () => {
  it('something is, in code', () => assert.equal(why({}), undefined));

  it('right of the cursor', () => {
    for (const inWord of ['a', 'Z', '7', '_', '$', 'é', 'ß', '日'])
      assert.equal(why({ rightOfCursor: inWord }), 'midWord');
    for (const outside of ['', ' ', ')', ';', '"', '.', '\t', '}'])
      assert.equal(why({ rightOfCursor: outside }), undefined);
    assert.equal(why({ rightOfCursor: 'a', invoked: true }), 'midWord');
  });

  it('with several cursors', () => assert.equal(why({ cursors: 2 }), 'multipleCursors'));

  it('where the editor offers nothing at all, even when asked', () => {
    assert.equal(why({ inlineSuggest: false, invoked: true }), 'inlineSuggestOff');
  });

  it('when completions are off, unless asked', () => {
    const off = { 'hearth.completions.enabled': false };
    assert.equal(why({}, off), 'disabled');
    assert.equal(why({ invoked: true }, off), undefined);
  });

  it('while they are snoozed, unless asked', () => {
    assert.equal(why({ snoozed: true }), 'snoozed');
    assert.equal(why({ snoozed: true, invoked: true }), undefined);
  });

  it('in prose, unless asked', () => {
    for (const languageId of ['markdown', 'plaintext', 'latex']) {
      assert.equal(why({ languageId }), 'onDemand');
      assert.equal(why({ languageId, invoked: true }), undefined);
    }
  });

  it('where a language is off, even when asked', () => {
    const modes = { 'hearth.completions.modes': { '*': 'onDemand', python: 'off', go: 'on', rust: 'nonsense' } };
    assert.equal(why({ languageId: 'python', invoked: true }, modes), 'modeOff');
    assert.equal(why({ languageId: 'go' }, modes), undefined);
    assert.equal(why({ languageId: 'rust' }, modes), 'onDemand');
    assert.equal(modeFor('x', { completionModes: {} }), 'on');
  });

  it('past the limits for lines and files', () => {
    assert.equal(why({ fileCharacters: mostFileCharacters }), undefined);
    assert.equal(why({ fileCharacters: mostFileCharacters + 1, invoked: true }), 'tooLarge');
    assert.equal(why({ lineCharacters: mostLineCharacters }), undefined);
    assert.equal(why({ lineCharacters: mostLineCharacters + 1 }), 'tooLarge');
  });
});

describe('why no suggestion', () => {
  it('the last fifty decisions are kept, the newest last', () => {
    const decisions = new Decisions();
    for (let line = 0; line < 60; line++) {
      decisions.add({
        at: line,
        uri: 'file:///a.ts',
        path: 'a.ts',
        line,
        character: 0,
        outcome: 'nothing',
        reason: 'empty',
        milliseconds: 1,
      });
    }
    assert.deepEqual(
      decisions.last.map(({ line }) => line),
      Array.from({ length: 50 }, (_, index) => index + 10),
    );
  });
});
