import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { recordFrames } from './frames.ts';
import { ghostText, ghostTextIsGone, waitForGhostText } from './ghostText.ts';
import { QuickInput } from './quickInput.ts';

const screenshots = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'out', 'screenshots');

const START_LIMIT_MS = 60_000;

/** How long (ms) opening took, counted from the request. */
export interface OpenTimes {
  readonly workbenchMs: number;
  /** Until the extension's status item was there, that is, until it was active. */
  readonly activeMs: number;
}

/**
 * The window of a VS Code 1.139 in a browser page, in the words of its user. Everything waits for what it needs, and
 * the selectors are those of that version.
 */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly #extensionId: string;
  #folder = '';
  #workspaceFile: string | undefined;

  /** @param extensionId `publisher.name` of the extension whose status items are meant. */
  constructor(page: Page, extensionId: string) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.#extensionId = extensionId;
  }

  /** The file with the settings of what is open: of a folder, or of a workspace, in which they stand under `settings`. */
  get settingsFile(): { readonly path: string; readonly isWorkspace: boolean } {
    const isWorkspace = this.#workspaceFile !== undefined;
    return { path: this.#workspaceFile ?? join(this.#folder, '.vscode', 'settings.json'), isWorkspace };
  }

  /** Opens an address made by `Editor.url` and waits for the workbench and, when given, for a status item. */
  async open(url: string, { statusId }: { readonly statusId?: string } = {}): Promise<OpenTimes> {
    const started = Date.now();
    const opened = new URL(url).searchParams;
    this.#workspaceFile = opened.get('workspace') ?? undefined;
    this.#folder = opened.get('folder') ?? dirname(opened.get('workspace') ?? '');
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench').waitFor({ timeout: START_LIMIT_MS });
    const workbenchMs = Date.now() - started;
    if (statusId !== undefined) {
      await this.status(statusId).waitFor({ timeout: START_LIMIT_MS });
    } else {
      await this.page.locator('.explorer-folders-view .monaco-list').waitFor({ timeout: START_LIMIT_MS });
    }
    return { workbenchMs, activeMs: Date.now() - started };
  }

  /** Moves the mouse to where it hovers over nothing; a leftover tooltip would cover other things. */
  async neutralMouse(): Promise<void> {
    const { width, height } = this.page.viewportSize() ?? { width: 1280, height: 800 };
    await this.page.mouse.move(width / 2, height / 2);
  }

  /** Runs a command by its title in the palette, such as `Hearth: Explain`. */
  async command(title: string): Promise<void> {
    await this.quickInput.run(title);
  }

  // Status bar

  /** A status item of the extension by its id; waiting for it waits until it is shown. */
  status(id: string): Locator {
    return this.page.locator(`[id="${this.#extensionId}.${id}"]`);
  }

  async statusText(id: string): Promise<string> {
    return (await this.status(id).allInnerTexts()).join(' ').trim();
  }

  /** The text of the item's tooltip. */
  async statusHover(id: string): Promise<string> {
    await this.neutralMouse();
    await this.page.locator('.workbench-hover').waitFor({ state: 'detached' });
    await this.status(id).hover();
    const hover = this.page.locator('.workbench-hover').last();
    await hover.waitFor();
    const text = (await hover.allInnerTexts()).join('\n');
    await this.neutralMouse();
    return text;
  }

  // Notifications

  /** The shown notification that contains the text; its buttons are `notification(…).getByRole('button', { name })`. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** The messages of all shown notifications, newest first. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  // Editor

  /** The text editor that has the focus, or the first. */
  editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** Opens a file by its path relative to the folder (or its absolute path) and puts the cursor at its start. */
  async openFile(path: string): Promise<void> {
    const absolute = path.startsWith('/') ? path : `${this.#folder}/${path}`;
    const name = absolute.slice(absolute.lastIndexOf('/') + 1);
    await this.quickInput.openFiles();
    await this.quickInput.type(absolute);
    await this.quickInput.pick(name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    // A review's thread has an editor of its own.
    await this.editor().locator('.view-lines').first().waitFor();
    await this.focusEditor();
    await this.page.keyboard.press('Control+Home');
  }

  async focusEditor(): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.page.locator('.editor-group-container.active .editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Types like a person, one key at a time. @param delayMs Pause after each key. */
  async type(text: string, delayMs = 25): Promise<void> {
    await this.page.keyboard.type(text, { delay: delayMs });
  }

  /** The lines on show, from top to bottom. Ghost text within them is included. */
  async text(): Promise<readonly string[]> {
    const lines = await this.editor()
      .locator('.view-lines .view-line')
      .evaluateAll((all) =>
        all
          .map((line) => ({ top: Number.parseFloat((line as HTMLElement).style.top), text: line.textContent ?? '' }))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text),
      );
    return lines.map((line) => line.replaceAll('\u00a0', ' '));
  }

  /** The ghost text on show, '' when there is none. */
  ghostText(): Promise<string> {
    return ghostText(this.page);
  }

  /** Waits until there is ghost text and returns it. @param timeout In ms. */
  async waitGhost(timeout = 10_000): Promise<string> {
    await waitForGhostText(this.page, timeout);
    return this.ghostText();
  }

  /**
   * Types what leads to ghost text, and waits until some is there that is as wanted. VS Code asks nobody in an editor that is new
   * and has had no quiet moment yet (its inline completions are set up "eventually", after up to 5 s), so the last key is typed anew.
   */
  async typeForGhost(lead: string, wanted = (ghost: string) => ghost !== '', timeout = 30_000): Promise<void> {
    await this.type(lead);
    const end = Date.now() + timeout;
    for (let next = Date.now() + 5000; !wanted(await this.ghostText()); await this.page.waitForTimeout(50)) {
      if (Date.now() > end)
        throw new Error(`After ${JSON.stringify(lead)} there was ${JSON.stringify(await this.ghostText())}`);
      if (Date.now() < next) continue;
      next = Date.now() + 5000;
      await this.page.keyboard.press('Backspace');
      await this.type(lead.slice(-1));
    }
  }

  async waitNoGhost(timeout = 5_000): Promise<void> {
    await ghostTextIsGone(this.page, timeout);
  }

  /** Accepts the whole inline suggestion. */
  async accept(): Promise<void> {
    await this.page.keyboard.press('Tab');
  }

  /** Accepts the next word of the inline suggestion. */
  async acceptWord(): Promise<void> {
    await this.page.keyboard.press('Control+ArrowRight');
  }

  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+Z');
  }

  /** The whole text of the file, without what is only suggested. The cursor is at its end afterwards. */
  async documentText(): Promise<string> {
    await this.selectAll();
    const before = 'nothing was copied yet';
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), before);
    await this.page.keyboard.press('Control+C');
    const copied = await this.page.evaluate(async (earlier) => {
      for (let tries = 0; tries < 100; tries++) {
        const text = await navigator.clipboard.readText();
        if (text !== earlier) return text;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return earlier;
    }, before);
    await this.page.keyboard.press('Control+End');
    return copied;
  }

  /** Looks at the text editor in every frame until it is stopped. */
  recordFrames(): ReturnType<typeof recordFrames> {
    return recordFrames(this.page);
  }

  /**
   * Gives the focus of the machine to this window, or takes it away. A headless browser's pages all believe that they have it.
   */
  async setFocused(focused: boolean): Promise<void> {
    await this.page.evaluate((has) => {
      document.hasFocus = () => has;
      window.dispatchEvent(new Event(has ? 'focus' : 'blur'));
    }, focused);
  }

  /** Selects whole lines, wrapped or not, with the keyboard. @param first Counted from 1. @param last Included. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.goTo(first, 1);
    for (let line = first; line <= last; line++) {
      await this.page.keyboard.press('Control+L');
    }
  }

  /** Selects the whole file. */
  async selectAll(): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+A');
  }

  /** Puts the cursor somewhere. Both are counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.quickInput.openGoToLine();
    await this.quickInput.type(`:${line}:${column}`);
    await this.quickInput.accept();
    await this.focusEditor();
  }

  /**
   * Opens the menu of what can be done at the cursor, by its key, and waits for an entry. VS Code does not answer the key
   * while it still looks for what there is, so it is pressed anew. @returns the entry
   */
  async codeActions(title: string, timeout = 30_000): Promise<Locator> {
    const entry = this.page
      .locator('.action-widget')
      .locator('.action-item-row, .monaco-list-row.action')
      .getByText(title);
    for (const end = Date.now() + timeout; ; ) {
      await this.page.keyboard.press('Control+.');
      try {
        await entry.waitFor({ timeout: 5_000 });
        return entry;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      await this.page.keyboard.press('Escape');
    }
  }

  /** Picks from the editor's context menu, going into submenus: `contextMenu('Hearth', 'Explain')`. */
  async contextMenu(...path: readonly string[]): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Shift+F10');
    await this.pickFromMenu(path);
  }

  /** Selects these files and folders in the explorer, by their names, and picks from the menu of the last. */
  async explorerMenu(names: readonly string[], path: readonly string[], beforePick = async () => {}): Promise<void> {
    await this.openView('Explorer');
    const row = (name: string) =>
      this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
    for (const [index, name] of names.entries()) {
      // Beside the name: a click on a folder itself opens it.
      await row(name).click({ modifiers: index === 0 ? [] : ['Control'] });
    }
    await row(names.at(-1) ?? '').click({ button: 'right' });
    await this.pickFromMenu(path, beforePick);
  }

  /** Picks from the menu that is open. It takes no click in its first 100 ms, without a word: hence more than one. */
  async pickFromMenu(path: readonly string[], beforePick = async () => {}): Promise<void> {
    const menus = this.page.locator('.monaco-menu');
    for (const [depth, label] of path.entries()) {
      const item = menus.nth(depth).getByRole('menuitem', { name: label }).first();
      await item.hover();
      if (depth === path.length - 1) {
        await beforePick();
        await clickUntilGone(item);
      }
    }
    await this.neutralMouse();
  }

  // Views

  /** Shows a view container by its title in the activity bar. */
  async openView(title: string): Promise<void> {
    const entry = this.page.locator(`.activitybar .action-item`, {
      has: this.page.locator(`.action-label[aria-label^="${title}"]`),
    });
    if (!(await entry.first().evaluate((element) => element.classList.contains('checked')))) {
      await entry.first().click();
    }
    await this.neutralMouse();
  }

  /** What is inside the extension's webview on show. @param kind Needed when a view and an editor are both on show. */
  webview(kind?: 'view' | 'editor'): FrameLocator {
    const purpose = { view: '[src*="purpose=webviewView"]', editor: ':not([src*="purpose=webviewView"])' };
    return this.page
      .locator(
        `iframe.webview.ready[src*="extensionId=${this.#extensionId}"]${kind === undefined ? '' : purpose[kind]}`,
      )
      .filter({ visible: true })
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  /** Writes a picture of the window into `out/screenshots` and returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await this.page.screenshot({ animations: 'disabled', path });
    return path;
  }
}

/** A menu ignores a click that comes right after it has opened, so this clicks again while it is still there. */
async function clickUntilGone(item: Locator): Promise<void> {
  for (let tries = 0; ; tries++) {
    await item.click();
    try {
      await item.waitFor({ state: 'detached', timeout: 1_000 });
      return;
    } catch (error) {
      if (tries === 4) {
        throw error;
      }
    }
  }
}
