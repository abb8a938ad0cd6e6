import assert from 'node:assert/strict';
import { type Entry, entriesOf } from '../../../src/privacy/ledgerEntries.ts';
import { toCsv, toJsonLines } from '../../../src/privacy/ledgerExport.ts';
import type { Intent, Outcome } from '../../../src/privacy/ledgerLines.ts';
import { type LedgerFilter, passing, rowOf, totalsOf } from '../../../src/privacy/ledgerTable.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { anIntent, aTraffic, ledgerOn, othersAt } from './ledgers.ts';
import { memoryFiles } from './samples.ts';

const answered: Outcome = {
  ended: 'done',
  status: 200,
  bytesIn: 900,
  promptTokens: 20,
  answerTokens: 7,
  costUsd: 0.25,
};

/** The one entry that comes of an intent and its outcome. */
async function entryOf(intent: Partial<Intent> = {}, outcome?: Outcome): Promise<Entry> {
  const { ledger, files, clock } = ledgerOn();
  const begun = await ledger.begin({ ...anIntent, ...intent });
  if (outcome) await begun.end(outcome);
  const [entry] = entriesOf(files.texts, othersAt(clock.now(), []));
  assert.ok(entry);
  return entry;
}

describe('the ledger as a table', () => {
  describe('has a row', () => {
    it('for a request that was answered', async () => {
      const entry = await entryOf({ estimatedUsd: 0.5 }, answered);
      assert.deepEqual(rowOf(entry), {
        key: '2026-11-one.jsonl:1',
        kind: 'request',
        time: Date.UTC(2026, 10, 25),
        tier: 'cloud',
        destination: 'https://api.example.com',
        model: 'big-model',
        asked: 'escalate',
        count: undefined,
        bytesOut: 120,
        bytesIn: 900,
        tokens: 27,
        tokensEstimated: false,
        usd: 0.25,
        usdEstimated: false,
        files: ['src/sum.ts'],
        outcome: 'done',
      });
    });

    it('that says what is only estimated', async () => {
      const estimated = async (intent: Partial<Intent>, outcome?: Outcome) => {
        const { tokens, tokensEstimated, usd, usdEstimated } = rowOf(await entryOf(intent, outcome));
        return [tokens, tokensEstimated, usd, usdEstimated];
      };
      const price = { estimatedUsd: 0.5 };
      assert.deepEqual(await estimated(price), [12, true, 0.5, true]);
      assert.deepEqual(await estimated({}), [12, true, undefined, true]);
      assert.deepEqual(await estimated(price, { ended: 'done', bytesIn: 1 }), [12, true, 0.5, true]);
      assert.deepEqual(await estimated(price, { ended: 'cutShort', status: 200, bytesIn: 1, promptTokens: 3 }), [
        3,
        false,
        0.5,
        true,
      ]);
      assert.deepEqual(await estimated({}, { ended: 'done', bytesIn: 1, answerTokens: 4 }), [
        4,
        false,
        undefined,
        true,
      ]);
      // What was refused, or never came there, is not charged for.
      assert.deepEqual(await estimated(price, { ended: 'keyRejected', status: 401, bytesIn: 1 }), [
        12,
        true,
        undefined,
        true,
      ]);
      assert.deepEqual(await estimated(price, { ended: 'redirected', status: 300, bytesIn: 1 }), [
        12,
        true,
        undefined,
        true,
      ]);
      assert.deepEqual(await estimated(price, { ended: 'unreachable', bytesIn: 0 }), [12, true, undefined, true]);
    });

    it('that counts no bytes of what did not leave', async () => {
      for (const ended of ['overBudget', 'badCertificate', 'wayChanged']) {
        const entry = await entryOf({ estimatedUsd: 0.5 }, { ended, bytesIn: 0 });
        assert.deepEqual([rowOf(entry).bytesOut, rowOf(entry).usd], [0, undefined]);
        assert.equal(totalsOf([entry], entry.time).cloud.all.requests, 0);
      }
      const entry = await entryOf({}, { ended: 'unreachable', bytesIn: 0 });
      assert.equal(rowOf(entry).bytesOut, 120, 'it may have broken off in the middle');
    });

    it('that says how it ended, or that nobody knows', async () => {
      assert.equal(rowOf(await entryOf({}, { ended: 'aborted', bytesIn: 1 })).outcome, 'aborted');
      const open = await entryOf();
      assert.deepEqual([rowOf(open).outcome, rowOf(open).bytesIn], ['interrupted', undefined]);
      assert.equal(rowOf({ ...open, state: 'underWay' } as Entry).outcome, 'underWay');
    });

    it('for traffic, a deleted month, and a line that holds no record', () => {
      const place = { key: 'k', time: 5, month: '2026-11', file: 'f', line: 3 };
      const nothing = { tier: undefined, destination: '', model: '', asked: '', count: undefined, files: [] };
      const unknown = { bytesOut: undefined, bytesIn: undefined, tokens: undefined, usd: undefined };
      const plain = { key: 'k', time: 5, ...nothing, ...unknown, tokensEstimated: false, usdEstimated: false };
      const traffic = { ...place, kind: 'traffic', tier: 'selfHosted', traffic: aTraffic } as const;
      assert.deepEqual(rowOf(traffic), {
        ...plain,
        kind: 'traffic',
        tier: 'selfHosted',
        destination: 'http://engine.lan:11434',
        asked: 'engine',
        count: 3,
        bytesOut: 100,
        bytesIn: 1000,
        outcome: 'counted',
      });
      const pull = { ...aTraffic, tier: 'fetched', what: 'pull', model: 'tiny', ended: 'done' } as const;
      const { model, outcome } = rowOf({ ...traffic, tier: 'fetched', traffic: pull });
      assert.deepEqual([model, outcome], ['tiny', 'done']);
      const deleted = {
        kind: 'deleted',
        version: 1,
        id: 'i',
        time: '',
        month: '2026-10',
        entries: 4,
        files: [],
      } as const;
      assert.deepEqual(rowOf({ ...place, kind: 'deleted', deleted }), {
        ...plain,
        kind: 'deleted',
        destination: '2026-10',
        count: 4,
        outcome: 'deleted',
      });
      assert.deepEqual(rowOf({ ...place, kind: 'unreadable', text: 'torn' }), {
        ...plain,
        kind: 'unreadable',
        destination: 'f:3',
        outcome: 'unreadable',
      });
    });
  });

  describe('is filtered', () => {
    const everything: LedgerFilter = { text: '', tier: '', month: '' };
    const words = { cloud: 'Wolke', escalate: 'Eskalieren', done: 'beantwortet', keyRejected: 'Schlüssel abgelehnt' };
    const passes = async (filter: Partial<LedgerFilter>, entry?: Entry) =>
      passing({ ...everything, ...filter }, words)(entry ?? (await entryOf({}, answered)));

    it('by any word that stands in an entry, as it is stored and as it is shown', async () => {
      const found = [
        '',
        ' ',
        'API.example',
        'big-model',
        'OpenAI-compatible',
        'chat/completions',
        'src/SUM.ts',
        'one-1',
      ];
      for (const text of [...found, 'aaaaaa', 'cloud', 'wolke', 'escalate', 'ESKALIEREN', 'done', 'beantwortet']) {
        assert.equal(await passes({ text }), true, text);
      }
      for (const text of ['abgelehnt', 'keyRejected', 'other', 'undefined', '120']) {
        assert.equal(await passes({ text }), false, text);
      }
    });

    it('by several words, which must all be there', async () => {
      assert.equal(await passes({ text: ' wolke  sum.ts ' }), true);
      assert.equal(await passes({ text: 'wolke minus.ts' }), false);
    });

    it('by what is left of a line that holds no record', async () => {
      const torn: Entry = {
        key: 'k',
        time: 5,
        month: undefined,
        file: 'f.jsonl',
        line: 3,
        kind: 'unreadable',
        text: 'LEFT',
      };
      assert.deepEqual([await passes({ text: 'left' }, torn), await passes({ text: 'f.jsonl:3' }, torn)], [true, true]);
      assert.deepEqual(
        [await passes({ tier: 'cloud' }, torn), await passes({ month: '2026-11' }, torn)],
        [false, false],
      );
    });

    it('by tier and by month', async () => {
      assert.deepEqual([await passes({ tier: 'cloud' }), await passes({ tier: 'selfHosted' })], [true, false]);
      assert.deepEqual([await passes({ month: '2026-11' }), await passes({ month: '2026-10' })], [true, false]);
      assert.equal(await passes({ month: '2026-11', tier: 'cloud', text: 'sum' }), true);
    });
  });

  it('sums up what left to each tier, today, this month, and in all', async () => {
    const now = new Date(2026, 10, 25, 12).getTime();
    const files = memoryFiles();
    const at = async (time: Date, what: Partial<Intent> | 'traffic', outcome = answered) => {
      const { ledger } = ledgerOn(files, `${files.texts.size}`, virtualClock(time.getTime()));
      if (what === 'traffic') await ledger.note(aTraffic);
      else await (await ledger.begin({ ...anIntent, ...what })).end(outcome);
    };
    await at(new Date(2026, 10, 25, 0, 0), {});
    await at(new Date(2026, 10, 25, 11), { estimatedUsd: 1 }, { ended: 'done', bytesIn: 100 });
    await at(new Date(2026, 10, 24, 23, 59), {});
    await at(new Date(2026, 10, 1, 0, 0), {}, { ended: 'keyRejected', status: 401, bytesIn: 10 });
    await at(new Date(2026, 9, 31, 23, 59), {});
    await at(new Date(2025, 10, 25), {});
    await at(new Date(2026, 10, 24), { tier: 'handedOver' });
    await at(new Date(2026, 10, 25), 'traffic');
    const { cloud, handedOver, selfHosted } = totalsOf(entriesOf(files.texts), now);
    const brief = ({ requests, bytesOut, bytesIn, usd, usdEstimated }: (typeof cloud)['today']) =>
      [requests, bytesOut, bytesIn, usd, usdEstimated] as const;
    assert.deepEqual([cloud.today, cloud.month, cloud.all].map(brief), [
      [2, 240, 1000, 1.25, true],
      [4, 480, 1910, 1.5, true],
      [6, 720, 3710, 2, true],
    ]);
    assert.deepEqual([handedOver.today, handedOver.month, handedOver.all].map(brief), [
      [0, 0, 0, 0, false],
      [1, 120, 900, 0.25, false],
      [1, 120, 900, 0.25, false],
    ]);
    assert.deepEqual([selfHosted.today, selfHosted.all].map(brief), [
      [3, 100, 1000, 0, false],
      [3, 100, 1000, 0, false],
    ]);
  });

  describe('is exported', () => {
    const everything: Partial<Intent> = {
      files: [
        { path: 'a, "b".ts', firstLine: 1, lastLine: 3, characters: 9 },
        { path: 'c.ts', firstLine: 4, lastLine: 4, characters: 1 },
      ],
      leftOut: [
        { kind: 'file', path: '.env', rule: '.env*' },
        { kind: 'answer', path: '', rule: '.env*' },
      ],
      takenOut: [{ kind: 'typed', path: '' }],
      redactions: [{ rule: 'key', count: 2 }],
      released: [{ rule: 'githubToken', count: 1 }],
      estimatedUsd: 0.5,
      atMostUsd: 0.9,
    };

    it('as CSV, every column filled from what is on record', async () => {
      const csv = toCsv([await entryOf(everything, answered)]);
      assert.equal(
        csv,
        '\ufefftime,kind,tier,destination,provider,model,asked by,attempt,method,path,count,bytes out,bytes in,estimated tokens,' +
          'prompt tokens,answer tokens,estimated USD,at most USD,USD,files,left out,taken out,masked,let through,outcome,status,body sha256,id,' +
          'ledger file,line\r\n' +
          '2026-11-25T00:00:00.000Z,request,cloud,"https://api.example.com",OpenAI-compatible,big-model,escalate,1,POST,' +
          '"/v1/chat/completions",,120,900,12,20,7,0.5,0.9,0.25,"a, ""b"".ts:1-3; c.ts:4-4",".env (.env*); answer (.env*)",typed,' +
          `"key ×2","githubToken ×1",done,200,${'a'.repeat(64)},one-1,2026-11-one.jsonl,1\r\n`,
      );
      assert.equal(toCsv([]).split('\r\n').length, 2);
    });

    it('as CSV in which no cell is a formula, whatever a file or model is called', async () => {
      const hostile = [
        '=1+1',
        '+1',
        '-1',
        '@SUM(A1)',
        '\t=1',
        '\r=1',
        ' =1',
        '|calc',
        '%1',
        '\ttab',
        '\rcr',
        '\nlf',
        '\n=1',
        '=cmd|" /C calc"!A0',
      ];
      for (const model of hostile) {
        const csv = toCsv([await entryOf({ model })]);
        assert.ok(csv.includes(`,"'${model.replaceAll('"', '""')}",`), JSON.stringify(model));
      }
      for (const model of ['a=1', 'gpt-4', 'a-b', '1+1', 'a\tb', 'a\nb']) {
        assert.ok(!toCsv([await entryOf({ model })]).includes(`'${model}`), model);
      }
    });

    it('as JSON lines, with everything on record', async () => {
      const entries = [await entryOf(everything, answered), await entryOf()];
      const lines = toJsonLines(entries).split('\n');
      assert.equal(lines.length, 3);
      const [first, second] = lines.slice(0, 2).map((line) => JSON.parse(line));
      assert.deepEqual(first.intent.files, everything.files);
      assert.deepEqual(
        [first.time, first.outcome.costUsd, second.state],
        ['2026-11-25T00:00:00.000Z', 0.25, 'interrupted'],
      );
    });
  });
});
