/** How a text is read to find what must not change in it. */
export type TextKind =
  | 'markdown'
  | 'latex'
  | 'commit' // a commit message
  | 'plain'
  | 'code'; // only its comments are prose

const kinds: ReadonlyMap<string, TextKind> = new Map<string, TextKind>([
  ...['markdown', 'mdx', 'quarto', 'rmd', 'pandoc', 'prompt', 'instructions', 'chatagent', 'skill'].map(
    (id) => [id, 'markdown'] as const,
  ),
  ...['latex', 'tex', 'latex-expl3', 'doctex'].map((id) => [id, 'latex'] as const),
  ...['git-commit', 'scminput'].map((id) => [id, 'commit'] as const),
  ...['plaintext', 'restructuredtext', 'asciidoc', 'org', 'log'].map((id) => [id, 'plain'] as const),
]);

/** How text of a language of VS Code is read. A language nobody knows is code: then nothing but comments can change. */
export function textKindOf(languageId: string): TextKind {
  return kinds.get(languageId) ?? 'code';
}
