import assert from 'node:assert/strict';
import type { Excerpt } from '../../../../src/base/text.ts';
import { makeReady, type Revised, revise } from '../../../../src/tasks/writing/revise.ts';
import { rewrite } from '../../../../src/tasks/writing/rewrite.ts';
import { translate } from '../../../../src/tasks/writing/translate.ts';
import { instruction, mostTokens, type WritingTask } from '../../../../src/tasks/writing/writingTask.ts';
import { type AnswerRequest, messageText, type TierEvent } from '../../../../src/tiers/tier.ts';
import { withHunks } from '../../../../src/writing/guards/change.ts';
import { guards } from '../../../../src/writing/guards/guards.ts';
import type { Ask, Given, Result } from '../../../../src/writing/parsing.ts';

const text =
  'The `retry` option, see [the guide](https://example.com/guide?id=7), tell the client how often it tries again. It were added in version 3.2.\n';
const excerpt: Excerpt = {
  origin: {
    kind: 'selection',
    uri: 'file:///notes.md',
    path: 'notes.md',
    range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
  },
  languageId: 'markdown',
  text,
  label: 'selection',
};
/** A task that may change few words. */
const mending: WritingTask = { id: 'rewrite', purpose: 'proofread', wanted: [instruction('Mend it.')] };
const model = { name: 'writer', contextTokens: 8192 };

type Saying = (given: string) => string | { readonly cut: string };

/** A model that says these answers, one a request, and what it was asked. Each is made from the text it was given. */
function writer(...answers: readonly Saying[]) {
  const asked: AnswerRequest[] = [];
  const own = guards();
  const parse = async <A extends Ask>(ask: A, given: Given<A>): Promise<Result<A> | undefined> => {
    if (ask === 'prepare') {
      const { text: whole, languageId } = given as Given<'prepare'>;
      return own.prepare(whole, languageId) as Result<A>;
    }
    return own.judge(given as Given<'judge'>) as Result<A>;
  };
  const answerer = {
    async *answer(request: AnswerRequest): AsyncGenerator<TierEvent> {
      asked.push(request);
      const part = request.messages
        .at(-1)
        ?.parts.find((each) => each.kind === 'excerpt' && each.origin.kind !== 'typed');
      const said = answers[Math.min(asked.length, answers.length) - 1]?.(part?.text ?? '') ?? '';
      yield { kind: 'piece', text: typeof said === 'string' ? said : said.cut };
      yield {
        kind: 'done',
        reason: typeof said === 'string' ? 'stop' : 'length',
        provenance: { tier: 'local', engine: 'Ollama', host: 'localhost', model: 'writer' },
        measured: { totalMs: 1 },
      };
    },
  };
  return { asked, parts: { answerer, parse } };
}

async function run(task: WritingTask, ...answers: readonly Saying[]) {
  const { asked, parts } = writer(...answers);
  const ready = await makeReady(task, excerpt, model, '', parts);
  assert.ok(!('kind' in ready));
  const revised = await revise(task, ready, parts, new AbortController().signal, () => {});
  assert.ok(revised);
  return { revised, asked };
}

/** The text after all of it was accepted, and after all of it was rejected. */
function outcomes(revised: Revised): readonly [accepted: string, rejected: string] {
  const hunks = revised.kind === 'changed' ? revised.hunks : [];
  return [withHunks(text, hunks), withHunks(text, [])];
}

const mend = (given: string) => given.replace('tell', 'tells').replace('were', 'was');
const mended = text.replace('tell ', 'tells ').replace('were', 'was');

