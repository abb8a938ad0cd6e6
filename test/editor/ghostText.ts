import type { Page } from 'playwright-core';

/** The inline suggestion on show in the text editor: its first line stands in the text, the rest below it. */
export async function ghostText(page: Page): Promise<string> {
  const text = await page.evaluate(() => {
    const editor = document.querySelector('.editor-group-container.active .editor-instance .monaco-editor');
    const texts = (selector: string) =>
      [...(editor?.querySelectorAll(selector) ?? [])].map((element) => element.textContent ?? '');
    const first = texts('.ghost-text-decoration, .ghost-text-decoration-preview').join('');
    return [first, ...texts('.suggest-preview-text .view-line')].join('\n');
  });
  return text.replaceAll('\u00a0', ' ');
}

const parts = ['.ghost-text-decoration', '.ghost-text-decoration-preview', '.suggest-preview-text .view-line']
  .map((part) => `.editor-instance ${part}`)
  .join(', ');

/** Waits until an inline suggestion is on show. @param timeout In ms. */
export async function waitForGhostText(page: Page, timeout: number): Promise<void> {
  await page.waitForFunction((selector) => document.querySelector(selector) !== null, parts, { timeout });
}

/** Waits until no inline suggestion is on show. @param timeout In ms. */
export async function ghostTextIsGone(page: Page, timeout: number): Promise<void> {
  await page.waitForFunction((selector) => document.querySelector(selector) === null, parts, { timeout });
}
