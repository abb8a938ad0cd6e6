import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ApprovedDraft, askToSend, type SheetAnswer } from '../../../src/privacy/approval.ts';
import type { Draft } from '../../../src/privacy/draft.ts';
import { TierError } from '../../../src/tiers/tier.ts';
import { approvalOf, draftOf, nothingSecret, send, sheetAnswering } from './samples.ts';

const notApproved = (error: unknown) => error instanceof TierError && error.reason === 'notApproved';

/** Fails to compile when anyone but `askToSend` could make an approval. */
type CanBeConstructed = typeof ApprovedDraft extends new (...parameters: never[]) => unknown ? true : false;
type CanBeFaked = { readonly draft: Draft } extends ApprovedDraft ? true : false;
type EmptyIsOne = Record<never, never> extends ApprovedDraft ? true : false;
const byTypes: [CanBeConstructed, CanBeFaked, EmptyIsOne] = [false, false, false];

describe('an approval', () => {
  it('is made by Send on what was shown', async () => {
    const draft = draftOf();
    const sheet = sheetAnswering(send);
    const asked = await askToSend(draft, sheet, nothingSecret);
    assert.ok(asked.kind === 'approved');
    assert.deepEqual(sheet.shown, [draft]);
    assert.equal(ApprovedDraft.draftOf(asked.approved), sheet.shown[0]);
  });

  it('is not made by Keep Local or Cancel', async () => {
    assert.equal(
      (
        await askToSend(
          draftOf(),
          sheetAnswering(() => ({ kind: 'keepLocal' })),
          nothingSecret,
        )
      ).kind,
      'keptLocal',
    );
    assert.equal(
      (
        await askToSend(
          draftOf(),
          sheetAnswering(() => ({ kind: 'cancel' })),
          nothingSecret,
        )
      ).kind,
      'cancelled',
    );
  });

  it('is not made when the sheet showed something else', async () => {
    const other = sheetAnswering(() => ({ kind: 'send', bodySha256: draftOf().bodySha256.replace(/^./, 'x') }));
    await assert.rejects(askToSend(draftOf(), other, nothingSecret), notApproved);
  });

  it('is made on the body that the pieces make, whatever else a draft says of itself', async () => {
    const tampered: Draft = {
      ...draftOf(),
      body: '{"model":"other"}',
      bodySha256: 'f'.repeat(64),
      url: 'https://evil.example',
    };
    const sheet = sheetAnswering(send);
    await askToSend(tampered, sheet, nothingSecret);
    assert.deepEqual(sheet.shown, [draftOf()]);
  });

  it('shows an edited draft again before it can be sent', async () => {
    const sheet = sheetAnswering(() => ({ kind: 'edit', texts: new Map([[2, 'shorter']]) }), send);
    const asked = await askToSend(draftOf(), sheet, nothingSecret);
    assert.ok(asked.kind === 'approved');
    assert.equal(sheet.shown.length, 2);
    assert.match(ApprovedDraft.draftOf(asked.approved).body, /shorter/);
  });

  it('ends quietly when nothing is left after an edit', async () => {
    const sheet = sheetAnswering(() => ({ kind: 'edit', texts: new Map([[2, '']]) }));
    assert.equal((await askToSend(draftOf(), sheet, nothingSecret)).kind, 'nothingLeft');
  });

  it('is good for one request', async () => {
    const approved = await approvalOf(draftOf());
    assert.equal(ApprovedDraft.spend(approved), ApprovedDraft.draftOf(approved));
    assert.throws(() => ApprovedDraft.spend(approved), notApproved);
  });

  it('cannot be made by another room', async () => {
    assert.deepEqual(byTypes, [false, false, false]);
    const real = await approvalOf(draftOf());
    const construct = (newTarget?: unknown) => () =>
      Reflect.construct(
        ApprovedDraft as never,
        [Symbol('askToSend'), draftOf()],
        (newTarget ?? ApprovedDraft) as never,
      );
    const Base = ApprovedDraft as unknown as new (...parameters: unknown[]) => object;
    class Subclass extends Base {}
    assert.throws(construct(), notApproved);
    assert.throws(construct(Subclass), notApproved);
    assert.throws(() => new Subclass(Symbol(), draftOf()), notApproved);
    for (const forged of [
      Object.create(ApprovedDraft.prototype),
      Object.create(real),
      new Proxy(real, {}),
      structuredClone({ ...real }),
      { draft: draftOf() },
      undefined,
      null,
      'yes',
    ]) {
      assert.throws(() => ApprovedDraft.spend(forged as ApprovedDraft), notApproved);
    }
    assert.throws(() => Object.defineProperty(real, 'draft', { value: draftOf() }), TypeError);
  });

  it('follows only from Send on the draft shown last, whatever the person does', async () => {
    const edit = fc
      .string({ minLength: 1 })
      .map((text) => ({ kind: 'edit', texts: new Map([[2, `x${text}`]]) }) as const);
    const action: fc.Arbitrary<SheetAnswer | 'send' | 'sendOther'> = fc.oneof(
      edit,
      fc.constantFrom(
        { kind: 'keepLocal' } as const,
        { kind: 'cancel' } as const,
        'send' as const,
        'sendOther' as const,
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action), async (actions) => {
        const sheet = sheetAnswering(
          ...[...actions, 'send' as const].map((each) => (draft: Draft): SheetAnswer => {
            if (each === 'send') return send(draft);
            return each === 'sendOther' ? { kind: 'send', bodySha256: draftOf().bodySha256.toUpperCase() } : each;
          }),
        );
        const asked = await askToSend(draftOf(), sheet, nothingSecret).catch((error: unknown) => error);
        const last = [...actions, 'send' as const][sheet.shown.length - 1];
        const isApproved = typeof asked === 'object' && asked !== null && 'approved' in asked;
        assert.equal(isApproved, last === 'send');
        if (isApproved) assert.equal(ApprovedDraft.draftOf(asked.approved as ApprovedDraft), sheet.shown.at(-1));
      }),
    );
  });
});
