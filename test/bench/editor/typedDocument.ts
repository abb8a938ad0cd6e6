import type { Piece } from '../traces/piece.ts';

/** A document with one cursor, as VS Code shows it to an extension: line by line, and without copying the rest. */
export interface DocumentView {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  readonly version: number;
  readonly lineCount: number;
  readonly characterCount: number;
  readonly position: { readonly line: number; readonly character: number };
  lineAt(line: number): string;
}

/** The document of a trace while its piece is typed. An edit touches the cursor's line only, however long the document is. */
export class TypedDocument implements DocumentView {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  readonly #lines: string[];
  #line: number;
  #character: number;
  #typed = '';
  #version = 1;
  #characterCount: number;

  constructor(piece: Piece) {
    this.path = piece.path;
    this.uri = `file:///project/${piece.path}`;
    this.languageId = piece.languageId;
    const above = piece.before.split('\n');
    const text = piece.before + piece.after;
    this.#lines = text.split('\n');
    this.#characterCount = text.length;
    this.#line = above.length - 1;
    this.#character = above.at(-1)?.length ?? 0;
  }

  get version(): number {
    return this.#version;
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  get characterCount(): number {
    return this.#characterCount;
  }

  get position(): { readonly line: number; readonly character: number } {
    return { line: this.#line, character: this.#character };
  }

  /** What stands between the place where typing began and the cursor. */
  get typed(): string {
    return this.#typed;
  }

  lineAt(line: number): string {
    return this.#lines[line] ?? '';
  }

  insert(text: string): void {
    const current = this.lineAt(this.#line);
    const added = (current.slice(0, this.#character) + text).split('\n');
    const last = added.at(-1) ?? '';
    const rest = current.slice(this.#character);
    this.#lines.splice(this.#line, 1, ...added.slice(0, -1), last + rest);
    this.#line += added.length - 1;
    this.#character = last.length;
    this.#typed += text;
    this.#characterCount += text.length;
    this.#version++;
  }

  /** Takes back the last character typed; only a slip within a line is ever taken back. */
  backspace(): void {
    const current = this.lineAt(this.#line);
    this.#lines[this.#line] = current.slice(0, this.#character - 1) + current.slice(this.#character);
    this.#character--;
    this.#typed = this.#typed.slice(0, -1);
    this.#characterCount--;
    this.#version++;
  }
}
