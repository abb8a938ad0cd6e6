import { TierError } from './tier.ts';

const newline = 0x0a;
const openBrace = 0x7b;

/** The longest line that is read, in bytes. A piece of an answer is a few hundred. */
const longestLine = 1024 * 1024;

/**
 * Passes on only whole lines of a newline-delimited JSON stream, so that whoever parses them never sees half of one.
 * A stream that ends within a line was cut; a line that is no object comes from something else than the engine. The `ollama`
 * package would leave out a broken line, and write its text to the console.
 * @throws {TierError} `cutShort`, `notTheEngine`, `engineFailed` (a line that is broken, or over 1 MB)
 */
export async function* ndjsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (end > 0) {
      const whole = held.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...held, chunk.subarray(0, end)]);
      checkLines(whole);
      yield whole;
      held = [];
      heldBytes = 0;
    }
    if (end < chunk.length) {
      held.push(chunk.subarray(end));
      heldBytes += chunk.length - end;
      if (heldBytes > longestLine) throw new TierError('engineFailed', 'a line of the stream is longer than 1 MB');
    }
  }
  if (heldBytes > 0) throw new TierError('cutShort', 'the stream ended within a line');
}

function checkLines(lines: Uint8Array): void {
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(newline, start);
    if (end - start > longestLine) throw new TierError('engineFailed', 'a line of the stream is longer than 1 MB');
    if (end > start && lines[start] !== openBrace) throw new TierError('notTheEngine', 'the stream is not JSON lines');
    if (end > start && !isJson(lines.subarray(start, end))) {
      throw new TierError('engineFailed', 'a line of the stream is broken');
    }
    start = end + 1;
  }
}

function isJson(line: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
