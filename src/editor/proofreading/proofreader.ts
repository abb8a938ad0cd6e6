import {
  commands,
  env,
  l10n,
  type Memento,
  type Progress,
  ProgressLocation,
  Range,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Excerpt } from '../../base/text.ts';
import { noticingStalls } from '../../tasks/stall.ts';
import { type ProofreadJob, proofreading } from '../../tasks/writing/proofreading.ts';
import { TierError } from '../../tiers/tier.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { problemFor } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import type { ParsingThread } from '../parsing/parsingThread.ts';
import { showProblem } from '../showProblem.ts';
import { excerptOf, mostCharacters, noExcerptWords } from '../tasks/takeExcerpt.ts';
import type { TaskRunnerParts } from '../tasks/taskRunner.ts';
import { acceptFindings, maySoMuch } from './acceptFindings.ts';
import { countOfFindings } from './findingWords.ts';
import { LeftAlone } from './leftAlone.ts';
import { OpenFindings } from './openFindings.ts';
import { registerFindingQuickFixes } from './quickFixes.ts';

/** What proofreading needs. */
export interface ProofreaderParts
  extends Pick<
    TaskRunnerParts,
    'answerer' | 'inventory' | 'readiness' | 'settings' | 'allow' | 'where' | 'tier' | 'clock' | 'log'
  > {
  /** The worker that cuts documents into parts and reads answers. */
  readonly guarding: ParsingThread;
  /** What is kept for this workspace, on this machine. */
  readonly workspaceState: Pick<Memento, 'get' | 'update'>;
}

/** How long the stream may be silent before it is said, in milliseconds. */
const stalledMs = 30_000;

