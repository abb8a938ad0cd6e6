import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classify } from '../../../../src/tasks/reading/classify.ts';
import { extract } from '../../../../src/tasks/reading/extract.ts';
import { review } from '../../../../src/tasks/reading/review.ts';
import type { Table } from '../../../../src/tasks/reading/structured.ts';
import { requestFor } from '../../../../src/tasks/request.ts';
import { messageText, type PromptPart } from '../../../../src/tiers/tier.ts';
import { excerptOf } from '../excerpts.ts';
import { classified, labelled, labels } from './labelled.ts';

const texts = (table: Table | undefined) => table?.rows.map(({ cells }) => cells.map(({ text }) => text));
const doubted = (table: Table | undefined) =>
  table?.rows.flatMap(({ cells }) => cells.filter(({ doubt }) => doubt).map(({ text }) => text));
const typedIn = (parts: readonly PromptPart[]) =>
  parts.filter((part) => part.kind === 'excerpt' && part.origin.kind === 'typed').map(({ text }) => text);
const itemsOf = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
  JSON.stringify({
    items: rows.map((values) => Object.fromEntries(columns.map((name, index) => [name, values[index] ?? '']))),
  });

describe('Extract', () => {
  for (const { text, wanted, right, invented } of labelled) {
    const task = extract(wanted);
    const excerpt = excerptOf(text, { languageId: 'markdown' });
    const columns = task.read('{"items":[]}', excerpt)?.columns ?? [];

    it(`${wanted} of "${text.slice(0, 20)}…": what stands there is believed`, () => {
      const table = task.read(itemsOf(columns, right), excerpt);
      assert.deepEqual(texts(table), right);
      assert.deepEqual(doubted(table), []);
      assert.equal(table?.isWhole, true);
      for (const { place } of table.rows) assert.ok(place && place.end > place.start);
    });

    it(`${wanted} of "${text.slice(0, 20)}…": every invented value is flagged, and no other`, () => {
      const half = right.map((values, index) => (index % 2 === 0 ? [invented[0] ?? '', ...values.slice(1)] : values));
      const table = task.read(itemsOf(columns, [...half, [invented[1] ?? ''], [invented[2] ?? '']]), excerpt);
      const flagged = half.filter((_, index) => index % 2 === 0).map(() => invented[0]);
      assert.deepEqual(doubted(table), [...flagged, invented[1], invented[2]]);
    });
  }

  it('takes the user’s own fields, and asks for them as the user’s own words', () => {
    const task = extract({ fields: ['Name', 'He said "so"'] });
    const excerpt = excerptOf('Ann said "no".', { languageId: 'plaintext' });
    const parts = task.messages(excerpt).flatMap((message) => message.parts);
    assert.deepEqual(typedIn(parts), ['Name, He said "so"', '"Name"', '"He said \\"so\\""']);
    assert.ok(
      task.messages(excerpt).map(messageText).join('').includes('{"items": [{"Name": "…", "He said \\"so\\"": "…"}]}'),
    );
    assert.deepEqual(texts(task.read('{"items":[{"Name":"Ann","He said \\"so\\"":"no"}]}', excerpt)), [['Ann', 'no']]);
  });

  it('reads what came of an answer that was cut anywhere, and never half a value', () => {
    const excerpt = excerptOf('Ann, Bob and Cy.', { languageId: 'plaintext' });
    const answer =
      'Here it is:\n```json\n' +
      itemsOf(
        ['name', 'kind'],
        [
          ['Ann', 'person'],
          ['Bob', 'person'],
          ['Cy', 'person'],
        ],
      ) +
      '\n```';
    fc.assert(
      fc.property(fc.nat(answer.length), (at) => {
        const table = extract('names').read(answer.slice(0, at), excerpt);
        for (const [name = ''] of texts(table) ?? []) assert.ok(['', 'Ann', 'Bob', 'Cy'].includes(name), name);
        assert.deepEqual(
          doubted(table)?.filter((text) => text !== ''),
          table === undefined ? undefined : [],
        );
        if (table?.isWhole) assert.equal(table.rows.length, 3);
      }),
    );
  });

  it('says so when the answer has not the form', () => {
    const excerpt = excerptOf('Ann.');
    for (const answer of ['', 'There are none.', '{"names":["Ann"]}', '3', '{"items":"Ann"}']) {
      assert.equal(extract('names').read(answer, excerpt), undefined, answer);
    }
  });

  it('asks the engine for the form', () => {
    const request = requestFor(extract('figures'), excerptOf('1'), { name: 'm', contextTokens: 8192 });
    assert.deepEqual(request.format, {
      type: 'object',
      properties: {
        items: {
          type: 'array',
          items: {
            type: 'object',
            properties: { figure: { type: 'string' }, of: { type: 'string' } },
            required: ['figure', 'of'],
            additionalProperties: false,
          },
        },
      },
      required: ['items'],
      additionalProperties: false,
    });
  });
});

describe('Classify', () => {
  it('believes a label that was offered, however it is written, and flags any other', () => {
    for (const [index, { text, label }] of classified.entries()) {
      const given = index % 2 === 0 ? label.toUpperCase() : `not ${label}`;
      const table = classify(labels, false).read(
        JSON.stringify({ labels: given, reason: 'so it is' }),
        excerptOf(text),
      );
      assert.deepEqual(
        table?.rows[0]?.cells[0],
        index % 2 === 0 ? { text: label } : { text: given, doubt: 'notOffered' },
      );
      assert.equal(table?.rows[0]?.cells[1]?.text, 'so it is');
    }
  });

  it('takes one label, or several, or none where several may be', () => {
    const excerpt = excerptOf('It crashes. How so?');
    const both = '{"labels":["bug","question","bug"],"reason":"both"}';
    assert.deepEqual(texts(classify(labels, true).read(both, excerpt)), [
      ['bug', 'both'],
      ['question', ''],
    ]);
    assert.deepEqual(texts(classify(labels, false).read(both, excerpt)), [['bug', 'both']]);
    assert.deepEqual(texts(classify(labels, true).read('{"labels":[],"reason":""}', excerpt)), []);
    assert.equal(classify(labels, false).read('{"reason":"?"}', excerpt), undefined);
  });

  it('tells the model the labels as the user’s own words', () => {
    const parts = classify(['a "b"', 'c'], false)
      .messages(excerptOf('x'))
      .flatMap((message) => message.parts);
    assert.deepEqual(typedIn(parts), ['"a \\"b\\"", "c"']);
  });
});

describe('Review', () => {
  const code = 'function half(n) {\n  return n / 2;\n}\n\nexport const x = half("3");\n';

  it('knows the place of each remark, and flags one about a line that is not there', () => {
    const table = review.read(
      JSON.stringify({
        remarks: [
          { quote: 'return n / 2;', weight: 'question', remark: 'What of odd numbers?' },
          { quote: "half('3')", weight: 'problem', remark: 'A text is halved.' },
          { quote: '', weight: 'whatever', remark: 'No test.' },
          { quote: 'return n', weight: 'problem', remark: '' },
        ],
      }),
      excerptOf(code),
    );
    const rows = table?.rows ?? [];
    assert.deepEqual(
      rows.map(({ place }) => place && code.slice(place.start, place.end)),
      ['return n / 2;', undefined, undefined],
    );
    assert.deepEqual(doubted(table), ["half('3')"]);
    assert.deepEqual(
      rows.map(({ cells }) => cells[0]?.text),
      ['question', 'problem', 'question'],
    );
  });
});
