import { l10n, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { faceOf, lacksSetUp } from './face.ts';
import { hoverCard } from './hoverCard.ts';
import type { StatusBarParts } from './statusBarParts.ts';

/** Hearth's one status bar item: who would answer, who is answering, who answered, or what is in the way. */
export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #parts: StatusBarParts;
  readonly #listeners: readonly Disposable[];

  constructor(parts: StatusBarParts) {
    this.#parts = parts;
    this.#item = window.createStatusBarItem('status', StatusBarAlignment.Right, 100);
    this.#item.name = l10n.t('Hearth');
    // The card waits for the first change: it needs the settings, and reading them costs 10 ms of a start.
    this.#item.text = `$(flame) ${l10n.t('Hearth')}`;
    this.#listeners = [parts.board, parts.snooze, parts.statistics, parts.flag, parts.spending].map((each) =>
      each.onChange(() => this.#paint()),
    );
    this.#item.show();
  }

  #paint(): void {
    const { board, settings, where, snooze, flag } = this.#parts;
    const { status } = board;
    const isMissing = lacksSetUp(status, this.#parts.isSetUp);
    const face = faceOf(status, settings(), where(), snooze.until, flag.isSet);
    const { text, spoken } = isMissing ? { ...face, text: `$(flame) ${l10n.t('Set up Hearth')}` } : face;
    this.#item.command = isMissing ? 'hearth.setUp' : 'hearth.answers.focus';
    this.#item.text = text;
    this.#item.accessibilityInformation = { label: l10n.t('Hearth: {0}', spoken), role: 'button' };
    this.#item.tooltip = hoverCard(this.#parts);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#item.dispose();
  }
}
