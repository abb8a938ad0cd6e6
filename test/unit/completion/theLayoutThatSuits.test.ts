import assert from 'node:assert/strict';
import { type FimWay, fimFormats } from '../../../src/completion/fim.ts';
import { type FimLayoutName, layoutOf, layoutsOf } from '../../../src/completion/layout.ts';
import { asProbed, LayoutProbe, type ProbedModel } from '../../../src/completion/layoutProbe.ts';
import { LayoutRecords } from '../../../src/completion/layoutRecords.ts';
import { probeSnippets } from '../../../src/completion/probeSnippets.ts';
import { Prompts } from '../../../src/completion/prompts.ts';
import { wayFor } from '../../../src/completion/way.ts';
import { type Completer, type CompletionRequest, TierError } from '../../../src/tiers/tier.ts';
import { startDemoEngine } from '../../engine/engine.ts';
import { done } from '../tiers/fakeTier.ts';
import { ollamaAt, patient } from '../tiers/requests.ts';
import { at } from './places.ts';

const formatNamed = (family: string) => {
  const format = fimFormats.find((each) => each.family === family);
  assert.ok(format);
  return format;
};

const way: FimWay = { way: 'raw', format: formatNamed('codellama') };
const model: ProbedModel = {
  name: 'codellama:7b-code',
  digest: 'abc',
  contextTokens: 4096,
  way,
  layouts: ['typedLast', 'suffixFirst', 'suffixField'],
};

/** In which layout a request is. */
function layoutIn({ raw, prompt }: CompletionRequest): FimLayoutName {
  if (!raw) return 'suffixField';
  return prompt.startsWith('<PRE> <SUF>') ? 'suffixFirst' : 'typedLast';
}

/** A model that knows the first so many of the snippets in each layout. */
function knowing(known: Partial<Record<FimLayoutName, number>>) {
  const sent: CompletionRequest[] = [];
  const completer: Completer = {
    async *complete(request) {
      sent.push(request);
      const index = probeSnippets.findIndex(({ before }) => request.prompt.includes(before));
      const isKnown = index < (known[layoutIn(request)] ?? 0);
      yield { kind: 'piece', text: isKnown ? `${probeSnippets[index]?.expected} ` : 'something else' };
      yield { kind: 'piece', text: isKnown ? '\nmore' : '' };
      yield done;
    },
  };
  return { completer, sent };
}

const probed = (known: Partial<Record<FimLayoutName, number>>, layouts = model.layouts) =>
  new LayoutProbe(knowing(known).completer, () => {}).run({ ...model, layouts }, patient());

describe('the layouts in which a model can be asked', () => {
  it('are those that its family documents, the preferred one first, and the engine’s where it has one', () => {
    const of = (family: string, ...capabilities: string[]) =>
      layoutsOf({ way: 'raw', format: formatNamed(family) }, capabilities);
    assert.deepEqual(of('codellama', 'insert'), ['typedLast', 'suffixFirst', 'suffixField']);
    assert.deepEqual(of('tiny-demo', 'insert'), ['suffixFirst', 'typedLast', 'suffixField']);
    assert.deepEqual(of('qwen'), ['typedLast']);
    assert.deepEqual(of('seed'), ['suffixFirst']);
    assert.deepEqual(layoutsOf({ way: 'suffix' }, ['insert']), ['suffixField']);
    for (const format of fimFormats) {
      const each: FimWay = { way: 'raw', format };
      assert.equal(layoutsOf(each, ['insert'])[0], layoutOf(each));
    }
  });

  it('one that was found best is asked for, if the model can still be asked so', () => {
    const found = (capabilities: string[], layout: FimLayoutName) =>
      wayFor({ name: 'codellama:7b-code', capabilities }, layout);
    assert.deepEqual(found([], 'suffixFirst'), { ...way, layout: 'suffixFirst' });
    assert.deepEqual(found(['insert'], 'suffixField'), { ...way, layout: 'suffixField' });
    assert.deepEqual(found([], 'suffixField'), way, 'its template has no place for a suffix any more');
    const prompt = (layout: FimLayoutName) => new Prompts().for(at('sum(█)\nnext();'), { ...way, layout }, 6000);
    assert.equal(prompt('suffixFirst').prompt, '<PRE> <SUF>\nnext(); <MID> sum(');
    assert.deepEqual(
      [prompt('suffixField').raw, prompt('suffixField').prompt, prompt('suffixField').suffix],
      [false, 'sum(', '\nnext();'],
    );
    assert.equal(prompt('suffixField').layout, 'suffixField');
  });

  it('nothing is probed where there is only one, or a model without a digest', () => {
    assert.deepEqual(asProbed(model), model);
    assert.equal(asProbed({ ...model, layouts: ['typedLast'] }), undefined);
    const { digest: _none, ...nameless } = model;
    assert.equal(asProbed(nameless), undefined);
    assert.equal(asProbed({ ...model, way: { way: 'chat' } }), undefined);
  });
});

