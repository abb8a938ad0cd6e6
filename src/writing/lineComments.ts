const hash = '#';
const slashes = '//';
const dashes = '--';

/** What begins a comment to the end of the line, by VS Code's language ids. */
const marks: ReadonlyMap<string, string> = new Map([
  ...['python', 'r', 'julia', 'ruby', 'perl', 'shellscript', 'powershell', 'elixir', 'yaml'].map(
    (id) => [id, hash] as const,
  ),
  ...[
    'javascript',
    'typescript',
    'javascriptreact',
    'typescriptreact',
    'java',
    'scala',
    'kotlin',
    'csharp',
    'fsharp',
  ].map((id) => [id, slashes] as const),
  ...['c', 'cpp', 'go', 'rust', 'swift', 'dart', 'php', 'groovy'].map((id) => [id, slashes] as const),
  ...['sql', 'lua', 'haskell'].map((id) => [id, dashes] as const),
  ['latex', '%'],
  ['matlab', '%'],
]);

/** A text as comments of a language, line by line; undefined for a language whose comments are not known. */
export function asComments(text: string, languageId: string): string | undefined {
  const mark = marks.get(languageId);
  if (mark === undefined) return undefined;
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? mark : `${mark} ${line}`))
    .join('\n');
}
