import assert from 'node:assert/strict';
import { Position } from 'vscode';
import type { CompletionModel } from '../../src/completion/asking.ts';
import { fimFor } from '../../src/completion/fim.ts';
import { LayoutProbe } from '../../src/completion/layoutProbe.ts';
import { LayoutRecords } from '../../src/completion/layoutRecords.ts';
import { LayoutProbing } from '../../src/editor/completion/layoutProbing.ts';
import type { Completer } from '../../src/tiers/tier.ts';
import { Turns } from '../../src/tiers/turns.ts';
import { virtualClock } from '../fakes/clock.ts';
import { Gate } from '../fakes/gate.ts';
import { closeEditors, insert, showFile } from './support/documents.ts';
import { until } from './support/until.ts';

const way = fimFor('codellama:7b-code', []);
assert.ok(way);
const model: CompletionModel = {
  name: 'codellama:7b-code',
  digest: 'abc',
  contextTokens: 4096,
  way,
  layouts: ['typedLast', 'suffixFirst'],
};

const questions = 16;

/** Probing in the real host, with a clock that the test moves, beside a model that answers when the test lets it. */
function probing({ focused = true, loaded = true, known = {} as object } = {}) {
  const clock = virtualClock();
  const state = { asked: 0, ended: 0, kept: known as unknown, reread: 0, hold: undefined as Gate | undefined };
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const engine: Completer = {
    async *complete(_request, signal) {
      state.asked++;
      const gone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      if (state.hold) await Promise.race([state.hold.pass(), gone]);
      if (signal.aborted) {
        state.ended++;
        return;
      }
      const provenance = { tier: 'local', engine: 'Fake', host: 'here', model: model.name } as const;
      yield { kind: 'done', reason: 'stop', provenance, measured: { totalMs: 1 } };
    },
  };
  const turns = new Turns();
  const records = new LayoutRecords({
    read: () => state.kept,
    write: (kept) => {
      state.kept = kept;
    },
  });
  const part = new LayoutProbing({
    probe: new LayoutProbe(turns.inBackground(engine), () => {}),
    records,
    focused: () => focused,
    model: () => model,
    isLoaded: async () => loaded,
    version: async () => '0.33.0',
    onProbed: () => state.reread++,
    clock,
    log: { debug: write, info: write, warn: write, error: write },
  });
  return {
    clock,
    state,
    lines,
    records,
    turns,
    engine,
    end: () => part.dispose(),
  };
}

describe('the layout of a model is probed', () => {
  let here: ReturnType<typeof probing> | undefined;
  afterEach(async () => {
    here?.end();
    here = undefined;
    await closeEditors();
  });

  it('after a rest, once, and kept with the engine’s version', async () => {
    here = probing();
    await here.clock.advance(14_999);
    assert.equal(here.state.asked, 0);
    await here.clock.advance(1);
    await until(() => here?.records.of('abc'), 'the record');
    assert.equal(here.state.asked, questions);
    assert.deepEqual(here.state.kept, {
      abc: { layout: 'typedLast', matches: { typedLast: 0, suffixFirst: 0 }, of: 8, engine: '0.33.0' },
    });
    assert.match(
      here.lines.join(),
      /Layout of codellama:7b-code: typedLast.*typedLast 0, suffixFirst 0.*Ollama 0\.33\.0/,
    );
    assert.equal(here.state.reread, 1, 'the document is read again');
    const editor = await showFile('probed.rb', 'sum = ');
    await insert(editor.document, new Position(0, 6), '1');
    await here.clock.advance(60_000);
    assert.equal(here.state.asked, questions, 'never again');
  });

  it('not in a window without the focus, not for a model that is not in memory, not where it is known', async () => {
    const record = { layout: 'typedLast', matches: {}, of: 8, engine: '0.33.0' };
    for (const options of [{ focused: false }, { loaded: false }, { known: { abc: record } }]) {
      here = probing(options);
      await here.clock.advance(60_000);
      assert.equal(here.state.asked, 0, JSON.stringify(options));
      here.end();
    }
  });

  it('the first key ends it, and it goes on at the next rest', async () => {
    const editor = await showFile('probed.rb', 'sum = ');
    here = probing();
    const { state, clock } = here;
    const gate = new Gate();
    state.hold = gate;
    await clock.advance(15_000);
    await gate.reached;
    await insert(editor.document, new Position(0, 6), '1');
    await until(() => state.ended === 1, 'the question to end at the engine');
    state.hold = undefined;
    await clock.advance(14_000);
    assert.equal(state.asked, 1, 'nothing while somebody may still type');
    await clock.advance(20_000);
    await until(() => here?.records.of('abc'), 'the record');
    assert.equal(state.asked, questions + 1);
  });

  it('a completion goes before it', async () => {
    here = probing();
    const { state, clock, turns, engine } = here;
    const gate = new Gate();
    state.hold = gate;
    await clock.advance(15_000);
    await gate.reached;
    state.hold = undefined;
    const request = { model: 'x', prompt: 'x', raw: true, stop: [], maximumTokens: 1, contextTokens: 1 };
    const events = turns.forCompletions(engine).complete(request, new AbortController().signal);
    for await (const event of events) assert.equal(event.kind, 'done');
    await until(() => state.ended === 1, 'the question to end at the engine');
  });
});
