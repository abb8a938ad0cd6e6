import { l10n, type Memento, Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import type { ProposedChange } from '../../review/review.ts';
import { type RevisedParts, reviseParts, wholeRequest } from '../../tasks/writing/reviseParts.ts';
import { rewrite, type Tone } from '../../tasks/writing/rewrite.ts';
import { translate } from '../../tasks/writing/translate.ts';
import type { WritingTask } from '../../tasks/writing/writingTask.ts';
import { TierError, type TierEvent } from '../../tiers/tier.ts';
import type { JudgedHunk } from '../../writing/guards/guards.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import type { AnswersView } from '../answers/answersView.ts';
import type { Continuing } from '../completion/continuing.ts';
import { modelLabel } from '../models/modelLabel.ts';
import type { ParsingThread } from '../parsing/parsingThread.ts';
import type { Reviews } from '../review/reviews.ts';
import { taskModel } from './askEngine.ts';
import { failureOf } from './receive.ts';
import { aboutOf, type TaskRunner, type TaskRunnerParts } from './taskRunner.ts';
import { Versions } from './versions.ts';
import { type Widened, widened } from './widened.ts';
import { chooseWish, type Wish, Wishes } from './wishes.ts';
import { writableExcerpt } from './writable.ts';
import { changedFacts, judgedWarnings, keptWarnings, progressWords, refusal } from './writingWords.ts';

/** What writing tasks need. */
export interface WritingParts
  extends Pick<TaskRunnerParts, 'answerer' | 'inventory' | 'settings' | 'allow' | 'where' | 'tier'> {
  readonly view: AnswersView;
  readonly runner: TaskRunner;
  readonly reviews: Reviews;
  /** The worker that masks and judges. */
  readonly guarding: ParsingThread;
  /** Prepares to ask the cloud what was asked in a card. */
  readonly escalate: (id: string) => void;
  /** What Continue offers. */
  readonly continuing: Continuing;
  /** Where wishes in a person's own words are remembered. */
  readonly memory: Memento;
}

/** `hearth.rewrite`: the same in another way. As of all tasks that write, its answer is judged, then reviewed, and only then in the document. */
export async function rewriteText(parts: WritingParts, given: unknown): Promise<void> {
  const excerpt = await writableExcerpt(parts.runner, given);
  const wanted = excerpt && (await askForTone(new Wishes(parts.memory)));
  if (excerpt && wanted) await begin(parts, wanted, excerpt);
}

/** The same by a wish in the person's own words. */
export async function rewriteBy(parts: WritingParts, own: string): Promise<void> {
  const excerpt = await writableExcerpt(parts.runner);
  if (excerpt) await begin(parts, rewriting({ own }, own), excerpt);
}

/** `hearth.translate`: the same in another language. */
export async function translateText(parts: WritingParts): Promise<void> {
  const excerpt = await writableExcerpt(parts.runner);
  const wanted = excerpt && (await askForLanguage());
  if (excerpt && wanted) await begin(parts, wanted, excerpt);
}

/** The same by any task that writes, on this excerpt. */
export function writeAnew(parts: WritingParts, task: WritingTask, title: string, excerpt: Excerpt): Promise<void> {
  return begin(parts, { task, title }, excerpt);
}

/** What is wanted, and what it is called. */
interface Wanted {
  readonly task: WritingTask;
  readonly title: string;
}

async function askForTone(wishes: Wishes): Promise<Wanted | undefined> {
  const tones: readonly { readonly label: string; readonly ours: Tone }[] = [
    { label: l10n.t('Clearer'), ours: 'clearer' },
    { label: l10n.t('Shorter'), ours: 'shorter' },
    { label: l10n.t('Friendlier'), ours: 'friendlier' },
    { label: l10n.t('More formal'), ours: 'moreFormal' },
  ];
  const chosen = await chooseWish(wishes, 'rewrite', tones, {
    title: l10n.t('Rewrite'),
    placeHolder: l10n.t('How?'),
    prompt: l10n.t('What shall be different? For example: as a bulleted list.'),
  });
  return chosen && rewriting(chosen.wish, chosen.name);
}

const rewriting = (wish: Wish<Tone>, name: string): Wanted => ({
  task: rewrite(wish),
  title: l10n.t('Rewrite: {0}', name),
});

/** Languages that are offered; any other can be typed by its code. */
const offered = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'ru', 'tr', 'ar', 'hi', 'ja', 'ko', 'zh'];

