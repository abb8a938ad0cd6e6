import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSettings } from '../../../src/base/settings.ts';
import { loadCatalogue } from '../../../src/models/catalogue.ts';
import { isModelName } from '../../../src/models/modelName.ts';
import { changesBy, driftOf, readSetup, readSuggestions, writeSetup } from '../../../src/models/setup.ts';
import { model } from './engines.ts';

const coder = model('coder:1.5b', { digest: 'a'.repeat(64) });
const writer = model('writer:latest', { digest: 'b'.repeat(64) });
const settings = (change: Record<string, unknown> = {}) => readSettings((key) => change[key]);

describe('a setup as one file', () => {
  it('says again what it was written from', () => {
    const own = settings({ 'hearth.models.contextTokens': 16_384, 'hearth.writing.style': 'Short.' });
    const setup = readSetup(writeSetup({ completion: coder, tasks: writer }, own));
    assert.deepEqual(setup?.models, [
      { name: 'coder:1.5b', digest: 'a'.repeat(64), roles: ['completion'] },
      { name: 'writer:latest', digest: 'b'.repeat(64), roles: ['tasks'] },
    ]);
    assert.deepEqual(changesBy(setup ?? { models: [], settings: {} }, settings()), [
      { key: 'hearth.models.contextTokens', from: 8192, to: 16_384 },
      { key: 'hearth.writing.style', from: '', to: 'Short.' },
      { key: 'hearth.models.completion', from: '', to: 'coder:1.5b' },
      { key: 'hearth.models.tasks', from: '', to: 'writer:latest' },
    ]);
    const same = settings({
      'hearth.models.contextTokens': 16_384,
      'hearth.writing.style': 'Short.',
      'hearth.models.completion': 'coder:1.5b',
      'hearth.models.tasks': 'writer:latest',
    });
    assert.deepEqual(setup && changesBy(setup, same), []);
  });

  it('names a model once that serves both roles', () => {
    assert.deepEqual(readSetup(writeSetup({ completion: coder, tasks: coder }, settings()))?.models, [
      { name: 'coder:1.5b', digest: 'a'.repeat(64), roles: ['completion', 'tasks'] },
    ]);
    assert.deepEqual(readSetup(writeSetup({}, settings()))?.models, []);
  });

  it('whatever a file says, only settings that decide nothing about where text goes are read, and those checked', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom(5, 'x', true, ['a'], { '*': 'off' }));
    const keys = ['hearth.endpoint', 'hearth.neverLeaves', 'hearth.cloud.enabled', 'hearth.cloud.baseUrl', '__proto__'];
    const allowed = ['hearth.models.contextTokens', 'hearth.writing.leaveAlone', 'hearth.completions.modes'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys, ...allowed), value), fc.jsonValue(), (given, models) => {
        const setup = readSetup(JSON.stringify({ hearthSetup: 1, settings: given, models }));
        assert.ok(setup);
        for (const [key, read] of Object.entries(setup.settings)) {
          assert.ok(allowed.includes(key), key);
          if (key === 'hearth.models.contextTokens') assert.ok(Number(read) >= 1024 && Number(read) <= 262_144);
        }
      }),
    );
  });

  it('is none where it does not say that it is one', () => {
    for (const text of ['', '{', '7', 'null', '[]', '{}', '{"hearthSetup":"1"}'])
      assert.equal(readSetup(text), undefined);
  });
});

describe('the name of a model', () => {
  for (const name of [
    'coder',
    'qwen2.5-coder:1.5b-base',
    'me/x:7b',
    'hf.co/me/x-GGUF:Q4_K_M',
    'host:5000/me/x:latest',
  ]) {
    it(`${name} is one`, () => assert.equal(isModelName(name), true));
  }
  for (const name of [
    '',
    ' ',
    'two words',
    '-rf',
    '../x',
    'a/../b',
    'a:',
    ':b',
    'a:b:c',
    'a;b',
    'a?b',
    'a\nb',
    'x'.repeat(201),
  ]) {
    it(`${JSON.stringify(name).slice(0, 20)} is none`, () => assert.equal(isModelName(name), false));
  }
  it('all of the catalogue are', async () => {
    const { models } = await loadCatalogue();
    assert.deepEqual(
      models.map(({ name }) => name).filter((name) => !isModelName(name)),
      [],
    );
  });
});

describe('what a workspace suggests', () => {
  it('is names, digests and roles; what is none of these is passed over', () => {
    const text = JSON.stringify({
      models: [
        { name: 'coder:1.5b', digest: `sha256:${'A'.repeat(64)}`, roles: ['completion', 'world'] },
        { name: 'short', digest: 'abc' },
        { name: '../../etc/passwd', digest: 'a'.repeat(64) },
        { name: '-rf; rm' },
        { name: '' },
        { name: 'x'.repeat(300) },
        { name: 'coder:1.5b' },
        'coder',
        null,
      ],
    });
    assert.deepEqual(readSuggestions(text), [
      { name: 'coder:1.5b', digest: 'a'.repeat(64), roles: ['completion'] },
      { name: 'short', roles: [] },
    ]);
    assert.equal(readSuggestions('{"models":{}}'), undefined);
    assert.equal(readSuggestions('nonsense'), undefined);
    const many = JSON.stringify({ models: Array.from({ length: 500 }, (_, index) => ({ name: `m${index}` })) });
    assert.equal(readSuggestions(many)?.length, 200);
  });

  it('is the same, other weights, missing, or in a cloud', () => {
    const far = model('far:1b', { remote: true });
    const named = (name: string, digest?: string) => ({ name, roles: [], ...(digest ? { digest } : {}) });
    const states = driftOf(
      [
        named('coder:1.5b', 'aaaaaaaaaaaa'),
        named('coder:1.5b', 'bbbbbbbbbbbb'),
        named('writer'),
        named('gone:7b', 'a'.repeat(64)),
        named('far:1b'),
      ],
      [coder, writer, far],
    ).map(({ state }) => state);
    assert.deepEqual(states, ['same', 'otherDigest', 'same', 'missing', 'cloud']);
  });
});
