import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, openBrowser } from '../editor/browser.ts';
import { type Editor, startEditor } from '../editor/editor.ts';
import { Workbench } from '../editor/workbench.ts';
import { type DemoEngine, type DemoModels, startDemoEngine } from '../engine/engine.ts';
import { streamsAndEnds } from '../fakes/cloudAnswers.ts';
import { type FakeCloud, startFakeCloud } from '../fakes/fakeCloud.ts';
import { type Observer, observe } from './observer.ts';
import { type Theme, themes } from './themes.ts';

export const root = join(import.meta.dirname, '../..');
/** Hearth as the tests look at it: what the package installed, where the stage says so; else the project as it was built last. */
export const extensionPath = process.env.HEARTH_INSTALLED ?? root;
export const extensionId = 'hearth-dev.hearth';

/** The key that the stand-in for the cloud wants. It must turn up nowhere but in its header. */
export const cloudKey = 'sk-canary-5f1c0b7e';

/** Hearth in a real VS Code with its sample workspace, on the demo engine, with a loopback stand-in for the cloud. */
export interface Session {
  readonly engine: DemoEngine;
  readonly observer: Observer;
  readonly cloud: FakeCloud;
  readonly editor: Editor;
  readonly browser: Browser;
  readonly workbench: Workbench;
  /** The folder that is open: a copy of test/sample. */
  readonly folder: string;
  /** How long the window took, in ms, from the address to the extension being active. */
  readonly activeMs: number;
  /** Takes a picture of the window, named after the theme too. */
  picture(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts everything. */
export async function startSession(
  options: {
    theme?: Theme;
    settings?: Readonly<Record<string, unknown>>;
    trust?: boolean;
    vsix?: string;
    /** A file in the folder that is opened in its place. */
    workspaceFile?: string;
    /** Where the engine pulls its model from, which it has not yet. */
    registry?: string;
    /** What the engine has, instead of its one model. */
    models?: DemoModels;
    /** Called before the window opens, with the folder and where Hearth keeps what is its own. */
    prepare?: (folder: string, storage: string) => void | Promise<void>;
  } = {},
): Promise<Session> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse().splice(0)) await each();
  };
  try {
    const engine = await startDemoEngine({
      ...(options.registry === undefined ? {} : { registry: options.registry }),
      ...(options.models === undefined ? {} : { models: options.models }),
    });
    stops.push(() => engine.stop());
    const observer = await observe(engine.url);
    stops.push(() => observer.stop());
    const cloud = await startFakeCloud({ key: cloudKey });
    stops.push(() => cloud.stop());
    cloud.script(streamsAndEnds({}, 'It compares the text ', 'with its **reverse**.'));
    const editor = await startEditor({
      ...(options.vsix ? { vsix: [options.vsix] } : { developmentPath: extensionPath }),
      ...(options.trust === undefined ? {} : { trust: options.trust }),
      settings: {
        'hearth.endpoint': observer.url,
        'workbench.colorTheme': themes[options.theme ?? 'dark'],
        'editor.minimap.enabled': false,
        ...options.settings,
      },
    });
    stops.push(() => editor.stop());
    const folder = join(editor.root, 'sample');
    mkdirSync(folder);
    cpSync(join(root, 'test', 'sample'), folder, { recursive: true });
    await options.prepare?.(folder, join(editor.userData, 'User', 'globalStorage', extensionId));
    const browser = await openBrowser();
    stops.push(() => browser.close());
    const workbench = new Workbench(browser.page, extensionId);
    const { activeMs } = await workbench.open(editor.url(join(folder, options.workspaceFile ?? '')), {
      statusId: 'status',
    });
    const picture = (name: string) => workbench.screenshot(`${name}-${options.theme ?? 'dark'}`);
    return { engine, observer, cloud, editor, browser, workbench, folder, activeMs, picture, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
