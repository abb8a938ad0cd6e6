import type { PageWords } from '../../src/editor/answers/protocol.ts';
import { button, confirmOn, element, icon } from './elements.ts';

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
