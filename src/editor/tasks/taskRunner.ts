import { commands, l10n, window } from 'vscode';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Log } from '../../base/log.ts';
import type { Settings } from '../../base/settings.ts';
import { type Excerpt, standsInDocument } from '../../base/text.ts';
import { isTooOld } from '../../models/health/versions.ts';
import type { Inventory } from '../../models/inventory.ts';
import type { Readiness } from '../../models/readiness.ts';
import { fitOf } from '../../tasks/fit.ts';
import type { Kept } from '../../tasks/parts/kept.ts';
import { LongTexts } from '../../tasks/parts/longTexts.ts';
import { isPartwise } from '../../tasks/parts/partwise.ts';
import type { CuttingParts } from '../../tasks/parts/textParts.ts';
import type { Table } from '../../tasks/reading/structured.ts';
import { requestFor } from '../../tasks/request.ts';
import type { Task } from '../../tasks/task.ts';
import type { StatusBoard } from '../../tiers/status.ts';
import { type Answerer, type AnswerRequest, type Tier, TierError, type TierEvent } from '../../tiers/tier.ts';
import type { AnswersView } from '../answers/answersView.ts';
import { tooOldWords } from '../messages.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { taskModel } from './askEngine.ts';
import { chooseSmaller } from './chooseSmaller.ts';
import { failureOf, receive } from './receive.ts';
import { excerptAtHand, noExcerptWords } from './takeExcerpt.ts';
import { titleOf } from './taskTitle.ts';

/** What the card of an answer shows. */
export interface Shape {
  /** Makes it of the answer as it comes. @param notice says meanwhile how far it is */
  (events: AsyncIterable<TierEvent>, excerpt: Excerpt, notice: (text: string) => void): AsyncIterable<TierEvent>;
  /** The Markdown for what was found in the parts of a long text; left out: the task finds nothing in a form. */
  readonly ofTable?: (table: Table, excerpt: Excerpt) => string;
}

/** What was asked, to be asked again elsewhere. */
export interface Asked {
  readonly title: string;
  /** The id of the task; left out: it is none of the catalogue, such as a question about an answer. */
  readonly task?: string;
  readonly about: string;
  readonly request: AnswerRequest;
  readonly excerpt: Excerpt;
  /** Whether an answer can take the place of the excerpt, past a review. */
  readonly replaces: boolean;
  /** Left out: the answer is shown as it comes. */
  readonly shape?: Shape;
  /** What was asked in the end, where the text was read in parts: a question about the answer goes on from there. */
  readonly last?: AnswerRequest;
  /** The card of the local answer, where there is one: the cloud's answer stands beside it. */
  readonly local?: string;
}

/** What the runner needs. */
export interface TaskRunnerParts {
  readonly view: AnswersView;
  readonly answerer: Answerer;
  readonly inventory: Inventory;
  readonly readiness: Readiness;
  /** Asks, where that has not been done, whether text may go to an engine on another host. @throws {TierError} `notAllowed` */
  readonly allow: () => Promise<void>;
  /** Takes a task elsewhere, where the user said so before asking. @returns whether it is dealt with */
  readonly divert: (task: Task, excerpt: Excerpt, shape?: Shape) => Promise<boolean>;
  readonly settings: () => Settings;
  readonly parse: CuttingParts['parse'];
  /** What was said of the parts of long texts. */
  readonly kept: Kept;
  readonly board: StatusBoard;
  readonly clock: Clock;
  readonly log: Log;
  readonly where: () => string;
  readonly tier: () => Tier;
}

/** Runs tasks on the text in the editor, and remembers what was asked, for Stop and Escalate. */
export class TaskRunner implements Disposable {
  readonly #parts: TaskRunnerParts;
  readonly #running = new Map<string, AbortController>();
  readonly #asked = new Map<string, Asked>();
  readonly #longTexts = new LongTexts();
  #warnedOf: string | undefined;

  constructor(parts: TaskRunnerParts) {
    this.#parts = parts;
  }

