import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A source file, as the tests about the source look at it. */
export interface SourceFile {
  /** Relative to the folder that was read, with forward slashes. */
  readonly path: string;
  /** The text without comments, so that words in them are not taken for code. */
  readonly code: string;
  /** What it imports, types included: `from '…'`, `import('…')`, `import '…'`. */
  readonly imports: readonly string[];
}

/** Every TypeScript file below a folder of the repository. */
export function sourceFiles(folder: string): SourceFile[] {
  const root = join(import.meta.dirname, '../..', folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const code = withoutComments(readFileSync(join(root, path), 'utf8'));
      const imports = [...code.matchAll(/(?:\bfrom|\bimport\(|\bimport)\s*'([^']+)'/g)].map((match) => match[1] ?? '');
      return { path, code, imports };
    });
}

/** Comments that stand on lines of their own or begin after a space; good enough for our own formatted source. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
