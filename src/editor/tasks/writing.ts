import { commands, type Disposable, l10n, Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../base/text.ts';
import type { ProposedChange } from '../../review/review.ts';
import { makeReady, type Revised, revise } from '../../tasks/writing/revise.ts';
import { rewrite, type Tone } from '../../tasks/writing/rewrite.ts';
import { translate } from '../../tasks/writing/translate.ts';
import type { WritingTask } from '../../tasks/writing/writingTask.ts';
import { TierError, type TierEvent } from '../../tiers/tier.ts';
import type { JudgedHunk } from '../../writing/guards/guards.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import type { AnswersView } from '../answers/answersView.ts';
import { modelLabel } from '../models/modelLabel.ts';
import type { ParsingThread } from '../parsing/parsingThread.ts';
import type { Reviews } from '../review/reviews.ts';
import { failureOf } from './receive.ts';
import { aboutOf, type TaskRunner, type TaskRunnerParts } from './taskRunner.ts';
import { changedFacts, judgedWarnings, refusal } from './writingWords.ts';

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
}

/** Registers the tasks that write: their answers are judged, then reviewed, and only then in the document. */
export function registerWritingCommands(parts: WritingParts): Disposable[] {
  const on = (ask: () => Promise<Wish | undefined>) => async () => {
    const wish = await ask();
    const excerpt = wish && (await parts.runner.excerpt());
    if (wish && excerpt) await write(parts, wish, excerpt);
  };
  return [
    commands.registerCommand('hearth.rewrite', on(askForTone)),
    commands.registerCommand('hearth.translate', on(askForLanguage)),
  ];
}

/** What is wanted, and what it is called. */
interface Wish {
  readonly task: WritingTask;
  readonly title: string;
}

async function askForTone(): Promise<Wish | undefined> {
  const tones: readonly { readonly label: string; readonly tone: Tone | undefined }[] = [
    { label: l10n.t('Clearer'), tone: 'clearer' },
    { label: l10n.t('Shorter'), tone: 'shorter' },
    { label: l10n.t('Friendlier'), tone: 'friendlier' },
    { label: l10n.t('More formal'), tone: 'moreFormal' },
    { label: l10n.t('In my own words…'), tone: undefined },
  ];
  const chosen = await window.showQuickPick(tones, { title: l10n.t('Rewrite'), placeHolder: l10n.t('How?') });
  if (!chosen) return undefined;
  if (chosen.tone) return { task: rewrite(chosen.tone), title: l10n.t('Rewrite: {0}', chosen.label.toLowerCase()) };
  const own = await window.showInputBox({
    title: l10n.t('Rewrite'),
    prompt: l10n.t('What shall be different? For example: as a bulleted list.'),
  });
  return own?.trim() ? { task: rewrite({ own: own.trim() }), title: l10n.t('Rewrite: {0}', own.trim()) } : undefined;
}

/** Languages that are offered; any other can be typed by its code. */
const offered = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'ru', 'tr', 'ar', 'hi', 'ja', 'ko', 'zh'];

async function askForLanguage(): Promise<Wish | undefined> {
  const languages = offered.map((code) => ({ label: languageName(code), code }));
  const chosen = await window.showQuickPick(languages, {
    title: l10n.t('Translate'),
    placeHolder: l10n.t('Into which language?'),
  });
  if (!chosen) return undefined;
  return { task: translate(chosen.code, languageName(chosen.code)), title: l10n.t('Translate into {0}', chosen.label) };
}

async function write(parts: WritingParts, wish: Wish, excerpt: Excerpt): Promise<void> {
  const { task, title } = wish;
  const { view, settings } = parts;
  const about = aboutOf(excerpt);
  const ended = new AbortController();
  const card = view.begin({ title, about, tier: parts.tier(), actions: { insert: true, escalate: true } });
  await view.reveal();
  try {
    await parts.allow();
    const chosen = await parts.inventory.choose('tasks', settings().taskModel, settings().contextTokens);
    const model = { name: chosen.model.name, contextTokens: chosen.contextTokens };
    const asking = {
      answerer: parts.answerer,
      parse: parts.guarding.ask.bind(parts.guarding),
    };
    const ready = await makeReady(task, excerpt, model, settings().writingStyle, asking);
    if ('kind' in ready) {
      card.failed({ message: refusal(ready), incomplete: false });
      return;
    }
    parts.runner.track(
      card.id,
      { title, about, request: ready.unmasked, excerpt, replaces: true, local: card.id },
      ended,
    );
    let done: Extract<TierEvent, { kind: 'done' }> | undefined;
    let characters = 0;
    const revised = await revise(task, ready, asking, ended.signal, (event, attempt) => {
      if (event.kind === 'done') {
        done = event;
        characters = 0;
        return;
      }
      characters += event.text.length;
      card.notice(
        attempt === 1
          ? l10n.t('Writing… {0} characters', characters)
          : l10n.t('The first answer could not be used. Writing again… {0} characters', characters),
      );
    });
    if (!revised || !done) {
      card.stopped();
      return;
    }
    const by = `${l10n.t('Hearth')} · ${modelLabel(done.provenance.model)}`;
    await conclude(parts, wish, excerpt, revised, { card, done, by });
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
  wish: Wish,
  excerpt: Excerpt,
  revised: Revised,
  { card, done, by }: Concluding,
): Promise<void> {
  if (revised.kind === 'refused') {
    card.failed({ message: refusal(revised), incomplete: false });
    return;
  }
  card.append(revised.kind === 'unchanged' ? l10n.t('Nothing to change.') : revised.after);
  card.done({ ...done, provenance: { ...done.provenance, model: modelLabel(done.provenance.model) } });
  if (revised.kind === 'unchanged') return;
  parts.reviews.open({
    document: await workspace.openTextDocument(Uri.parse(excerpt.origin.uri)),
    excerpt,
    changes: revised.hunks.map(proposed),
    title: wish.title,
    by,
    look: 'words',
    warnings: judgedWarnings(revised),
    another: () => void write(parts, wish, excerpt),
    escalate: () => parts.escalate(card.id),
  });
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
