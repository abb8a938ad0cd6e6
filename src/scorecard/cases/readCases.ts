import { createHash } from 'node:crypto';
import { LineCounter, parseDocument } from 'yaml';
import { stripAnswer } from '../../writing/guards/strip.ts';
import { type Assertion, checkOf, isJudged } from '../checks/assertions.ts';
import { BadCheck, type Check } from '../checks/check.ts';
import { correctedBy } from '../checks/correctedBy.ts';
import { type CheckParts, ownCheckOf } from '../checks/ownChecks.ts';
import type { CaseFile, CaseOptions, Remark, TestCase } from './caseFile.ts';
import { type Path, Places } from './places.ts';
import { type Prompt, promptOf } from './prompts.ts';
import { filledIn, isBeyondUs } from './template.ts';

/** A longer file is not looked into, in UTF-16 code units. */
const longestFile = 4_000_000;

/** What is asked with where a file says nothing else. The seed is any; it is only to be the same each time. */
const usual: CaseOptions = { contextTokens: 4096, maximumTokens: 512, seed: 7 };

/** Reads cases in the form of promptfoo (promptfoo.dev, "Configuration reference"), and says of each trouble on which line it is. */
export function readCases(text: string, parts: CheckParts): CaseFile {
  return new CaseReader(text, parts).read();
}

type Fields = Readonly<Record<string, unknown>>;

class CaseReader {
  readonly #text: string;
  readonly #parts: CheckParts;
  readonly #problems: Remark[] = [];
  readonly #notRun: Remark[] = [];
  readonly #places: Places;
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #lines = new LineCounter();

  constructor(text: string, parts: CheckParts) {
    this.#text = text;
    this.#parts = parts;
    const isRead = text.length <= longestFile;
    this.#document = parseDocument(isRead ? text : '', { lineCounter: this.#lines, prettyErrors: false });
    this.#places = new Places(this.#document, this.#lines);
  }

  read(): CaseFile {
    const { l10n } = this.#parts;
    const top = this.#content();
    const cases = top ? this.#cases(top) : [];
    if (top && this.#problems.length === 0 && cases.length === 0 && this.#notRun.length === 0)
      this.#problem(['tests'], l10n.t('There is no case in this file: "tests" is empty.'));
    return {
      description: typeof top?.description === 'string' ? top.description : '',
      cases: this.#problems.length === 0 ? cases : [],
      options: this.#options(top),
      models: this.#models(top),
      problems: this.#problems,
      notRun: this.#notRun,
    };
  }

  /** The file as values; undefined where it is broken. */
  #content(): Fields | undefined {
    const { l10n } = this.#parts;
    if (this.#text.length > longestFile) {
      this.#problem([], l10n.t('The file is too long to be read.'));
      return undefined;
    }
    for (const { message, pos } of [...this.#document.errors, ...this.#document.warnings]) {
      const { line, col } = this.#lines.linePos(pos[0]);
      const text = message.split('\n')[0] ?? message;
      this.#problems.push({
        line: Math.max(1, line),
        column: Math.max(1, col),
        message: l10n.t('This is not valid YAML: {0}', text),
      });
    }
    if (this.#problems.length > 0) return undefined;
    try {
      const value: unknown = this.#document.toJS({ maxAliasCount: 100 });
      if (isFields(value)) return value;
      this.#problem([], l10n.t('A file of cases has "prompts" and "tests" at its top.'));
    } catch (error) {
      this.#problem([], l10n.t('This is not valid YAML: {0}', error instanceof Error ? error.message : String(error)));
    }
    return undefined;
  }

