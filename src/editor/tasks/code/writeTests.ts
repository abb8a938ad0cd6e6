import { l10n, type TextDocument, Uri, window, workspace } from 'vscode';
import type { Excerpt } from '../../../base/text.ts';
import { codeOf } from '../../../tasks/code/codeAnswer.ts';
import { bracketsMatch } from '../../../tasks/code/tests/brackets.ts';
import { joinTests } from '../../../tasks/code/tests/joinTests.ts';
import { type TestPlace, writeTests } from '../../../tasks/code/tests/writeTests.ts';
import { fits } from '../../../tasks/fit.ts';
import { requestFor } from '../../../tasks/request.ts';
import { withoutHiddenCharacters } from '../../../writing/hiddenCharacters.ts';
import { modelLabel } from '../../models/modelLabel.ts';
import { originOf } from '../../origin.ts';
import { askForReview, type ReadAnswer } from '../reviewedAnswer.ts';
import { taskTitle } from '../taskTitle.ts';
import { type CodeParts, fenced, noCodeWords } from './changeCode.ts';
import { type FoundPlace, shownPath, testPlaceOf } from './testPlace.ts';

/**
 * `hearth.writeTests`: tests for the function, class or selection at the cursor, in the project's own place and style. They are added
 * to the tests that are there, or make a new file; either way a person reviews them, and a new file is only written when it is saved.
 */
export async function writeTestsFor(parts: CodeParts, given: unknown): Promise<void> {
  const excerpt = await parts.runner.excerpt(given);
  if (!excerpt) return;
  const document = await workspace.openTextDocument(Uri.parse(excerpt.origin.uri));
  const found = await testPlaceOf(document, parts.settings);
  if (found === 'isTest') {
    void window.showInformationMessage(l10n.t('This is a test. Put the cursor on the code that shall be tested.'));
    return;
  }
  if (found === 'unknown') {
    void window.showInformationMessage(
      l10n.t('Hearth does not know where tests go in this language. Use Ask for tests as an answer.'),
    );
    return;
  }
  await askForReview(parts, {
    title: taskTitle('writeTests'),
    task: 'writeTests',
    excerpt,
    replaces: false,
    request(model) {
      const all = [found, { ...found, sample: undefined }].map((each) =>
        requestFor(writeTests(placeOf(each)), excerpt, model),
      );
      // Code that fills the context is tested without a sample rather than not at all.
      return all.find(fits) ?? l10n.t('This is too long for {0}. Select a part of it.', modelLabel(model.name));
    },
    read: (answer, isWhole) => read(answer, isWhole, excerpt, found),
  });
}

function placeOf({ uri, isThere, sample, framework }: FoundPlace): TestPlace {
  return { path: uri && shownPath(uri), isThere, sample, framework: framework.name };
}

async function read(answer: string, isWhole: boolean, excerpt: Excerpt, found: FoundPlace): Promise<ReadAnswer> {
  const refused = (message: string): ReadAnswer => ({ kind: 'refused', message });
  const got = codeOf(answer, '', isWhole);
  if (got.kind === 'none') return refused(noCodeWords[got.why]());
  const tests = withoutHiddenCharacters(got.code);
  if (excerpt.text.includes(tests.trim()))
    return refused(l10n.t('The model only repeated the code, so nothing was changed.'));
  const document = await targetOf(found, excerpt.languageId);
  const existing = document.getText().replaceAll('\r\n', '\n');
  const joined =
    existing.trim() === ''
      ? ({ kind: 'joined', changes: [{ start: 0, end: existing.length, added: `${tests}\n` }] } as const)
      : joinTests(existing, tests, excerpt.languageId);
  if (joined.kind === 'taken') {
    return refused(
      l10n.t(
        'The model wrote what stands there already ({0}), so nothing was changed.',
        joined.names.slice(0, 4).join(', '),
      ),
    );
  }
  const notes = [
    ...assumptions(found, excerpt),
    ...(bracketsMatch(tests, excerpt.languageId) ? [] : [l10n.t('⚠ Its brackets do not match. Look closely.')]),
  ];
  const shown = [...notes, fenced(tests, excerpt.languageId)].join('\n\n');
  if (joined.changes.length === 0) return { kind: 'read', shown: l10n.t('Nothing to change.'), review: undefined };
  return {
    kind: 'read',
    shown,
    review: {
      document,
      excerpt: wholeOf(document, existing),
      changes: joined.changes,
      look: 'lines',
      ...(found.uri && !found.isThere && { newFile: found.uri }),
    },
  };
}

/** The document that the tests go into; for a file that is not there, an empty one in its name. */
async function targetOf({ uri, isThere }: FoundPlace, languageId: string): Promise<TextDocument> {
  if (uri === undefined) return workspace.openTextDocument({ language: languageId, content: '' });
  return isThere ? workspace.openTextDocument(uri) : emptyDocument(uri);
}

/** A document without text in the name of a file that is not there. It cannot be edited, and nothing is left of it. */
async function emptyDocument(uri: Uri): Promise<TextDocument> {
  const scheme = 'hearth-new';
  const given = workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: () => '' });
  try {
    return await workspace.openTextDocument(uri.with({ scheme }));
  } finally {
    given.dispose();
  }
}

function wholeOf(document: TextDocument, text: string): Excerpt {
  const lines = text.split('\n');
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return {
    origin: originOf(document, 'file', { start: { line: 0, character: 0 }, end }),
    languageId: document.languageId,
    text,
    label: l10n.t('whole file'),
  };
}

/** Where they go, and what was assumed where nothing in the project shows it. One line. */
function assumptions({ uri, sample, framework, isThere }: FoundPlace, { origin }: Excerpt): readonly string[] {
  const { name, isAssumed } = framework;
  if (uri === undefined || isThere) {
    return isAssumed ? [l10n.t('Nothing here says what tests are written with: {0} is assumed.', name)] : [];
  }
  const path = shownPath(uri);
  if (path === origin.path) return [];
  if (sample) return [l10n.t('For {0}, in the style of {1}.', path, sample.origin.path)];
  return isAssumed
    ? [l10n.t('For {0}. No tests were found here: {1} and this place are assumed.', path, name)]
    : [l10n.t('For {0}, with {1}. No tests were found here: this place is assumed.', path, name)];
}
