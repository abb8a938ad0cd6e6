import { l10n, QuickPickItemKind, window } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { questionAbout } from '../../../tasks/question.ts';
import { classify } from '../../../tasks/reading/classify.ts';
import { extract, type Wanted } from '../../../tasks/reading/extract.ts';
import type { StructuredTask, Table } from '../../../tasks/reading/structured.ts';
import { type SummaryShape, summarizeAs } from '../../../tasks/summarize.ts';
import { aboutOf, type Shape, type TaskRunner } from '../taskRunner.ts';
import { chooseWish, type Wishes } from '../wishes.ts';
import { shownAsTable } from './shownAsTable.ts';
import { type TableForm, tableMarkdown } from './tableWords.ts';

/** What tasks that read need. */
export interface ReadingParts {
  readonly runner: TaskRunner;
  readonly wishes: Wishes;
}

/** `hearth.ask`: a question of one's own about the text at hand. */
export async function askQuestion({ runner }: ReadingParts, given: unknown): Promise<void> {
  const excerpt = await runner.excerpt(given);
  const question = excerpt && (await questionOf(excerpt));
  if (excerpt && question) await runner.runOn(excerpt, questionAbout(question));
}

/** Asks the person what they want to know. @returns undefined after Escape, or where nothing was typed */
export async function questionOf(excerpt: Excerpt): Promise<string | undefined> {
  const question = await window.showInputBox({
    title: l10n.t('Ask'),
    prompt: l10n.t('About {0}', aboutOf(excerpt)),
    placeHolder: l10n.t('Your question'),
  });
  return question?.trim() || undefined;
}

/** `hearth.summarizeAs`: a summary as key points, or as an outline. */
export async function chooseSummary({ runner }: ReadingParts): Promise<void> {
  const shapes: readonly { readonly label: string; readonly description: string; readonly shape: SummaryShape }[] = [
    { label: l10n.t('Gist'), description: l10n.t('a few sentences'), shape: 'gist' },
    { label: l10n.t('Key points'), description: l10n.t('a short list'), shape: 'keyPoints' },
    { label: l10n.t('Outline'), description: l10n.t('its parts in their order'), shape: 'outline' },
  ];
  const chosen = await window.showQuickPick(shapes, { title: l10n.t('Summarize'), placeHolder: l10n.t('How?') });
  if (chosen) await runner.run(summarizeAs(chosen.shape));
}

/** `hearth.extract`: what a text says, as a table or for programs; values that do not stand in it are flagged. */
export async function extractFrom({ runner, wishes }: ReadingParts): Promise<void> {
  const excerpt = await runner.excerpt();
  if (!excerpt) return;
  const ready: readonly { readonly label: string; readonly ours: Wanted }[] = [
    { label: l10n.t('To-dos'), ours: 'todos' },
    { label: l10n.t('Names'), ours: 'names' },
    { label: l10n.t('Figures'), ours: 'figures' },
  ];
  const chosen = await chooseWish(wishes, 'extract', ready, {
    title: l10n.t('Extract'),
    placeHolder: l10n.t('From {0}', aboutOf(excerpt)),
    prompt: l10n.t('Which fields? Separated by commas, for example: date, amount, payee'),
  });
  if (!chosen) return;
  const { wish } = chosen;
  const wanted = typeof wish === 'object' && 'own' in wish ? { fields: listOf(wish.own) } : wish;
  const form = await chooseForm();
  if (!form) return;
  await runTable(runner, excerpt, extract(wanted), form);
}

async function chooseForm(): Promise<TableForm | undefined> {
  const forms: readonly { readonly label: string; readonly description: string; readonly form: TableForm }[] = [
    { label: l10n.t('Table'), description: l10n.t('to read'), form: 'table' },
    { label: 'JSON', description: l10n.t('for programs'), form: 'json' },
  ];
  return (await window.showQuickPick(forms, { title: l10n.t('Extract'), placeHolder: l10n.t('As what?') }))?.form;
}

/** `hearth.classify`: which of the user's labels fits a text. */
export async function classifyText({ runner, wishes }: ReadingParts): Promise<void> {
  const excerpt = await runner.excerpt();
  if (!excerpt) return;
  const wanted = await chooseLabels(wishes);
  if (wanted) await runTable(runner, excerpt, classify(wanted.labels, wanted.several), 'table');
}

/** Lets the user say which labels there are, and whether several may fit. @returns undefined after Escape */
export async function chooseLabels(
  wishes: Wishes,
): Promise<{ readonly labels: readonly string[]; readonly several: boolean } | undefined> {
  const earlier = wishes.of('classify').map((own) => ({ label: own, own, kind: QuickPickItemKind.Default }));
  const another = { label: l10n.t('Other Labels…'), own: undefined, kind: QuickPickItemKind.Default };
  const picked =
    earlier.length === 0
      ? another
      : await window.showQuickPick([...earlier, another], {
          title: l10n.t('Classify'),
          placeHolder: l10n.t('Which labels?'),
        });
  if (!picked) return undefined;
  const own = (picked.own ?? (await askForLabels()))?.trim();
  const labels = listOf(own ?? '');
  if (own === undefined || labels.length < 2) return undefined;
  await wishes.remember('classify', own);
  const several = await chooseSeveral();
  return several === undefined ? undefined : { labels, several };
}

function askForLabels() {
  return window.showInputBox({
    title: l10n.t('Classify'),
    prompt: l10n.t('Which labels? Separated by commas, for example: bug, wish, question'),
    validateInput: (text) =>
      text.trim() === '' || listOf(text).length > 1 ? undefined : l10n.t('Two labels at least, separated by commas.'),
  });
}

async function chooseSeveral(): Promise<boolean | undefined> {
  const ways = [
    { label: l10n.t('One label'), several: false },
    { label: l10n.t('All that fit'), several: true },
  ];
  return (
    await window.showQuickPick(ways, { title: l10n.t('Classify'), placeHolder: l10n.t('How many labels may fit?') })
  )?.several;
}

/** What was typed between commas, each once. */
function listOf(typed: string): readonly string[] {
  return [...new Set(typed.split(/[,;\n]/).map((each) => each.trim()))].filter(Boolean).slice(0, 20);
}

/** Runs a task whose answer is shown as a table when it is complete, and says how much there is until then. */
function runTable(runner: TaskRunner, excerpt: Excerpt, task: StructuredTask, form: TableForm): Promise<void> {
  const asItComes: Shape = (events, about, notice) =>
    shownAsTable(events, task, about, form, (count) =>
      notice(count === 1 ? l10n.t('1 found so far…') : l10n.t('{0} found so far…', count)),
    );
  const shape = Object.assign(asItComes, { ofTable: (table: Table) => tableMarkdown(table, form) });
  return runner.runOn(excerpt, task, shape);
}
