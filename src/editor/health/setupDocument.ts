import {
  CodeLens,
  EventEmitter,
  env,
  l10n,
  languages,
  Range,
  Uri,
  type Disposable as VsCodeDisposable,
  version,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { checkSetup, type SetupParts } from '../../models/health/checkSetup.ts';
import type { Finding } from '../../models/health/finding.ts';
import { withProgress } from '../withProgress.ts';
import { type HealthReport, reportOf } from './healthReport.ts';
import { type HealthLine, lineFor } from './healthWords.ts';
import { setupScheme } from './setupScheme.ts';

/** What the command gives back, for scripts and other extensions: no words of it depend on the language but `message`. */
export interface CheckedSetup {
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
  readonly findings: readonly (HealthLine & Pick<Finding, 'fact'>)[];
}

/** What the report needs. */
export interface SetupDocumentParts extends SetupParts {
  /** Hearth's own version. */
  readonly version: string;
  /** Told when a person asked for a check, so that an engine that was left alone is tried again. */
  readonly onChecked: () => void;
}

/** The report of Check Setup: a text beside the others, with what helps above each line that needs it. */
export class SetupDocument implements Disposable {
  readonly #parts: SetupDocumentParts;
  readonly #changed = new EventEmitter<Uri>();
  readonly #lensesChanged = new EventEmitter<void>();
  readonly #registered: readonly VsCodeDisposable[];
  readonly #ended = new AbortController();
  #report: HealthReport | undefined;

  constructor(parts: SetupDocumentParts) {
    this.#parts = parts;
    this.#registered = [
      this.#changed,
      this.#lensesChanged,
      languages.registerCodeLensProvider(
        { scheme: setupScheme },
        { onDidChangeCodeLenses: this.#lensesChanged.event, provideCodeLenses: () => this.#lenses() },
      ),
    ];
  }

  /** Told of a report's change. */
  get onDidChange() {
    return this.#changed.event;
  }

  /** The text, looked at anew where nothing is known yet: a window that opens again shows its documents again. */
  async text(): Promise<string> {
    if (!this.#report) await this.#check(this.#ended.signal);
    return this.#report?.text ?? '';
  }

  /** Checks, and shows the report. @returns undefined when it was cancelled */
  async show(): Promise<CheckedSetup | undefined> {
    const checked = await withProgress(l10n.t('Hearth: checking the setup'), async (cancelled) => {
      const signal = AbortSignal.any([cancelled, this.#ended.signal]);
      try {
        return await this.#check(signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    });
    if (!checked) return undefined;
    const uri = Uri.from({ scheme: setupScheme, path: `/${l10n.t('Check Setup')}.md` });
    this.#changed.fire(uri);
    this.#lensesChanged.fire();
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: false });
    return checked;
  }

  /** Puts the report on the clipboard. */
  async copy(): Promise<void> {
    await env.clipboard.writeText(await this.text());
    window.setStatusBarMessage(l10n.t('The report is on the clipboard.'), 3000);
  }

  async #check(signal: AbortSignal): Promise<CheckedSetup> {
    const checkedAt = new Date();
    const findings = await checkSetup(this.#parts, signal);
    this.#parts.onChecked();
    const lines = findings.map(lineFor);
    const system = `${process.platform} ${process.arch}`;
    this.#report = reportOf(lines, { hearth: this.#parts.version, editor: version, system, checkedAt });
    return {
      checkedAt: checkedAt.toISOString(),
      findings: lines.map((line, index) => ({ ...line, fact: (findings[index] as Finding).fact })),
    };
  }

  #lenses(): CodeLens[] {
    const at = (line: number) => new Range(line, 0, line, 0);
    const actions = [...(this.#report?.actions ?? [])].map(
      ([line, { label, command, arguments: given = [] }]) =>
        new CodeLens(at(line), { title: label, command, arguments: [...given] }),
    );
    return [
      new CodeLens(at(0), { title: `$(refresh) ${l10n.t('Check Again')}`, command: 'hearth.checkSetup' }),
      new CodeLens(at(0), { title: `$(copy) ${l10n.t('Copy')}`, command: 'hearth.copySetup' }),
      ...actions,
    ];
  }

  dispose(): void {
    this.#ended.abort();
    for (const each of this.#registered) each.dispose();
  }
}
