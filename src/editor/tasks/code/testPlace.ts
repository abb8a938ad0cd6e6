import { FileType, RelativePattern, type TextDocument, Uri, workspace } from 'vscode';
import type { Settings } from '../../../base/settings.ts';
import type { PlacedText } from '../../../base/text.ts';
import { type TestConvention, testConventionOf } from '../../../tasks/code/tests/conventions.ts';
import { formOf, nearestTest, newTestPath, testOf, testPattern } from '../../../tasks/code/tests/testPath.ts';
import { beginningOf, frameworkIn } from '../../../tasks/code/tests/writeTests.ts';
import { inNoise } from '../../../writing/noise.ts';
import { otherText, type Readable, readableBy } from '../../completion/recent/otherText.ts';

/** How many tests are looked for in a folder: in a larger project, one of these shows the style as well. */
const mostTests = 3000;

/** How much of a test is shown as a sample, in UTF-16 code units. */
const mostSample = 3000;

/** How many tests are tried as a sample: some may not be read, or are generated. */
const mostTries = 3;

/** Where the tests of a document go. */
export interface FoundPlace {
  /** The file, there or not; undefined for a document that is in no file. */
  readonly uri: Uri | undefined;
  readonly isThere: boolean;
  /** What there is of a test to go by. */
  readonly sample: (PlacedText & { readonly isTarget: boolean }) | undefined;
  readonly framework: { readonly name: string; readonly isAssumed: boolean };
}

/** Where the tests of a document go. @returns `isTest` for a document that is one; `unknown` where no convention is known */
export async function testPlaceOf(
  document: TextDocument,
  settings: () => Settings,
): Promise<FoundPlace | 'isTest' | 'unknown'> {
  const convention = testConventionOf(document.languageId);
  if (!convention) return 'unknown';
  const folder = workspace.getWorkspaceFolder(document.uri)?.uri;
  if (document.isUntitled || document.uri.scheme === 'vscode-notebook-cell') {
    return {
      uri: undefined,
      isThere: false,
      sample: undefined,
      framework: { name: convention.assumed, isAssumed: true },
    };
  }
  // Outside every folder of the workspace, the document's own is all that is known.
  const root = folder ?? Uri.joinPath(document.uri, '..');
  const path = pathIn(root, document.uri);
  if (formOf(path, convention)) return 'isTest';
  const readable = readableBy(settings);
  const tests = folder ? await testsIn(folder, convention) : [];
  const target = testOf(path, tests, convention) ?? newTestPath(path, nearestTest(path, tests), tests, convention);
  const uri = Uri.joinPath(root, target);
  const isThere = await exists(uri);
  const own = isThere && target !== path ? await sampleOf(uri, document, readable) : undefined;
  const other = own ? undefined : await nearestSample(path, tests, root, document, readable);
  const sample = own ? { ...own, isTarget: true } : other && { ...other, isTarget: false };
  const named = sample ? undefined : await frameworkOf(root, document, convention, readable);
  const isAssumed = named === undefined && sample === undefined && convention.place !== 'inside';
  const framework = { name: named ?? convention.assumed, isAssumed };
  return { uri, isThere, sample, framework };
}

/** The tests of a folder by their paths in it. */
async function testsIn(folder: Uri, convention: TestConvention): Promise<readonly string[]> {
  const pattern = testPattern(convention);
  if (pattern === undefined) return [];
  const found = await workspace.findFiles(new RelativePattern(folder, pattern), inNoise(), mostTests);
  return found.map((uri) => pathIn(folder, uri)).sort();
}

const pathIn = (folder: Uri, uri: Uri) => {
  const root = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return uri.path.startsWith(root) ? uri.path.slice(root.length) : uri.path;
};

/** How the nearest test begins that may be read. */
async function nearestSample(
  path: string,
  tests: readonly string[],
  root: Uri,
  asking: TextDocument,
  readable: Readable,
): Promise<PlacedText | undefined> {
  let left = tests;
  for (let tries = 0; tries < mostTries; tries++) {
    const nearest = nearestTest(path, left);
    const sample = nearest === undefined ? undefined : await sampleOf(Uri.joinPath(root, nearest), asking, readable);
    if (sample || nearest === undefined) return sample;
    left = left.filter((test) => test !== nearest);
  }
  return undefined;
}

/** How a test begins, if it may be read: what is excluded stays out, as it does of completions. */
async function sampleOf(uri: Uri, asking: TextDocument, readable: Readable): Promise<PlacedText | undefined> {
  const other = await otherText(uri, asking, readable);
  if (!other) return undefined;
  const all = Array.from({ length: Math.min(other.lines.count, 400) }, (_, line) => other.lines.at(line)).join('\n');
  const { text, lines } = beginningOf(all, mostSample);
  if (text.trim() === '') return undefined;
  const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
  return { text, origin: { kind: 'example', uri: uri.toString(), path: other.path, range } };
}

/** What the project's own files say that tests are written with. Only its name gets into a prompt. */
async function frameworkOf(
  root: Uri,
  document: TextDocument,
  { manifests, frameworks }: TestConvention,
  readable: Readable,
): Promise<string | undefined> {
  for (const manifest of manifests) {
    const other = await otherText(Uri.joinPath(root, manifest), document, readable);
    if (!other) continue;
    const text = Array.from({ length: other.lines.count }, (_, line) => other.lines.at(line)).join('\n');
    const name = frameworkIn(text, frameworks);
    if (name !== undefined) return name;
  }
  return undefined;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** The path of a place as people know it. */
export function shownPath(uri: Uri): string {
  return workspace.asRelativePath(uri, false).replaceAll('\\', '/');
}