/** What came of reading a document. */
interface Outcome {
  /** How many parts there were, and of how many the answer could not be read; undefined: the text could not be read. */
  readonly parts: number | undefined;
  readonly unreadable: number;
  readonly found: number;
  readonly dropped: number;
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
    const excerpt = meant(editor);
    if (typeof excerpt === 'string') {
      void window.showInformationMessage(noExcerptWords(excerpt));
      return;
    }
    await this.#read(editor.document, excerpt, jobOf(editor, excerpt));
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
    if (decision === 'accept') await acceptFindings(this.#findings, of, [id]);
    else if (decision === 'dismiss') this.#findings.remove((_, each, where) => where === uri && each === id);
    else if (decision === 'user' || decision === 'workspace') {
      const [word] = finding.gone;
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

  async #read(document: TextDocument, excerpt: Excerpt, job: Job): Promise<void> {
    const { uri } = document;
    const key = uri.toString();
    this.#running.get(key)?.abort();
    const ended = new AbortController();
    this.#running.set(key, ended);
    this.#findings.begin(document);
    const name = workspace.asRelativePath(uri);
    const title = l10n.t('Proofreading {0}', name);
    try {
      const outcome = await window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => ended.abort());
          return this.#find(document, job, progress, ended.signal);
        },
      );
      if (!ended.signal.aborted) await this.#tell(outcome, name, excerpt);
    } catch (error) {
      if (ended.signal.aborted) return;
      if (!(error instanceof TierError)) throw error;
      this.#parts.log.warn(`proofread: ${error.reason} (${error.message})`);
      await showProblem(problemFor(error.reason, error.message, this.#parts.where(), this.#parts.tier()));
    } finally {
      if (this.#running.get(key) === ended) {
        this.#running.delete(key);
        this.#findings.end(uri);
      }
    }
  }

  async #find(
    document: TextDocument,
    job: Job,
    progress: Progress<{ message?: string; increment?: number }>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { answerer, inventory, settings, allow, clock, guarding, log } = this.#parts;
    progress.report({ message: l10n.t('reading the text…') });
    await allow();
    const chosen = await inventory.choose('tasks', settings().taskModel, settings().contextTokens);
    const model = { name: chosen.model.name, contextTokens: chosen.contextTokens };
    void this.#noticeLoading(model.name, progress, signal);
    const leaveAlone = this.#leftAlone.words();
    const wishes = { model, style: settings().writingStyle, leaveAlone, explainIn: languageName(env.language) };
    const stalled = () => progress.report({ message: l10n.t('nothing has come for a while') });
    const asking = {
      answerer: {
        answer: (...asked: Parameters<typeof answerer.answer>) =>
          noticingStalls(answerer.answer(...asked), clock, stalledMs, stalled),
      },
      parse: guarding.ask.bind(guarding),
    };
    let outcome: Outcome = { parts: undefined, unreadable: 0, found: 0, dropped: 0 };
    let at = 0;
    const report = (increment = 0) =>
      progress.report({
        increment,
        message: l10n.t('{0} of {1} · {2}', at, outcome.parts ?? 0, countOfFindings(outcome.found)),
      });
    const { from, ...own } = job;
    for await (const event of proofreading(own, wishes, asking, signal)) {
      if (signal.aborted) break;
      if (event.kind === 'divided') {
        outcome = { ...outcome, parts: event.parts };
        this.#findings.count(document.uri, event.words);
      } else if (event.kind === 'asked') {
        at = event.index + 1;
        report();
      } else if (event.kind === 'found') {
        // Asked anew: a word may have been left alone meanwhile.
        const alone = this.#leftAlone.words();
        const wanted = event.findings
          .filter(({ gone }) => !gone.some((word) => alone.has(word)))
          .map((finding) => ({ ...finding, start: finding.start + from, end: finding.end + from }));
        outcome = { ...outcome, found: outcome.found + this.#findings.add(document.uri, wanted) };
        report();
      } else {
        const unreadable = outcome.unreadable + (event.isReadable ? 0 : 1);
        outcome = { ...outcome, unreadable, dropped: outcome.dropped + event.dropped };
        report(100 / (outcome.parts ?? 1));
      }
    }
    log.info(
      `proofread: ${outcome.found} findings, ${outcome.dropped} left out, ${outcome.unreadable} answers unreadable`,
    );
    return outcome;
  }

  /** A model that is not in memory takes its time: the progress says so. */
  async #noticeLoading(model: string, progress: Progress<{ message?: string }>, signal: AbortSignal): Promise<void> {
    try {
      if (!(await this.#parts.readiness.isLoaded(model, signal)))
        progress.report({ message: l10n.t('Loading {0} into memory…', modelLabel(model)) });
    } catch (error) {
      // The request itself meets the same trouble, and says it.
      if (!(error instanceof TierError) && !signal.aborted) throw error;
    }
  }

  /** Says what came of it, in one message. */
  async #tell({ parts, unreadable, found }: Outcome, name: string, { label }: Excerpt): Promise<void> {
    if (parts === undefined) {
      void window.showInformationMessage(l10n.t('This text could not be read. The log says more.'));
    } else if (parts === 0) {
      void window.showInformationMessage(l10n.t('There is no prose here to work on, only code or markup.'));
    } else if (unreadable === parts) {
      await showProblem({
        message: l10n.t(
          'The model’s answers were no list of mistakes, so nothing can be shown. Another model may do better.',
        ),
        action: { label: l10n.t('Choose a Model'), command: 'hearth.chooseTaskModel' },
      });
    } else {
      const missing =
        unreadable === 0 ? '' : ` ${l10n.t('{0} of {1} parts could not be read by the model.', unreadable, parts)}`;
      if (found === 0) {
        void window.showInformationMessage(l10n.t('No mistakes found in {0} ({1}).', name, label) + missing);
        return;
      }
      const show = l10n.t('Go to the First');
      const words = l10n.t('{0} in {1}. F8 goes on to the next.', countOfFindings(found), name) + missing;
      if ((await window.showInformationMessage(words, show)) === show)
        await commands.executeCommand('editor.action.marker.next');
    }
  }
}

/** The selection, else the whole document. */
function meant({ document, selection }: TextEditor): ReturnType<typeof excerptOf> {
  if (!selection.isEmpty) return excerptOf(document, selection, 'selection', l10n.t('selection'));
  const { end } = document.lineAt(document.lineCount - 1).range;
  return excerptOf(document, new Range(0, 0, end.line, end.character), 'file', l10n.t('whole file'));
}

/** What is read, and where it begins in the document, in UTF-16 code units. */
interface Job extends ProofreadJob {
  readonly from: number;
}

/** The whole document, as only from its start on it is known what is code; of a huge one only the lines that are selected. */
function jobOf({ document, selection }: TextEditor, { origin }: Excerpt): Job {
  const { languageId } = document;
  const text = document.getText();
  if (selection.isEmpty) return { text, languageId, origin, from: 0 };
  const within = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  if (text.length <= mostCharacters) return { text, languageId, origin, within, from: 0 };
  const from = text.lastIndexOf('\n', within.start - 1) + 1;
  const moved = { start: within.start - from, end: within.end - from };
  return { text: text.slice(from, within.end), languageId, origin, within: moved, from };
}
