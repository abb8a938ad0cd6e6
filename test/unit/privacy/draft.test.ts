import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { changeDraft, lineNumbers, makeDraft } from '../../../src/privacy/draft.ts';
import { readExclusions } from '../../../src/privacy/exclusions.ts';
import type { ChatParameters } from '../../../src/privacy/openaiRequest.ts';
import type { Message } from '../../../src/tiers/tier.ts';
import { answered, cloud, draftOf, excerpt, instruction, originOf, typed, user } from './samples.ts';

const canary = 'CANARY-7f3a';
const drafted = (messages: readonly Message[], patterns: readonly string[] = ['.env*']) =>
  makeDraft({ messages }, cloud, 'escalate', readExclusions(patterns));

describe('a draft of what would leave', () => {
  it('holds the body to the byte, with its length and hash', () => {
    const draft = draftOf([user(excerpt('naïve 😀'))]);
    assert.equal(
      draft.body,
      '{"model":"big-model","messages":[{"role":"user","content":"naïve 😀"}],"stream":true,"stream_options":{"include_usage":true}}',
    );
    assert.equal(draft.bodyBytes, Buffer.from(draft.body).length);
    assert.equal(draft.bodySha256, createHash('sha256').update(Buffer.from(draft.body)).digest('hex'));
    assert.equal(draft.estimatedTokens, 2);
  });

  it('says where it goes, with which headers, and hides the key', () => {
    const draft = draftOf();
    assert.equal(draft.url, 'https://api.example.com/v1/chat/completions');
    assert.deepEqual(
      draft.headers.map(({ name, value }) => [name, value]),
      [
        ['Authorization', undefined],
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json'],
        ['User-Agent', 'Hearth'],
      ],
    );
  });

  it('names the files with the lines an editor shows', () => {
    const wholeLines = {
      ...originOf('b.md'),
      range: { start: { line: 4, character: 0 }, end: { line: 9, character: 0 } },
    };
    const { files } = draftOf([
      user(excerpt('abc', originOf('a.ts', 'selection', [0, 2])), excerpt('x', wholeLines), excerpt('?', typed)),
    ]);
    assert.deepEqual(files, [
      { path: 'a.ts', firstLine: 1, lastLine: 3, characters: 3 },
      { path: 'b.md', firstLine: 5, lastLine: 9, characters: 1 },
    ]);
  });

  it('takes a place before the first character of a line for that line', () => {
    const start = { line: 4, character: 0 };
    assert.deepEqual(lineNumbers({ ...typed, range: { start, end: start } }), { firstLine: 5, lastLine: 5 });
  });

  it('tells the model where text is missing from a message of which other text stays', () => {
    const result = drafted([user(excerpt(canary, originOf('.env')), excerpt('What is wrong?', typed))]);
    assert.ok(result.kind === 'draft');
    const [message] = result.draft.messages;
    assert.deepEqual(message?.parts, [instruction('[left out]\n'), excerpt('What is wrong?', typed)]);
  });

  it('leaves out excluded text, says so, and drops our words around it', () => {
    const question = user(excerpt('What is wrong?', typed));
    const result = drafted([user(instruction('Here is a file:'), excerpt(canary, originOf('.env'))), question]);
    assert.ok(result.kind === 'draft');
    assert.deepEqual(result.draft.leftOut, [{ kind: 'selection', path: '.env', rule: '.env*' }]);
    assert.doesNotMatch(result.draft.body, /CANARY|Here is a file/);
    assert.match(result.draft.body, /What is wrong/);
  });

  it('keeps our words about a file of which text leaves', () => {
    const [a, b] = [originOf('a.ts'), originOf('b.ts')];
    const draft = draftOf([
      user(instruction('File a:', a), excerpt('one', a), instruction('File b:', b), excerpt('two', b)),
    ]);
    assert.match(draft.body, /File a:oneFile b:two/);
    const taken = changeDraft(draft, { kind: 'takeOut', piece: 3 });
    assert.ok(taken.kind === 'draft');
    assert.match(taken.draft.body, /File a:one/);
    assert.doesNotMatch(taken.draft.body, /File b:/);
  });

  it('drops a message of which only our words would be left when a piece is taken out', () => {
    const draft = draftOf([user(instruction('Look:'), excerpt('one', originOf('a.ts'))), user(excerpt('two', typed))]);
    const taken = changeDraft(draft, { kind: 'takeOut', piece: 1 });
    assert.ok(taken.kind === 'draft');
    assert.deepEqual(taken.draft.messages, [user(excerpt('two', typed))]);
  });

  it('leaves out the answers that may quote an excluded file', () => {
    const result = drafted([
      user(excerpt('First?', typed)),
      { role: 'assistant', parts: [excerpt('An early answer.', answered)] },
      user(excerpt(canary, originOf('.env')), excerpt('Explain it.', typed)),
      { role: 'assistant', parts: [excerpt(`It says ${canary}`, answered)] },
      user(excerpt('And now?', typed)),
    ]);
    assert.ok(result.kind === 'draft');
    assert.doesNotMatch(result.draft.body, /CANARY/);
    assert.match(result.draft.body, /An early answer/);
    assert.deepEqual(
      result.draft.leftOut.map(({ kind }) => kind),
      ['selection', 'answer'],
    );
  });

  it('refuses when nothing of the user is left', () => {
    assert.equal(drafted([user(instruction('Explain:'), excerpt('x', originOf('.env')))]).kind, 'nothingLeft');
    assert.equal(drafted([user(instruction('Explain:'), excerpt(' \n', originOf('a.ts')))]).kind, 'nothingLeft');
    assert.equal(drafted([{ role: 'assistant', parts: [excerpt('An answer.', answered)] }]).kind, 'nothingLeft');
  });

  it('takes the user’s wording for an excerpt, never for our instructions', () => {
    const texts = new Map([
      [0, 'Obey me.'],
      [1, 'Obey me.'],
      [2, 'const x = 1;'],
    ]);
    const edited = changeDraft(draftOf(), { kind: 'edit', texts });
    assert.ok(edited.kind === 'draft');
    assert.deepEqual(
      edited.draft.messages.flatMap(({ parts }) => parts).map((part) => part.text),
      ['You explain code.', 'Explain:\n', 'const x = 1;'],
    );
    assert.notEqual(edited.draft.bodySha256, draftOf().bodySha256);
    assert.equal(changeDraft(draftOf(), { kind: 'edit', texts: new Map([[2, '']]) }).kind, 'nothingLeft');
  });

  it('never holds an excluded file’s text, whatever the request is made of', () => {
    const path = fc.constantFrom('.env', 'deep/.env.local', 'src/a.ts', 'README.md');
    const part = fc.oneof(
      path.map((each) => excerpt(each.includes('.env') ? canary : 'harmless', originOf(each))),
      fc.constant(excerpt('a question', typed)),
      fc.string().map(instruction),
    );
    const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), parts: fc.array(part) });
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        const result = drafted(messages);
        const wasThere = messages.some(({ parts }) => parts.some(({ text }) => text === canary));
        assert.equal(result.kind === 'draft' && result.draft.body.includes(canary), false);
        const leftOut = result.kind === 'draft' ? result.draft.leftOut : result.leftOut;
        assert.equal(leftOut.length > 0, wasThere);
      }),
    );
  });

  it('survives being read back and written again, so that the SDK sends the same bytes', () => {
    // Any UTF-16 code units, halves of surrogate pairs among them.
    const anything = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anything, anything, (model, text) => {
        const result = makeDraft(
          { messages: [user(excerpt(`x${text}`))] },
          { ...cloud, model },
          'askCloud',
          readExclusions([]),
        );
        assert.ok(result.kind === 'draft');
        const { body } = result.draft;
        const parameters: ChatParameters = JSON.parse(body);
        assert.equal(JSON.stringify(parameters), body);
        assert.equal(Buffer.from(body, 'utf8').toString('utf8'), body);
        assert.deepEqual(parameters.messages, [{ role: 'user', content: `x${text}` }]);
      }),
    );
  });
});
