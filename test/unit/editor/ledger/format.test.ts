import assert from 'node:assert/strict';
import { LedgerFormat } from '../../../../src/editor/ledger/format.ts';

const now = Date.UTC(2026, 10, 25, 12);
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('times and figures of the ledger', () => {
  const english = new LedgerFormat('en', () => now, 'UTC');
  const german = new LedgerFormat('de', () => now, 'Europe/Berlin');

  it('times name the year only where it is another one', () => {
    assert.equal(plain(english.time(Date.UTC(2026, 0, 5, 21, 5))), 'Jan 5, 9:05 PM');
    assert.equal(plain(english.time(Date.UTC(2025, 11, 31, 23, 59))), 'Dec 31, 2025, 11:59 PM');
    assert.match(
      plain(german.time(Date.UTC(2025, 11, 31, 23, 59))),
      /^1\. Jan\., 0?0:59$/,
      'the year is the user’s own',
    );
    assert.match(
      plain(english.exactTime(Date.UTC(2026, 0, 5, 21, 5, 7))),
      /^Monday, January 5, 2026 at 9:05:07 PM UTC$/,
    );
  });

  it('months are those of the files, whatever the user’s time zone is', () => {
    assert.equal(english.month('2026-11'), 'November 2026');
    assert.equal(new LedgerFormat('en', () => now, 'America/Los_Angeles').month('2026-11'), 'November 2026');
    assert.equal(english.month('no month'), 'no month');
  });

  it('bytes stand in the largest unit that leaves a whole number', () => {
    const shown = [0, 1, 999, 1000, 1234, 999_949, 1_000_000, 4_112_220, 5_000_000_000, 7e15].map((bytes) =>
      plain(english.bytes(bytes)),
    );
    assert.deepEqual(shown, [
      ...['0 bytes', '1 byte', '999 bytes', '1 kB', '1.2 kB', '999.9 kB', '1 MB', '4.1 MB', '5 GB'],
      '7,000,000 GB',
    ]);
    assert.equal(plain(german.bytes(1234)), '1,2 kB');
  });

  it('amounts under ten cents keep two digits that say something', () => {
    assert.deepEqual(
      [0, 0.000012, 0.0123, 0.099, 0.1, 12.345, 1234].map((usd) => english.usd(usd)),
      [...['$0.00', '$0.000012', '$0.012', '$0.099', '$0.10', '$12.35', '$1,234.00']],
    );
    assert.equal(english.count(12_345), '12,345');
  });
});
