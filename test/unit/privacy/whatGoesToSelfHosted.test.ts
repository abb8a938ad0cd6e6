import assert from 'node:assert/strict';
import { openLedger } from '../../../src/privacy/ledger.ts';
import type { Traffic } from '../../../src/privacy/ledgerLines.ts';
import { countsOfOthers, TrafficCounter } from '../../../src/privacy/traffic.ts';
import { virtualClock } from '../../fakes/clock.ts';
import { memoryFiles } from './samples.ts';

const gpu = 'http://gpu.lan:11434';
const once = { destination: gpu, requests: 1, bytesOut: 10, bytesIn: 0 };

describe('what goes to a self-hosted engine', () => {
  function counting(start = new Date(2026, 10, 25, 12).getTime()) {
    const clock = virtualClock(start);
    const noted: Traffic[] = [];
    const warned: string[] = [];
    const disk = { isFull: false };
    const ledger = {
      async note(traffic: Traffic) {
        if (disk.isFull) throw new Error('no space left on device');
        noted.push(traffic);
      },
    };
    const silent = () => {};
    const log = { debug: silent, info: silent, error: silent, warn: (message: string) => warned.push(message) };
    return { clock, noted, warned, disk, counter: new TrafficCounter({ ledger, clock, log }) };
  }
  const brief = ({ day, destination, requests, bytesOut, bytesIn }: Traffic) =>
    [day, destination, requests, bytesOut, bytesIn].join(' ');

  it('is on record within a second the first time, and then once a minute, summed by host', async () => {
    const { clock, noted, counter } = counting();
    counter.count(once);
    counter.count({ ...once, destination: 'https://other.lan' });
    counter.count({ ...once, requests: 0, bytesOut: 0, bytesIn: 500 });
    await clock.advance(999);
    assert.deepEqual(noted, []);
    await clock.advance(1);
    assert.deepEqual(noted.splice(0).map(brief), [`2026-11-25 ${gpu} 1 10 500`, '2026-11-25 https://other.lan 1 10 0']);
    for (let count = 0; count < 1000; count += 1) counter.count(once);
    await clock.advance(59_999);
    assert.deepEqual(noted, []);
    await clock.advance(1);
    assert.deepEqual(noted.map(brief), [`2026-11-25 ${gpu} 1000 10000 0`]);
    assert.deepEqual(noted[0], {
      tier: 'selfHosted',
      what: 'engine',
      destination: gpu,
      day: '2026-11-25',
      requests: 1000,
      bytesOut: 10_000,
      bytesIn: 0,
    });
    await clock.advance(3_600_000);
    assert.deepEqual([noted.length, clock.waiting], [1, 0], 'nothing is written while nothing goes out');
  });

  it('is counted for the user’s own day', async () => {
    const { clock, noted, counter } = counting(new Date(2026, 11, 31, 23, 59, 59, 500).getTime());
    counter.count(once);
    await clock.advance(600);
    counter.count(once);
    await clock.advance(60_000);
    assert.deepEqual(noted.map(brief), [`2026-12-31 ${gpu} 1 10 0`, `2027-01-01 ${gpu} 1 10 0`]);
  });

  it('is written when Hearth ends, and nothing goes on after that', async () => {
    counting().counter.dispose();
    const { clock, noted, counter } = counting();
    counter.count(once);
    counter.dispose();
    counter.count(once);
    await clock.advance(0);
    assert.deepEqual([noted.map(brief), clock.waiting], [[`2026-11-25 ${gpu} 1 10 0`], 0]);
  });

  it('is kept for later when it cannot be written, and the log says so', async () => {
    const { clock, noted, warned, disk, counter } = counting();
    disk.isFull = true;
    counter.count(once);
    await clock.advance(1000);
    counter.count(once);
    assert.deepEqual(warned, [`The ledger could not record 1 requests to ${gpu}.`]);
    disk.isFull = false;
    await clock.advance(60_000);
    assert.deepEqual(noted.map(brief), [`2026-11-25 ${gpu} 2 20 0`]);
    disk.isFull = true;
    counter.count(once);
    counter.dispose();
    await clock.advance(0);
    assert.equal(clock.waiting, 0);
  });

  it('is told from what stays on this computer', () => {
    const counted: string[] = [];
    const meter = countsOfOthers({ count: ({ destination }) => void counted.push(destination) });
    const traffic = { requests: 1, bytesOut: 1, bytesIn: 1 };
    for (const local of ['http://127.0.0.1:11434', 'http://localhost', 'http://[::1]:1', 'http://127.9.9.9']) {
      meter(new URL(local), traffic);
    }
    assert.deepEqual(counted, []);
    meter(new URL(`${gpu}/api/chat`), traffic);
    meter(new URL('https://localhost.example/api/chat'), traffic);
    assert.deepEqual(counted, [gpu, 'https://localhost.example']);
  });

  it('holds no text: only how often and how much', async () => {
    const files = memoryFiles();
    const clock = virtualClock();
    const ledger = openLedger({ files, clock, writer: 'one', newId: () => 'id', process: 1 });
    const silent = () => {};
    const counter = new TrafficCounter({
      ledger,
      clock,
      log: { debug: silent, info: silent, error: silent, warn: silent },
    });
    counter.count(once);
    await clock.advance(1000);
    const [record] = await ledger.records();
    assert.deepEqual(Object.keys(record ?? {}).sort(), [
      ...['bytesIn', 'bytesOut', 'day', 'destination', 'id', 'kind', 'previous', 'requests', 'tier', 'time'],
      ...['version', 'what'],
    ]);
  });
});
