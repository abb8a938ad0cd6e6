import type { Gate } from './gate.ts';
import { type Answer, saysAndEnds, writeLine } from './ollamaAnswers.ts';
import { capabilitiesOf, coder, digestOf } from './ollamaModels.ts';

/** What the fake says when nothing is scripted: a few words, thinking first where the model would, JSON where asked. */
export const ordinaryAnswer: Answer = (exchange) => {
  const { request, model } = exchange;
  const { format, think, options } = request.body ?? {};
  const thinks = capabilitiesOf(model ?? coder).includes('thinking') && think !== false;
  const thoughts = ['first', ' this', ' then', ' that'].map((thinking) => ({ thinking }));
  const words = format ? ['{}'] : [' this', ' is', ' a', ' fake', ' answer'];
  const pieces = [...(thinks ? thoughts : []), ...words];
  const limit = Number((options as Record<string, unknown> | undefined)?.num_predict ?? -1);
  if (limit < 0 || limit > pieces.length) return saysAndEnds({}, ...pieces)(exchange);
  return saysAndEnds({ doneReason: 'length' }, ...pieces.slice(0, limit))(exchange);
};

/** How a download goes. */
export interface Pulling {
  /** Bytes. */
  readonly total?: number;
  /** Lines of progress. */
  readonly steps?: number;
  /** Where the download waits when half of them are sent. */
  readonly hold?: Gate;
  /** What ends it then, in place of success. */
  readonly error?: string;
}

/**
 * The progress of a download as a real Ollama reports it, ending in success. It ends where the client leaves.
 * @param from how many bytes are there from an earlier try
 * @param arrived told how many bytes are there, after each line that went out
 */
export function pullProgress(
  { name = 'coder:latest', total = 50_425_408, steps = 4, hold, error }: Pulling & { readonly name?: string } = {},
  from = 0,
  arrived: (bytes: number) => void = () => {},
): Answer {
  const digest = `sha256:${digestOf({ name })}`;
  const status = `pulling ${digest.slice(7, 19)}`;
  const completed = Array.from({ length: steps }, (_, step) => Math.round((total * (step + 1)) / steps));
  const half = Math.ceil(steps / 2);
  return async (exchange) => {
    const { response } = exchange;
    writeLine(exchange, { status: 'pulling manifest' });
    for (const [step, bytes] of completed.entries()) {
      if (step === half) await hold?.pass();
      if (response.destroyed) return;
      if (step === half && error !== undefined) {
        writeLine(exchange, { error });
        response.end();
        return;
      }
      if (bytes <= from) continue;
      writeLine(exchange, { status, digest, total, completed: bytes });
      arrived(bytes);
    }
    for (const last of ['verifying sha256 digest', 'writing manifest', 'success'])
      writeLine(exchange, { status: last });
    response.end();
  };
}
