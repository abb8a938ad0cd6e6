import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Excerpt, PlacedText } from '../../../src/base/text.ts';
import { type AskedInChat, chatRequest } from '../../../src/tasks/chat.ts';
import { combinedMessages, commitMessages, partMessages } from '../../../src/tasks/code/commitMessage.ts';
import { document } from '../../../src/tasks/code/document.ts';
import { explainOf, fix } from '../../../src/tasks/code/fix.ts';
import { nameIt } from '../../../src/tasks/code/nameIt.ts';
import { writeTests } from '../../../src/tasks/code/tests/writeTests.ts';
import {
  customAnswer,
  customBelow,
  customCode,
  customWriting,
  wantedBy,
} from '../../../src/tasks/custom/customTask.ts';
import { type CustomTask, readTaskFile } from '../../../src/tasks/custom/taskFile.ts';
import { explain } from '../../../src/tasks/explain.ts';
import { followUp } from '../../../src/tasks/followUp.ts';
import type { InParts } from '../../../src/tasks/parts/inParts.ts';
import { questionAbout } from '../../../src/tasks/question.ts';
import { classify } from '../../../src/tasks/reading/classify.ts';
import { extract } from '../../../src/tasks/reading/extract.ts';
import { review } from '../../../src/tasks/reading/review.ts';
import { requestFor } from '../../../src/tasks/request.ts';
import { summarizeAs } from '../../../src/tasks/summarize.ts';
import type { Task } from '../../../src/tasks/task.ts';
import { continueMessages } from '../../../src/tasks/writing/continue.ts';
import { type DraftWish, draftMessages } from '../../../src/tasks/writing/draft.ts';
import { proofreadRequest } from '../../../src/tasks/writing/proofread.ts';
import { rewrite } from '../../../src/tasks/writing/rewrite.ts';
import { translate } from '../../../src/tasks/writing/translate.ts';
import { messagesFor, type WritingTask } from '../../../src/tasks/writing/writingTask.ts';
import type { AnswerRequest, Message, PromptPart } from '../../../src/tiers/tier.ts';
import { sourceFiles } from '../sourceFiles.ts';
import { excerptOf } from './excerpts.ts';

/**
 * What every task asks, to the letter. A prompt that changes fails here, so that the change is seen and meant:
 * `npm run test:prompts -- --update` writes the files anew, and the difference stands in the review.
 */
const folder = join(import.meta.dirname, 'prompts');
const isUpdating = process.env.HEARTH_UPDATE_PROMPTS === '1';

const code = excerptOf('export function tax(price: number): number {\n  return price * 0.2;\n}');
const text = excerptOf('Ann sends the *plan* by Friday.\nBob books the room.\n', { languageId: 'markdown' });
const model = { name: 'writer', contextTokens: 8192 };
const { origin } = code;
const placed = (kind: PlacedText['origin']['kind'], path: string, words: string): PlacedText => ({
  text: words,
  origin: { ...origin, kind, path, uri: `file:///project/${path}` },
});
const change = (path: string, words: string) => placed('diff', path, words);
const problem = {
  at: { line: 11, character: 2 },
  message: "Type 'string' is not assignable\nto type 'number'.",
  origin: { ...origin, kind: 'diagnostic' } as const,
};
const asked = (task: Task, excerpt: Excerpt) => requestFor(task, excerpt, model);
const inChat = (asked: Partial<AskedInChat> & { readonly question: string }) =>
  chatRequest({ earlier: [], ...asked }, model)?.request ?? assert.fail('it does not fit');
const masked = {
  text: 'See ⟦1⟧.\nIt is **new**.',
  origin: text.origin,
  language: 'English',
  placeholder: '⟦',
  style: 'British spelling.',
};
const written = (task: WritingTask) => messagesFor(task, masked);
const plain = (task: WritingTask) =>
  messagesFor(task, { ...masked, text: 'It is new.', language: undefined, placeholder: undefined, style: '' });
const drafted = (wish: DraftWish) => draftMessages(wish, text, { markup: 'Markdown', language: 'English', style: '' });
const inParts = ({ inParts: how }: Task): InParts => how ?? assert.fail('not in parts');
const notes = [
  { first: 1, last: 1, text: 'Ann sends the plan.' },
  { first: 2, last: 3, text: 'Bob books the room.' },
];
const custom = {
  task: customTask(),
  file: { uri: 'file:///project/.hearth/tasks/child.md', path: '.hearth/tasks/child.md' },
};
const commit = {
  changes: [change('src/tax.ts', '-a\n+b\n'), change('notes.md', '+```\n')],
  subjects: ['fix: totals', 'feat: dark theme'],
  origin,
};
const sample = (path: string, isTarget: boolean) => ({
  ...placed('example', path, "import { it } from 'vitest';\n"),
  isTarget,
});
const part = {
  start: 0,
  end: 20,
  languageId: 'markdown',
  source: '',
  masked: 'The `a` tell it.\n1. Colour',
  runs: [],
  marks: [],
  words: 4,
};
const proofreadWishes = { model, style: 'British spelling.', leaveAlone: new Set(['colour']), explainIn: 'German' };