async function askForLanguage(): Promise<Wanted | undefined> {
  const languages = offered.map((code) => ({ label: languageName(code), code }));
  const chosen = await window.showQuickPick(languages, {
    title: l10n.t('Translate'),
    placeHolder: l10n.t('Into which language?'),
  });
  if (!chosen) return undefined;
  return { task: translate(chosen.code, languageName(chosen.code)), title: l10n.t('Translate into {0}', chosen.label) };
}

/** Works on an excerpt, widened where it cannot be judged by itself, as often as another version is asked for. */
async function begin(parts: WritingParts, wanted: Wanted, excerpt: Excerpt): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  const whole = await widened(document, excerpt, { parse: parts.guarding.ask.bind(parts.guarding) });
  const versions = new Versions(parts.reviews, () => void write(parts, wanted, whole, versions));
  await write(parts, wanted, whole, versions);
}

async function write(parts: WritingParts, wanted: Wanted, whole: Widened, versions: Versions): Promise<void> {
  const { task, title } = wanted;
  const { view, settings } = parts;
  const { excerpt, defined } = whole;
  const about = aboutOf(excerpt);
  const ended = new AbortController();
  const card = view.begin({ title, about, tier: parts.tier(), actions: { insert: true, escalate: true } });
  await view.reveal();
  try {
    const model = await taskModel(parts, task.id);
    const asking = {
      answerer: parts.answerer,
      parse: parts.guarding.ask.bind(parts.guarding),
    };
    const wished = { task, excerpt, model, style: settings().writingStyle, defined };
    const language = await languageOf(parts, excerpt);
    parts.runner.track(
      card.id,
      { title, task: task.id, about, request: wholeRequest(wished, language), excerpt, replaces: true, local: card.id },
      ended,
    );
    const made = await reviseParts(wished, asking, ended.signal, (progress) => card.notice(progressWords(progress)));
    if (!made || ended.signal.aborted) {
      card.stopped();
      return;
    }
    const { revised, done } = made;
    if (revised.kind === 'refused' || !done) {
      const message = refusal(revised.kind === 'refused' ? revised : { kind: 'refused', why: 'noProse' });
      card.failed({ message, incomplete: false });
      return;
    }
    const by = `${l10n.t('Hearth')} · ${modelLabel(done.provenance.model)}`;
    await conclude(parts, wanted, excerpt, made, versions, { card, done, by });
  } catch (error) {
    if (ended.signal.aborted) card.stopped();
    else card.failed(failureOf(error, false, parts.where(), parts.tier()));
    if (!(error instanceof TierError) && !ended.signal.aborted) throw error;
  } finally {
    parts.runner.untrack(card.id);
  }
}

/** Shows what came of it, and opens the review. */
async function conclude(
  parts: WritingParts,
  wanted: Wanted,
  excerpt: Excerpt,
  { revised, kept, of }: RevisedParts,
  versions: Versions,
  { card, done, by }: Concluding,
): Promise<void> {
  if (revised.kind === 'refused') return;
  card.append(revised.kind === 'unchanged' ? l10n.t('Nothing to change.') : revised.after);
  card.done({ ...done, provenance: { ...done.provenance, model: modelLabel(done.provenance.model) } });
  if (revised.kind === 'unchanged') return;
  versions.add({
    document: await workspace.openTextDocument(Uri.parse(excerpt.origin.uri)),
    excerpt,
    changes: revised.hunks.map(proposed),
    title: wanted.title,
    by,
    look: 'words',
    warnings: [...keptWarnings(kept, of), ...judgedWarnings(revised)],
    escalate: () => parts.escalate(card.id),
  });
}

/** The language of a text, as far as its beginning tells. */
async function languageOf({ guarding }: WritingParts, { text, languageId }: Excerpt): Promise<string | undefined> {
  return (await guarding.ask('prepare', { text: text.slice(0, 2000), languageId }))?.language;
}

/** A hunk as it is asked about: what is not seen is not in it, and facts that it changes are pointed out. */
function proposed({ start, end, added, changes, isDoubtful }: JudgedHunk): ProposedChange {
  const change = { start, end, added: withoutHiddenCharacters(added) };
  if (changes.length === 0) return change;
  const facts = changedFacts(changes);
  return isDoubtful ? { ...change, doubt: facts } : { ...change, why: facts };
}

interface Concluding {
  readonly card: ReturnType<AnswersView['begin']>;
  readonly done: Extract<TierEvent, { kind: 'done' }>;
  readonly by: string;
}
