import { type QuickPickItem, type QuickPickOptions, window } from 'vscode';
import type { Disposable } from '../../../src/base/disposable.ts';
import { replace } from './replace.ts';

/** A message that popped up. */
export interface Told {
  readonly kind: 'information' | 'warning' | 'error';
  readonly text: string;
  readonly modal: boolean;
  readonly buttons: readonly string[];
}

/** A list that was offered. */
export interface Offered {
  readonly title: string;
  readonly placeHolder: string;
  readonly labels: readonly string[];
  /** Everything that is shown of each item. */
  readonly rows: readonly string[];
}

/** An input box that was shown. */
export interface Prompted {
  readonly title: string;
  readonly prompt: string;
  readonly password: boolean;
}

/**
 * The person before the screen, in place of VS Code's own dialogs: keeps everything they were told or asked, and answers as
 * the test says. Left alone they dismiss everything.
 */
export class Person implements Disposable {
  readonly told: Told[] = [];
  readonly offered: Offered[] = [];
  readonly prompted: Prompted[] = [];
  /** Which button is pressed. */
  press: (message: Told) => string | undefined = () => undefined;
  /** Which of the labels is picked. */
  pick: (offered: Offered) => string | undefined = () => undefined;
  /** What is typed into an input box; undefined is Escape. */
  type: (prompted: Prompted) => string | undefined = () => undefined;

  readonly #replaced: readonly Disposable[];

  constructor() {
    const message =
      (kind: Told['kind']) =>
      () =>
      async (text: string, ...rest: readonly unknown[]) => {
        const options = rest.find((each) => typeof each === 'object') as { modal?: boolean } | undefined;
        const buttons = rest.filter((each) => typeof each === 'string');
        const told = { kind, text, modal: options?.modal === true, buttons };
        this.told.push(told);
        return this.press(told);
      };
    this.#replaced = [
      replace(window, 'showInformationMessage', message('information')),
      replace(window, 'showWarningMessage', message('warning')),
      replace(window, 'showErrorMessage', message('error')),
      replace(
        window,
        'showQuickPick',
        () => async (items: readonly QuickPickItem[], options: Partial<Offered> & QuickPickOptions) => {
          const { title = '', placeHolder = '' } = options;
          const labels = items.map(({ label }) => label);
          const rows = items.map(({ label, description = '', detail = '' }) => `${label} | ${description} | ${detail}`);
          const offered = { title, placeHolder, labels, rows };
          this.offered.push(offered);
          const picked = this.pick(offered);
          const found = items.find(({ label }) => label === picked);
          return options.canPickMany && found ? [found] : found;
        },
      ),
      replace(window, 'showInputBox', () => async (options: Partial<Prompted>) => {
        const { title = '', prompt = '', password = false } = options;
        const prompted = { title, prompt, password };
        this.prompted.push(prompted);
        return this.type(prompted);
      }),
    ];
  }

  /** The texts of all messages so far. */
  get texts(): readonly string[] {
    return this.told.map(({ text }) => text);
  }

  dispose(): void {
    for (const each of this.#replaced) each.dispose();
  }
}
