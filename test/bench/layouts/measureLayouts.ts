import { TypedDocument } from '../editor/typedDocument.ts';
import { keysFor } from '../person/typing.ts';
import { EventClock } from '../physics/eventClock.ts';
import { tokenize, tokensToEvaluate } from '../physics/tokens.ts';
import { hearth, hearthModels } from '../systems/hearth.ts';
import type { Piece } from '../traces/piece.ts';
import { layouts } from './layouts.ts';

/** What one layout costs when every key asks, in tokens. */
export interface LayoutCost {
  readonly layout: string;
  readonly keys: number;
  /** Evaluated per key; the first prompt of a document, which no layout can help, is not counted. */
  readonly evaluated: number;
  /** Length of the last prompt of a piece. */
  readonly prompt: number;
}

/** Types all pieces with one request for each key and one slot for each layout, and counts what the engine has to evaluate. */
export async function measureLayouts(pieces: readonly Piece[], seed: number): Promise<readonly LayoutCost[]> {
  const totals = new Map<string, { keys: number; evaluated: number; prompt: number; pieces: number }>();
  for (const piece of pieces) {
    for (const [layout, prompts] of await promptsOf(piece, seed)) {
      const total = totals.get(layout) ?? { keys: 0, evaluated: 0, prompt: 0, pieces: 0 };
      totals.set(layout, total);
      for (const [index, prompt] of prompts.entries()) {
        const slot = prompts[index - 1];
        if (slot === undefined) continue;
        total.keys++;
        total.evaluated += tokensToEvaluate(slot, prompt);
      }
      total.pieces++;
      total.prompt += tokenize(prompts.at(-1) ?? '').length;
    }
  }
  return [...totals].map(([layout, { keys, evaluated, prompt, pieces }]) => ({
    layout,
    keys,
    evaluated: evaluated / keys,
    prompt: prompt / pieces,
  }));
}

/** The prompts of each layout, one for each key. */
async function promptsOf(piece: Piece, seed: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const document = new TypedDocument(piece);
  const ours = Object.values(hearthModels).map((model) => new HearthPrompts(model));
  const theirs = layouts();
  const prompts = new Map<string, string[]>();
  const add = (layout: string, prompt: string) => {
    const list = prompts.get(layout);
    if (list) list.push(prompt);
    else prompts.set(layout, [prompt]);
  };
  for (const key of keysFor(piece.inserted, piece.id, seed)) {
    if (key.kind === 'backspace') document.backspace();
    else document.insert(key.text);
    for (const [name, layout] of Object.entries(theirs)) add(name, layout(piece.before + document.typed, piece.after));
    for (const hearthPrompts of ours) {
      for (const prompt of await hearthPrompts.ask(document)) add(hearthPrompts.name, prompt);
    }
  }
  return prompts;
}

/** The prompts that Hearth itself makes, asked at each key by an engine that never has anything to add. */
class HearthPrompts {
  readonly name: string;
  readonly #clock = new EventClock();
  #asked: string[] = [];
  readonly #system;

  constructor(model: string) {
    this.name = `Hearth with ${model}`;
    const prompts = (prompt: string) => this.#asked.push(prompt);
    const completer = {
      async *complete({ prompt }: { readonly prompt: string }) {
        prompts(prompt);
        const provenance = { tier: 'local', engine: 'None', host: 'in process', model } as const;
        yield { kind: 'done', reason: 'stop', provenance, measured: { totalMs: 0 } } as const;
      },
    };
    this.#system = hearth({ model }).start({ completer, clock: this.#clock });
  }

  async ask(document: TypedDocument): Promise<readonly string[]> {
    this.#asked = [];
    await this.#clock.runUntil(this.#system.provide(document, new AbortController().signal));
    return this.#asked;
  }
}
