import { type Memento, window, workspace } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Log } from '../../base/log.ts';
import type { CompletionModel } from '../../completion/asking.ts';
import { asProbed, type LayoutProbe, type ProbedModel } from '../../completion/layoutProbe.ts';
import type { LayoutRecords, LayoutStore } from '../../completion/layoutRecords.ts';
import { TierError } from '../../tiers/tier.ts';

/** Where the records are kept in the user's own state. */
const stateKey = 'hearth.layouts';

/** For how long nobody has done anything before a model is probed, in ms: longer than a thought. */
const restMs = 15_000;

/** What probing needs. */
export interface LayoutProbingParts {
  readonly probe: LayoutProbe;
  readonly records: LayoutRecords;
  /** Whether this window has the focus. */
  readonly focused: () => boolean;
  /** The model that completed last. */
  readonly model: () => CompletionModel | undefined;
  /** Whether a model is in memory: none is loaded in order to probe it. @throws {TierError} */
  readonly isLoaded: (model: string, signal: AbortSignal) => Promise<boolean>;
  /** The engine's version. @throws {TierError} */
  readonly version: (signal: AbortSignal) => Promise<string>;
  /** Told when all questions were asked: the engine has nothing of the document in memory any more. */
  readonly onProbed: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Finds out once for each model in which layout it completes best, while nobody does anything in a window that has the focus. The
 * first sign of life ends it; it goes on at the next rest.
 */
export class LayoutProbing implements Disposable {
  readonly #parts: LayoutProbingParts;
  readonly #listeners: readonly Disposable[];
  readonly #ended = new AbortController();
  /** The models, by digest, at which the engine failed: not again before a restart. */
  readonly #failed = new Set<string>();
  #lastSign: number;
  #isWaiting = false;
  #running = new AbortController();

  constructor(parts: LayoutProbingParts) {
    this.#parts = parts;
    this.#lastSign = parts.clock.now();
    const sign = () => this.#sign();
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document }) => {
        // Output is a document, too.
        if (document === window.activeTextEditor?.document) this.#sign();
      }),
      window.onDidChangeTextEditorSelection(sign),
      window.onDidChangeActiveTextEditor(sign),
      window.onDidChangeWindowState(sign),
    ];
    void this.#wait();
  }

  dispose(): void {
    this.#ended.abort();
    this.#running.abort();
    for (const listener of this.#listeners) listener.dispose();
  }

  /** A sign of life. At a key no more happens than that the time is noted. */
  #sign(): void {
    this.#lastSign = this.#parts.clock.now();
    this.#running.abort();
    if (!this.#isWaiting) void this.#wait();
  }

  async #wait(): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#ended;
    this.#isWaiting = true;
    for (let left = restMs; left > 0 && !signal.aborted; left = this.#lastSign + restMs - clock.now()) {
      await clock.wait(left, signal);
    }
    this.#isWaiting = false;
    if (!signal.aborted && this.#parts.focused()) await this.#probe();
  }

  async #probe(): Promise<void> {
    const { model, isLoaded, records, log } = this.#parts;
    const asked = model();
    const probed = asked && asProbed(asked);
    if (!probed || records.of(probed.digest) || this.#failed.has(probed.digest)) return;
    this.#running = new AbortController();
    const { signal } = this.#running;
    try {
      if (await isLoaded(probed.name, signal)) await this.#run(probed, signal);
    } catch (error) {
      if (signal.aborted || this.#ended.signal.aborted) return;
      if (!(error instanceof TierError)) throw error;
      this.#failed.add(probed.digest);
      log.debug(`The layout of ${probed.name} was not found out: ${error.reason}`);
    }
  }

  async #run(model: ProbedModel, signal: AbortSignal): Promise<void> {
    const { probe, records, version, onProbed, log } = this.#parts;
    const found = await probe.run(model, signal);
    if (found === 'interrupted') return;
    const { layout, matches, of } = found;
    const engine = await version(this.#ended.signal);
    records.keep(model.digest, { ...found, engine });
    const counts = Object.entries(matches).map(([name, count]) => `${name} ${count}`);
    log.info(`Layout of ${model.name}: ${layout}. First lines right of ${of}: ${counts.join(', ')}. Ollama ${engine}.`);
    onProbed();
  }
}

/** The records, kept in the user's own state, over all windows. */
export function layoutsIn(state: Memento): LayoutStore {
  return {
    read: () => state.get(stateKey),
    write: (records) => void state.update(stateKey, records),
  };
}
