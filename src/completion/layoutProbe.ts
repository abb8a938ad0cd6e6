import type { Completer } from '../tiers/tier.ts';
import type { CompletionModel } from './asking.ts';
import type { FimWay } from './fim.ts';
import { type FimLayoutName, laidOut } from './layout.ts';
import { type ProbeSnippet, probeSnippets } from './probeSnippets.ts';

/** A model that can be asked in more than one layout. */
export type ProbedModel = Required<CompletionModel> & { readonly way: FimWay };

/** The model, where it can be asked in more than one layout. */
export function asProbed({ name, digest, contextTokens, way, layouts }: CompletionModel): ProbedModel | undefined {
  if (digest === undefined || layouts === undefined || layouts.length < 2 || way.way === 'chat') return undefined;
  return { name, digest, contextTokens, way, layouts };
}

/** What the probe found. */
export interface Probed {
  /** The layout in which most first lines were right; among equals the preferred one. */
  readonly layout: FimLayoutName;
  /** How many first lines were right in each. */
  readonly matches: Readonly<Partial<Record<FimLayoutName, number>>>;
  /** Of so many. */
  readonly of: number;
}

/** The longest answer that is looked at, in tokens: the first line of each is expected to be shorter. */
const mostTokens = 24;

/**
 * Asks a model to complete a few small texts in each layout in which it can be asked, to find the one that it was trained on
 * best. What was answered before an interruption is not asked again.
 */
export class LayoutProbe {
  readonly #completer: Completer;
  readonly #onAsk: () => void;
  /** By the model's digest: whether each answer so far was right, in the order in which they are asked for. */
  readonly #answers = new Map<string, boolean[]>();

  /** @param onAsk told before each question: what the engine had in memory is lost by it */
  constructor(completer: Completer, onAsk: () => void) {
    this.#completer = completer;
    this.#onAsk = onAsk;
  }

  /**
   * Asks what was not asked yet.
   * @returns what was found, or `interrupted` when the signal or something more urgent ended it
   * @throws {TierError}
   */
  async run(model: ProbedModel, signal: AbortSignal): Promise<Probed | 'interrupted'> {
    const { digest, layouts } = model;
    const answers = this.#answers.get(digest) ?? [];
    this.#answers.set(digest, answers);
    const questions = probeSnippets.flatMap((snippet) => layouts.map((layout) => ({ snippet, layout })));
    for (const { snippet, layout } of questions.slice(answers.length)) {
      if (signal.aborted) return 'interrupted';
      this.#onAsk();
      const line = await this.#firstLine(model, layout, snippet, signal);
      if (line === undefined) return 'interrupted';
      answers.push(line === snippet.expected);
    }
    this.#answers.delete(digest);
    const right = (layout: FimLayoutName) =>
      questions.filter((question, index) => question.layout === layout && answers[index]).length;
    const matches = Object.fromEntries(layouts.map((layout) => [layout, right(layout)]));
    const best = layouts.reduce((found, layout) => (right(layout) > right(found) ? layout : found));
    return { layout: best, matches, of: probeSnippets.length };
  }

  /** @returns undefined when it was interrupted */
  async #firstLine(
    { name, contextTokens, way }: ProbedModel,
    layout: FimLayoutName,
    snippet: ProbeSnippet,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const stop = [...(way.way === 'raw' ? way.format.stop : []), '\n'];
    const request = { ...laidOut(layout, way, snippet), model: name, stop, maximumTokens: mostTokens, contextTokens };
    let text = '';
    for await (const event of this.#completer.complete(request, signal)) {
      if (event.kind === 'done') return text.split('\n')[0]?.trimEnd();
      text += event.text;
    }
    return undefined;
  }
}
