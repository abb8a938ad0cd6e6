import type { Excerpt } from '../../../src/base/text.ts';
import {
  conversationOf,
  type NewCase,
  newFile,
  promptHashOf,
  withCase,
} from '../../../src/scorecard/cases/writeCases.ts';
import type { Assertion } from '../../../src/scorecard/checks/assertions.ts';
import { commitMessages, mostMessageTokens } from '../../../src/tasks/code/commitMessage.ts';
import { document } from '../../../src/tasks/code/document.ts';
import { fix } from '../../../src/tasks/code/fix.ts';
import { nameIt } from '../../../src/tasks/code/nameIt.ts';
import { explain } from '../../../src/tasks/explain.ts';
import { questionAbout } from '../../../src/tasks/question.ts';
import { classify } from '../../../src/tasks/reading/classify.ts';
import { extract } from '../../../src/tasks/reading/extract.ts';
import { review } from '../../../src/tasks/reading/review.ts';
import { requestFor } from '../../../src/tasks/request.ts';
import { summarizeAs } from '../../../src/tasks/summarize.ts';
import type { Task } from '../../../src/tasks/task.ts';
import { proofreadRequest } from '../../../src/tasks/writing/proofread.ts';
import { rewrite } from '../../../src/tasks/writing/rewrite.ts';
import { translate } from '../../../src/tasks/writing/translate.ts';
import { messagesFor, mostTokens, type WritingTask } from '../../../src/tasks/writing/writingTask.ts';
import type { AnswerRequest, Message } from '../../../src/tiers/tier.ts';

/**
 * The cases that Hearth brings, so that the card says something on the first day: ours, asked with the very words of the tasks.
 * They are written into `media/scorecard/starter.yaml` by `npm run test:prompts -- --update`.
 */

/** The context that the cases are asked in, in tokens. */
const contextTokens = 4096;
/** A good answer to any of them is shorter, in tokens. */
const mostAnswerTokens = 512;

type Judged = Pick<NewCase, 'assert' | 'checks' | 'expected'>;

const model = { name: 'any', contextTokens };

function excerpt(path: string, languageId: string, text: string): Excerpt {
  const end = { line: text.split('\n').length - 1, character: 0 };
  const origin = {
    kind: 'file',
    uri: `file:///${path}`,
    path,
    range: { start: { line: 0, character: 0 }, end },
  } as const;
  return { origin, languageId, text, label: 'whole file' };
}

function caseOf(
  title: string,
  task: string,
  source: string,
  asked: Omit<AnswerRequest, 'model' | 'contextTokens'>,
  judged: Judged,
): NewCase {
  const messages = conversationOf(asked.messages);
  if (!messages) throw new Error(`${title}: not one question`);
  return {
    title,
    task,
    promptHash: promptHashOf(asked.messages),
    messages,
    ...(asked.format ? { format: asked.format } : {}),
    maximumTokens: Math.min(mostAnswerTokens, asked.maximumTokens),
    source,
    ...judged,
  };
}

const read = (title: string, task: Task, about: Excerpt, judged: Judged) =>
  caseOf(title, task.id, about.text, requestFor(task, about, model), judged);

function write(title: string, task: WritingTask, text: string, language: string, judged: Judged): NewCase {
  const { origin } = excerpt('notes.md', 'markdown', text);
  const placeholder = text.includes('⟦') ? '⟦' : undefined;
  const messages: readonly Message[] = messagesFor(task, { text, origin, language, placeholder, style: '' });
  return caseOf(title, task.id, text, { messages, maximumTokens: mostTokens(Math.ceil(text.length / 3)) }, judged);
}

function proofread(title: string, text: string, judged: Judged): NewCase {
  const { origin } = excerpt('notes.md', 'markdown', text);
  const part = {
    start: 0,
    end: text.length,
    languageId: 'markdown',
    source: text,
    masked: text,
    runs: [],
    marks: [],
    words: 9,
  };
  const wishes = { model, style: '', leaveAlone: new Set<string>(), explainIn: 'English' };
  const request = proofreadRequest({ ...part, language: 'en' }, origin, wishes);
  return { ...caseOf(title, 'proofread', text, request, judged), reads: 'findings' };
}

const has = (...value: string[]): Assertion => ({ type: 'icontains-any', value });
const all = (...value: string[]): Assertion => ({ type: 'icontains-all', value });
const atMost = (max: number): Assertion => ({ type: 'word-count', value: { max } });
const json: Assertion = { type: 'is-json' };

