import type { NameForm, TestConvention } from './conventions.ts';

/** Folders that hold a project's tests. */
const testFolders = new Set(['test', 'tests', 'spec', 'specs', '__tests__']);

/** Folders that hold a project's source, and say nothing of what it is about. */
const sourceFolders = new Set(['src', 'lib', 'app', 'source', 'sources', 'pkg']);

/** A path in its folder, name and ending: `src/a.b.ts` is `['src']`, `a.b`, `.ts`. */
interface PathParts {
  readonly folders: readonly string[];
  readonly name: string;
  readonly ending: string;
}

function partsOf(path: string): PathParts {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const dot = file.lastIndexOf('.');
  return dot <= 0
    ? { folders, name: file, ending: '' }
    : { folders, name: file.slice(0, dot), ending: file.slice(dot) };
}

/** Which form the name of a test has. @returns undefined for a file that is no test */
export function formOf(path: string, convention: TestConvention): NameForm | undefined {
  const { name, ending } = partsOf(path);
  const endings = convention.testEnding === undefined ? convention.endings : [convention.testEnding];
  if (!endings.includes(ending)) return undefined;
  const longest = [...convention.forms].sort((a, b) => lengthOf(b) - lengthOf(a));
  return longest.find(
    (form) => name.length > lengthOf(form) && name.startsWith(form.before) && name.endsWith(form.after),
  );
}

const lengthOf = ({ before, after }: NameForm) => before.length + after.length;

/** Which files of a project are tests, as a pattern of VS Code's. @returns undefined where tests stand in the file itself */
export function testPattern({ forms, endings, testEnding }: TestConvention): string | undefined {
  if (forms.length === 0) return undefined;
  const names = forms.map(({ before, after }) => `${before}*${after}`);
  const all = testEnding === undefined ? endings : [testEnding];
  return `**/${anyOf(names)}${anyOf(all)}`;
}

const anyOf = (texts: readonly string[]) => (texts.length === 1 ? (texts[0] ?? '') : `{${texts.join(',')}}`);

/** The tests of this very file among all there are; undefined: none yet. */
export function testOf(path: string, tests: readonly string[], convention: TestConvention): string | undefined {
  const { name } = partsOf(path);
  const own = aboutOf(path);
  return tests
    .filter((test) => {
      const form = formOf(test, convention);
      if (!form || nameIn(test, form) !== name) return false;
      // As deep in the project's own folders, or less deep: `test/tax.test.ts` may be for `src/money/tax.ts`.
      const there = aboutOf(test);
      return (
        there.length <= own.length && there.every((folder, index) => own[own.length - there.length + index] === folder)
      );
    })
    .sort((a, b) => aboutOf(b).length - aboutOf(a).length || compare(a, b))[0];
}

