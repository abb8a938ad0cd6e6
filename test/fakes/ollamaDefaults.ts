import type { Gate } from './gate.ts';
import { type Answer, saysAndEnds, sendsLines } from './ollamaAnswers.ts';
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

/**
 * The progress of a download as a real Ollama reports it, ending in success.
 * @param options `total` in bytes; `steps` lines of progress; at `hold` the download waits when half of them are sent.
 */
export function pullProgress(options: { name?: string; total?: number; steps?: number; hold?: Gate } = {}): Answer {
  const { name = 'coder:latest', total = 50_425_408, steps = 4, hold } = options;
  const digest = `sha256:${digestOf({ name })}`;
  const status = `pulling ${digest.slice(7, 19)}`;
  const progress = Array.from({ length: steps }, (_, step) => ({
    status,
    digest,
    total,
    completed: Math.round((total * (step + 1)) / steps),
  }));
  const half = Math.ceil(steps / 2);
  return sendsLines(
    { status: 'pulling manifest' },
    ...progress.slice(0, half),
    ...(hold === undefined ? [] : [hold]),
    ...progress.slice(half),
    { status: 'verifying sha256 digest' },
    { status: 'writing manifest' },
    { status: 'success' },
  );
}
