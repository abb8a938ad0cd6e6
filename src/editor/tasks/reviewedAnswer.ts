import { l10n } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import type { RequestedModel } from '../../tasks/request.ts';
import { type AnswerRequest, TierError } from '../../tiers/tier.ts';
import type { AnswersView } from '../answers/answersView.ts';
import { modelLabel } from '../models/modelLabel.ts';
import type { Reviews } from '../review/reviews.ts';
import { type AskingParts, taskModel, wholeAnswer } from './askEngine.ts';
import { readLessWords } from './parts/leftOutWords.ts';
import { failureOf } from './receive.ts';
import { aboutOf, type TaskRunner, type TaskRunnerParts } from './taskRunner.ts';
import { type Version, Versions } from './versions.ts';

/** What asking for something that is reviewed needs. */
export interface ReviewedParts extends AskingParts, Pick<TaskRunnerParts, 'where' | 'tier'> {
  readonly view: AnswersView;
  readonly runner: TaskRunner;
  readonly reviews: Reviews;
  /** Prepares to ask the cloud what was asked in a card. */
  readonly escalate: (id: string) => void;
}

/** What an answer comes to. */
export type ReadAnswer =
  /** It is not used, and why, in words. */
  | {
      readonly kind: 'refused';
      readonly message: string;
      /** Whether the model is asked once more before that is said: the next answer may be one that can be used. */
      readonly again?: boolean;
    }
  | {
      readonly kind: 'read';
      /** What the card shows, as Markdown. */
      readonly shown: string;
      /** What is reviewed; undefined: there is nothing to change. */
      readonly review: Omit<Version, 'title' | 'by' | 'escalate'> | undefined;
    };

/** Something that is asked of a model, and reviewed before it is in a document. */
export interface ReviewedJob {
  readonly title: string;
  /** The id of the task; left out: it is one of the user's own. */
  readonly task?: string;
  /** What it is about. */
  readonly excerpt: Excerpt;
  /** Whether an answer takes the place of that; otherwise it belongs elsewhere, and is not to be inserted there by hand either. */
  readonly replaces: boolean;
  /** @returns the request, or why it cannot be made, in words. @throws {TierError} */
  readonly request: (model: RequestedModel) => AnswerRequest | string | Promise<AnswerRequest>;
  /** @param isWhole whether the model came to an end */
  readonly read: (answer: string, isWhole: boolean, signal: AbortSignal) => ReadAnswer | Promise<ReadAnswer>;
}

/** Asks, shows the answer in a card, and opens its review; once more each time that another version is asked for. */
export async function askForReview(parts: ReviewedParts, job: ReviewedJob): Promise<void> {
  const versions = new Versions(parts.reviews, () => void write(parts, job, versions));
  await write(parts, job, versions);
}

async function write(parts: ReviewedParts, job: ReviewedJob, versions: Versions): Promise<void> {
  const { view, runner } = parts;
  const { title, excerpt, replaces } = job;
  const about = aboutOf(excerpt);
  const card = view.begin({ title, about, tier: parts.tier(), actions: { replace: replaces, insert: replaces } });
  await view.reveal();
  const ended = new AbortController();
  try {
    const request = await job.request(await taskModel(parts, job.task));
    if (typeof request === 'string') {
      card.failed({ message: request, incomplete: false });
      return;
    }
    const task = job.task === undefined ? {} : { task: job.task };
    runner.track(card.id, { title, ...task, about, request, excerpt, replaces, local: card.id }, ended);
    const answered = async () => {
      const { text, done } = await wholeAnswer(parts, request, ended.signal, (length) =>
        card.notice(l10n.t('Writing… {0} characters', length)),
      );
      return done && { done, read: await job.read(text, done.reason === 'stop', ended.signal) };
    };
    let came = await answered();
    if (came?.read.kind === 'refused' && came.read.again) came = await answered();
    if (!came || ended.signal.aborted) return card.stopped();
    const { done, read } = came;
    if (read.kind === 'refused') {
      card.failed({ message: read.message, incomplete: false });
      return;
    }
    const provenance = { ...done.provenance, model: modelLabel(done.provenance.model) };
    card.append(read.shown);
    if (done.readLess) card.remark(readLessWords(done.readLess));
    card.done({ ...done, provenance });
    if (!read.review) return;
    versions.add({
      ...read.review,
      title,
      by: `${l10n.t('Hearth')} · ${provenance.model}`,
      escalate: () => parts.escalate(card.id),
    });
  } catch (error) {
    if (ended.signal.aborted) card.stopped();
    else card.failed(failureOf(error, false, parts.where(), parts.tier()));
    if (!(error instanceof TierError) && !ended.signal.aborted) throw error;
  } finally {
    runner.untrack(card.id);
  }
}
