import assert from 'node:assert/strict';
import type { Origin } from '../../../src/base/text.ts';
import { EngineAddress } from '../../../src/tiers/endpoint.ts';
import { EnginesByRole } from '../../../src/tiers/enginesByRole.ts';
import { Failover, type PlacedEngine } from '../../../src/tiers/failover.ts';
import {
  type AnswerRequest,
  type CompletionRequest,
  TierError,
  type TierErrorReason,
  type TierEvent,
} from '../../../src/tiers/tier.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { allOf, completion, patient, question, reasonOf, textOf } from './requests.ts';

/** An engine at one of the addresses: says its name, or fails. */
class Placed implements PlacedEngine {
  readonly keepsModels = false;
  readonly name: string;
  readonly models: PlacedEngine['models'];
  fails: TierErrorReason | undefined;
  /** Whether it fails only after it has said something. */
  late = false;
  asked = 0;
  versions = 0;

  constructor(name: string) {
    this.name = name;
    this.models = () => this.#said([{ name: `model of ${name}`, capabilities: ['completion'], remote: false }]);
  }

  complete(_request: CompletionRequest): AsyncIterable<TierEvent> {
    return this.#stream();
  }

  answer(_request: AnswerRequest): AsyncIterable<TierEvent> {
    return this.#stream();
  }

  version(): Promise<string> {
    this.versions++;
    return this.#said('1');
  }

  running(): Promise<readonly { name: string }[]> {
    return this.#said([{ name: `model of ${this.name}` }]);
  }

  load(): Promise<void> {
    return this.#said(undefined);
  }

  async *#stream(): AsyncGenerator<TierEvent> {
    this.asked++;
    if (this.fails && !this.late) throw new TierError(this.fails, this.name);
    yield { kind: 'piece', text: this.name };
    if (this.fails) throw new TierError(this.fails, this.name);
  }

  async #said<T>(answer: T): Promise<T> {
    if (this.fails) throw new TierError(this.fails, this.name);
    return answer;
  }
}

const inDocument = (uri: string, change: Partial<CompletionRequest> = {}) => completion({ document: uri, ...change });
const about = (uri: string) => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const origin: Origin = { kind: 'selection', uri, path: uri, range };
  return question({ messages: [{ role: 'user', parts: [{ kind: 'excerpt', text: 'x', origin }] }] });
};