const nameIn = (test: string, { before, after }: NameForm) => {
  const { name } = partsOf(test);
  return name.slice(before.length, name.length - after.length);
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The folders of a path that say what it is about. */
function aboutOf(path: string): readonly string[] {
  const plain = new Set(['main', 'java', 'kotlin', 'scala', 'groovy', 'unit']);
  return partsOf(path).folders.filter(
    (folder) => !testFolders.has(folder.toLowerCase()) && !sourceFolders.has(folder) && !plain.has(folder),
  );
}

/** The test that stands nearest to a file: the one with the most folders in common. */
export function nearestTest(path: string, tests: readonly string[]): string | undefined {
  const own = aboutOf(path);
  const { ending } = partsOf(path);
  const ranked = tests.map((test) => {
    const there = aboutOf(test);
    const shared = own.findIndex((folder, index) => there[index] !== folder);
    const common = shared < 0 ? own.length : shared;
    const isOther = partsOf(test).ending === ending ? 0 : 1;
    return { test, rank: [-common, there.length - common, isOther] as const };
  });
  ranked.sort((a, b) => {
    const differs = a.rank.findIndex((value, index) => value !== b.rank[index]);
    return differs < 0 ? compare(a.test, b.test) : (a.rank[differs] ?? 0) - (b.rank[differs] ?? 0);
  });
  return ranked[0]?.test;
}

/**
 * Where the tests of a file go that has none yet: named and placed like the nearest test, or as its language's people do.
 * @param tests all tests of the project; @param sample one of them
 */
export function newTestPath(
  path: string,
  sample: string | undefined,
  tests: readonly string[],
  convention: TestConvention,
): string {
  const { folders, name, ending } = partsOf(path);
  const { testEnding, forms, place } = convention;
  if (place === 'inside') return path;
  const form = (sample === undefined ? undefined : formOf(sample, convention)) ?? forms[0] ?? { before: '', after: '' };
  const file = `${form.before}${name}${form.after}${testEnding ?? ending}`;
  const folder = sample === undefined ? usualFolder(folders, place) : folderLike(folders, sample, tests);
  return [...folder, file].join('/');
}

/** The folder that a language's people would take. */
function usualFolder(folders: readonly string[], place: TestConvention['place']): readonly string[] {
  if (place === 'beside') return folders;
  if (place === 'maven') return mavenFolder(folders) ?? folders;
  // Each package of several has its own.
  const at = folders.findLastIndex((folder) => sourceFolders.has(folder));
  return at < 0 ? [place] : [...folders.slice(0, at), place, ...(place === 'tests' ? [] : folders.slice(at + 1))];
}

/** Maven's and Gradle's: `src/main/java/…` is tested in `src/test/java/…`. */
function mavenFolder(folders: readonly string[]): readonly string[] | undefined {
  const at = folders.findIndex((folder, index) => folder === 'main' && folders[index - 1] === 'src');
  return at < 0 ? undefined : folders.map((folder, index) => (index === at ? 'test' : folder));
}

/** The folder that stands to this file as the sample's does to what it tests, as far as can be told. */
function folderLike(folders: readonly string[], sample: string, tests: readonly string[]): readonly string[] {
  const there = partsOf(sample).folders;
  const at = there.findIndex((folder) => testFolders.has(folder.toLowerCase()));
  if (at < 0) return folders;
  if (there.at(-1) === '__tests__') return [...folders, '__tests__'];
  const maven = there[at - 1] === 'src' ? mavenFolder(folders) : undefined;
  if (maven) return maven;
  const root = there.slice(0, at + 1);
  const own = withoutRoots(folders, there.slice(0, at));
  // `test/unit/tasks` mirrors `src/tasks`: what both end and begin with is not doubled.
  for (let same = Math.min(own.length, there.length - root.length); same > 0; same--) {
    if (own.slice(0, same).every((folder, index) => there[there.length - same + index] === folder)) {
      return [...there, ...own.slice(same)];
    }
  }
  const all = tests
    .map((test) => partsOf(test).folders)
    .filter((each) => root.every((name, index) => each[index] === name));
  const common = all.reduce(sharedStart, there);
  const isFlat = all.every((each) => each.length === common.length);
  return isFlat ? common : [...common, ...own];
}

function sharedStart(one: readonly string[], other: readonly string[]): readonly string[] {
  const end = one.findIndex((name, index) => other[index] !== name);
  return end < 0 ? one : one.slice(0, end);
}

/** A file's folders without those that lead to its project, and without its source folder. */
function withoutRoots(folders: readonly string[], project: readonly string[]): readonly string[] {
  const isWithin = project.every((name, index) => folders[index] === name);
  const own = isWithin ? folders.slice(project.length) : folders;
  return sourceFolders.has(own[0] ?? '') ? own.slice(1) : own;
}

/** How a file is reached from the folder of another: `../src/tax.ts`. */
export function relativePath(from: string, to: string): string {
  const [here, there] = [from.split('/').slice(0, -1), to.split('/')];
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same++;
  const up = here.slice(same).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...there.slice(same)].join('/');
}