  /** What was asked in an answer's card; without an id, in the last one. */
  asked(id?: string): Asked | undefined {
    return id === undefined ? [...this.#asked.values()].at(-1) : this.#asked.get(id);
  }

  /** Runs a task on the selection, else the symbol or section round the cursor, else the file. */
  async run(task: Task, given?: unknown): Promise<void> {
    const excerpt = await this.excerpt(given);
    if (excerpt) await this.runOn(excerpt, task);
  }

  /** Runs a task on this excerpt. */
  async runOn(excerpt: Excerpt, task: Task, shape?: Shape): Promise<void> {
    if (!(await this.#parts.divert(task, excerpt, shape))) await this.#answer(task, excerpt, shape);
  }

  /** The excerpt that is meant; says why when there is none. @param given what a menu gave to the command: a notebook's cell */
  async excerpt(given?: unknown): Promise<Excerpt | undefined> {
    const taken = await excerptAtHand(given);
    if (typeof taken === 'object') return taken;
    void window.showInformationMessage(
      taken === undefined ? l10n.t('Open a text file first: there is nothing to work on.') : noExcerptWords(taken),
    );
    return undefined;
  }

  /** Ends the request of a card. */
  stop(id: string): void {
    this.#running.get(id)?.abort();
  }

  /** Lets a card's request be stopped from the view. @param asked left out: it is nothing to be asked again elsewhere */
  track(id: string, asked: Asked | undefined, ended: AbortController): void {
    this.#running.set(id, ended);
    if (!asked) return;
    if (this.#asked.size === 0) void commands.executeCommand('setContext', 'hearth.hasAnswer', true);
    this.#asked.set(id, asked);
  }

  /** Knows from now on what was asked in the end. */
  askedLast(id: string, last: AnswerRequest): void {
    const asked = this.#asked.get(id);
    if (asked) this.#asked.set(id, { ...asked, last });
  }

  /** The card's request is over. */
  untrack(id: string): void {
    this.#running.delete(id);
  }

  dispose(): void {
    for (const ended of this.#running.values()) ended.abort();
  }

  async #answer(task: Task, whole: Excerpt, shape: Shape | undefined): Promise<void> {
    const { view } = this.#parts;
    const title = titleOf(task);
    let request: AnswerRequest;
    let excerpt = whole;
    try {
      const model = await taskModel(this.#parts, task.id);
      request = requestFor(task, excerpt, model);
      const { promptTokens, availableTokens } = fitOf(request);
      if (promptTokens > availableTokens) {
        const room = availableTokens - fitOf(requestFor(task, { ...excerpt, text: '' }, model)).promptTokens;
        const choose = () =>
          chooseSmaller(whole, room, model.name, standsInDocument(whole) ? window.activeTextEditor : undefined);
        if (isPartwise(task)) {
          const ended = new AbortController();
          const less = async () => {
            const smaller = await choose();
            if (!smaller) return;
            ended.abort();
            await this.#answer(task, smaller, shape);
          };
          const { answerInParts } = await import('./parts/answerInParts.ts');
          const long = { task, excerpt, shape, request, model, ended, less: () => void less() };
          if (await answerInParts({ ...this.#parts, runner: this, texts: this.#longTexts }, long)) return;
        }
        const smaller = await choose();
        if (!smaller) return;
        excerpt = smaller;
        request = requestFor(task, excerpt, model);
      }
    } catch (error) {
      const card = view.begin({ title, about: aboutOf(excerpt) });
      await view.reveal();
      this.#note(task, error);
      card.failed(failureOf(error, false, this.#parts.where(), this.#parts.tier()));
      return;
    }
    const about = aboutOf(excerpt);
    await this.answer({ title, task: task.id, about, request, excerpt, replaces: false, ...(shape && { shape }) });
  }

  /** Asks, and shows the answer in a card of its own as it comes, to whatever end. */
  async answer(asked: Omit<Asked, 'local'>): Promise<void> {
    const { view } = this.#parts;
    const { title, about, request, replaces } = asked;
    const card = view.begin({
      title,
      about,
      tier: this.#parts.tier(),
      model: modelLabel(request.model),
      actions: { replace: replaces },
    });
    const ended = new AbortController();
    this.track(card.id, { ...asked, local: card.id }, ended);
    this.#warnOfVersion(card);
    try {
      await view.reveal();
      void this.#noticeLoading(request.model, card, ended.signal);
      const events = this.#parts.answerer.answer(request, ended.signal);
      await receive(shapedBy(asked, events, card), card, ended.signal, this.#parts);
    } finally {
      this.untrack(card.id);
    }
  }

  /** An engine with a known hole works, but it is said, once for each version. */
  #warnOfVersion(card: { remark(text: string): void }): void {
    const { engine, version } = this.#parts.board.status.ready ?? {};
    if (engine !== 'Ollama' || !isTooOld(version) || version === this.#warnedOf) return;
    this.#warnedOf = version;
    card.remark(tooOldWords(version));
  }

  /** A model that is not in memory takes its time: the card says so, and counts. */
  async #noticeLoading(model: string, card: { notice(text: string): void }, signal: AbortSignal): Promise<void> {
    try {
      if (!(await this.#parts.readiness.isLoaded(model, signal)))
        card.notice(l10n.t('Loading {0} into memory…', modelLabel(model)));
    } catch (error) {
      // The request itself meets the same trouble, and says it.
      if (!(error instanceof TierError) && !signal.aborted) throw error;
    }
  }

  /** Asking the model itself is watched by the board; finding it is not. */
  #note(task: Task, error: unknown): void {
    if (error instanceof TierError) this.#parts.board.failed('task', this.#parts.tier(), error);
    const what = error instanceof TierError ? `${error.reason} (${error.message})` : String(error);
    this.#parts.log.warn(`${task.id}: ${what}`);
  }
}

/** An answer as its card shows it. */
export function shapedBy(
  { shape, excerpt }: Pick<Asked, 'shape' | 'excerpt'>,
  events: AsyncIterable<TierEvent>,
  card: { notice(text: string): void },
): AsyncIterable<TierEvent> {
  return shape ? shape(events, excerpt, (text) => card.notice(text)) : events;
}

/** What an excerpt is, in one line: its name, its file, its lines. */
export function aboutOf(excerpt: Excerpt): string {
  const { path, range } = excerpt.origin;
  if (!standsInDocument(excerpt)) return `${excerpt.label} · ${path}`;
  const lastLine = range.end.character === 0 && range.end.line > range.start.line ? range.end.line : range.end.line + 1;
  return `${excerpt.label} · ${path}:${range.start.line + 1}–${lastLine}`;
}
