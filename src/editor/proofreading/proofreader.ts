import { l10n, type Memento, ProgressLocation, type TextDocument, window, workspace } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { type AnswerRequest, TierError } from '../../tiers/tier.ts';
import type { Finding } from '../../writing/findings/findings.ts';
import type { Part } from '../../writing/findings/part.ts';
import { problemFor } from '../messages.ts';
import { showProblem } from '../showProblem.ts';
import { noExcerptWords } from '../tasks/takeExcerpt.ts';
import type { TaskRunnerParts } from '../tasks/taskRunner.ts';
import { acceptFindings, maySoMuch } from './acceptFindings.ts';
import { type FindingParts, findMistakes } from './findMistakes.ts';
import type { LastProofreading } from './lastProofreading.ts';
import { LeftAlone } from './leftAlone.ts';
import { OpenFindings } from './openFindings.ts';
import { type Outcome, tellOutcome } from './outcome.ts';
import { registerFindingQuickFixes } from './quickFixes.ts';
import { type Job, whatIsMeant } from './whatIsMeant.ts';

/** What proofreading needs. */
export interface ProofreaderParts extends FindingParts, Pick<TaskRunnerParts, 'where' | 'tier' | 'log'> {
  /** What is kept for this workspace, on this machine. */
  readonly workspaceState: Pick<Memento, 'get' | 'update'>;
  readonly last: LastProofreading;
}

/** Finds mistakes with a model, shows them as VS Code's own problems, and mends those that a person accepts. */
export class Proofreader implements Disposable {
  readonly #parts: ProofreaderParts;
  readonly #running = new Map<string, AbortController>();
  readonly #findings: OpenFindings;
  readonly #quickFixes: Disposable;
  readonly #leftAlone: LeftAlone;

  constructor(parts: ProofreaderParts) {
    this.#parts = parts;
    this.#findings = new OpenFindings(parts.clock, (uri) => this.#running.get(uri)?.abort());
    this.#quickFixes = registerFindingQuickFixes(this.#findings);
    this.#leftAlone = new LeftAlone(parts.settings, parts.workspaceState);
  }

  /** Proofreads the selection, or the whole document where nothing is selected. */
  async proofread(): Promise<void> {
    const editor = window.activeTextEditor;
    if (!editor) {
      void window.showInformationMessage(l10n.t('Open a text file first: there is nothing to work on.'));
      return;
    }
    const job = whatIsMeant(editor);
    if (typeof job === 'string') {
      void window.showInformationMessage(noExcerptWords(job));
      return;
    }
    const { uri } = editor.document;
    const name = workspace.asRelativePath(uri);
    try {
      const outcome = await this.#read(editor.document, job, l10n.t('Proofreading {0}', name));
      if (!outcome) return;
      const { found, dropped, unreadable } = outcome;
      this.#parts.log.info(`proofread: ${found} findings, ${dropped} left out, ${unreadable} answers unreadable`);
      await tellOutcome(outcome, name, job.label);
    } catch (error) {
      if (!(error instanceof TierError)) throw error;
      this.#parts.log.warn(`proofread: ${error.reason} (${error.message})`);
      await showProblem(problemFor(error.reason, error.message, this.#parts.where(), this.#parts.tier()));
    }
  }

  /** Accepts every mistake of the active document that is not doubtful, as one edit. */
  async acceptAll(): Promise<void> {
    const of = this.#ofActive();
    if (!of) return;
    const accepted = of.list.all.filter(([, { isDoubtful }]) => !isDoubtful);
    if (accepted.length === 0) {
      void window.showInformationMessage(
        l10n.t('What is left changes names, numbers or dates: look at each by itself.'),
      );
      return;
    }
    const findings = accepted.map(([, finding]) => finding);
    const ids = accepted.map(([id]) => id);
    if (await maySoMuch(of, findings)) await acceptFindings(this.#findings, of, ids);
  }

  /** Takes all mistakes of the active document away, and ends the search for more. */
  clear(): void {
    const of = this.#ofActive();
    if (!of) return;
    this.#running.get(of.document.uri.toString())?.abort();
    this.#findings.clear(of.document.uri);
  }

  /** Decides about one mistake. */
  async decide(uri: string, id: string, decision: unknown): Promise<void> {
    const of = this.#findings.of(uri);
    const finding = of?.list.get(id);
    if (!of || !finding) return;
    if (decision === 'accept') {
      await acceptFindings(this.#findings, of, [id]);
      return;
    }
    const [word] = finding.gone;
    const unwanted = of.list.all.filter(([each, { gone }]) =>
      decision === 'dismiss' ? each === id : word !== undefined && gone.includes(word),
    );
    for (const [, each] of unwanted) this.#parts.last.dismissed(of.document, each);
    if (decision === 'dismiss') this.#findings.remove((_, each, where) => where === uri && each === id);
    else if (decision === 'user' || decision === 'workspace') {
      if (word === undefined) return;
      this.#findings.remove(({ gone }) => gone.includes(word));
      await this.#leftAlone.add(word, decision);
    }
  }

  chooseLeftAlone(): Promise<void> {
    return this.#leftAlone.choose();
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    this.#quickFixes.dispose();
    this.#findings.dispose();
  }

  #ofActive() {
    const uri = window.activeTextEditor?.document.uri.toString();
    const of = uri === undefined ? undefined : this.#findings.of(uri);
    if (!of) void window.showInformationMessage(l10n.t('There are no findings in this file.'));
    return of;
  }

  /** @returns undefined when it was cancelled, or begun anew. @throws {TierError} */
  async #read(document: TextDocument, job: Job, title: string): Promise<Outcome | undefined> {
    const { uri } = document;
    const key = uri.toString();
    this.#running.get(key)?.abort();
    const ended = new AbortController();
    this.#running.set(key, ended);
    this.#findings.begin(document);
    this.#parts.last.begin(document);
    const sink = {
      leftAlone: () => this.#leftAlone.words(),
      counted: (words: number) => this.#findings.count(uri, words),
      asked: (part: Part, request: AnswerRequest) => this.#parts.last.asked(document, part, request),
      found: (findings: readonly Finding[]) => {
        this.#parts.last.found(document, findings);
        return this.#findings.add(uri, findings);
      },
    };
    try {
      const outcome = await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => ended.abort());
          return findMistakes(job, this.#parts, sink, progress, ended.signal);
        },
      );
      return ended.signal.aborted ? undefined : outcome;
    } catch (error) {
      if (ended.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.#running.get(key) === ended) {
        this.#running.delete(key);
        this.#findings.end(uri);
        this.#parts.last.end(document);
      }
    }
  }
}
