import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvOf } from '../../../../src/tasks/files/csv.ts';
import { languageOf } from '../../../../src/tasks/files/languageOf.ts';
import { type FilesEvent, readFiles } from '../../../../src/tasks/files/readFiles.ts';
import { type Skipped, skippedByName, skippedByText, textOf } from '../../../../src/tasks/files/skipped.ts';
import { KeptInMemory } from '../../../../src/tasks/parts/kept.ts';
import { isPartwise } from '../../../../src/tasks/parts/partwise.ts';
import { classify } from '../../../../src/tasks/reading/classify.ts';
import { summarizeAs } from '../../../../src/tasks/summarize.ts';
import type { Task } from '../../../../src/tasks/task.ts';
import { messageText, TierError, type TierEvent } from '../../../../src/tiers/tier.ts';
import { virtualClock } from '../../../fakes/clock.ts';
import { excerptOf } from '../excerpts.ts';
import { parse } from '../parts/cutting.ts';

interface File {
  readonly name: string;
  readonly text: string | Skipped;
  readonly bytes: number;
}
const fileOf = (name: string, text = `About ${name}.`): File => ({ name, text, bytes: 100 });
const provenance = { tier: 'local', engine: 'Ollama', host: 'localhost', model: 'writer' } as const;

/** Asks about files with a model that answers each request in a second. */
async function ask(
  wanted: Task,
  files: readonly File[],
  say: (prompt: string, count: number) => string | TierError,
  more: { kept?: KeptInMemory; signal?: AbortSignal; digest?: string } = {},
) {
  const { kept = new KeptInMemory(), signal = new AbortController().signal, digest = 'd' } = more;
  const task = isPartwise(wanted) ? wanted : assert.fail();
  const clock = virtualClock();
  const asked: string[] = [];
  const events: FilesEvent<File>[] = [];
  const answerer = {
    async *answer({ messages }: { messages: Parameters<typeof messageText>[0][] }): AsyncGenerator<TierEvent> {
      const prompt = messages.map(messageText).join('\n');
      asked.push(prompt);
      const said = say(prompt, asked.length);
      if (said instanceof TierError) throw said;
      await clock.advance(1000);
      if (signal.aborted) return;
      yield { kind: 'piece', text: said };
      yield { kind: 'done', reason: 'stop', provenance, measured: { totalMs: 1000, answerTokens: 3 } };
    },
  } as unknown as Parameters<typeof readFiles>[1]['answerer'];
  const read = async ({ name, text }: File) =>
    /^(notText|generated|empty)$/.test(text)
      ? (text as Skipped)
      : { ...excerptOf(text, { languageId: 'markdown' }), label: name };
  const model = { name: 'writer', contextTokens: 2048, digest };
  const reading = readFiles({ task, model, files, read }, { answerer, kept, clock, parse }, signal);
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      const answers = events.flatMap((event) =>
        event.kind === 'file' ? [`${event.file.name} ${event.answer.kind}`] : [],
      );
      return { error: next.value, asked, events, answers };
    }
    events.push(next.value);
  }
}

const gist = summarizeAs('sentence');

