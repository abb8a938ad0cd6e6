import { sharedWords } from '../../src/writing/sharedWords.ts';

/** The name under which answers.css gives the marked words their look. */
const highlightName = 'differing';

interface Word {
  readonly text: string;
  readonly node: Text;
  readonly start: number;
  readonly end: number;
}

/**
 * Marks the words that one answer has and the other lacks, without touching the answers: the marks are ranges that the browser
 * paints, so a selection stays and nothing is copied with it.
 */
export class Differences {
  readonly #ranges: Range[] = [];

  /**
   * Marks both answers anew.
   * @returns the share of words in common in percent; undefined when the answers are too long to compare
   */
  mark(first: HTMLElement, second: HTMLElement): number | undefined {
    this.clear();
    const [ones, others] = [wordsOf(first), wordsOf(second)];
    const shared = sharedWords(
      ones.map(({ text }) => text),
      others.map(({ text }) => text),
    );
    if (shared === undefined) return undefined;
    this.#paint(ones, shared.first);
    this.#paint(others, shared.second);
    return Math.round(shared.share * 100);
  }

  clear(): void {
    const highlight = CSS.highlights.get(highlightName);
    for (const range of this.#ranges.splice(0)) highlight?.delete(range);
  }

  /** One range for each run of words within a text node. */
  #paint(words: readonly Word[], shared: readonly boolean[]): void {
    const highlight = CSS.highlights.get(highlightName) ?? new Highlight();
    CSS.highlights.set(highlightName, highlight);
    let range: Range | undefined;
    words.forEach((word, index) => {
      if (shared[index]) {
        range = undefined;
        return;
      }
      if (range?.endContainer !== word.node) {
        range = document.createRange();
        range.setStart(word.node, word.start);
        this.#ranges.push(range);
      }
      range.setEnd(word.node, word.end);
      highlight.add(range);
    });
  }
}

/** The words of an answer, and the signs of its code; not the words of buttons and badges. */
function wordsOf(body: HTMLElement): Word[] {
  const words: Word[] = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('.code-bar, .hidden-character') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!(node instanceof Text)) continue;
    const isCode = node.parentElement?.closest('pre') !== null;
    for (const { segment, index, isWordLike } of segmenter.segment(node.data)) {
      if (!isWordLike && !(isCode && segment.trim() !== '')) continue;
      // Prose that differs in a capital letter at the start of a sentence says the same.
      const text = isCode ? segment : segment.toLowerCase();
      words.push({ text, node, start: index, end: index + segment.length });
    }
  }
  return words;
}
