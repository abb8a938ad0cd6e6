import type { Page } from 'playwright-core';

/** What the text editor shows in one frame. */
export interface Frame {
  /** The inline suggestion, '' when there is none. */
  readonly ghost: string;
  /** All that can be read, written or suggested. */
  readonly all: string;
}

/** Where the page keeps what it sees until it is asked. */
interface Recording {
  hearthFrames?: { readonly seen: Frame[]; next: number };
}

/** Looks at the text editor in each frame that the browser paints, until it is stopped. */
export async function recordFrames(page: Page): Promise<{ stop(): Promise<readonly Frame[]> }> {
  await page.evaluate(() => {
    const recording = { seen: [] as Frame[], next: 0 };
    (globalThis as Recording).hearthFrames = recording;
    const textsOf = (selector: string) => {
      const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor');
      return [...(editor?.querySelectorAll<HTMLElement>(selector) ?? [])]
        .map((line) => ({ top: Number.parseFloat(line.style.top) || 0, text: line.textContent ?? '' }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' '));
    };
    const look = () => {
      const below = textsOf('.suggest-preview-text .view-line');
      const ghost = textsOf('.ghost-text-decoration, .ghost-text-decoration-preview').join('');
      // The lines of a suggestion below the cursor's own are no lines of the text, and stand in an element of their own.
      const written = textsOf('.view-lines[role="presentation"] > .view-line');
      recording.seen.push({ ghost: [ghost, ...below].join('\n').trimEnd(), all: [...written, ...below].join('\n') });
      recording.next = requestAnimationFrame(look);
    };
    look();
  });
  return {
    stop: () =>
      page.evaluate(() => {
        const { hearthFrames } = globalThis as Recording;
        cancelAnimationFrame(hearthFrames?.next ?? 0);
        return hearthFrames?.seen ?? [];
      }),
  };
}
