import assert from 'node:assert/strict';
import fc from 'fast-check';
import { askToSend, type SheetAnswer } from '../../../src/privacy/approval.ts';
import { changeDraft, type Draft, type DraftChange } from '../../../src/privacy/draft.ts';
import { findSecrets } from '../../../src/privacy/findSecrets.ts';
import { leftOutNote, stretchesOf } from '../../../src/privacy/pieces.ts';
import { redactDraft } from '../../../src/privacy/redaction.ts';
import type { FindSecrets } from '../../../src/privacy/secret.ts';
import { TierError } from '../../../src/tiers/tier.ts';
import { pem, secretOf, someSecret } from './plantedSecrets.ts';
import {
  draftOf,
  excerpt,
  instruction,
  nothingSecret,
  originOf,
  send,
  sheetAnswering,
  typed,
  user,
} from './samples.ts';

const token = secretOf({ name: 'a GitHub token', seed: 11 });
const other = secretOf({ name: 'a Stripe key', seed: 12 });
const notChecked = (error: unknown) => error instanceof TierError && error.reason === 'notChecked';

async function changed(draft: Draft, ...changes: readonly DraftChange[]): Promise<Draft> {
  let current = draft;
  for (const change of changes) {
    const result = changeDraft(current, change);
    assert.ok(result.kind === 'draft');
    current = await redactDraft(result.draft, findSecrets);
  }
  return current;
}
const redacted = (draft: Draft) => redactDraft(draft, findSecrets);
const contents = (draft: Draft): readonly string[] =>
  JSON.parse(draft.body).messages.map(({ content }: { content: string }) => content);
const secretIds = (draft: Draft) => draft.pieces.flatMap(({ secrets }) => secrets.map(({ id }) => id));