  #cases(top: Fields): readonly TestCase[] {
    const { l10n } = this.#parts;
    const prompts = this.#prompts(top.prompts);
    const { tests, defaultTest } = top;
    if (typeof tests === 'string' || typeof defaultTest === 'string') {
      this.#leave(['tests'], l10n.t('cases from elsewhere are shown, and not loaded'));
      return [];
    }
    if (!Array.isArray(tests)) {
      this.#problem(['tests'], l10n.t('"tests" must be a list of cases.'));
      return [];
    }
    const all = isFields(defaultTest) ? defaultTest : {};
    const titles = new Set<string>();
    return tests.flatMap((test: unknown, index) =>
      prompts.flatMap((prompt) => {
        const made = this.#case(test, all, prompt, ['tests', index]);
        if (!made || titles.has(made.id)) return [];
        titles.add(made.id);
        return [made];
      }),
    );
  }

  #prompts(given: unknown): readonly Exclude<Prompt, { notRun: string }>[] {
    const { l10n } = this.#parts;
    const list = Array.isArray(given) ? given : given === undefined ? [] : [given];
    if (list.length === 0) this.#problem(['prompts'], l10n.t('"prompts" must name at least one prompt.'));
    return list.flatMap((each: unknown, index) => {
      const path = Array.isArray(given) ? ['prompts', index] : ['prompts'];
      const raw = isFields(each) ? each.raw : each;
      if (typeof raw !== 'string') {
        this.#problem(path, l10n.t('A prompt must be a text.'));
        return [];
      }
      const prompt = promptOf(raw, l10n);
      if (!('notRun' in prompt)) return [prompt];
      this.#leave(path, prompt.notRun);
      return [];
    });
  }

  #case(test: unknown, all: Fields, prompt: Exclude<Prompt, { notRun: string }>, path: Path): TestCase | undefined {
    const { l10n } = this.#parts;
    if (typeof test === 'string') return this.#leave(path, l10n.t('cases from elsewhere are shown, and not loaded'));
    if (!isFields(test)) return this.#problem(path, l10n.t('A case must have fields, such as "vars" and "assert".'));
    const values = this.#values({ ...fieldsIn(all.vars), ...fieldsIn(test.vars) }, [...path, 'vars']);
    if (!values) return undefined;
    const metadata = { ...fieldsIn(all.metadata), ...fieldsIn(test.metadata) };
    const options = { ...fieldsIn(all.options), ...fieldsIn(test.options) };
    const asserts = [
      ...listIn(all.assert).map((each) => [each, ['defaultTest', 'assert']] as const),
      ...listIn(test.assert).map((each, index) => [each, [...path, 'assert', index]] as const),
    ];
    const source = this.#named(metadata.source, values) ?? '';
    const expected = this.#named(metadata.expected, values);
    const reading: Readonly<Record<string, (answer: string) => string>> = {
      findings: (answer) => correctedBy(answer, source),
      edited: (answer) => stripAnswer(answer, source),
    };
    const read = reading[String(metadata.reads)] ?? same;
    const texts = { source, expected, read };
    const own = metadata.checks === undefined ? [] : listIn(metadata.checks);
    if (metadata.checks !== undefined && !Array.isArray(metadata.checks))
      this.#problem([...path, 'metadata', 'checks'], l10n.t('"checks" must be a list.'));
    const checks = [
      ...asserts.flatMap(([each, at]) => this.#assertion(each, values, at)),
      ...own.flatMap((each, index) =>
        this.#check(() => ownCheckOf(each, texts, this.#parts), [...path, 'metadata', 'checks', index]),
      ),
    ];
    const messages = prompt.filledWith(values);
    const { line } = this.#places.of(path);
    const title = typeof test.description === 'string' ? test.description : l10n.t('Case on line {0}', line);
    if (checks.length === 0) return this.#leave(path, l10n.t('nothing of this case is judged here'));
    const { format } = options;
    return {
      id: hashOf([messages, format ?? null, asserts.map(([each]) => each), own, source, expected ?? null]),
      title,
      task: typeof metadata.task === 'string' ? metadata.task : 'other',
      messages,
      ...(isFields(format) ? { format } : {}),
      ...(typeof options.num_predict === 'number' ? { maximumTokens: options.num_predict } : {}),
      checks,
      promptHash: typeof metadata.promptHash === 'string' ? metadata.promptHash : hashOf(prompt.template),
      wasEscalated: metadata.escalated === true,
      line,
    };
  }

  /** What the variables stand for, as texts; undefined where they are more than texts. */
  #values(given: Fields, path: Path): Readonly<Record<string, string>> | undefined {
    const { l10n } = this.#parts;
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(given)) {
      if (typeof value === 'string' && /^(?:file|package):/.test(value))
        return this.#leave([...path, name], l10n.t('a text from a file is shown, and not loaded'));
      if (Array.isArray(value))
        return this.#leave([...path, name], l10n.t('a list of values is not run here: write a case for each'));
      // As promptfoo has it, the last line break is no part of it.
      values[name] = typeof value === 'object' ? JSON.stringify(value) : String(value).replace(/\n$/, '');
    }
    return values;
  }

  #assertion(given: unknown, values: Readonly<Record<string, string>>, path: Path): readonly Check[] {
    const { l10n } = this.#parts;
    if (!isFields(given) || typeof given.type !== 'string') {
      this.#problem(path, l10n.t('An assertion needs a "type".'));
      return [];
    }
    const { type, value, threshold } = given;
    const inside = typeof value === 'string' ? value : '';
    if (!isJudged(type) || /^(?:file|package):/.test(inside)) {
      this.#leave(path, l10n.t('"{0}" is shown, and never run', inside.startsWith('file:') ? inside : type));
      return [];
    }
    if (isBeyondUs(inside) && type !== 'regex') {
      this.#leave(path, l10n.t('filters, conditions and loops of templates are not run here'));
      return [];
    }
    const assertion: Assertion = { type, value: filledDeep(value, values), threshold };
    return this.#check(() => checkOf(assertion, l10n), path);
  }

  #check(make: () => Check, path: Path): readonly Check[] {
    try {
      return [make()];
    } catch (error) {
      if (!(error instanceof BadCheck)) throw error;
      this.#problem(path, this.#parts.l10n.t('This check cannot be judged: {0}.', error.message));
      return [];
    }
  }

  /** A text that stands in the metadata, or the variable that it names. */
  #named(given: unknown, values: Readonly<Record<string, string>>): string | undefined {
    if (typeof given !== 'string') return undefined;
    return Object.hasOwn(values, given) ? values[given] : filledIn(given, values);
  }

  #options(top: Fields | undefined): CaseOptions {
    const configs = listIn(top?.providers).map((each) => (isFields(each) ? fieldsIn(each.config) : {}));
    const number = (name: string, fallback: number, least: number, most: number) => {
      const value = configs.map((config) => config[name]).find((each) => typeof each === 'number');
      return typeof value === 'number' ? Math.min(most, Math.max(least, Math.round(value))) : fallback;
    };
    return {
      contextTokens: number('num_ctx', usual.contextTokens, 512, 262_144),
      maximumTokens: number('num_predict', usual.maximumTokens, 1, 32_768),
      seed: number('seed', usual.seed, 0, 2 ** 31 - 1),
    };
  }

  #models(top: Fields | undefined): readonly string[] {
    const ids = listIn(top?.providers).map((each) => (isFields(each) ? each.id : each));
    return ids.flatMap((id) => {
      const name = typeof id === 'string' ? /^ollama:(?:chat:|completion:)?(.+)$/.exec(id)?.[1] : undefined;
      return name === undefined ? [] : [name];
    });
  }

  #problem(path: Path, message: string): undefined {
    this.#problems.push({ ...this.#places.of(path), message });
  }

  #leave(path: Path, message: string): undefined {
    this.#notRun.push({ ...this.#places.of(path), message });
  }
}

const same = (answer: string) => answer;

/** A short hash of values. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});
const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The values of an assertion with its variables filled in. An expression keeps its braces. */
function filledDeep(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return filledIn(value, values);
  return Array.isArray(value) ? value.map((each) => filledDeep(each, values)) : value;
}