describe('several addresses', () => {
  function start(list: readonly string[] = ['a.lan:1', 'b.lan:1', 'c.lan:1']) {
    const clock = virtualClock();
    const engines = new Map<string, Placed>();
    const at = (host: string) => {
      const engine = engines.get(host) ?? new Placed(host);
      engines.set(host, engine);
      return engine;
    };
    const { endpoints } = new EngineAddress(
      () => '',
      undefined,
      () => list,
    );
    const failover = new Failover({ endpoints, engineAt: ({ host }) => at(host), clock });
    const says = async (request = completion()) => textOf(await allOf(failover.complete(request, patient())));
    const states = () => failover.standings.map(({ host, state }) => `${host} ${state}`);
    return { clock, at, failover, says, states };
  }
  const [a, b, c] = ['a.lan:1', 'b.lan:1', 'c.lan:1'];

  it('the first that is well answers', async () => {
    const { failover, says, states, at } = start();
    assert.equal(await says(), a);
    assert.equal((await failover.models(patient()))[0]?.name, `model of ${a}`);
    assert.deepEqual(states(), [`${a} inUse`, `${b} ready`, `${c} ready`]);
    assert.equal(at(b).asked + at(c).asked, 0);
  });

  for (const reason of ['unreachable', 'timedOut', 'busy', 'engineFailed', 'notTheEngine'] as const) {
    it(`the next one answers where one fails before it said anything: ${reason}`, async () => {
      const { at, says, states } = start();
      at(a).fails = reason;
      at(b).fails = reason;
      assert.equal(await says(), c);
      assert.deepEqual(states(), [`${a} failed`, `${b} failed`, `${c} inUse`]);
      assert.equal(await says(), c);
      assert.equal(at(a).asked, 1, 'one that failed is left alone');
    });
  }

  for (const reason of ['tooLong', 'modelMissing', 'keyRejected', 'badRequest', 'notAllowed'] as const) {
    it(`what another would meet as well goes to no other: ${reason}`, async () => {
      const { at, failover } = start();
      at(a).fails = reason;
      assert.equal(await reasonOf(allOf(failover.complete(completion(), patient()))), reason);
      assert.equal(at(b).asked, 0);
    });
  }

  it('nothing is said twice: an answer that broke off is not begun by another', async () => {
    const { at, failover, says } = start();
    Object.assign(at(a), { fails: 'cutShort', late: true });
    assert.equal(await reasonOf(allOf(failover.complete(completion(), patient()))), 'cutShort');
    assert.equal(at(b).asked, 0);
    assert.equal(await says(), b, 'the next request goes elsewhere');
  });

  it('an abort is no failure of the engine', async () => {
    const { at, failover, states } = start();
    const leaving = new AbortController();
    for await (const _event of failover.complete(completion(), leaving.signal)) leaving.abort();
    at(a).fails = 'unreachable';
    await allOf(failover.complete(completion(), leaving.signal)).catch(() => {});
    assert.deepEqual(states(), [`${a} inUse`, `${b} ready`, `${c} ready`]);
    assert.equal(at(b).asked, 0);
  });

  it('where all fail, the last failure is said, and all are tried again', async () => {
    const { at, failover, says } = start([a, b]);
    at(a).fails = 'unreachable';
    at(b).fails = 'busy';
    assert.equal(await reasonOf(allOf(failover.complete(completion(), patient()))), 'busy');
    at(a).fails = undefined;
    assert.equal(await says(), a);
  });

  it('one that failed is looked at by its version when its pause is over and somebody asks, and comes back', async () => {
    const { clock, at, says, states } = start();
    at(a).fails = 'unreachable';
    await says();
    await clock.advance(14_999);
    await says();
    assert.equal(at(a).versions, 0);
    await clock.advance(1);
    await says();
    assert.equal(at(a).versions, 1);
    assert.match(states()[0] ?? '', /failed/);
    at(a).fails = undefined;
    await clock.advance(15_000);
    await says();
    await clock.advance(0);
    assert.equal(at(a).asked, 1, 'nobody waited for it, and no text went there to find out');
    assert.equal(await says(), a);
  });

  it('a document stays with the engine that answered for it, in completions and tasks', async () => {
    const { clock, at, failover, says } = start();
    at(a).fails = 'unreachable';
    assert.equal(await says(inDocument('file:///one')), b);
    at(a).fails = undefined;
    await clock.advance(15_000);
    await says(inDocument('file:///one'));
    await clock.advance(0);
    assert.equal(await says(inDocument('file:///two')), a);
    assert.equal(await says(inDocument('file:///one')), b, 'b has its beginning in memory');
    assert.equal(textOf(await allOf(failover.answer(about('file:///one'), patient()))), b);
    at(b).fails = 'busy';
    assert.equal(await says(inDocument('file:///one')), a);
  });

  it('only those of the first one’s tier take part: no list leads from this machine to another, or back', () => {
    const of = (list: readonly string[]) =>
      new EngineAddress(
        () => '',
        undefined,
        () => list,
      )
        .endpoints()
        .map(({ host }) => host);
    assert.deepEqual(of(['127.0.0.1:1', 'a.lan:1', 'localhost:2']), ['127.0.0.1:1', 'localhost:2']);
    assert.deepEqual(of(['a.lan:1', '127.0.0.1:1', 'b.lan:1']), ['a.lan:1', 'b.lan:1']);
  });

  it('one that is no address, or a cloud provider’s, is said, wherever it stands', () => {
    const of =
      (...list: readonly string[]) =>
      () =>
        new EngineAddress(
          () => '',
          undefined,
          () => list,
        ).endpoints();
    assert.throws(of('a.lan:1', 'two words'), { reason: 'badEndpoint', message: 'two words' });
    assert.throws(of('a.lan:1', 'https://api.openai.com/v1'), { reason: 'cloudEndpoint' });
  });

  it('without a list, the one address counts', () => {
    const address = new EngineAddress(
      () => 'x.lan:1',
      undefined,
      () => [],
    );
    assert.deepEqual(
      address.endpoints().map(({ host }) => host),
      ['x.lan:1'],
    );
  });

  describe('by role', () => {
    const both = () => {
      const [completing, answering] = [start([a]), start([b])];
      const engines = { completion: completing.failover, tasks: answering.failover };
      return { completing, answering, engine: new EnginesByRole({ ...engines, areOne: () => false }) };
    };

    it('completions go to the one, answers to the other', async () => {
      const { engine } = both();
      assert.equal(textOf(await allOf(engine.complete(completion(), patient()))), a);
      assert.equal(textOf(await allOf(engine.answer(question(), patient()))), b);
    });

    it('the models of both are listed, each for what it can be asked', async () => {
      const models = await both().engine.models(patient());
      assert.deepEqual(
        models.map(({ name, only }) => [name, only]),
        [
          [`model of ${a}`, 'completion'],
          [`model of ${b}`, 'tasks'],
        ],
      );
      assert.equal((await both().engine.running(patient())).length, 2);
    });

    it('where one does not answer, the models of the other are listed all the same', async () => {
      const { answering, engine } = both();
      answering.at(b).fails = 'unreachable';
      assert.deepEqual(
        (await engine.models(patient())).map(({ name }) => name),
        [`model of ${a}`],
      );
    });
  });
});
