import type { CursorText } from '../../src/base/text.ts';
import type { Answered } from '../../src/completion/outcome.ts';
import type { NearbyPiece } from '../../src/completion/recent/piece.ts';
import type { AnswerRequest } from '../../src/tiers/tier.ts';
import { type Random, randomFor } from '../bench/physics/random.ts';
import { lines } from './lines.ts';
import type { Pipeline } from './pipeline.ts';

const files = ['src/orders.ts', 'src/prices.ts', 'src/people.ts', 'notes.md', 'untitled'];

/** What stands above in each file, so that what is kept of one cursor is about as much as of any other. */
const above = Array.from({ length: 25 }, (_, index) => `${lines[index % lines.length]}\n`).join('');

/** What was typed in a file is thrown away when it is longer than this, in UTF-16 code units. */
const mostTyped = 600;

const question: AnswerRequest = {
  model: 'writer',
  messages: [{ role: 'user', parts: [{ kind: 'instruction', text: 'Explain this.' }] }],
  maximumTokens: 100,
  contextTokens: 4096,
};

/** What came of the editor's questions, by outcome or reason. */
export type Outcomes = Readonly<Record<string, number>>;

/**
 * Someone who types as nobody does for long: along what is shown and against it, accepting, deleting, changing files, asking
 * for things in between, and mostly not waiting for an answer. The same from run to run as far as the engine is.
 */
export class Person {
  readonly #pipeline: Pipeline;
  readonly #random: Random = randomFor('soak', 'person');
  readonly #texts = new Map(files.map((file) => [file, above]));
  #file = files[0] ?? '';
  #version = 1;
  #acts = 0;
  #shown = '';
  #shownId = 0;
  /** The editor's last question, which the next key cancels. */
  #asking: { readonly key: AbortController; readonly answered: Promise<void> } | undefined;
  #failing = 0;
  readonly #outcomes: Record<string, number> = {};

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  get outcomes(): Outcomes {
    return this.#outcomes;
  }

  /** One key or command, and the editor's question that follows from it. */
  async act(): Promise<void> {
    if (this.#chance(0.005)) await this.#task();
    // Always at the same distance: what is remembered is forgotten then, which shows in the memory.
    if (++this.#acts % 1000 === 550) await this.#pipeline.settingsChanged();
    const draw = this.#random();
    if (draw < 0.01) this.#changeFile();
    else if (draw < 0.02) this.#pipeline.completions.rested(this.#cursor());
    else if (draw < 0.04) this.#delete();
    else if (this.#shown !== '' && draw < 0.65) this.#type(this.#shown.slice(0, 1 + this.#below(3)));
    else if (this.#shown !== '' && draw < 0.73) this.#accept();
    else this.#type(this.#chance(0.2) ? '\n' : this.#ofALine());
    this.#ask();
    if (this.#chance(0.6)) await this.#asking?.answered;
    else await new Promise((resolve) => setImmediate(resolve));
  }

  /** Stops typing. @returns when the last question is answered */
  async rest(): Promise<void> {
    await this.#asking?.answered;
    this.#asking = undefined;
  }

  #type(text: string): void {
    this.#change(this.#text + text);
  }

  #delete(): void {
    if (this.#text.length > above.length + 10) this.#change(this.#text.slice(0, -1 - this.#below(8)));
  }

  #accept(): void {
    this.#type(this.#shown);
    this.#pipeline.accepted(this.#shownId);
  }

  /** A word, or some of a line that somebody begins or goes on with. */
  #ofALine(): string {
    const line = lines[this.#below(lines.length)] ?? '';
    const written = this.#text.slice(this.#text.lastIndexOf('\n') + 1);
    if (written !== '' && line.startsWith(written)) return line.slice(written.length, written.length + 1);
    return this.#chance(0.5) ? line.slice(0, 1 + this.#below(6)) : ' ';
  }

  #changeFile(): void {
    const { origin, languageId, before } = this.#cursor();
    const piece: NearbyPiece = { origin: { ...origin, kind: 'edited' }, languageId, text: before.slice(-500) };
    this.#pipeline.nearby.seen(origin.uri, [piece]);
    this.#file = files[this.#below(files.length)] ?? '';
    this.#pipeline.completions.arrived(this.#cursor());
  }

  async #task(): Promise<void> {
    const leaving = new AbortController();
    const leavesAfter = this.#below(4);
    let heard = 0;
    try {
      for await (const _event of this.#pipeline.ask(question, leaving.signal))
        if (heard++ === leavesAfter) leaving.abort();
    } catch {
      // It may fail like anything else here.
    }
  }

  #change(text: string): void {
    this.#version++;
    // Copied, as the editor does: a string put together of many keeps all of them.
    const copy = Buffer.from(text.length > above.length + mostTyped ? above : text).toString();
    this.#texts.set(this.#file, copy);
    this.#asking?.key.abort();
    this.#pipeline.completions.typed(this.#cursor());
  }

  #ask(): void {
    this.#asking?.key.abort();
    const key = new AbortController();
    // Someone whom nothing is suggested any more asks for it.
    const invoked = this.#failing > 3;
    const answered = this.#pipeline.complete(this.#cursor(), key.signal, invoked).then((came) => this.#see(came));
    this.#asking = { key, answered };
  }

  #see(answered: Answered & { readonly id?: number }): void {
    const isShown = 'suggestion' in answered;
    const outcome = isShown
      ? answered.suggestion.from === 'cache'
        ? 'from what is known'
        : 'from the engine'
      : answered.nothing;
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
    this.#shown = isShown ? answered.suggestion.text : '';
    this.#shownId = answered.id ?? 0;
    if (isShown || outcome === 'empty') this.#failing = 0;
    else if (outcome !== 'cancelled') this.#failing++;
  }

  #cursor(): CursorText {
    const before = this.#text;
    const written = before.split('\n');
    const position = { line: written.length - 1, character: written.at(-1)?.length ?? 0 };
    const range = { start: { line: 0, character: 0 }, end: position };
    return {
      origin: { kind: 'cursor', uri: `file:///work/${this.#file}`, path: this.#file, range },
      languageId: this.#file.endsWith('.md') ? 'markdown' : 'typescript',
      version: this.#version,
      position,
      before,
      after: this.#file === 'src/prices.ts' ? '\n}\nnext();\n' : '',
      firstLine: 0,
    };
  }

  get #text(): string {
    return this.#texts.get(this.#file) ?? '';
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}
