import assert from 'node:assert/strict';
import { numberIn } from '../../../../src/base/numberIn.ts';
import { answeredBadge, duration } from '../../../../src/editor/answers/badge.ts';
import type { Provenance } from '../../../../src/tiers/tier.ts';
import { words } from './words.ts';

const provenance: Provenance = { tier: 'local', engine: 'Ollama', host: '127.0.0.1:11434', model: 'qwen2.5-coder:7b' };

describe('badge', () => {
  it('gives short times with a decimal and long ones in minutes', () => {
    const times = [0, 44, 1234, 9940, 9960, 59_400, 59_600, 65_000].map((each) => duration(each, words));
    assert.deepEqual(times, ['0.0 s', '0.0 s', '1.2 s', '9.9 s', '10 s', '59 s', '1 min 0 s', '1 min 5 s']);
  });

  it('writes numbers as the language does', () => {
    const inGerman = { ...words, number: (value: number, digits?: number) => numberIn('de', value, digits) };
    const badge = answeredBadge(provenance, { totalMs: 2300, answerTokens: 1840, answerMs: 204_900 }, inGerman);
    assert.equal(badge.facts, '2,3 s · 1.840 tokens · 9,0 tok/s');
    assert.equal(duration(0, inGerman), '0,0 s');
  });

  it('says who answered and how fast', () => {
    const badge = answeredBadge(provenance, { totalMs: 2300, answerTokens: 84, answerMs: 2049 }, words);
    assert.equal(badge.word, 'local');
    assert.equal(badge.model, 'qwen2.5-coder:7b');
    assert.equal(badge.facts, '2.3 s · 84 tokens · 41 tok/s');
  });

  it('leaves out what the engine does not say', () => {
    assert.equal(answeredBadge(provenance, { totalMs: 1000 }, words).facts, '1.0 s');
    assert.equal(
      answeredBadge(provenance, { totalMs: 1000, answerTokens: 0, answerMs: 0 }, words).facts,
      '1.0 s · 0 tokens',
    );
  });

  it('keeps the rest for those who ask', () => {
    const measured = { totalMs: 1000, promptTokens: 312, firstPieceMs: 300, loadMs: 4200 };
    const badge = answeredBadge({ ...provenance, digest: `sha256:${'ab'.repeat(32)}` }, measured, words);
    assert.deepEqual(
      badge.details.map(({ label, value }) => `${label} ${value}`),
      [
        'Model qwen2.5-coder:7b',
        'Engine Ollama',
        'Host 127.0.0.1:11434',
        'Digest abababababab',
        'Prompt 312 tokens',
        'First words 0.3 s',
        'Model loaded 4.2 s',
      ],
    );
  });

  it('does not speak of a model that was loaded already', () => {
    const { details } = answeredBadge(provenance, { totalMs: 1000, loadMs: 20 }, words);
    assert.ok(details.every(({ label }) => label !== 'Model loaded'));
  });
});