describe('What a writing task says is judged before it is seen', () => {
  it('shows the model neither code nor addresses, and names the language', async () => {
    const { asked } = await run(mending, mend);
    const said = asked[0]?.messages.map(messageText).join('\n') ?? '';
    assert.doesNotMatch(said, /example\.com|`retry`/);
    assert.match(said, /Answer in English\./);
    assert.match(said, /Marks such as ⟦1⟧/);
  });

  for (const [how, answer] of Object.entries({
    plainly: mend,
    'after a preamble': (given: string) => `Sure, here is the corrected text:\n\n${mend(given)}`,
    'in a fence': (given: string) => `\`\`\`markdown\n${mend(given)}\n\`\`\``,
    'after thinking aloud': (given: string) => `<think>The user wants…</think>\n${mend(given)}`,
    'in our own quotes': (given: string) => `"""\n${mend(given)}\n"""`,
    'with a farewell': (given: string) => `${mend(given)}\n\nLet me know if you need anything else!`,
  })) {
    it(`takes a good answer that comes ${how}`, async () => {
      const { revised } = await run(mending, answer);
      assert.deepEqual(outcomes(revised), [mended, text]);
      assert.equal(revised.kind === 'changed' && revised.hunks.length, 2);
    });
  }

  for (const [what, answer, why] of [
    ['nothing', () => '', 'empty'],
    ['a lost placeholder', (given: string) => mend(given).replace(/⟦1⟧/, 'retry'), 'lost'],
    ['a doubled placeholder', (given: string) => `${mend(given).trimEnd()} ⟦1⟧\n`, 'lost'],
    [
      'another language',
      () =>
        'Die Option ⟦1⟧, siehe [die Anleitung](⟦2⟧), sagt dem Programm, wie oft es noch einmal versucht wird. Sie kam mit Version 3.2.\n',
      'language',
    ],
    [
      'an answer to the text instead',
      () => 'This text explains an option. I hope that helps you with your question.',
      'lost',
    ],
  ] as const) {
    it(`asks once more after ${what}, then leaves the text as it is and says why`, async () => {
      const { revised, asked } = await run(mending, answer);
      assert.equal(asked.length, 2);
      assert.equal(revised.kind === 'refused' && revised.why, why);
      assert.deepEqual(outcomes(revised), [text, text]);
    });
  }

  it('takes the second answer where the first cannot be used', async () => {
    const { revised, asked } = await run(mending, () => '', mend);
    assert.equal(asked.length, 2);
    assert.deepEqual(outcomes(revised), [mended, text]);
  });

  it('never takes half a text for the whole', async () => {
    const { revised, asked } = await run(mending, (given) => ({ cut: mend(given).slice(0, 40) }));
    assert.equal(asked.length, 1);
    assert.deepEqual(revised, { kind: 'refused', why: 'cut' });
  });

  it('knows when nothing is to be changed', async () => {
    const { revised } = await run(mending, (given) => given);
    assert.equal(revised.kind, 'unchanged');
  });

  it('says so when more is changed than the task allows', async () => {
    const { revised } = await run(
      mending,
      () => 'With ⟦1⟧, [as said](⟦2⟧), everything is another sentence now than it was 3.2.\n',
    );
    assert.equal(revised.kind === 'changed' && revised.budget.isWithin, false);
  });

  it('translates where another language is asked for', async () => {
    const german =
      'Die Option ⟦1⟧, siehe [die Anleitung](⟦2⟧), sagt dem Programm, wie oft es noch einmal versucht wird. Sie kam mit Version 3.2.\n';
    const { revised, asked } = await run(translate('de', 'German'), () => german);
    assert.match(asked[0]?.messages.map(messageText).join('') ?? '', /Answer in German\./);
    const [accepted] = outcomes(revised);
    assert.match(accepted, /^Die Option `retry`, siehe \[die Anleitung\]\(https:\/\/example\.com\/guide\?id=7\)/);
  });

  it('carries the user’s own words with their origin', async () => {
    const { parts } = writer(mend);
    const ready = await makeReady(rewrite({ own: 'as a haiku' }), excerpt, model, 'No exclamation marks.', parts);
    assert.ok(!('kind' in ready));
    const typed = ready.request.messages
      .flatMap(({ parts: all }) => all)
      .filter((part) => part.kind === 'excerpt' && part.origin.kind === 'typed');
    assert.deepEqual(
      typed.map((part) => part.text),
      ['as a haiku', 'No exclamation marks.'],
    );
  });

  it('has nothing to do where there is no prose', async () => {
    const { parts } = writer(mend);
    const code = { ...excerpt, text: '```js\nlet a = 1;\n```\n' };
    assert.deepEqual(await makeReady(mending, code, model, '', parts), { kind: 'refused', why: 'noProse' });
  });

  it('lets an answer be twice as long as the text, and never unreasonably short', () => {
    assert.equal(mostTokens(1000), 2000);
    assert.equal(mostTokens(3), 256);
  });
});