function customTask(): CustomTask {
  const read = readTaskFile('---\nname: For a Child\nrole: You teach children.\n---\nExplain this.\n');
  return read.kind === 'task' ? read.task : assert.fail();
}

/** What is asked, by the name of its file: by the source file that the words are in. */
const prompts: Readonly<Record<string, Readonly<Record<string, AnswerRequest | readonly Message[]>>>> = {
  'explain.ts': { 'explain-code': asked(explain, code), 'explain-text': asked(explain, text) },
  'summarize.ts': {
    'summarize-gist-code': asked(summarizeAs('gist'), code),
    'summarize-gist-text': asked(summarizeAs('gist'), text),
    'summarize-keyPoints': asked(summarizeAs('keyPoints'), text),
    'summarize-outline': asked(summarizeAs('outline'), text),
    'summarize-sentence': asked(summarizeAs('sentence'), text),
  },
  'parts/inParts.ts': {
    'summarize-gist-part': inParts(summarizeAs('gist')).ofPart(text),
    'summarize-gist-notes': inParts(summarizeAs('gist')).ofNotes(notes, 3, text),
    'summarize-outline-part': inParts(summarizeAs('outline')).ofPart(code),
    'summarize-outline-notes': inParts(summarizeAs('outline')).ofNotes(notes, 9, code),
  },
  'question.ts': { ask: asked(questionAbout('Who books it?'), text) },
  'reading/extract.ts': {
    'extract-todos': asked(extract('todos'), text),
    'extract-names': asked(extract('names'), text),
    'extract-figures': asked(extract('figures'), text),
    'extract-fields': asked(extract({ fields: ['amount', 'payee "name"'] }), text),
  },
  'reading/classify.ts': {
    'classify-one': asked(classify(['bug', 'wish'], false), text),
    'classify-several': asked(classify(['bug', 'wish'], true), code),
  },
  'reading/review.ts': { 'review-code': asked(review, code), 'review-text': asked(review, text) },
  'code/fix.ts': {
    'fix-problems': asked(fix([problem]), code),
    'fix-alone': asked(fix([]), code),
    'explain-problem': asked(explainOf(problem), code),
  },
  'code/document.ts': {
    'document-typescript': asked(document, code),
    'document-python': asked(document, { ...code, languageId: 'python' }),
    'document-unknown': asked(document, { ...code, languageId: 'zig' }),
  },
  'code/nameIt.ts': { nameIt: asked(nameIt('tax'), code) },
  'code/commitMessage.ts': {
    commitMessage: commitMessages(commit),
    'commitMessage-first': commitMessages({ ...commit, subjects: [] }),
    'commitMessage-part': partMessages(commit.changes),
    'commitMessage-combined': combinedMessages(
      [change('src/tax.ts', 'Doubles\nthe tax.'), change('b.ts', 'Mends b.')],
      commit,
    ),
  },
  'code/tests/writeTests.ts': {
    'writeTests-new': asked(
      writeTests({
        path: 'test/tax.test.ts',
        sample: sample('test/sum.test.ts', false),
        isThere: false,
        framework: 'Vitest',
      }),
      code,
    ),
    'writeTests-added': asked(
      writeTests({
        path: 'test/tax.test.ts',
        sample: sample('test/tax.test.ts', true),
        isThere: true,
        framework: 'Vitest',
      }),
      code,
    ),
    'writeTests-assumed': asked(
      writeTests({ path: 'src/total.test.ts', sample: undefined, isThere: false, framework: 'node:test' }),
      code,
    ),
    'writeTests-inside': asked(
      writeTests({ path: 'src/total.ts', sample: undefined, isThere: true, framework: 'the test attribute' }),
      code,
    ),
    'writeTests-nowhere': asked(
      writeTests({ path: undefined, sample: undefined, isThere: false, framework: 'pytest' }),
      code,
    ),
  },
  'writing/rewrite.ts': {
    'rewrite-clearer': written(rewrite('clearer')),
    'rewrite-shorter': written(rewrite('shorter')),
    'rewrite-friendlier': written(rewrite('friendlier')),
    'rewrite-moreFormal': written(rewrite('moreFormal')),
    'rewrite-own': written(rewrite({ own: 'as a list' })),
  },
  'writing/writingTask.ts': { 'rewrite-plain': plain(rewrite('clearer')) },
  'writing/translate.ts': { translate: written(translate('de', 'German')) },
  'writing/proofread.ts': {
    proofread: proofreadRequest({ ...part, language: 'en', opening: '⟦' }, text.origin, proofreadWishes),
    'proofread-plain': proofreadRequest(part, text.origin, {
      ...proofreadWishes,
      style: '',
      leaveAlone: new Set(),
      explainIn: 'English',
    }),
  },
  'writing/draft.ts': {
    'draft-releaseNote': drafted('releaseNote'),
    'draft-email': drafted('email'),
    'draft-designDoc': drafted('designDoc'),
    'draft-issue': drafted('issue'),
    'draft-commitBody': draftMessages('commitBody', text, { markup: 'plain text', style: 'Short.' }),
    'draft-own': drafted({ own: 'a short reply' }),
  },
  'writing/continue.ts': {
    continue: continueMessages(placed('cursor', 'a.md', 'It was late. '), undefined, { style: '' }),
    'continue-leadOver': continueMessages(
      placed('cursor', 'a.md', 'It was late. '),
      placed('cursor', 'a.md', 'So we went.'),
      { language: 'English', style: 'Plain.' },
    ),
  },
  'chat.ts': {
    'chat-question': inChat({ question: 'What is a monad?' }),
    'chat-question-about': inChat({ question: 'Why 0.2?', excerpt: code }),
    'chat-explain-again': inChat({
      task: explain,
      question: '',
      excerpt: code,
      earlier: [{ question: 'What is a tax?', answer: 'Money for the state.' }],
    }),
  },
  'followUp.ts': {
    followUp: followUp(explain.messages(code), 'It is the tax.', 'Why 0.2?', model),
    'followUp-rewrite': followUp(written(rewrite('clearer')), 'It is new.', 'Why so short?', model),
  },
  'custom/customTask.ts': {
    'custom-answer': asked(customAnswer(custom), code),
    'custom-replace-code': asked(customCode(custom), code),
    'custom-replace-text': written(customWriting(custom)),
    'custom-below-code': asked(customBelow(custom), code),
    'custom-below-text': drafted({ wanted: wantedBy(custom) }),
  },
};

