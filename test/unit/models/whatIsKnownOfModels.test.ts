import assert from 'node:assert/strict';
import { abilityOf } from '../../../src/completion/way.ts';
import { type CatalogueModel, loadCatalogue } from '../../../src/models/catalogue.ts';
import { rolesOf } from '../../../src/models/choose.ts';
import { hasRemoteName } from '../../../src/tiers/remoteModel.ts';
import { stated } from '../completion/fimTable.ts';

const { models, sources, checked, sizesFrom } = await loadCatalogue();
const capabilities = ['completion'];
const day = /^\d{4}(-\d\d(-\d\d)?)?$/;

describe('what is known of models', () => {
  it('names each model once, with a tag, and none that runs in a cloud', () => {
    assert.equal(new Set(models.map(({ name }) => name)).size, models.length);
    for (const { name } of models) {
      assert.match(name, /^[\w./-]+(:[\w.-]+)?$/);
      assert.equal(hasRemoteName(name), false, name);
    }
  });

  it('says where and when each fact is from', () => {
    for (const date of [checked, sizesFrom]) assert.match(date, day);
    for (const { name, sources: own, recommended = {}, attention } of models) {
      assert.ok(own.length > 0, name);
      for (const id of [...own, ...Object.values(recommended).flat(), ...(attention ? [attention.source] : [])]) {
        assert.ok(sources[id]?.where, `${name}: ${id}`);
      }
    }
    const used = new Set(
      models.flatMap((each) => [
        ...each.sources,
        ...Object.values(each.recommended ?? {}).flat(),
        each.attention?.source,
      ]),
    );
    assert.deepEqual(
      Object.keys(sources).filter((id) => !used.has(id)),
      [],
      'a source of nothing',
    );
  });

  it('states only what can be so, and says what no source confirms', () => {
    for (const each of models) {
      const { name, parameters, activeParameters, sizeBytes, contextTokens, released, unverified = [] } = each;
      if (sizeBytes !== undefined && parameters !== undefined) {
        const bytes = sizeBytes / parameters;
        // 4 bits to 32, with a part in more, as for what sees pictures.
        assert.ok(bytes > 0.45 && bytes < 4.5, `${name}: ${bytes} bytes a parameter`);
      }
      if (activeParameters !== undefined) assert.ok(activeParameters < (parameters ?? 0), name);
      if (contextTokens !== undefined) assert.ok(contextTokens >= 2048 && contextTokens % 1024 === 0, name);
      if (released !== undefined) assert.match(released, day);
      for (const fact of unverified) assert.ok(each[fact as keyof CatalogueModel] !== undefined, `${name}: ${fact}`);
    }
  });

  it('serves some role of ours with each, and for completions only what is trained to fill in', () => {
    const completing = models.filter((each) => rolesOf({ ...each, capabilities }, abilityOf).includes('completion'));
    for (const { name } of models) assert.ok(rolesOf({ name, capabilities }, abilityOf).length > 0, name);
    const trained = stated.completionModels.map(({ name }) => name);
    assert.ok(completing.length > 20);
    for (const { name } of completing) assert.ok(trained.includes(name), `no source says that ${name} fills in`);
  });

  it('has for each role one that a source recommends and that fits a small machine', () => {
    for (const role of ['completion', 'tasks'] as const) {
      const fitting = models.filter(
        ({ name, sizeBytes = Number.POSITIVE_INFINITY, recommended }) =>
          rolesOf({ name, capabilities }, abilityOf).includes(role) && sizeBytes < 8e9 && recommended?.[role],
      );
      assert.ok(fitting.length > 0, role);
    }
  });
});
