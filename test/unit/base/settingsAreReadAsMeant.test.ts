import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSettings, type Settings, settingsTable } from '../../../src/base/settings.ts';

/** The settings when the user has set just this. */
const set = (key: string, value: unknown): Settings => readSettings((asked) => (asked === key ? value : undefined));

describe('settings are read as meant', () => {
  it('nothing set: the defaults of the table', () => {
    const defaults = readSettings(() => undefined);
    for (const [name, { fallback }] of Object.entries(settingsTable)) {
      assert.deepEqual(defaults[name as keyof Settings], fallback);
    }
    assert.deepEqual(Object.keys(defaults).sort(), Object.keys(settingsTable).sort());
  });

  it('each setting is read from its own key', () => {
    const values: Record<keyof Settings, unknown> = {
      endpoint: 'gpu.lan',
      completionEndpoints: ['http://127.0.0.1:8080'],
      taskEndpoints: ['https://a.example/v1', 'https://b.example/v1'],
      completionModel: 'coder',
      taskModel: 'chat',
      taskModels: { explain: 'chat' },
      scorecardFolder: '/home/me/cases',
      contextTokens: 4096,
      keepAliveMinutes: 5,
      offerChatModels: true,
      offerChatModelsElsewhere: true,
      writingStyle: 'British spelling',
      leaveAlone: ['Hearth'],
      completionsEnabled: false,
      completionModes: { '*': 'off' },
      completionsExclude: ['*.log'],
      neverLeaves: ['*.secret'],
      cloudEnabled: false,
      keepBodies: true,
      cloudProvider: 'anthropic',
      cloudBaseUrl: 'https://api.example.com/v1',
      cloudModel: 'big',
      cloudPrices: { big: { input: 1, output: 2 } },
      monthlyBudget: 5,
    };
    const byKey = new Map(
      Object.entries(settingsTable).map(([name, { key }]) => [key, values[name as keyof Settings]]),
    );
    assert.deepEqual(
      readSettings((key) => byKey.get(key)),
      values,
    );
  });

  it('numbers are whole and within their limits', () => {
    assert.equal(set('hearth.models.contextTokens', 1).contextTokens, 1024);
    assert.equal(set('hearth.models.contextTokens', 1e9).contextTokens, 262_144);
    assert.equal(set('hearth.models.contextTokens', 4096.4).contextTokens, 4096);
    assert.equal(set('hearth.models.keepAliveMinutes', -5).keepAliveMinutes, 0);
  });

  it('texts lose the blanks around them', () => {
    assert.equal(set('hearth.endpoint', '  gpu.lan ').endpoint, 'gpu.lan');
  });

  it('what is of the wrong form counts as not set, and among several only the right ones count', () => {
    for (const wrong of [7, null, {}, []]) assert.equal(set('hearth.endpoint', wrong).endpoint, '');
    for (const wrong of ['8192', Number.NaN, null])
      assert.equal(set('hearth.models.contextTokens', wrong).contextTokens, 8192);
    assert.equal(set('hearth.completions.enabled', 'no').completionsEnabled, true);
    assert.deepEqual(set('hearth.completions.modes', { go: 'on', rust: 'loud', c: 1 }).completionModes, { go: 'on' });
    assert.deepEqual(set('hearth.neverLeaves', ['*.a', 7, null]).neverLeaves, ['*.a']);
    assert.deepEqual(
      set('hearth.cloud.prices', { a: { input: 1, output: 2 }, b: { input: 1 }, c: { input: -1, output: 1 }, d: 7 })
        .cloudPrices,
      { a: { input: 1, output: 2 } },
    );
    assert.equal(set('hearth.cloud.monthlyBudget', 0).monthlyBudget, 0);
    for (const wrong of [-1, '5', Number.NaN, {}]) {
      assert.equal(set('hearth.cloud.monthlyBudget', wrong).monthlyBudget, null);
    }
    assert.deepEqual(set('hearth.neverLeaves', 'all').neverLeaves, settingsTable.neverLeaves.fallback);
  });

  it('whatever stands in the settings file, what is read is of the right form', () => {
    const defaults = readSettings(() => undefined);
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const [name, read] of Object.entries(readSettings(() => value))) {
          const usual = defaults[name as keyof Settings];
          // A number that is absent by default stands as null.
          if (usual === null) assert.ok(read === null || (typeof read === 'number' && read >= 0), name);
          else assert.equal(typeof read, typeof usual, name);
          assert.equal(Array.isArray(read), Array.isArray(usual));
        }
      }),
    );
  });
});
