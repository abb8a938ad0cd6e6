import type { Clock } from '../../src/base/clock.ts';
import type { Disposable } from '../../src/base/disposable.ts';
import { readSettings } from '../../src/base/settings.ts';
import type { CursorText } from '../../src/base/text.ts';
import { Completions } from '../../src/completion/complete.ts';
import { Decisions } from '../../src/completion/decisions.ts';
import { EngineSpeed } from '../../src/completion/engineSpeed.ts';
import { LayoutRecords } from '../../src/completion/layoutRecords.ts';
import type { Answered } from '../../src/completion/outcome.ts';
import { Nearby } from '../../src/completion/recent/nearby.ts';
import { Statistics } from '../../src/completion/statistics.ts';
import { abilityOf } from '../../src/completion/way.ts';
import { completionModel } from '../../src/editor/completion/completionModel.ts';
import { detect, learnFrom } from '../../src/models/detect.ts';
import { Inventory } from '../../src/models/inventory.ts';
import { Readiness } from '../../src/models/readiness.ts';
import { Breaker } from '../../src/tiers/breaker.ts';
import { EngineAddress } from '../../src/tiers/endpoint.ts';
import type { RequestKind } from '../../src/tiers/engineConnection.ts';
import { closing, guardedBy, guardedQuestion } from '../../src/tiers/guarded.ts';
import type { TimeLimits } from '../../src/tiers/http.ts';
import { Ollama } from '../../src/tiers/ollama.ts';
import { retryingOnce } from '../../src/tiers/retry.ts';
import { StatusBoard, watched } from '../../src/tiers/status.ts';
import type { AnswerRequest, TierEvent } from '../../src/tiers/tier.ts';
import { Turns } from '../../src/tiers/turns.ts';

/** What a pipeline stands on. */
export interface PipelineParts {
  /** The engine's address. */
  readonly url: string;
  readonly clock: Clock;
  /** Shorter time limits than Hearth's own, so that a test need not wait for them. */
  readonly limits?: Readonly<Partial<Record<RequestKind, TimeLimits>>>;
  /** From 0 to below 1, for the breaker's pauses. */
  readonly random?: () => number;
  /** The user's settings by full name. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * All that stands behind the ghost text, joined as `compose/ghostText.ts` and `editor/completion/provider.ts` join it, without
 * VS Code: from a cursor's text down to the sockets. Whoever changes how the root joins them changes it here too.
 */
export class Pipeline implements Disposable {
  readonly board: StatusBoard;
  readonly decisions = new Decisions();
  readonly breaker: Breaker;
  readonly completions: Completions;
  readonly statistics: Statistics;
  readonly nearby = new Nearby(() => true);
  readonly #speed = new EngineSpeed();
  readonly #turns = new Turns(() => this.#speed.forget());
  readonly #clock: Clock;
  readonly #inventory: Inventory;
  readonly #readiness: Readiness;
  readonly #answer: (request: AnswerRequest, signal: AbortSignal) => AsyncIterable<TierEvent>;
  readonly #learning: Disposable;
  readonly #lookAround: () => Promise<void>;

  constructor(parts: PipelineParts) {
    const { clock } = parts;
    this.#clock = clock;
    const settings = () => readSettings((key) => parts.settings?.[key]);
    const board = new StatusBoard(clock);
    this.board = board;
    const { endpoint, shown: where, tier } = new EngineAddress(() => parts.url, undefined);
    const engine = new Ollama({
      settings: () => ({ endpoint: endpoint(), keepAliveMinutes: settings().keepAliveMinutes }),
      clock,
      ...(parts.limits ? { limits: parts.limits } : {}),
    });
    const local = watched(engine, board, () => ({ tier: tier(), engine: 'Ollama', host: where() }), clock);
    const inventory = new Inventory({ engine, clock, abilityOf });
    const readiness = new Readiness({ engine, clock, onLoading: (model) => board.loading(model) });
    const place = { engine, where, tier };
    this.#inventory = inventory;
    this.#readiness = readiness;
    this.#lookAround = () => detect({ inventory, board, settings, completion: place, tasks: place });
    this.breaker = new Breaker({
      clock,
      random: parts.random ?? (() => 0.5),
      version: engine.version.bind(engine),
      modelList: { known: () => inventory.known, look: () => inventory.look() },
      onRecovered: () => void this.#lookAround(),
    });
    this.statistics = new Statistics(clock, { read: () => undefined, write: () => {} });
    const layouts = new LayoutRecords({ read: () => undefined, write: () => {} });
    const model = completionModel({ inventory, readiness, settings, layouts, board, tier });
    this.completions = new Completions({
      completer: this.#turns.forCompletions(guardedBy(local, this.breaker, clock, this.#speed.bytesWereDue)),
      model: guardedQuestion(model, this.breaker),
      busy: () => this.#turns.taken,
      focused: () => true,
      speed: this.#speed,
      clock,
      nearby: this.nearby,
    });
    const answerer = closing(this.#turns.forTasks(retryingOnce(local, clock)), this.breaker);
    this.#answer = answerer.answer.bind(answerer);
    this.#learning = learnFrom(board, inventory, readiness, () => void this.#lookAround());
  }

  /** The editor's question for a key. @returns what is shown also has an id, for {@link accepted} */
  async complete(
    cursor: CursorText,
    signal: AbortSignal,
    invoked = false,
  ): Promise<Answered & { readonly id?: number }> {
    const at = this.#clock.now();
    if (invoked) this.breaker.reset();
    const answered = await this.completions.complete(cursor, signal, invoked);
    const { line, character } = cursor.position;
    const { uri, path } = cursor.origin;
    const place = { at, uri, path, line, character, milliseconds: this.#clock.now() - at };
    if ('suggestion' in answered) {
      const { text, model, from } = answered.suggestion;
      const offer = { uri, offset: cursor.before.length, text, model, languageId: cursor.languageId };
      const id = this.statistics.offered(offer, this.#clock.now() - at);
      this.decisions.add({ ...place, outcome: from === 'cache' ? 'fromCache' : 'shown', model });
      return { ...answered, id };
    }
    this.decisions.add({ ...place, outcome: 'nothing', reason: answered.nothing });
    return answered;
  }

  /** The suggestion with this id was accepted. */
  accepted(id: number): void {
    if (this.statistics.accepted(id)) this.completions.accepted();
  }

  /** What a person asks for, answered by the same engine. */
  ask(request: AnswerRequest, signal: AbortSignal): AsyncIterable<TierEvent> {
    return this.#answer(request, signal);
  }

  /** A setting was changed. @returns when it has been seen who would answer now */
  settingsChanged(): Promise<void> {
    this.#inventory.refresh();
    this.#readiness.forget();
    this.breaker.reset();
    this.completions.clear();
    this.board.recovered();
    return this.#lookAround();
  }

  dispose(): void {
    this.board.dispose();
    this.#learning.dispose();
    this.completions.dispose();
    this.breaker.dispose();
    this.statistics.dispose();
    this.#readiness.dispose();
  }
}
