import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Browser, openBrowser } from '../editor/browser.ts';
import { type Editor, startEditor } from '../editor/editor.ts';
import { Workbench } from '../editor/workbench.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import type { RecordedRequest } from '../fakes/loopbackServer.ts';
import { coder, type FakeModel, writer } from '../fakes/ollamaModels.ts';
import { extensionId, extensionPath } from './session.ts';
import { themes } from './themes.ts';

/** Hearth in a real VS Code on a fake engine: for what depends on what exactly the engine says, and when. */
export interface FakeSession {
  readonly engine: FakeOllama;
  readonly editor: Editor;
  readonly browser: Browser;
  /**
   * Opens a window with a folder of its own.
   * @param files their texts, by path
   * @param open one of them that is opened in its place
   * @param prepare told of the folder before that
   */
  openWindow(
    files: Readonly<Record<string, string>>,
    page?: Page,
    open?: string,
    prepare?: (folder: string) => void,
  ): Promise<Workbench>;
  /** The requests for text so far, oldest first. */
  asked(): readonly RecordedRequest[];
  stop(): Promise<void>;
}

/** The key that accepts a line of a suggestion here: VS Code has the command and no key for it. */
export const acceptLineKey = 'Control+Alt+L';

/**
 * Starts it.
 * @param settings the user's, by full name @param models what the engine has; by default two that are in memory
 * @param developmentPath where the extension is that is looked at @param locale the language of the window
 */
export async function startFakeSession(
  settings: Readonly<Record<string, unknown>> = {},
  models: readonly FakeModel[] = [coder, writer].map((model) => ({ ...model, loaded: true })),
  developmentPath = extensionPath,
  locale?: string,
): Promise<FakeSession> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse().splice(0)) await each();
  };
  try {
    const engine = await startFakeOllama({ models });
    stops.push(() => engine.stop());
    const editor = await startEditor({
      developmentPath,
      ...(locale === undefined ? {} : { locale }),
      settings: {
        'hearth.endpoint': engine.url,
        'workbench.colorTheme': themes.dark,
        'editor.minimap.enabled': false,
        // The language server's own lists and hints come when they like, and would stand before the ghost text.
        'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
        'editor.suggestOnTriggerCharacters': false,
        'editor.parameterHints.enabled': false,
        ...settings,
      },
      userFiles: {
        'keybindings.json': [{ key: 'ctrl+alt+l', command: 'editor.action.inlineSuggest.acceptNextLine' }],
      },
    });
    stops.push(() => editor.stop());
    const browser = await openBrowser();
    stops.push(() => browser.close());
    let folders = 0;
    return {
      engine,
      editor,
      browser,
      async openWindow(files, page = browser.page, open = '', prepare = () => {}) {
        const folder = join(editor.root, `folder${++folders}`);
        for (const [path, text] of Object.entries(files)) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), text);
        }
        prepare(folder);
        const workbench = new Workbench(page, extensionId);
        await workbench.open(editor.url(join(folder, open)), { statusId: 'status' });
        return workbench;
      },
      asked: () => engine.requests.filter(({ path, body }) => path === '/api/generate' && body?.prompt !== ''),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