/** A conversation as a file: what the engine gets, word for word, and below it where the user's text in it is from. */
function asFile(prompt: AnswerRequest | readonly Message[]): string {
  const isRequest = 'messages' in prompt;
  const messages: readonly Message[] = isRequest ? prompt.messages : prompt;
  const told = messages.map(({ role, parts }) => `── ${role}\n${parts.map((each) => each.text).join('')}\n`);
  const from = messages.flatMap(({ parts }) => parts.flatMap(originLine));
  const limits = isRequest
    ? [`at most ${prompt.maximumTokens} tokens${prompt.format ? `, as ${JSON.stringify(prompt.format)}` : ''}\n`]
    : [];
  return [...told, '── from\n', ...from, ...limits].join('');
}

function originLine(part: PromptPart): readonly string[] {
  if (part.kind === 'instruction') return part.about ? [`our words about ${part.about.path}\n`] : [];
  const { kind, path, range } = part.origin;
  const first = part.text.trimStart().split('\n')[0] ?? '';
  return [`${kind}${path === '' ? '' : ` ${path}:${range.start.line + 1}`}: ${first.slice(0, 30)}\n`];
}

describe('What every task asks, to the letter', () => {
  const all = Object.values(prompts).flatMap((each) => Object.entries(each));
  before(() => {
    if (!isUpdating) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [name, prompt] of all) writeFileSync(join(folder, `${name}.txt`), asFile(prompt));
  });

  for (const [name, prompt] of all) {
    it(name, () => assert.equal(asFile(prompt), readFileSync(join(folder, `${name}.txt`), 'utf8')));
  }

  it('no file is left of a prompt that is gone', () => {
    assert.deepEqual(readdirSync(folder).sort(), all.map(([name]) => `${name}.txt`).sort());
  });

  it('no source file with words for a model is missing here', () => {
    const ours = /\/(?:prompt|writingTask)\.ts$/;
    const withWords = sourceFiles('src')
      .filter(({ path, imports }) => path.startsWith('tasks/') && imports.some((each) => ours.test(each)))
      .filter(({ code: source }) => /\b(?:instruction|askAbout)\(/.test(source))
      .map(({ path }) => path.slice('tasks/'.length));
    assert.deepEqual(
      withWords.filter((path) => !(path in prompts)),
      [],
    );
    assert.deepEqual(
      Object.keys(prompts).filter((path) => !withWords.includes(path)),
      [],
    );
  });
});
