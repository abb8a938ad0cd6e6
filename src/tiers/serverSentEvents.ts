import { TierError } from './tier.ts';

/** The longest event that is read, in UTF-16 code units. A token with its probability is a few hundred. */
const longestEvent = 1024 * 1024;

/**
 * The data of each event of a stream (WHATWG HTML, "Server-sent events"), as far as engines use the form: comments and other
 * fields are passed over. Some llama.cpp servers name an error in a field `error` of its own: it is passed on like data.
 * @throws {TierError} `cutShort` where the stream ends within an event, `engineFailed` for one of over 1 MB
 */
export async function* serverSentEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  let data: string[] = [];
  for await (const chunk of chunks) {
    held += decoder.decode(chunk, { stream: true });
    const lines = held.split('\n');
    held = lines.pop() ?? '';
    if (held.length > longestEvent) throw new TierError('engineFailed', 'an event of the stream is longer than 1 MB');
    for (const each of lines) {
      const line = each.endsWith('\r') ? each.slice(0, -1) : each;
      if (line !== '') {
        const value = /^(?:data|error): ?(.*)$/.exec(line)?.[1];
        if (value !== undefined) data.push(value);
      } else if (data.length > 0) {
        yield data.join('\n');
        data = [];
      }
    }
  }
  if (held !== '' || data.length > 0) throw new TierError('cutShort', 'the stream ended within an event');
}