describe('which layout suits a model', () => {
  it('is the one in which most first lines are right, to the letter', async () => {
    assert.deepEqual(await probed({ typedLast: 3, suffixFirst: 5, suffixField: 4 }), {
      layout: 'suffixFirst',
      matches: { typedLast: 3, suffixFirst: 5, suffixField: 4 },
      of: probeSnippets.length,
    });
  });

  it('is the preferred one among equals, and where nothing is right', async () => {
    const best = async (...found: Parameters<typeof probed>) => {
      const each = await probed(...found);
      return each === 'interrupted' ? each : each.layout;
    };
    assert.equal(await best({ typedLast: 3, suffixFirst: 3 }), 'typedLast');
    assert.equal(await best({ typedLast: 3, suffixFirst: 3 }, ['suffixFirst', 'typedLast']), 'suffixFirst');
    assert.equal(await best({}), 'typedLast');
  });

  it('is asked for with at least six small texts, each in each layout, one line at a time', async () => {
    const { completer, sent } = knowing({});
    let told = 0;
    await new LayoutProbe(completer, () => told++).run(model, patient());
    assert.ok(probeSnippets.length >= 6);
    assert.equal(sent.length, probeSnippets.length * 3);
    assert.equal(told, sent.length, 'what the engine had in memory is known to be lost');
    for (const request of sent) {
      assert.ok(request.stop.includes('\n'));
      assert.ok(request.prompt.length < 400 && request.maximumTokens <= 24);
      assert.equal(request.contextTokens, model.contextTokens, 'another size would make the engine load it again');
    }
    // What was typed stands behind the middle marker in the one layout, and at the end of the other.
    const [snippet] = probeSnippets;
    assert.ok(snippet && sent[0]?.prompt.endsWith(` <MID>${snippet.typed}`));
    assert.ok(sent[1]?.prompt.endsWith(` <MID> ${snippet.before}${snippet.typed}`));
    assert.deepEqual([sent[2]?.prompt, sent[2]?.suffix], [snippet.before + snippet.typed, snippet.after]);
  });

  it('an interruption loses nothing: it goes on with what was not answered', async () => {
    const { completer, sent } = knowing({ typedLast: 2, suffixFirst: 8 });
    const leaving = new AbortController();
    const probe = new LayoutProbe(
      {
        async *complete(request, signal) {
          // The fifth question is given up without a word.
          if (sent.length === 4 && !leaving.signal.aborted) {
            leaving.abort();
            return;
          }
          yield* completer.complete(request, signal);
        },
      },
      () => {},
    );
    assert.equal(await probe.run(model, leaving.signal), 'interrupted');
    assert.equal(sent.length, 4);
    assert.equal(await probe.run(model, leaving.signal), 'interrupted', 'nothing is asked on a signal that is over');
    assert.equal(sent.length, 4);
    assert.deepEqual(await probe.run(model, patient()), await probed({ typedLast: 2, suffixFirst: 8 }));
    assert.equal(sent.length, probeSnippets.length * 3);
  });

  it('a failure of the engine is thrown, and what was answered is kept', async () => {
    let asked = 0;
    const failing: Completer = {
      async *complete() {
        asked++;
        if (asked === 2) throw new TierError('stalled', 'as told');
        yield done;
      },
    };
    const probe = new LayoutProbe(failing, () => {});
    await assert.rejects(probe.run(model, patient()), { reason: 'stalled' });
    await probe.run(model, patient());
    assert.equal(asked, probeSnippets.length * 3 + 1);
  });
});

describe('what was found is kept', () => {
  const record = { layout: 'suffixFirst', matches: { typedLast: 3, suffixFirst: 5 }, of: 8, engine: '0.33.0' } as const;

  /** A store, and how often it was read. */
  function stored(kept: unknown) {
    const store = {
      kept,
      reads: 0,
      read: () => {
        store.reads++;
        return store.kept;
      },
      write: (records: unknown) => {
        store.kept = structuredClone(records);
      },
    };
    return store;
  }

  it('by the model’s digest, with the engine’s version, over restarts', () => {
    const store = stored(undefined);
    new LayoutRecords(store).keep('abc', record);
    const again = new LayoutRecords(store);
    assert.deepEqual(again.of('abc'), record);
    assert.equal(again.of('other'), undefined);
    const { reads } = store;
    again.of('abc');
    assert.equal(store.reads, reads, 'at a key nothing is read');
  });

  it('what another window has found meanwhile stays', () => {
    const store = stored({});
    const [one, two] = [new LayoutRecords(store), new LayoutRecords(store)];
    one.of('a');
    two.keep('b', record);
    one.keep('a', record);
    assert.deepEqual(Object.keys(store.kept as object), ['b', 'a']);
  });

  it('what makes no sense is passed over', () => {
    for (const kept of [
      null,
      'x',
      3,
      [],
      { abc: null },
      { abc: { ...record, layout: 'sideways' } },
      { abc: { layout: 'suffixFirst' } },
    ]) {
      assert.equal(new LayoutRecords(stored(kept)).of('abc'), undefined);
    }
  });

  it('no more than 50 are', () => {
    const store = stored({});
    const records = new LayoutRecords(store);
    for (let index = 0; index < 60; index++) records.keep(`model ${index}`, record);
    assert.equal(Object.keys(store.kept as object).length, 50);
    assert.deepEqual(records.of('model 59'), record);
    assert.equal(records.of('model 9'), undefined);
  });
});

describe('the demo model, probed on the real engine', function () {
  this.timeout(60_000);

  it('is asked in each of its layouts, and has one that suits it', async () => {
    const engine = await startDemoEngine();
    try {
      const tier = ollamaAt(engine.url);
      const [listed] = await tier.models(patient());
      assert.ok(listed);
      const { name, digest = '', capabilities } = listed;
      const demo = wayFor(listed);
      assert.ok(demo && demo.way !== 'chat');
      const layouts = layoutsOf(demo, capabilities);
      assert.deepEqual(layouts, ['suffixFirst', 'typedLast', 'suffixField']);
      const found = await new LayoutProbe(tier, () => {}).run(
        { name, digest, contextTokens: 4096, way: demo, layouts },
        patient(),
      );
      assert.ok(found !== 'interrupted');
      assert.deepEqual(Object.keys(found.matches), [...layouts]);
      const most = Math.max(...Object.values(found.matches));
      assert.equal(found.matches[found.layout], most);
    } finally {
      await engine.stop();
    }
  });
});
