import assert from 'node:assert/strict';
import { says } from '../fakes/ollamaAnswers.ts';
import { insert, untitledWithCursor } from './support/documents.ts';
import { coder, type Hearth, startHearth } from './support/hearth.ts';

describe('completions in prose', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth({
      models: [{ ...coder, name: 'qwen2.5-coder:1.5b-base' }],
      settings: { 'hearth.completions.modes': { '*': 'on' } },
    });
  });
  afterEach(() => hearth.end());

  const sent = () => hearth.asked('/api/generate').at(-1)?.body ?? {};

  for (const language of ['markdown', 'plaintext', 'latex', 'git-commit']) {
    it(`goes on to the end of the sentence: ${language}`, async () => {
      hearth.engine.enqueue(says('runs here, ', 'e.g. on a laptop.', ' It needs no cloud.'));
      const { document, position } = await untitledWithCursor(language, 'The model █');
      const offered = await hearth.complete({ document, position });
      assert.deepEqual(offered, ['runs here, e.g. on a laptop.'], JSON.stringify(hearth.decision));
      assert.deepEqual([sent().prompt, sent().raw, sent().suffix], ['The model ', true, undefined]);
      assert.ok((sent().options as { stop: string[] }).stop.includes('\n\n'));
      assert.equal(hearth.decision?.layout, 'plain');
      // The next sentence is known already.
      await insert(document, position, 'runs here, e.g. on a laptop.');
      assert.deepEqual(await hearth.complete({ document, position: position.translate(0, 28) }), [
        ' It needs no cloud.',
      ]);
      assert.equal(hearth.asked('/api/generate').length, 1);
    });
  }

  it('with text below it, it is asked between the markers of its family', async () => {
    hearth.engine.enqueue(says('runs here.', ' It'));
    assert.deepEqual(await hearth.complete(await untitledWithCursor('markdown', 'The model █\n\nNext')), [
      'runs here.',
    ]);
    assert.equal(sent().prompt, '<|fim_prefix|>The model <|fim_suffix|>\n\nNext<|fim_middle|>');
  });

  it('within a block of code it is code', async () => {
    hearth.engine.enqueue(says('sum(a. B);', '\nnext();'));
    const place = await untitledWithCursor('markdown', 'Call it:\n\n```ts\nx = █\n```\n');
    assert.deepEqual(await hearth.complete(place), ['sum(a. B);']);
  });

  it('nothing but a new paragraph is no suggestion', async () => {
    hearth.engine.enqueue(says('\n', '\nNext'));
    assert.deepEqual(await hearth.complete(await untitledWithCursor('markdown', 'The model █')), []);
    assert.equal(hearth.decision?.reason, 'empty');
  });
});