describe('many files', () => {
  it('each is asked about, with what is done and about how long the others take', async () => {
    const { answers, events } = await ask(
      gist,
      ['a', 'b', 'c', 'd'].map((name) => fileOf(name)),
      () => 'A gist.',
    );
    assert.deepEqual(answers, ['a answered', 'b answered', 'c answered', 'd answered']);
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'progress' ? [[event.done, event.leftMs]] : [])),
      [
        [0, undefined],
        [1, 3000],
        [2, 2000],
        [3, 1000],
      ],
    );
  });

  it('stopped and run again, only those are asked about that were not, or have changed since', async () => {
    const kept = new KeptInMemory();
    const ended = new AbortController();
    const files = Array.from({ length: 10 }, (_, index) => fileOf(`file${index}`));
    const first = await ask(
      gist,
      files,
      (_, count) => {
        if (count === 6) ended.abort();
        return 'A gist.';
      },
      { kept, signal: ended.signal },
    );
    assert.equal(first.answers.length, 5);
    const changed = files.map((file, index) => (index === 2 ? fileOf('file2', 'Another text.') : file));
    const second = await ask(gist, changed, () => 'A gist.', { kept });
    assert.equal(second.answers.length, 10);
    assert.equal(second.asked.length, 6);
    // Another model, another task: nothing is taken for the answer to something else.
    assert.equal((await ask(gist, changed, () => 'A gist.', { kept, digest: 'other' })).asked.length, 10);
    assert.equal((await ask(summarizeAs('gist'), changed, () => 'A gist.', { kept })).asked.length, 10);
  });

  it('a long file is read in parts, and all of it is kept', async () => {
    const kept = new KeptInMemory();
    const long = fileOf(
      'long',
      Array.from({ length: 60 }, (_, index) => `# Part ${index}\n\n${'Some words. '.repeat(20)}`).join('\n\n'),
    );
    const first = await ask(gist, [long, fileOf('short')], () => 'A gist.', { kept });
    assert.deepEqual(first.answers, ['long answered', 'short answered']);
    assert.ok(first.asked.length > 4, String(first.asked.length));
    const again = await ask(gist, [long, fileOf('short')], () => 'A gist.', { kept });
    assert.equal(again.asked.length, 0);
    const label = await ask(classify(['a', 'b'], false), [long], () => '{"labels":"a","reason":"r"}');
    const answer = label.events.find((event) => event.kind === 'file');
    assert.ok(answer?.kind === 'file' && answer.answer.kind === 'answered');
    assert.equal(answer.answer.table?.rows[0]?.cells[0]?.text, 'a');
  });

  it('what is skipped or fails is said, and the others go on; three failures in a row end it, and a lost engine at once', async () => {
    const files = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => fileOf(name, name === 'b' ? 'notText' : undefined));
    const failing = (at: readonly number[]) => (_: string, count: number) =>
      at.includes(count) ? new TierError('stalled', 'x') : 'A gist.';
    const some = await ask(gist, files, failing([2]));
    assert.deepEqual(some.answers, ['a answered', 'b skipped', 'c failed', 'd answered', 'e answered', 'f answered']);
    assert.equal(some.error, undefined);
    const three = await ask(gist, files, failing([2, 3, 4]));
    assert.equal(three.error?.reason, 'stalled');
    assert.equal(three.answers.length, 5);
    const lost = await ask(gist, files, () => new TierError('unreachable', 'x'));
    assert.equal(lost.asked.length, 1);
    assert.equal((await ask(classify(['a', 'b'], false), files.slice(0, 1), () => 'a')).answers[0], 'a notInForm');
  });

  it('what is not worth reading is told by name, by size and by content', () => {
    for (const [path, bytes, why] of [
      ['a.png', 10, 'notText'],
      ['package-lock.json', 10, 'generated'],
      ['dist/app.min.js', 10, 'generated'],
      ['a.md', 2_000_000, 'tooLarge'],
      ['a.md', 0, 'empty'],
      ['data.csv', 10, undefined],
      ['src/a.ts', 10, undefined],
    ] as const) {
      assert.equal(skippedByName(path, bytes), why, path);
    }
    assert.equal(skippedByText('a.go', '// Code generated by x. DO NOT EDIT.\npackage a\n'), 'generated');
    assert.equal(skippedByText('a.js', `var a=1;${'b();'.repeat(1000)}`), 'generated');
    assert.equal(skippedByText('a.md', 'A paragraph on one line. '.repeat(200)), undefined);
    assert.equal(skippedByText('a.md', ' \n'), 'empty');
    assert.equal(textOf(Uint8Array.of(0x61, 0, 0x62)), undefined);
    assert.equal(textOf(Uint8Array.of(0xff, 0xd8, 0x81)), undefined);
    assert.equal(textOf(Buffer.from('a\r\nö')), 'a\nö');
    assert.equal(textOf(Buffer.from('\ufeffa', 'utf16le')), 'a');
    assert.deepEqual(
      [languageOf('docs/A.MD'), languageOf('Makefile'), languageOf('a.lua')],
      ['markdown', 'plaintext', 'lua'],
    );
  });

  it('comma-separated values give every cell back, and none is a formula', () => {
    assert.equal(
      csvOf([
        ['File', 'Why'],
        ['a,b', 'He said "no"'],
      ]),
      'File,Why\r\n"a,b","He said ""no"""\r\n',
    );
    assert.equal(
      csvOf([['=HYPERLINK("https://evil.example")', '@a', '-1']]),
      `"'=HYPERLINK(""https://evil.example"")",'@a,'-1\r\n`,
    );
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\t', '=', '+', '-', '@', 'ö', '🙂') }), {
          minLength: 1,
          maxLength: 4,
        }),
        (cells) => {
          const text = csvOf([cells]).slice(0, -2);
          const read: string[] = [];
          for (const [, quoted, bare] of `${text},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,"]*)),/gs)) {
            read.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
          }
          assert.deepEqual(
            read,
            cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)),
          );
        },
      ),
    );
  });
});
