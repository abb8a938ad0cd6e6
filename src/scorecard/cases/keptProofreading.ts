import type { AnswerRequest, Message } from '../../tiers/tier.ts';
import type { Part, Run } from '../../writing/findings/part.ts';
import { withHunks } from '../../writing/guards/change.ts';
import { type Hunk, hunksBetween } from '../../writing/guards/hunks.ts';
import { countOfWords } from '../../writing/guards/words.ts';
import { changedWordRatio } from '../checks/edits.ts';
import { type CheckParts, ownCheckOf } from '../checks/ownChecks.ts';
import { conversationOf, type NewCase, promptHashOf } from './writeCases.ts';

/** A part of a document that was proofread, and what became of it. Offsets are those of the document as it was read. */
export interface ReadPart {
  readonly part: Pick<Part, 'start' | 'source' | 'masked' | 'runs'>;
  readonly request: Pick<AnswerRequest, 'messages' | 'format' | 'maximumTokens'>;
  /** What stands in its place now. */
  readonly now: string;
  /** What was pointed out in it. */
  readonly found: readonly Hunk[];
  /** What of that the person did not want. */
  readonly dismissed: readonly Hunk[];
}

/** What cases are called. */
interface Titles {
  readonly corrected: string;
  readonly clean: string;
}

/** Where more than this share of the words was changed, the person wrote the text anew: these are no corrections. */
const mostChanged = 0.35;

/** A paragraph with fewer words says little of whether a model leaves well alone. */
const leastWords = 5;

/**
 * The cases that a proofread part makes: one that wants the person's corrections, and not those they dismissed; and one of the paragraphs
 * that they left as they were, in which nothing is to be changed.
 * @returns none where something that was pointed out is not decided about, or where code or links were changed
 */
export async function casesOfProofreading(
  read: ReadPart,
  titles: Titles,
  keptAt: string,
  parts: CheckParts,
): Promise<readonly NewCase[]> {
  const { part, request, now, found, dismissed } = read;
  const made = hunksBetween(part.source, now, 'word').map((hunk) => moved(hunk, part.start));
  const isDecided = (one: Hunk) =>
    dismissed.some((other) => isSame(one, other)) || made.some((hunk) => touch(hunk, one));
  if (!found.every(isDecided)) return [];
  const changes = made.map((hunk) => inMasked(part.runs, hunk));
  if (!isWhole(changes)) return [];
  const source = plain(part.masked);
  const expected = plain(withHunks(part.masked, changes));
  if (changedWordRatio(source, expected) > mostChanged) return [];
  const cases: NewCase[] = [];
  if (expected !== source) {
    const rejected = dismissed.flatMap((hunk) => {
      const change = inMasked(part.runs, hunk);
      const edits = change ? hunksBetween(source, plain(withHunks(part.masked, [change])), 'word') : [];
      return edits.map(({ removed, added }) => ({ removed, added }));
    });
    const wanted = [
      { edits: 0.5 },
      'placeholders',
      'links',
      'numbers',
      ...(rejected.length === 0 ? [] : [{ rejected }]),
    ];
    const texts = { source, expected, read: (text: string) => text };
    const checks: unknown[] = [];
    for (const each of wanted) {
      const { passed } = await ownCheckOf(each, texts, parts).judge({ text: expected, totalMs: 0 });
      if (passed) checks.push(each);
    }
    cases.push(...caseWith(request, source, { title: titles.corrected, expected, checks, keptAt }));
  }
  const clean = cleanText(part.masked, changes);
  if (clean !== '')
    cases.push(
      ...caseWith(request, clean, { title: titles.clean, expected: clean, checks: [{ falseEdits: 0 }], keptAt }),
    );
  return cases;
}

/** A case that asks as the request did, of this text. */
function caseWith(
  { messages, format, maximumTokens }: ReadPart['request'],
  text: string,
  rest: Required<Pick<NewCase, 'title' | 'expected' | 'checks' | 'keptAt'>>,
): readonly NewCase[] {
  const asked = messages.map(
    (message): Message => ({
      ...message,
      parts: message.parts.map((each) =>
        each.kind === 'excerpt' ? { ...each, text: each.text.endsWith('\n') ? `${text.trimEnd()}\n` : text } : each,
      ),
    }),
  );
  const conversation = conversationOf(asked);
  if (!conversation) return [];
  return [
    {
      task: 'proofread',
      promptHash: promptHashOf(messages),
      messages: conversation,
      ...(format ? { format } : {}),
      maximumTokens,
      source: text,
      reads: 'findings',
      assert: [{ type: 'is-json' }],
      ...rest,
    },
  ];
}

/** The paragraphs in which nothing was changed. */
function cleanText(masked: string, changes: readonly { readonly start: number; readonly end: number }[]): string {
  if (changes.length === 0) return countOfWords(masked) < leastWords ? '' : plain(masked);
  const paragraphs = [...masked.matchAll(/\S[\s\S]*?(?=\r?\n[ \t]*\r?\n|\s*$)/g)];
  return paragraphs
    .filter(({ 0: text, index }) => !changes.some(({ start, end }) => start <= index + text.length && end >= index))
    .map(([text]) => plain(text))
    .filter((text) => countOfWords(text) >= leastWords)
    .join('\n\n');
}

/** A change of the document as one of what a model sees; undefined where it sees no such place. */
function inMasked(runs: readonly Run[], { start, end, added }: Hunk) {
  const run = runs.find(({ source, length }) => source <= start && end <= source + length);
  if (!run) return undefined;
  const at = run.masked + start - run.source;
  return { start: at, end: at + end - start, added };
}

const isWhole = <T>(all: readonly (T | undefined)[]): all is readonly T[] => !all.includes(undefined);
const moved = (hunk: Hunk, by: number): Hunk => ({ ...hunk, start: hunk.start + by, end: hunk.end + by });
const touch = (one: Hunk, other: Hunk) => one.start <= other.end && other.start <= one.end;
const isSame = (one: Hunk, other: Hunk) => one.start === other.start && one.added === other.added;
const plain = (text: string) => text.replaceAll('\r\n', '\n');
