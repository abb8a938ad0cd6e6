import { l10n, Uri, window, workspace } from 'vscode';
import { once } from '../../base/once.ts';
import type { Excerpt, PlacedText } from '../../base/text.ts';
import { fitOf } from '../../tasks/fit.ts';
import type { RequestedModel } from '../../tasks/request.ts';
import { type DraftWish, draftMessages, mostDraftTokens, type Shape } from '../../tasks/writing/draft.ts';
import { typed } from '../../tasks/writing/writingTask.ts';
import { type AnswerRequest, TierError } from '../../tiers/tier.ts';
import type { Drafted } from '../../writing/guards/drafted.ts';
import { languageName } from '../../writing/guards/languageName.ts';
import { withoutHiddenCharacters } from '../../writing/hiddenCharacters.ts';
import { plainRange } from '../origin.ts';
import { askForReview, type ReadAnswer } from './reviewedAnswer.ts';
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
  const language = once(async () => {
    const prepared = await parts.guarding.ask('prepare', { text: notes.notes.text, languageId: 'plaintext' });
    return prepared?.language;
  });
  await askForReview(parts, {
    title: wanted.title,
    task: 'draft',
    excerpt: notes.place,
    replaces: true,
    request: async (model) => requestFor(parts, wanted.wish, notes, await language(), model),
    async read(answer, isWhole, signal) {
      const written = { from: notes.notes.text, answer, languageId: notes.place.languageId };
      const told = await language();
      const given = told === undefined ? written : { ...written, language: told };
      return read(await parts.guarding.ask('judgeDraft', given, signal), notes.place, isWhole);
    },
  });
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

/** @throws {TierError} `tooLong` */
function requestFor(
  { settings }: WritingParts,
  wish: DraftWish,
  { notes, place }: Notes,
  language: string | undefined,
  { name: model, contextTokens }: RequestedModel,
): AnswerRequest {
  const request = {
    model,
    messages: draftMessages(wish, notes, {
      markup: wish === 'commitBody' ? 'plain text' : markupOf(place.languageId),
      style: settings().writingStyle,
      ...(language === undefined ? {} : { language: languageName(language) }),
    }),
    maximumTokens: Math.min(mostDraftTokens, Math.floor(contextTokens / 2)),
    contextTokens,
  };
  const { promptTokens, availableTokens } = fitOf(request);
  if (promptTokens > availableTokens) throw new TierError('tooLong', `${promptTokens} of ${availableTokens} tokens`);
  return request;
}

/** What a draft comes to, which was judged; undefined: it could not be. */
async function read(drafted: Drafted | undefined, place: Excerpt, isWhole: boolean): Promise<ReadAnswer> {
  if (!drafted) return { kind: 'refused', message: refusal({ kind: 'refused', why: 'unreadable' }) };
  if (drafted.kind === 'refused') return { kind: 'refused', message: draftRefusal(drafted), again: true };
  const text = withoutHiddenCharacters(drafted.text);
  // Half a draft stays in the view, where it says that it is one.
  if (!isWhole) return { kind: 'read', shown: text, review: undefined };
  const document = await workspace.openTextDocument(Uri.parse(place.origin.uri));
  const warnings = drafted.invented.length === 0 ? [] : [l10n.t('Not in your notes: {0}.', sample(drafted.invented))];
  const changes = [belowLines(document, place, text)];
  return { kind: 'read', shown: text, review: { document, excerpt: place, changes, look: 'words', warnings } };
}

/** The markup that a text in a language is written in. */
export function markupOf(languageId: string): 'Markdown' | 'LaTeX' | 'plain text' {
  if (languageId === 'markdown') return 'Markdown';
  return languageId === 'latex' || languageId === 'tex' ? 'LaTeX' : 'plain text';
}
