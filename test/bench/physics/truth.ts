import type { Piece } from '../traces/piece.ts';
import { normal, randomFor } from './random.ts';
import { tokenize } from './tokens.ts';

/** The share of lines at which the engine goes wrong, and from where on in the line. */
const wrongShare = 0.3;
const wrongFrom = 0.6;

/** Mean and deviation of a generated line's mean log-probability: told apart with an area under the curve of about 0.84. */
const logprobs = { right: { mean: -0.35, deviation: 0.25 }, wrong: { mean: -0.7, deviation: 0.25 } };

/** A token that the engine will say, with its log-probability (natural, never above 0). */
export interface AnswerToken {
  readonly text: string;
  readonly logprob: number;
}

/** One line of an answer. */
interface AnswerLine {
  readonly text: string;
  readonly logprob: number;
}

/**
 * What the engine knows of one trace: it answers with what is going to be typed, and goes wrong at some lines. Which lines these
 * are, and how sure it seems of each, depends on the piece and the seed alone, so every system meets the same.
 */
export class Truth {
  readonly #piece: Piece;
  readonly #lines: readonly string[];
  readonly #seed: number;

  constructor(piece: Piece, seed: number) {
    this.#piece = piece;
    this.#lines = piece.inserted.split('\n');
    this.#seed = seed;
  }

  /** What the engine says behind this text: the piece from there to its end, wrong where it is wrong. */
  answer(before: string): readonly AnswerToken[] {
    const lines = this.#answerLines(this.typedIn(before));
    const text = lines.map((line) => line.text).join('\n');
    const tokens: AnswerToken[] = [];
    let line = 0;
    let lineEnd = (lines[0]?.text.length ?? 0) + 1;
    let end = 0;
    for (const token of tokenize(text)) {
      end += token.length;
      while (end > lineEnd && line + 1 < lines.length) lineEnd += (lines[++line]?.text.length ?? 0) + 1;
      // At the end of a line, the newline already belongs to the line that it begins.
      const belongs = lines[line]?.text === '' ? (lines[line + 1] ?? lines[line]) : lines[line];
      tokens.push({ text: token, logprob: belongs?.logprob ?? 0 });
    }
    return tokens;
  }

  /**
   * What was typed of the piece in a text that ends at the cursor, whatever part of the document the text holds. Found by the
   * text just before the piece; in a window that begins behind that, by the whole lines that it holds.
   */
  typedIn(before: string): string {
    const { before: above, inserted } = this.#piece;
    const tail = above.slice(-comparedCharacters);
    const at = before.lastIndexOf(tail);
    if (at >= 0) return before.slice(at + tail.length);
    const lineStart = before.lastIndexOf('\n') + 1;
    const lines = before.slice(0, lineStart);
    const found = (above + inserted).lastIndexOf(lines);
    const document = found < 0 ? above : (above + inserted).slice(0, found) + lines;
    return (document + before.slice(lineStart)).slice(above.length);
  }

  /** What is going to be typed from here, line by line; text that left the truth is continued from the same line and column. */
  #answerLines(typed: string): readonly AnswerLine[] {
    const { line, column } = placeIn(typed);
    return this.#lines.slice(line).map((text, index) => this.#answerLine(text, line + index, index === 0 ? column : 0));
  }

  #answerLine(text: string, line: number, column: number): AnswerLine {
    const spot = hardSpot(text);
    // Whoever has typed past the hard spot is answered right again.
    const isWrong = this.#isHard(line) && text !== '' && column <= spot;
    const said = isWrong ? text.slice(column, spot) + garbled(text.slice(spot)) : text.slice(column);
    return { text: said, logprob: this.#logprob(line, !isWrong) };
  }

  #isHard(line: number): boolean {
    return randomFor('hard', this.#piece.id, this.#seed, line)() < wrongShare;
  }

  #logprob(line: number, right: boolean): number {
    const kind = right ? 'right' : 'wrong';
    const { mean, deviation } = logprobs[kind];
    const drawn = normal(randomFor('logprob', this.#piece.id, this.#seed, line, kind), mean, deviation);
    return Math.min(0, drawn);
  }
}

/** How much of the text before a piece is looked for, in UTF-16 code units: more than any two places have in common. */
const comparedCharacters = 160;

function placeIn(typed: string): { line: number; column: number } {
  const start = typed.lastIndexOf('\n') + 1;
  return { line: typed.split('\n').length - 1, column: typed.length - start };
}

/** Where a line goes wrong if it does; the indentation is no part of what can be guessed. */
function hardSpot(line: string): number {
  const indent = line.length - line.trimStart().length;
  return indent + Math.floor(wrongFrom * (line.length - indent));
}

/** Text of the same shape and length that is different from its first character on. */
function garbled(text: string): string {
  const moved = text.replace(/[a-z0-9]/gi, (character) => {
    if (/\d/.test(character)) return String((Number(character) + 1) % 10);
    return /z/i.test(character) ? (character === 'z' ? 'a' : 'A') : String.fromCharCode(character.charCodeAt(0) + 1);
  });
  return moved[0] === text[0] ? `x${moved.slice(1)}` : moved;
}
