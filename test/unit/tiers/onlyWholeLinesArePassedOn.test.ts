import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ndjsonLines } from '../../../src/tiers/ndjsonLines.ts';
import { reasonOf } from './requests.ts';

/** What is passed on of these chunks, each as text. */
async function passedOn(chunks: readonly Uint8Array[]): Promise<string[]> {
  async function* source() {
    yield* chunks;
  }
  const passed: string[] = [];
  for await (const lines of ndjsonLines(source())) passed.push(Buffer.from(lines).toString('utf8'));
  return passed;
}

/** The bytes, cut before these places. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
}

const chunk = (text: string) => Buffer.from(text);

describe('only whole lines are passed on', () => {
  it('wherever the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 10 }).map((text) => `${JSON.stringify({ text })}\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (lines, places) => {
          const whole = lines.join('');
          const passed = await passedOn(cutAt(Buffer.from(whole), places));
          assert.equal(passed.join(''), whole);
          assert.ok(passed.every((each) => each.endsWith('\n')));
        },
      ),
    );
  });

  it('at any byte, also within a character, and a byte at a time', async () => {
    const lines = ['{"response":"größer 🙂 \\n"}\n', '{"response":"数"}\n', '{"done":true}\n'];
    const bytes = Buffer.from(lines.join(''));
    for (let place = 0; place <= bytes.length; place++) {
      assert.equal((await passedOn([bytes.subarray(0, place), bytes.subarray(place)])).join(''), lines.join(''));
      for (let other = place; other <= bytes.length; other += 7) {
        assert.equal((await passedOn(cutAt(bytes, [place, other]))).join(''), lines.join(''));
      }
    }
    assert.deepEqual(await passedOn([...bytes].map((byte) => Uint8Array.of(byte))), lines);
  });

  it('a line goes on as soon as it is whole', async () => {
    assert.deepEqual(await passedOn([chunk('{"a":1}\n{"b"'), chunk(':2}\n')]), ['{"a":1}\n', '{"b":2}\n']);
  });

  it('an end within a line is an end too soon', async () => {
    assert.equal(await reasonOf(passedOn([chunk('{"a":1}\n{"b"')])), 'cutShort');
  });

  it('what is no object is not from the engine, what is a broken one is a fault', async () => {
    for (const strange of ['hello\n', '[1]\n', 'null\n', '7\n', '<html>\n', '{"a":1}\nhello\n']) {
      assert.equal(await reasonOf(passedOn([chunk(strange)])), 'notTheEngine');
    }
    for (const broken of ['{\n', '{"a":\n', '{"a":1}x\n']) {
      assert.equal(await reasonOf(passedOn([chunk(broken)])), 'engineFailed');
    }
  });

  it('a line may have 1 MB and no more, whole or not', async () => {
    const line = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    assert.equal((await passedOn([chunk(`${line(1_048_576)}\n`)])).length, 1);
    assert.equal(await reasonOf(passedOn([chunk(`${line(1_048_577)}\n`)])), 'engineFailed');
    assert.equal(await reasonOf(passedOn([chunk(line(1_048_577))])), 'engineFailed');
  });
});
