import assert from 'node:assert/strict';
import type { Origin } from '../../../../src/base/text.ts';
import { partLength } from '../../../../src/tasks/writing/proofread.ts';
import { type ProofreadEvent, proofreading } from '../../../../src/tasks/writing/proofreading.ts';
import { type AnswerRequest, messageText, TierError, type TierEvent } from '../../../../src/tiers/tier.ts';
import { findingsReader } from '../../../../src/writing/findings/findings.ts';
import { partsOf } from '../../../../src/writing/findings/partsOf.ts';
import { saidSchema } from '../../../../src/writing/findings/said.ts';
import type { Ask, Given, Result } from '../../../../src/writing/parsing.ts';
import { listing } from '../../../fakes/listing.ts';

const start = { line: 0, character: 0 };
const origin: Origin = { kind: 'file', uri: 'file:///notes.md', path: 'notes.md', range: { start, end: start } };
const paragraph = (name: string) =>
  `The \`${name}\` option tell the client how often it tries again. ${'And so on. '.repeat(90)}`;
const text = [paragraph('retry'), paragraph('again'), paragraph('once')].join('\r\n\r\n');
const wishes = {
  model: { name: 'writer', contextTokens: 8192 },
  style: '',
  leaveAlone: new Set(['client', 'gnu']),
  explainIn: 'English',
};
const tell = { original: 'option tell', replacement: 'option tells' };

const done: TierEvent = {
  kind: 'done',
  reason: 'stop',
  provenance: { tier: 'local', engine: 'Ollama', host: 'localhost', model: 'writer' },
  measured: { totalMs: 1 },
};

/** A model that answers each request with these pieces, and what it was asked and whether it came to the end of an answer. */
function writer(answers: (count: number) => readonly string[]) {
  const asked: AnswerRequest[] = [];
  const ended: boolean[] = [];
  const read = findingsReader();
  const parse = async <A extends Ask>(ask: A, given: Given<A>): Promise<Result<A> | undefined> =>
    (ask === 'parts' ? partsOf(given as Given<'parts'>) : read(given as Given<'findings'>)) as Result<A>;
  const answerer = {
    async *answer(request: AnswerRequest): AsyncGenerator<TierEvent> {
      const index = asked.push(request) - 1;
      ended[index] = false;
      for (const piece of answers(asked.length)) yield { kind: 'piece', text: piece };
      ended[index] = true;
      yield done;
    },
  };
  return { asked, ended, parts: { answerer, parse } };
}

async function run(answers: (count: number) => readonly string[], over: Partial<typeof wishes> = {}) {
  const { asked, parts } = writer(answers);
  const job = { text, languageId: 'markdown', origin };
  const events: ProofreadEvent[] = [];
  for await (const event of proofreading(job, { ...wishes, ...over }, parts, new AbortController().signal))
    events.push(event);
  return { asked, events };
}

const kinds = (events: readonly ProofreadEvent[]) => events.map(({ kind }) => kind).join(' ');

describe('Mistakes come one by one', () => {
  it('part by part, each told of once', async () => {
    const { asked, events } = await run(() => [listing(tell, { original: 'how often', replacement: 'how oft' })]);
    assert.equal(asked.length, 3);
    assert.equal(kinds(events), 'divided asked found read asked found read asked found read');
    assert.deepEqual(events[0], { kind: 'divided', parts: 3, words: 3 * 280 });
    const found = events.flatMap((event) => (event.kind === 'found' ? event.findings : []));
    assert.deepEqual(
      found.map(({ start: at, removed }) => [text.slice(at, at + removed.length), removed]),
      Array.from({ length: 3 }, () => [
        ['tell', 'tell'],
        ['often', 'often'],
      ]).flat(),
    );
  });

  it('while the answer still comes', async () => {
    const answer = listing(tell, { original: 'how often', replacement: 'how oft' });
    const { parts, ended } = writer(() => [...answer]);
    const job = { text: paragraph('retry'), languageId: 'markdown', origin };
    const seen: boolean[] = [];
    for await (const event of proofreading(job, wishes, parts, new AbortController().signal))
      if (event.kind === 'found') seen.push(ended[0] === true);
    assert.deepEqual(seen, [false, false]);
  });

  it('the model sees no code, is told the language, the form and only those words to leave alone that it sees', async () => {
    const { asked } = await run(() => [listing()], { style: 'British spelling' });
    const [request] = asked;
    const told = request?.messages.map(messageText).join('\n') ?? '';
    assert.match(told, /The text is in English/);
    assert.match(told, /British spelling/);
    assert.match(told, /right as they are: client\n/);
    assert.doesNotMatch(told, /retry|gnu|\r/);
    assert.match(told, /Marks such as ⟦1⟧/);
    assert.equal(request?.format, saidSchema);
    const own = request?.messages.flatMap(({ parts }) => parts).filter((part) => part.kind === 'excerpt');
    assert.deepEqual(
      own?.map((part) => part.kind === 'excerpt' && part.origin.kind),
      ['typed', 'typed', 'file'],
    );
  });

  it('a part whose answer is no list is asked about once more, then left, and the others are read', async () => {
    const { asked, events } = await run((count) => [count <= 2 ? 'There are no mistakes.' : listing(tell)]);
    assert.equal(asked.length, 4);
    const read = events.flatMap((event) => (event.kind === 'read' ? [event.isReadable] : []));
    assert.deepEqual(read, [false, true, true]);
  });

  it('an answer without an end is left, with what came of it', async () => {
    const endless = `{"findings": [${JSON.stringify({ ...tell, why: '', kind: 'grammar' })}${', {"original": "x"'.repeat(10_000)}`;
    const { events } = await run(() => [endless, endless, 'never read']);
    assert.equal(kinds(events), 'divided asked found read asked found read asked found read');
  });

  it('leaving ends the request, and so does aborting', async () => {
    const { parts, asked, ended } = writer(() => [...listing(tell, tell)]);
    const job = { text, languageId: 'markdown', origin };
    for await (const event of proofreading(job, wishes, parts, new AbortController().signal))
      if (event.kind === 'found') break;
    assert.deepEqual([asked.length, ended], [1, [false]]);
    const aborted = AbortSignal.abort();
    const events: ProofreadEvent[] = [];
    for await (const event of proofreading(job, wishes, parts, aborted)) events.push(event);
    assert.deepEqual(events, []);
  });

  it('a failure of the engine reaches whoever asked, after what was found', async () => {
    const { parts } = writer((count) => {
      if (count > 1) throw new TierError('unreachable', 'gone');
      return [listing(tell)];
    });
    const job = { text, languageId: 'markdown', origin };
    const events: ProofreadEvent[] = [];
    await assert.rejects(async () => {
      for await (const event of proofreading(job, wishes, parts, new AbortController().signal)) events.push(event);
    }, TierError);
    assert.equal(kinds(events), 'divided asked found read asked');
  });

  it('says when a text could not be read', async () => {
    const { parts } = writer(() => []);
    const job = { text, languageId: 'markdown', origin };
    const events: ProofreadEvent[] = [];
    const cannot = { ...parts, parse: async () => undefined };
    for await (const event of proofreading(job, wishes, cannot, new AbortController().signal)) events.push(event);
    assert.deepEqual(events, [{ kind: 'divided', parts: undefined, words: 0 }]);
  });

  it('a part leaves room for its answer, also in a small context', () => {
    assert.deepEqual([1024, 4096, 8192, 131_072].map(partLength), [300, 1024, 1500, 1500]);
  });
});
