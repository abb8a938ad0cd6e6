import { l10n, Uri, window, workspace } from 'vscode';
import type { Excerpt, PlacedText } from '../../base/text.ts';
import { fitOf } from '../../tasks/fit.ts';
import { type DraftWish, draftMessages, mostDraftTokens, type Shape } from '../../tasks/writing/draft.ts';
import { typed } from '../../tasks/writing/writingTask.ts';
import { type AnswerRequest, TierError, type TierEvent } from '../../tiers/tier.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import { modelLabel } from '../models/modelLabel.ts';
import { plainRange } from '../origin.ts';
import { taskModel } from './askEngine.ts';
import { failureOf } from './receive.ts';
import { aboutOf } from './taskRunner.ts';
import { Versions } from './versions.ts';
import { belowLines, wholeLines } from './wholeLines.ts';
import { chooseWish, Wishes } from './wishes.ts';
import { isWritable } from './writable.ts';
import type { WritingParts } from './writing.ts';
import { draftRefusal, refusal, sample } from './writingWords.ts';

/** Notes, and the lines below which their draft goes. */
interface Notes {
  readonly notes: PlacedText;
  readonly place: Excerpt;
}

/** What is drafted, and what it is called. */
interface Wanted {
  readonly wish: DraftWish;
  readonly title: string;
}

/** `hearth.draft`: a text from notes. It is judged, then reviewed, and goes below the notes. */
export async function draft(parts: WritingParts): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor && !(await isWritable(editor.document))) return;
  const wanted = await askForShape(new Wishes(parts.memory));
  const notes = wanted && (await takeNotes(parts));
  if (!wanted || !notes) return;
  const versions = new Versions(parts.reviews, () => void write(parts, wanted, notes, versions));
  await write(parts, wanted, notes, versions);
}

async function askForShape(wishes: Wishes): Promise<Wanted | undefined> {
  const shapes: readonly { readonly label: string; readonly ours: Shape }[] = [
    { label: l10n.t('Release note'), ours: 'releaseNote' },
    { label: l10n.t('E-mail'), ours: 'email' },
    { label: l10n.t('Design document'), ours: 'designDoc' },
    { label: l10n.t('Issue'), ours: 'issue' },
    { label: l10n.t('Commit message'), ours: 'commitBody' },
  ];
  const chosen = await chooseWish(wishes, 'draft', shapes, {
    title: l10n.t('Draft from Notes'),
    placeHolder: l10n.t('What shall it be?'),
    prompt: l10n.t('What shall be written from the notes? For example: a short reply that declines.'),
  });
  return chosen && { wish: chosen.wish, title: l10n.t('Draft: {0}', chosen.name) };
}

/** The selection, else the section or the file; in an empty file, what is typed into a box. */
async function takeNotes(parts: WritingParts): Promise<Notes | undefined> {
  const editor = window.activeTextEditor;
  const isBlank = editor?.selection.isEmpty && editor.document.getText().trim() === '';
  if (!editor || !isBlank) {
    const excerpt = await parts.runner.excerpt();
    if (!excerpt) return undefined;
    const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
    return { notes: excerpt, place: wholeLines(document, excerpt.origin.range, excerpt.label) };
  }
  const words = await window.showInputBox({
    title: l10n.t('Draft from Notes'),
    prompt: l10n.t('This file is empty. What shall the text say? Notes will do.'),
  });
  const part = words?.trim() ? typed(words.trim()) : undefined;
  if (part?.kind !== 'excerpt') return undefined;
  return { notes: part, place: wholeLines(editor.document, plainRange(editor.selection), l10n.t('empty file')) };
}

