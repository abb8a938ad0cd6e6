import type { Locator, Page } from 'playwright-core';

/** VS Code's box at the top for commands, files, picks and short answers. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  input(): Locator {
    return this.widget().locator('.quick-input-box input');
  }

  openPalette(): Promise<void> {
    return this.#open('F1');
  }

  openFiles(): Promise<void> {
    return this.#open('Control+P');
  }

  openGoToLine(): Promise<void> {
    return this.#open('Control+G');
  }

  /**
   * Opens the palette and runs a command. What comes into the window at that moment takes the focus, and so closes the box: then it is
   * opened anew.
   */
  async run(title: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      await this.openPalette();
      try {
        await this.input().fill(`>${title}`, { timeout: 5_000 });
        await this.row(title).click({ timeout: 10_000 });
        return;
      } catch (error) {
        if (tries === 2) throw error;
      }
    }
  }

  /** Replaces what is written in the box. */
  async type(text: string): Promise<void> {
    await this.input().waitFor();
    await this.input().fill(text);
  }

  /** Accepts the box as it is. */
  async accept(): Promise<void> {
    await this.input().press('Enter');
  }

  /** Writes a short answer and accepts it. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  /** Picks the row with exactly this label, icons aside. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** The row with exactly this label, icons aside. */
  row(label: string): Locator {
    const exact = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    return this.widget()
      .locator('.monaco-list-row')
      .filter({ has: this.#page.locator('.label-name', { hasText: exact }) })
      .first();
  }

  /** The labels on show. */
  async rows(): Promise<readonly string[]> {
    // The list keeps its rows in the page in any order; each says which one it is.
    const rows = await this.widget()
      .locator('.monaco-list-row')
      .evaluateAll((all) =>
        all
          .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
          .map((row) => row.querySelector('.quick-input-list-label .label-name')?.textContent ?? ''),
      );
    return rows.filter((row) => row !== '');
  }

  /** The labels on show in the list with this title, once it is there. */
  async rowsOf(title: string): Promise<readonly string[]> {
    await this.widget().locator('.quick-input-title', { hasText: title }).waitFor();
    await this.widget().locator('.monaco-list-row').first().waitFor();
    return this.rows();
  }

  async close(): Promise<void> {
    await this.input().press('Escape');
    await this.widget().waitFor({ state: 'detached' });
  }

  /** A key pressed while the window is still busy is lost, so it is pressed again until the box is there. */
  async #open(key: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      await this.#page.keyboard.press(key);
      try {
        await this.input().waitFor({ timeout: 3_000 });
        return;
      } catch (error) {
        if (tries === 9) {
          throw error;
        }
      }
    }
  }
}