const debounce = excerpt(
  'src/debounce.ts',
  'typescript',
  `export function debounce(run: () => void, waitMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, waitMs);
  };
}
`,
);
const retry = excerpt(
  'tools/retry.py',
  'python',
  `def fetch_with_retry(load, attempts=3):
    last = None
    for attempt in range(attempts):
        try:
            return load()
        except TimeoutError as error:
            last = error
    raise last
`,
);
const query = excerpt(
  'reports/overdue.sql',
  'sql',
  `SELECT customer, SUM(amount) AS total
FROM invoices
WHERE paid_at IS NULL AND due_at < CURRENT_DATE
GROUP BY customer
HAVING SUM(amount) > 1000;
`,
);
const minutes = excerpt(
  'minutes.md',
  'markdown',
  `# Minutes, 14 October

The boiler in the north hall failed again on Monday. Priya called the repair service, and they will come on 21 October.
Until then the choir meets in the library. Tomasz will ask the parish whether the library can be heated from 17:00.
The repair will cost about 1,850 euros; the reserve holds 2,300. We decided to pay from it.
`,
);
const outage = excerpt(
  'outage.md',
  'markdown',
  `At 09:12 the orders service stopped answering. A certificate had expired at 09:10, and the renewal job had been switched off in
March when the servers were moved. At 09:40 Leila renewed the certificate by hand, and orders came in again. 212 orders were
delayed, none was lost. The renewal job runs again since 11:00, and an alarm now rings thirty days before a certificate expires.
`,
);
const lending = excerpt(
  'lending.txt',
  'plaintext',
  `Tools are lent for seven days. Whoever needs one longer writes to the workshop before the week is over. Ladders and the
generator are lent only to members who have had the safety briefing. A damaged tool is brought back at once; nobody has to
pay for wear.
`,
);

