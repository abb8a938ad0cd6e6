import assert from 'node:assert/strict';
import type { Excerpt } from '../../../../src/base/text.ts';
import { type Progress, partLength, reviseParts, wholeRequest } from '../../../../src/tasks/writing/reviseParts.ts';
import { rewrite } from '../../../../src/tasks/writing/rewrite.ts';
import { type AnswerRequest, messageText, type TierEvent } from '../../../../src/tiers/tier.ts';
import { withHunks } from '../../../../src/writing/guards/change.ts';
import { guards } from '../../../../src/writing/guards/guards.ts';
import type { Ask, Given, Result } from '../../../../src/writing/parsing.ts';
import { divide } from '../../../../src/writing/reading/divide.ts';

const model = { name: 'writer', contextTokens: 8192 };
const section = (name: string) =>
  `## ${name}\n\n${`The ${name} option tell the client how often it tries again, see [the guide][g]. `.repeat(50)}\n\n`;
const text = `${section('first')}${section('second')}\`\`\`js\n${'let a = 1;\n'.repeat(400)}\`\`\`\n\n${section('third')}[g]: https://example.com/guide\n`;
const range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };
const excerpt: Excerpt = {
  origin: { kind: 'file', uri: 'file:///notes.md', path: 'notes.md', range },
  languageId: 'markdown',
  text,
  label: 'whole file',
};

/** Writes it anew with a model that answers each part with `say`. */
async function written(say: (given: string, count: number) => string, signal = new AbortController().signal) {
  const asked: AnswerRequest[] = [];
  const progress: Progress[] = [];
  const own = guards();
  const parse = async <A extends Ask>(ask: A, given: Given<A>): Promise<Result<A> | undefined> => {
    const all: { [Key in Ask]?: () => unknown } = {
      prepare: () => {
        const { text: part, languageId, defined } = given as Given<'prepare'>;
        return own.prepare(part, languageId, defined);
      },
      judge: () => own.judge(given as Given<'judge'>),
      divide: () => {
        const { text: whole, languageId, most } = given as Given<'divide'>;
        return divide(whole, languageId, most);
      },
    };
    return all[ask]?.() as Result<A>;
  };
  const answerer = {
    async *answer(request: AnswerRequest): AsyncGenerator<TierEvent> {
      asked.push(request);
      const part = request.messages.at(-1)?.parts.find(({ kind }) => kind === 'excerpt');
      yield { kind: 'piece', text: say(part?.text ?? '', asked.length) };
      yield {
        kind: 'done',
        reason: 'stop',
        provenance: { tier: 'local', engine: 'Ollama', host: 'localhost', model: 'writer' },
        measured: { totalMs: 10, answerTokens: 5 },
      };
    },
  };
  const wished = { task: rewrite('clearer'), excerpt, model, style: '', defined: [] };
  const made = await reviseParts(wished, { answerer, parse }, signal, (each) => progress.push(each));
  return { made, asked, progress };
}

const mend = (given: string) => given.replaceAll(' tell ', ' tells ');

describe('A long text is written anew in parts', function () {
  this.timeout(30_000);

  it('that are no longer than a model can take', async () => {
    const { made, asked, progress } = await written(mend);
    assert.ok(made && made.of >= 4);
    for (const { messages } of asked) {
      const part = messages.at(-1)?.parts.find(({ kind }) => kind === 'excerpt');
      assert.ok((part?.text.length ?? 0) <= partLength(model));
    }
    assert.deepEqual([...new Set(progress.map(({ of }) => of))], [made.of]);
    assert.equal(progress.at(-1)?.part, made.of);
  });

  it('and is put together byte for byte, with one budget and one measure', async () => {
    const { made, asked } = await written(mend);
    const { revised, done, kept } = made ?? assert.fail();
    assert.ok(revised.kind === 'changed');
    assert.equal(withHunks(text, revised.hunks), mend(text));
    assert.equal(revised.after, mend(text));
    assert.equal(withHunks(text, []), text);
    assert.deepEqual(kept, []);
    assert.ok(revised.budget.isWithin && revised.budget.changed < 0.2);
    assert.equal(done?.measured.totalMs, asked.length * 10);
    assert.equal(done?.measured.answerTokens, asked.length * 5);
  });

  it('of which one whose answer cannot be used stays as it is', async () => {
    const { made } = await written((given) => (given.includes('second') ? '' : mend(given)));
    const { revised, kept } = made ?? assert.fail();
    assert.ok(revised.kind === 'changed' && kept.length > 0);
    assert.ok(kept.every(({ refused }) => refused.why === 'empty'));
    const after = withHunks(text, revised.hunks);
    assert.match(after, /The first option tells/);
    assert.match(after, /The second option tell the/);
  });

  it('and says why when none can be used, or nothing is to be changed', async () => {
    const nothing = await written(() => '');
    assert.deepEqual(nothing.made?.revised, { kind: 'refused', why: 'empty' });
    const same = await written((given) => given);
    assert.deepEqual(same.made?.revised, { kind: 'unchanged' });
  });

  it('until it is stopped', async () => {
    const stop = new AbortController();
    const { made, asked } = await written((given) => {
      stop.abort();
      return mend(given);
    }, stop.signal);
    assert.equal(made, undefined);
    assert.equal(asked.length, 1);
  });

  it('and can be asked for elsewhere as a whole, as it is', () => {
    const request = wholeRequest({ task: rewrite('clearer'), excerpt, model, style: '', defined: [] }, 'en');
    const told = request.messages.map(messageText).join('');
    assert.match(told, /Answer in English\.[\s\S]*let a = 1;[\s\S]*https:\/\/example\.com\/guide/);
  });
});
