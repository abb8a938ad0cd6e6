/** VS Code's names of languages whose files end otherwise. */
const languages: Readonly<Record<string, string>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  txt: 'plaintext',
  text: 'plaintext',
  log: 'plaintext',
  rst: 'restructuredtext',
  adoc: 'asciidoc',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  rs: 'rust',
  rb: 'ruby',
  cs: 'csharp',
  kt: 'kotlin',
  sh: 'shellscript',
  yml: 'yaml',
  h: 'c',
  hpp: 'cpp',
  cc: 'cpp',
};

/**
 * The language of a file that no editor has open, by its name: VS Code says it only of open documents, and a thousand of them would be
 * told to every extension. What has no ending is plain text.
 */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : 'txt';
  return languages[ending] ?? ending;
}
