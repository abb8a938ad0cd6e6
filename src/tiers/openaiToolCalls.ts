import { TierError, type ToolCall } from './tier.ts';

/** A call as far as the stream has said it. */
interface CallUnderWay {
  readonly index: unknown;
  readonly id: string;
  readonly name: string;
  /** JSON, once it is whole. */
  given: string;
}

/**
 * Calls of tools come in pieces: a first one with the id and the name, then what is given, cut anywhere. Forms as seen of vLLM
 * (first piece with or without `arguments`, a last one that is empty), of llama.cpp's server, and of gateways that repeat the
 * fields of the first piece as empty texts or null, or put each whole call under the same index.
 */
export class CallsUnderWay {
  readonly #calls: CallUnderWay[] = [];

  /** @param pieces `choices[0].delta.tool_calls` of an event, if there are any */
  add(pieces: unknown): void {
    for (const piece of Array.isArray(pieces) ? pieces : []) this.#add(Object(piece));
  }

  /**
   * The calls, once the stream has said how it ended. A server may give a call no id.
   * @param ended at the token limit the last call may be incomplete, and is none
   * @param ownId what a call without an id is called, with its number behind it; unlike any other of a conversation
   * @throws {TierError} `engineFailed` where what a call is given is broken
   */
  whole(ended: 'stop' | 'length', ownId: string): readonly ToolCall[] {
    return this.#calls.splice(0).flatMap(({ id, name, given }, number) => {
      const read = objectIn(given);
      if (read) return [{ id: id === '' ? `${ownId}_${number}` : id, name, given: read }];
      if (ended === 'length') return [];
      throw new TierError('engineFailed', 'the call of a tool is broken');
    });
  }

  #add({ index, id, function: called }: { index?: unknown; id?: unknown; function?: unknown }): void {
    const { name, arguments: given } = Object(called) as { name?: unknown; arguments?: unknown };
    const known = this.#calls.findLast((each) => each.index === index);
    const isSame = known && (!isText(id) || id === known.id || !isText(name));
    if (isSame) known.given += textOf(given);
    else if (isText(name)) this.#calls.push({ index, id: isText(id) ? id : '', name, given: textOf(given) });
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** What is given is a text; some give the object itself. */
const textOf = (given: unknown) =>
  typeof given === 'string' ? given : typeof given === 'object' && given !== null ? JSON.stringify(given) : '';

/** A tool that takes nothing may be given nothing. */
function objectIn(given: string): object | undefined {
  if (given.trim() === '') return {};
  try {
    const read: unknown = JSON.parse(given);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
