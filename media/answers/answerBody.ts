import type { PageWords } from '../../src/editor/answers/protocol.ts';
import { button, confirmOn, element, icon } from './elements.ts';

/** How much of a block is read out at once, in UTF-16 units; the rest is there to be read at one's own pace. */
const mostSpoken = 600;

/** What the buttons of a code block do. */
export interface CodeGestures {
  copy(code: string): void;
  insert(code: string): void;
  replace(code: string): void;
}

/**
 * The formatted text of an answer. A new version replaces only the blocks that changed, from the first one on, so that a
 * selection and a sideways scrolled code block above stay as they are while the answer grows.
 */
export class AnswerBody {
  readonly element = element('div', 'body');
  readonly #words: Pick<PageWords, 'copyCode' | 'insertCode' | 'replaceCode'>;
  readonly #on: CodeGestures;
  #shown: string[] = [];
  /** How many blocks were read out. */
  #read = 0;

  constructor(words: Pick<PageWords, 'copyCode' | 'insertCode' | 'replaceCode'>, on: CodeGestures) {
    this.#words = words;
    this.#on = on;
  }

  /** @param html what `renderMarkdown` made, which is the only HTML this page ever takes in */
  show(html: string): void {
    const template = document.createElement('template');
    template.innerHTML = html;
    const blocks = [...template.content.children];
    const sources = blocks.map((block) => block.outerHTML);
    let same = 0;
    while (same < sources.length && sources[same] === this.#shown[same]) same += 1;
    while (this.element.children.length > same) this.element.lastElementChild?.remove();
    for (const block of blocks.slice(same)) {
      this.element.append(block);
      if (block instanceof HTMLPreElement) this.#frame(block);
      else for (const code of block.querySelectorAll('pre')) this.#frame(code);
    }
    this.#shown = sources;
  }

  /**
   * The texts of the blocks that were not asked for before. While the answer grows, the last block is still being written: a
   * screen reader gets a paragraph as one piece, and not word by word.
   */
  unread(what: 'whole blocks' | 'rest'): readonly string[] {
    const blocks = [...this.element.children];
    const end = what === 'rest' ? blocks.length : blocks.length - 1;
    const texts = blocks.slice(this.#read, Math.max(end, this.#read)).map(spokenText);
    this.#read = Math.max(end, this.#read);
    return texts.filter((text) => text !== '');
  }

  /** Gives a code block its language and its buttons. */
  #frame(code: HTMLPreElement): void {
    const frame = element('div', 'code-block');
    const copy = button(
      'icon-button',
      this.#words.copyCode,
      () => {
        this.#on.copy(visibleText(code));
        confirmOn(copy);
      },
      icon('copy'),
      icon('check'),
    );
    const insert = button(
      'icon-button',
      this.#words.insertCode,
      () => this.#on.insert(visibleText(code)),
      icon('insert'),
    );
    const replace = button(
      'icon-button replace-code',
      this.#words.replaceCode,
      () => this.#on.replace(visibleText(code)),
      icon('replace'),
    );
    const language = element('span', 'language', code.dataset.language ?? '');
    const bar = element('div', 'code-bar', language, replace, insert, copy);
    code.tabIndex = 0; // it may scroll
    code.replaceWith(frame);
    frame.append(bar, code);
  }
}

/** A block's code as it reads, without the badges that stand for hidden characters. */
function visibleText(code: HTMLPreElement): string {
  const copy = code.cloneNode(true);
  if (copy instanceof HTMLPreElement) for (const badge of copy.querySelectorAll('.hidden-character')) badge.remove();
  return copy.textContent ?? '';
}

/** What is read out of a block: its text in one line, or the beginning of it where nobody would listen to all of it. */
function spokenText(block: Element): string {
  const text = (block.querySelector('pre')?.textContent ?? block.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  return text.length > mostSpoken ? `${text.slice(0, mostSpoken)}…` : text;
}
