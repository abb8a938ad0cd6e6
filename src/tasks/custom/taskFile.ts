import { hiddenRuns } from '../../writing/hiddenCharacters.ts';

/** Where the answer of a custom task goes. */
export type Landing = 'answer' | 'replace' | 'below' | 'new document';

/** Text of a task's file, with the lines on which it stands, from 0, both included. */
export interface FileText {
  readonly text: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** A task that somebody wrote as a Markdown file: what stands in it, and nothing else can. */
export interface CustomTask {
  readonly name: string;
  /** `prose`, `code`, or language ids; empty: everywhere. */
  readonly appliesTo: readonly string[];
  /** What it works on; undefined: the selection, else the symbol or section round the cursor, else the file. */
  readonly on: 'selection' | 'file' | undefined;
  readonly result: Landing;
  /** Who the model shall be. */
  readonly role: FileText | undefined;
  readonly instruction: FileText;
}

/** What is wrong with a task's file. */
export type TaskFileProblem =
  | { readonly what: 'noHead' | 'headNotClosed' | 'noName' | 'noInstruction' | 'hiddenCharacters' | 'notText' }
  | { readonly what: 'notKeyAndValue'; readonly text: string }
  | { readonly what: 'unknownKey' | 'twice' | 'noValue'; readonly key: string }
  | { readonly what: 'badValue'; readonly key: string; readonly value: string; readonly allowed: readonly string[] }
  | { readonly what: 'tooLong'; readonly most: number };

/** A task, or the first thing that is wrong with its file, and the line on which, from 0. */
export type ReadTaskFile =
  | { readonly kind: 'task'; readonly task: CustomTask }
  | { readonly kind: 'broken'; readonly line: number; readonly problem: TaskFileProblem };

/** The keys that a file may have. There is none for a model, a tier, an address or another file: an unknown key is a mistake. */
export const taskFileKeys = ['name', 'for', 'on', 'result', 'role'] as const;

/** The longest file, in UTF-16 code units, and the longest name. */
const mostCharacters = 10_000;
const longestName = 60;

const landings: readonly Landing[] = ['answer', 'replace', 'below', 'new document'];
const subjects = ['selection', 'file'] as const;

/** A line of the head. */
interface Line {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/**
 * Reads a task's file: between two lines `---` one `key: value` a line, where a line that begins with `#` is a comment, then the
 * instruction. It is not YAML: what means more there than it says, such as anchors and tags, is only text here.
 */
export function readTaskFile(content: string): ReadTaskFile {
  const text = content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const broken = (line: number, problem: TaskFileProblem): ReadTaskFile => ({ kind: 'broken', line, problem });
  if (text.length > mostCharacters) return broken(0, { what: 'tooLong', most: mostCharacters });
  if (text.includes('\u0000')) return broken(0, { what: 'notText' });
  const [hidden] = hiddenRuns(text);
  // What a person cannot see, they cannot have agreed to.
  if (hidden) return broken(text.slice(0, hidden.start).split('\n').length - 1, { what: 'hiddenCharacters' });
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== '---') return broken(0, { what: 'noHead' });
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) return broken(0, { what: 'headNotClosed' });
  const head = new Map<string, Line>();
  for (const [index, line] of lines.slice(1, end).entries()) {
    const at = index + 1;
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, key, value = ''] = /^([A-Za-z][\w-]*)\s*:(?:\s+(.*))?$/.exec(line.trimEnd()) ?? [];
    if (key === undefined) return broken(at, { what: 'notKeyAndValue', text: line.trim().slice(0, 40) });
    if (!taskFileKeys.some((known) => known === key)) return broken(at, { what: 'unknownKey', key });
    if (head.has(key)) return broken(at, { what: 'twice', key });
    if (unquoted(value) === '') return broken(at, { what: 'noValue', key });
    head.set(key, { key, value: unquoted(value), line: at });
  }
  const name = head.get('name');
  if (!name) return broken(0, { what: 'noName' });
  if (name.value.length > longestName) return broken(name.line, { what: 'tooLong', most: longestName });
  const result = oneOf(head.get('result'), landings);
  const on = oneOf(head.get('on'), subjects);
  const appliesTo = (head.get('for')?.value ?? '').split(',').map((each) => each.trim());
  const strange = appliesTo.find((each) => each !== '' && !/^[A-Za-z][\w+#.-]*$/.test(each));
  const wrong = strange === undefined ? (problemOf(result) ?? problemOf(on)) : badValue(head.get('for'), strange);
  if (wrong) return { kind: 'broken', ...wrong };
  const instruction = textIn(lines, end + 1);
  if (!instruction) return broken(Math.min(end + 1, lines.length - 1), { what: 'noInstruction' });
  const role = head.get('role');
  return {
    kind: 'task',
    task: {
      name: name.value,
      appliesTo: appliesTo.filter((each) => each !== ''),
      on: chosenOf(on),
      result: chosenOf(result) ?? 'answer',
      role: role && { text: role.value, firstLine: role.line, lastLine: role.line },
      instruction,
    },
  };
}

/** Whether a task is for a text. */
export function isFor({ appliesTo }: CustomTask, kind: 'prose' | 'code', languageId: string): boolean {
  return appliesTo.length === 0 || appliesTo.includes(kind) || appliesTo.includes(languageId);
}

type Chosen<T> = T | undefined | { readonly line: number; readonly problem: TaskFileProblem };

function oneOf<T extends string>(line: Line | undefined, allowed: readonly T[]): Chosen<T> {
  if (!line) return undefined;
  return allowed.find((each) => each === line.value) ?? badValue(line, line.value, allowed);
}

function badValue(line: Line | undefined, value: string, allowed: readonly string[] = ['prose', 'code']) {
  return { line: line?.line ?? 0, problem: { what: 'badValue', key: line?.key ?? '', value, allowed } as const };
}

const problemOf = <T extends string>(chosen: Chosen<T>) => (typeof chosen === 'object' ? chosen : undefined);
const chosenOf = <T extends string>(chosen: Chosen<T>) => (typeof chosen === 'object' ? undefined : chosen);

const unquoted = (value: string) =>
  value
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();

/** The lines from one on, without blank ones round them. */
function textIn(lines: readonly string[], from: number): FileText | undefined {
  const isText = (line: string, index: number) => index >= from && line.trim() !== '';
  const [firstLine, lastLine] = [lines.findIndex(isText), lines.findLastIndex(isText)];
  if (firstLine < 0) return undefined;
  return { text: lines.slice(firstLine, lastLine + 1).join('\n'), firstLine, lastLine };
}