async function write(parts: WritingParts, wanted: Wanted, given: Notes, versions: Versions): Promise<void> {
  const { notes, place } = given;
  const about = aboutOf(place);
  const { title } = wanted;
  const card = parts.view.begin({ title, about, tier: parts.tier(), actions: { replace: true } });
  await parts.view.reveal();
  const ended = new AbortController();
  try {
    const { request, language } = await requestFor(parts, wanted.wish, notes, place.languageId);
    parts.runner.track(
      card.id,
      { title, task: 'draft', about, request, excerpt: place, replaces: true, local: card.id },
      ended,
    );
    const { drafted, done, isCut } = await ask(parts, request, given, language, ended.signal, card);
    if (!done || ended.signal.aborted) {
      card.stopped();
      return;
    }
    if (drafted?.kind !== 'drafted') {
      const message = drafted ? draftRefusal(drafted) : refusal({ kind: 'refused', why: 'unreadable' });
      card.failed({ message, incomplete: false });
      return;
    }
    const text = withoutHiddenCharacters(drafted.text);
    const provenance = { ...done.provenance, model: modelLabel(done.provenance.model) };
    card.append(text);
    card.done({ ...done, provenance });
    // Half a draft stays in the view, where it says that it is one.
    if (isCut) return;
    const document = await workspace.openTextDocument(Uri.parse(place.origin.uri));
    versions.add({
      document,
      excerpt: place,
      changes: [belowLines(document, place, text)],
      title,
      by: `${l10n.t('Hearth')} · ${provenance.model}`,
      look: 'words',
      warnings: drafted.invented.length === 0 ? [] : [l10n.t('Not in your notes: {0}.', sample(drafted.invented))],
      escalate: () => parts.escalate(card.id),
    });
  } catch (error) {
    if (ended.signal.aborted) card.stopped();
    else card.failed(failureOf(error, false, parts.where(), parts.tier()));
    if (!(error instanceof TierError) && !ended.signal.aborted) throw error;
  } finally {
    parts.runner.untrack(card.id);
  }
}

async function requestFor(
  parts: WritingParts,
  wish: DraftWish,
  notes: PlacedText,
  languageId: string,
): Promise<{ readonly request: AnswerRequest; readonly language: string | undefined }> {
  const { name: model, contextTokens } = await taskModel(parts, 'draft');
  const prepared = await parts.guarding.ask('prepare', { text: notes.text, languageId: 'plaintext' });
  const language = prepared?.language;
  const request = {
    model,
    messages: draftMessages(wish, notes, {
      markup: wish === 'commitBody' ? 'plain text' : markupOf(languageId),
      style: parts.settings().writingStyle,
      ...(language === undefined ? {} : { language: languageName(language) }),
    }),
    maximumTokens: Math.min(mostDraftTokens, Math.floor(contextTokens / 2)),
    contextTokens,
  };
  const { promptTokens, availableTokens } = fitOf(request);
  if (promptTokens > availableTokens) throw new TierError('tooLong', `${promptTokens} of ${availableTokens} tokens`);
  return { request, language };
}

/** The markup that a text in a language is written in. */
export function markupOf(languageId: string): 'Markdown' | 'LaTeX' | 'plain text' {
  if (languageId === 'markdown') return 'Markdown';
  return languageId === 'latex' || languageId === 'tex' ? 'LaTeX' : 'plain text';
}

/** Asks for the draft, once more where it cannot be used. */
async function ask(
  { answerer, guarding }: WritingParts,
  request: AnswerRequest,
  { notes, place }: Notes,
  language: string | undefined,
  signal: AbortSignal,
  card: { notice(text: string): void },
) {
  for (let attempt = 1; ; attempt++) {
    let answer = '';
    let done: Extract<TierEvent, { kind: 'done' }> | undefined;
    for await (const event of answerer.answer(request, signal)) {
      if (event.kind === 'done') done = event;
      else answer += event.text;
      card.notice(l10n.t('Writing… {0} characters', answer.length));
    }
    const isCut = done?.reason === 'length';
    const given = { from: notes.text, answer, languageId: place.languageId };
    const drafted =
      done && (await guarding.ask('judgeDraft', language === undefined ? given : { ...given, language }, signal));
    if (drafted?.kind !== 'refused' || attempt > 1) return { drafted, done, isCut };
  }
}
