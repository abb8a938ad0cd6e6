import { type Document, isMap, isNode, isScalar, type LineCounter, type Node } from 'yaml';
import type { Remark } from './caseFile.ts';

/** What leads to a value: names and numbers, from the top of the file. */
export type Path = readonly (string | number)[];

/** Where the values of a document stand. */
export class Places {
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  /** Where a value stands; where it is not there, the nearest thing that it would stand in. Counted from 1. */
  of(path: Path): Omit<Remark, 'message'> {
    for (let length = path.length; length >= 0; length--) {
      const start = this.#keyOf(path.slice(0, length)) ?? this.#node(path.slice(0, length))?.range?.[0];
      if (start === undefined) continue;
      const { line, col } = this.#lines.linePos(start);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    }
    return { line: 1, column: 1 };
  }

  #node(path: Path): Node | undefined {
    const found = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    return isNode(found) ? found : undefined;
  }

  /** A value is said to stand where its name does. */
  #keyOf(path: Path): number | undefined {
    const name = path.at(-1);
    const parent = this.#node(path.slice(0, -1));
    if (name === undefined || !isMap(parent)) return undefined;
    const key = parent.items.find((item) => isScalar(item.key) && item.key.value === name)?.key;
    return isScalar(key) ? key.range?.[0] : undefined;
  }
}
