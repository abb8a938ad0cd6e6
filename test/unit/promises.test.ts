import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const tests = join(import.meta.dirname, '..');

interface Named {
  readonly promise: string;
  readonly file: string;
  readonly title: string;
}

/** The tests that a page names, each under the last heading before it. */
function namedIn(page: string): readonly Named[] {
  let promise = '';
  return page.split('\n').flatMap((line) => {
    promise = /^#+ (?<heading>.*)/.exec(line)?.groups?.heading ?? promise;
    const { file, title } = /^- `(?<file>[^`]+)`: (?<title>.+)$/.exec(line)?.groups ?? {};
    return file === undefined || title === undefined ? [] : [{ promise, file, title }];
  });
}

/** Whether a program has a test, a group of tests, a journey or a case in a table of this title; `…` stands for anything. */
function hasTitle(program: string, title: string): boolean {
  const words = title.split('…').map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?:\\b(?:it|describe)\\(|\\b(?:title|what|name): |\\[)\\s*(['"\`])${words.join('.*')}\\1`).test(
    program,
  );
}

/** The tests named that there are not. */
function missing(named: readonly Named[]): readonly Named[] {
  return named.filter(({ file, title }) => {
    const path = join(tests, file);
    return !existsSync(path) || !hasTitle(readFileSync(path, 'utf8'), title);
  });
}

const pageOf = (name: string) => readFileSync(join(tests, name), 'utf8');

describe('The faults in test/reliability.md', () => {
  const page = pageOf('reliability.md');

  it('name tests that there are, at least one each', () => {
    const named = namedIn(page);
    assert.deepEqual(missing(named), []);
    const faults = [...page.matchAll(/^## (.*)/gm)].map(([, fault]) => fault);
    assert.deepEqual(
      faults.filter((fault) => !named.some(({ promise }) => promise === fault)),
      [],
    );
    assert.ok(faults.length >= 20);
  });
});

describe('The promises in test/privacy.md', () => {
  const named = namedIn(pageOf('privacy.md'));

  it('name tests that there are', () => assert.deepEqual(missing(named), []));

  it('are all there, each with a test', () => {
    for (let number = 1; number <= 9; number += 1) {
      assert.ok(
        named.some(({ promise }) => promise.startsWith(`${number}. `)),
        `promise ${number}`,
      );
    }
    assert.equal(new Set(named.map(({ file, title, promise }) => `${promise}|${file}|${title}`)).size, named.length);
  });

  it('would not take another test, or one in a comment, for the one that is named', () => {
    const program = "it('keeps it here', f);\nit(`says so, once`, f);\n// keeps nothing here\n";
    assert.deepEqual(
      ['keeps it here', 'says …, once', 'keeps it', 'keeps nothing here', 'says …, twice'].map((each) =>
        hasTitle(program, each),
      ),
      [true, true, false, false, false],
    );
    assert.deepEqual(namedIn('# Page\n## 1. One\n\n- `a.ts`: b\n- no test\n'), [
      { promise: '1. One', file: 'a.ts', title: 'b' },
    ]);
  });
});