describe('a draft with secrets in it', () => {
  it('leaves with them masked, and says how many of which kind', async () => {
    const draft = await redacted(
      draftOf([user(instruction('Explain:\n'), excerpt(`a ${token} b ${other} c ${token}`), excerpt('Why?', typed))]),
    );
    assert.deepEqual(contents(draft), [
      'Explain:\na [masked: GitHub token] b [masked: Stripe key] c [masked: GitHub token]Why?',
    ]);
    assert.deepEqual(draft.masked, [
      { rule: 'githubToken', count: 2 },
      { rule: 'stripeKey', count: 1 },
    ]);
    assert.deepEqual(draft.released, []);
    const [first, second, third] = secretIds(draft);
    assert.equal(first, third);
    assert.notEqual(first, second);
  });

  it('keeps the reason why it could not be checked', async () => {
    const cause = new Error('the worker ended');
    await assert.rejects(
      redactDraft(draftOf(), () => Promise.reject(cause)),
      { reason: 'notChecked', cause },
    );
  });

  it('leaves as it was when there are none', async () => {
    assert.deepEqual(await redacted(draftOf()), draftOf());
  });

  it('is masked in our own words too, and where a secret goes on from one part into the next', async () => {
    const [head, tail] = [token.slice(0, 20), token.slice(20)];
    const draft = await redacted(
      draftOf([user(instruction(`File: ${other}\n`), excerpt(`x ${head}`), excerpt(`${tail} y`))]),
    );
    assert.deepEqual(contents(draft), ['File: [masked: Stripe key]\nx [masked: GitHub token][masked: GitHub token] y']);
    const spread = draft.pieces.map((piece) => stretchesOf(piece).map(({ kind, text }) => [kind, text]));
    assert.deepEqual(spread[1], [
      ['text', 'x '],
      ['secret', '[masked: GitHub token]'],
    ]);
    assert.deepEqual(spread[2], [
      ['secret', '[masked: GitHub token]'],
      ['text', ' y'],
    ]);
    const [, inHead, inTail] = secretIds(draft);
    assert.equal(inHead, inTail);
  });

  it('lets one go as it is when the person says that it is none, wherever it stands, and only that one', async () => {
    const draft = await redacted(draftOf([user(excerpt(`${token} ${other}`)), user(excerpt(`again ${token}`))]));
    const [id = ''] = secretIds(draft);
    const released = await changed(draft, { kind: 'release', secret: id });
    assert.deepEqual(contents(released), [`${token} [masked: Stripe key]`, `again ${token}`]);
    assert.deepEqual(released.released, [{ rule: 'githubToken', count: 2 }]);
    assert.deepEqual(released.masked, [{ rule: 'stripeKey', count: 1 }]);
    const back = await changed(released, { kind: 'mask', secret: id });
    assert.equal(back.body, draft.body);
    assert.deepEqual(back.released, []);
  });

  it('keeps in mind what was released when the text around it is edited, and masks what is new', async () => {
    const draft = await redacted(draftOf([user(excerpt(`a ${token}`))]));
    const [id = ''] = secretIds(draft);
    const edited = await changed(
      draft,
      { kind: 'release', secret: id },
      { kind: 'edit', texts: new Map([[0, `b ${token} and ${other}`]]) },
    );
    assert.deepEqual(contents(edited), [`b ${token} and [masked: Stripe key]`]);
  });

  it('does not take the person’s own placeholder for a secret, nor count it', async () => {
    const draft = await redacted(draftOf([user(excerpt('password = "[masked: password]"'))]));
    assert.deepEqual(contents(draft), ['password = "[masked: password]"']);
    assert.deepEqual(draft.masked, []);
  });

  it('ignores a release of something that is not there', async () => {
    const draft = await redacted(draftOf([user(excerpt(`a ${token}`))]));
    assert.equal((await changed(draft, { kind: 'release', secret: 'f'.repeat(16) })).body, draft.body);
  });

  it('never leaves with one, wherever it is planted, unless it was released', async () => {
    const part = fc.oneof(
      fc.record({ secret: someSecret, head: fc.string(), tail: fc.string(), path: fc.constantFrom('a.ts', 'b.md') }),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (messages, ourWords) => {
          const planted: string[] = [];
          const draft = draftOf([
            user(excerpt('A question.', typed)),
            ...messages.map((parts) =>
              user(
                ...parts.map((each) => {
                  if (typeof each === 'string') return ourWords ? instruction(each) : excerpt(each, originOf('c.ts'));
                  const secret = secretOf(each.secret);
                  planted.push(secret);
                  // An escape or a quote left open before it would make it another text.
                  const head = each.head.replace(/[\\%&"'`]/g, '');
                  return excerpt(`${head} ${secret} ${each.tail}`, originOf(each.path));
                }),
              ),
            ),
          ]);
          const result = await redacted(draft);
          const everything = contents(result).join('\n');
          for (const secret of planted) {
            assert.ok(!everything.includes(secret));
            assert.ok(!result.body.includes(JSON.stringify(secret).slice(1, -1)));
          }
          if (planted.length > 0) assert.notDeepEqual(result.masked, []);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the check fails closed', () => {
  const failing: Readonly<Record<string, FindSecrets>> = {
    'it throws': () => Promise.reject(new Error('the worker died')),
    'it throws at once': () => {
      throw new Error('no worker');
    },
    'it looks at less than it should': async () => [],
    'it looks at more than there is': async (texts) => [...texts.map(() => []), []],
    'it cannot look at the body': async (texts) => {
      if (texts.some((text) => text.startsWith('{"model"'))) throw new Error('too late');
      return texts.map(() => []);
    },
    'something is left in the body that is in no message': async (texts) =>
      texts.map((text) => (text.startsWith('{"model"') ? [{ rule: 'other', start: 0, end: 5 }] : [])),
  };
  for (const [what, find] of Object.entries(failing)) {
    it(`when ${what}: nothing is shown, and nothing approved`, async () => {
      const sheet = sheetAnswering(send);
      await assert.rejects(askToSend(draftOf(), sheet, find), notChecked);
      assert.deepEqual(sheet.shown, []);
    });
  }

  it('also when only a change of the person’s cannot be checked', async () => {
    for (const change of [
      { kind: 'edit', texts: new Map([[2, 'x']]) },
      { kind: 'release', secret: 'abc' },
      { kind: 'mask', secret: 'abc' },
    ] as const) {
      let checks = 0;
      const find: FindSecrets = async (texts) => {
        checks += 1;
        if (checks > 2) throw new Error('the worker died');
        return texts.map(() => []);
      };
      const sheet = sheetAnswering(() => change, send);
      await assert.rejects(askToSend(draftOf(), sheet, find), notChecked);
      assert.equal(sheet.shown.length, 1);
    }
  });

  it('and says why in the log’s words, without the text', async () => {
    const find: FindSecrets = () => Promise.reject(new Error(token));
    await assert.rejects(redactDraft(draftOf(), find), {
      reason: 'notChecked',
      message: 'the check for secrets failed',
    });
  });
});

describe('what a person does about a draft', () => {
  const messages = [
    user(
      instruction('File: a.ts\n', originOf('a.ts')),
      excerpt('What is this?', typed),
      instruction('\n```\n'),
      excerpt('code', originOf('a.ts')),
    ),
    user(excerpt('and this', originOf('b.ts'))),
  ];

  it('is taking pieces out, with our words that name their file, and putting them back', async () => {
    const draft = await redacted(draftOf(messages));
    const without = await changed(draft, { kind: 'takeOut', piece: 3 });
    assert.deepEqual(contents(without), [`What is this?\n\`\`\`\n${leftOutNote}`, 'and this']);
    assert.deepEqual(without.takenOut, [{ kind: 'selection', path: 'a.ts' }]);
    assert.deepEqual(
      without.files.map(({ path }) => path),
      ['b.ts'],
    );
    const less = await changed(without, { kind: 'takeOut', piece: 4 });
    assert.deepEqual(contents(less), [`What is this?\n\`\`\`\n${leftOutNote}`]);
    const back = await changed(less, { kind: 'putBack', piece: 4 }, { kind: 'putBack', piece: 3 });
    assert.deepEqual(back, draft);
  });

  it('is not taking out our words, nor what is no piece', async () => {
    const draft = await redacted(draftOf(messages));
    for (const piece of [0, 2, 9, -1])
      assert.equal((await changed(draft, { kind: 'takeOut', piece })).body, draft.body);
  });

  it('is not about a secret in a piece that was taken out', async () => {
    const draft = await redacted(draftOf([user(excerpt(`a ${token}`), excerpt('why?', typed))]));
    const without = await changed(draft, { kind: 'takeOut', piece: 0 });
    assert.deepEqual(without.masked, []);
    assert.deepEqual(contents(await changed(without, { kind: 'putBack', piece: 0 })), ['a [masked: GitHub token]why?']);
  });

  it('does not take out the last piece: the sheet stays as it is', async () => {
    const takeOut: SheetAnswer = { kind: 'takeOut', piece: 2 };
    const sheet = sheetAnswering(() => takeOut, send);
    const asked = await askToSend(draftOf(), sheet, nothingSecret);
    assert.equal(asked.kind, 'approved');
    assert.deepEqual(sheet.shown, [draftOf(), draftOf()]);
  });

  it('is shown again, checked again, and only then sent', async () => {
    const key = pem();
    const sheet = sheetAnswering(() => ({ kind: 'edit', texts: new Map([[2, `x ${key}`]]) }), send);
    await askToSend(draftOf(), sheet, findSecrets);
    assert.deepEqual(
      sheet.shown.map(({ masked }) => masked),
      [[], [{ rule: 'privateKey', count: 1 }]],
    );
  });

  it('never brings back an excluded file, whatever is put back or edited', async () => {
    const marker = 'CANARY-9b2c';
    const change: fc.Arbitrary<DraftChange> = fc.oneof(
      fc.integer({ min: -1, max: 6 }).map((piece) => ({ kind: 'takeOut', piece }) as const),
      fc.integer({ min: -1, max: 6 }).map((piece) => ({ kind: 'putBack', piece }) as const),
      fc.integer({ min: -1, max: 6 }).map((piece) => ({ kind: 'edit', texts: new Map([[piece, 'new']]) }) as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), async (changes) => {
        let draft = draftOf([
          user(
            instruction('File: .env\n', originOf('.env')),
            excerpt(marker, originOf('.env')),
            excerpt('Why?', typed),
          ),
          ...messages,
        ]);
        for (const each of changes) {
          const result = changeDraft(draft, each);
          if (result.kind === 'draft') draft = result.draft;
          assert.doesNotMatch(JSON.stringify(draft.pieces) + draft.body, /CANARY|File: \.env/);
          assert.deepEqual(draft.leftOut, [{ kind: 'selection', path: '.env', rule: '.env*' }]);
        }
      }),
    );
  });
});
