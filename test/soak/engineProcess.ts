// The engine of the soak: a fake Ollama in a process of its own, so that nothing of it counts as Hearth's. What it answers is
// drawn with a seed: mostly text, also slowly, and now and then one of the faults that an engine can have.
import { randomFor } from '../bench/physics/random.ts';
import { startFakeOllama } from '../fakes/fakeOllama.ts';
import type { RecordedRequest } from '../fakes/loopbackServer.ts';
import { type Answer, type Piece, says } from '../fakes/ollamaAnswers.ts';
import * as faults from '../fakes/ollamaFaults.ts';
import { coder, writer } from '../fakes/ollamaModels.ts';
import type { EngineFigures } from './engine.ts';
import { lines } from './lines.ts';

/** Of a hundred requests, about so many fail in some way. */
const faultsInAHundred = 8;

const random = randomFor('soak', 'engine');
const draw = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

const broken: readonly (() => Answer)[] = [
  () => faults.hangs(),
  () => faults.stalls('const ', 'a'),
  () => faults.endsWithoutDone('const ', 'a'),
  () => faults.endsInHalfALine('const '),
  () => faults.failsMidStream('something broke', 'a = '),
  () => faults.refuses(500, 'llama runner crashed'),
  () => faults.busy(),
  () => faults.outOfMemory(),
  () => faults.modelMissing(),
  () => faults.htmlPage(),
  () => faults.redirects('http://127.0.0.1:9/elsewhere'),
  () => faults.resetsConnection('a'),
  () => faults.neverStops('x'),
  () => faults.longLine(),
  () => faults.saysInSlices(7, draw(lines), '\n', draw(lines)),
];

/** Some lines of code, token by token; one in four is said slowly. */
function text(): Answer {
  const said = Array.from({ length: 1 + Math.floor(random() * 4) }, () => draw(lines)).join('\n');
  const tokens: readonly Piece[] = said.match(/\s*\w+|\s*\W/g) ?? [];
  return says(...(random() < 0.25 ? tokens.flatMap((token) => [token, 1]) : tokens));
}

const engine = await startFakeOllama({
  models: [
    { ...coder, loaded: true },
    { ...writer, loaded: true },
  ],
});
const counts = { requests: 0, failed: 0, aborted: 0 };
let mostSockets = 0;
engine.script((exchange) => {
  mostSockets = Math.max(mostSockets, engine.sockets);
  counts.requests++;
  void exchange.request.closed.then((outcome) => {
    if (outcome === 'aborted') counts.aborted++;
  });
  const fails = random() * 100 < faultsInAHundred;
  if (fails) counts.failed++;
  return (fails ? draw(broken)() : text())(exchange);
});

process.on('message', () => {
  // What the fake keeps for tests would pile up here.
  const kept = engine.requests as RecordedRequest[];
  kept.splice(0, Math.max(0, kept.length - 10));
  const figures: EngineFigures = { ...counts, inFlight: engine.inFlight, sockets: engine.sockets, mostSockets };
  process.send?.(figures);
});
process.on('disconnect', () => void engine.stop());
process.send?.(engine.url);
