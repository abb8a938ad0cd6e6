// `npm run bench:engine`: Hearth on a real engine (the demo engine: real llama.cpp with a tiny model), in real time.

import { systemClock } from '../../src/base/clock.ts';
import { Ollama } from '../../src/tiers/ollama.ts';
import type { Completer, Measured } from '../../src/tiers/tier.ts';
import { startDemoEngine } from '../engine/engine.ts';
import { TypedDocument } from './editor/typedDocument.ts';
import { quantile } from './measure/figures.ts';
import { newPlayed } from './measure/played.ts';
import { keysFor } from './person/typing.ts';
import { optionsIn, publish, tell } from './report/publish.ts';
import { number, type Table } from './report/table.ts';
import { hearth, hearthModels, settings } from './systems/hearth.ts';
import { readPieces } from './traces/readPieces.ts';
import { typePiece } from './typePiece.ts';

const model = hearthModels.suffixFirst;
/** Typing happens in real time: only the first keys of each piece. */
const mostKeys = 70;

const options = optionsIn(process.argv.slice(2));
const measured: Measured[] = [];
const played = newPlayed('all');

const demo = await startDemoEngine();
try {
  const host = new URL(demo.url).host;
  const endpoint = { url: demo.url, host, tier: 'local', source: 'setting' } as const;
  const engine = new Ollama({ settings: () => ({ endpoint, keepAliveMinutes: 5 }), clock: systemClock });
  await engine.load(model, settings.contextTokens, new AbortController().signal);
  for (const piece of readPieces('sample', 'typescript')) {
    tell(piece.id);
    const parts = { completer: measuring(engine), clock: systemClock };
    const system = hearth({ model }).start(parts);
    const keys = keysFor(piece.inserted, piece.id, 1).slice(0, mostKeys);
    const document = new TypedDocument(piece);
    await typePiece({ document, system, clock: systemClock, user: 'A', text: piece.inserted, keys }, played);
  }
} finally {
  await demo.stop();
}
publish([tableOf()], options, 'npm run bench:engine');

/** The completer, noting how often it is asked and what the engine measured of each answer that came to its end. */
function measuring(engine: Completer): Completer {
  return {
    async *complete(request, signal) {
      played.requests++;
      for await (const event of engine.complete(request, signal)) {
        if (event.kind === 'done') measured.push(event.measured);
        yield event;
      }
    },
  };
}

function tableOf(): Table {
  const values = (of: (one: Measured) => number | undefined) =>
    measured.map(of).filter((value): value is number => value !== undefined);
  const row = (name: string, list: readonly number[], decimals = 0) => [
    name,
    number(quantile(0.5, list), decimals),
    number(quantile(0.95, list), decimals),
    String(list.length),
  ];
  // Of an answer of a few tokens, the time is mostly what surrounds them.
  const perSecond = (tokens = 0, ms = 0) => (tokens >= 8 && ms > 0 ? (1000 * tokens) / ms : undefined);
  return {
    id: 'engine',
    title: `${model} on the demo engine`,
    columns: ['figure', 'median', 'p95', 'of'],
    rows: [
      row('key → ghost, ms', played.latencies),
      row(
        'request → first piece, ms',
        values((one) => one.firstPieceMs),
      ),
      row(
        'request → end, ms',
        values((one) => one.totalMs),
      ),
      row(
        'prompt tokens (prompt_eval_count)',
        values((one) => one.promptTokens),
      ),
      row(
        'evaluating the prompt, ms (prompt_eval_duration)',
        values((one) => one.promptMs),
        1,
      ),
      row(
        'decoded tokens/s (answers of 8 tokens or more)',
        values((one) => perSecond(one.answerTokens, one.answerMs)),
      ),
    ],
    notes: [
      `${played.keys} keys, ${played.requests} requests, ${measured.length} of them answered to the end; ` +
        `text was visible after ${number((100 * (played.right + played.wrong)) / played.looks)} % of the keys.`,
    ],
  };
}