/** All of them: 24 over the catalogue of tasks. */
export const starterCases: readonly NewCase[] = [
  read('Explain: a debounce', explain, debounce, {
    assert: [has('timer', 'delay', 'wait'), has('clear', 'cancel', 'reset', 'restart')],
    checks: ['noPreamble'],
  }),
  read('Explain: a retry', explain, retry, {
    assert: [has('retr', 'again', 'attempt'), all('TimeoutError')],
    checks: ['noPreamble', 'identifiers'],
  }),
  read('Explain: a query', explain, query, {
    assert: [has('overdue', 'unpaid', 'not paid', 'past due', 'not been paid'), has('1000', '1,000')],
  }),
  read('Summarize: minutes, the gist', summarizeAs('gist'), minutes, {
    assert: [all('boiler'), has('reserve', '1,850', '1850'), atMost(120)],
    checks: [{ language: 'en' }],
  }),
  read('Summarize: an outage, key points', summarizeAs('keyPoints'), outage, {
    assert: [all('certificate'), has('212', 'delayed'), { type: 'regex', value: '(^|\\n)\\s*[-*•\\d]' }],
    checks: ['noPreamble'],
  }),
  read('Summarize: an outage, one sentence', summarizeAs('sentence'), outage, {
    assert: [all('certificate'), atMost(45)],
  }),
  read('Ask: who may borrow a ladder', questionAbout('Who may borrow a ladder?'), lending, {
    assert: [all('member'), has('briefing')],
  }),
  read('Ask: what is not in the text', questionAbout('What does a lost tool cost?'), lending, {
    assert: [
      has('not say', 'does not', "doesn't", 'not mention', 'no information', 'not specif', 'not stated', 'unclear'),
    ],
  }),
  read('Extract: what is to do', extract('todos'), minutes, {
    assert: [json, all('Tomasz'), { type: 'not-icontains', value: 'Leila' }],
  }),
  read('Extract: figures', extract('figures'), minutes, { assert: [json, all('1,850', '2,300')] }),
  read(
    'Classify: a bug report',
    classify(['bug', 'wish', 'question'], false),
    excerpt(
      'mail.txt',
      'plaintext',
      'Since the update the export ends after the first page. I expected all twelve. It worked last week.\n',
    ),
    { assert: [json, { type: 'regex', value: '"labels"\\s*:\\s*"bug"' }] },
  ),
  read(
    'Classify: a wish',
    classify(['bug', 'wish', 'question'], false),
    excerpt(
      'mail.txt',
      'plaintext',
      'It would be lovely if the list could be sorted by the date on which something was lent.\n',
    ),
    { assert: [json, { type: 'regex', value: '"labels"\\s*:\\s*"wish"' }] },
  ),
  read(
    'Review: a loop that reads too far',
    review,
    excerpt(
      'src/largest.ts',
      'typescript',
      `export function largest(values: number[]): number {
  let found = 0;
  for (let index = 0; index <= values.length; index++) {
    if (values[index] > found) found = values[index];
  }
  return found;
}
`,
    ),
    { assert: [json, has('<=', 'bound', 'length', 'off-by-one', 'off by one', 'negative', 'undefined')] },
  ),
  write(
    'Rewrite: shorter',
    rewrite('shorter'),
    'In the event that it should happen to rain on the day of the fair on 3 May, what we are going to do is to move all of the stalls into the hall, which has room for 40 of them.',
    'English',
    { assert: [atMost(32)], checks: ['numbers', 'noPreamble', { language: 'en' }] },
  ),
  write(
    'Rewrite: more formal',
    rewrite('moreFormal'),
    'Hey, just checking if you got the invoice ⟦1⟧ from 12 March? We kinda need the 480 euros before the end of the month, so ping us at ⟦2⟧!',
    'English',
    {
      assert: [{ type: 'not-icontains', value: 'kinda' }],
      checks: ['placeholders', 'numbers', 'noPreamble', { language: 'en' }],
    },
  ),
  proofread(
    'Proofread: spelling',
    'We recieved the parcel on Tuesday, but the adress on it was wrong, so it was send back.',
    {
      expected: 'We received the parcel on Tuesday, but the address on it was wrong, so it was sent back.',
      assert: [json],
      checks: [{ edits: 0.6 }, 'numbers'],
    },
  ),
  proofread(
    'Proofread: grammar',
    'Each of the volunteers bring their own gloves. There is two ladders in the shed, and less chairs than last year.',
    {
      expected:
        'Each of the volunteers brings their own gloves. There are two ladders in the shed, and fewer chairs than last year.',
      assert: [json],
      checks: [{ edits: 0.5 }, { changedWords: 0.3 }],
    },
  ),
  proofread(
    'Proofread: nothing is wrong',
    'The workshop opens at nine. Whoever comes first puts the kettle on, and the last to leave checks the windows.',
    {
      assert: [json],
      checks: [{ falseEdits: 0 }],
    },
  ),
  write(
    'Translate: into German',
    translate('de', 'German'),
    'The library will be closed from 24 to 31 December. Books that are due in that week can be returned until 7 January.',
    'German',
    { checks: [{ language: 'de' }, 'noPreamble'], assert: [all('24', '31', '7')] },
  ),
  write(
    'Translate: into French, with marks',
    translate('fr', 'French'),
    'Press ⟦1⟧ to save the form. If the page ⟦2⟧ stays empty, please write to the office.',
    'French',
    { checks: ['placeholders', { language: 'fr' }, 'noPreamble'] },
  ),
  read(
    'Fix: a wrong comparison',
    fix([]),
    excerpt(
      'src/isEven.js',
      'javascript',
      `export function isEven(value) {
  if (value % 2 = 0) {
    return true;
  }
  return false;
}
`,
    ),
    { assert: [{ type: 'regex', value: '===?\\s*0' }, all('isEven')] },
  ),
  read('Document: a function', document, retry, {
    assert: [all('fetch_with_retry', '"""', 'raise last', 'range(attempts)')],
  }),
  read(
    'Name it: a variable',
    nameIt('d'),
    excerpt(
      'src/rent.ts',
      'typescript',
      `export function fee(start: Date, end: Date): number {
  const d = Math.ceil((end.getTime() - start.getTime()) / 86_400_000);
  return d * dailyFee;
}
`,
    ),
    { assert: [json, has('day')] },
  ),
  caseOf(
    'Commit message: a limit',
    'commitMessage',
    '',
    {
      messages: commitMessages({
        changes: [
          {
            text: `--- a/src/upload.ts
+++ b/src/upload.ts
@@ -1,3 +1,4 @@
 export async function upload(file: File): Promise<void> {
+  if (file.size > 10_000_000) throw new RangeError('files are at most 10 MB');
   await send(file);
 }
`,
            origin: { ...debounce.origin, kind: 'diff', path: 'src/upload.ts', uri: 'file:///src/upload.ts' },
          },
        ],
        subjects: [],
        origin: debounce.origin,
      }),
      maximumTokens: mostMessageTokens,
    },
    {
      assert: [has('size', 'large', 'limit', '10 MB', '10MB'), { type: 'regex', value: '^[^\\n]{1,72}(\\n|$)' }],
      checks: ['noPreamble'],
    },
  ),
];

/** The file as it is shipped. */
export function starterFile(): string {
  const head =
    'The cases that Hearth brings. They ask with the very words of its tasks, and are written anew when those change:\n' +
    'keep your own in files of your own. promptfoo opens this file as it is.';
  return starterCases.reduce(
    (file, each) => {
      const longer = withCase(file, each);
      if (longer === undefined) throw new Error(`${each.title} cannot be written`);
      return longer;
    },
    newFile('Hearth, starter set', 'qwen2.5:3b', head),
  );
}
