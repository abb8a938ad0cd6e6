/** How comments and strings are written in a language. */
export interface CommentSyntax {
  /** What begins a comment up to the end of the line. */
  readonly line: readonly string[];
  /** What begins and what ends a comment over several lines. */
  readonly block: readonly (readonly [string, string])[];
  /** What begins and ends a string; one of more than one character, and a backtick, may go over several lines. */
  readonly strings: readonly string[];
  /** Text between triple quotes that is no value is documentation, as in Python. */
  readonly docstrings?: boolean;
  /** A slash where a value may stand begins a regular expression. */
  readonly slashPatterns?: boolean;
}

const c: CommentSyntax = { line: ['//'], block: [['/*', '*/']], strings: ['"', "'"] };
const script: CommentSyntax = { ...c, strings: ['"', "'", '`'], slashPatterns: true };
const hash: CommentSyntax = { line: ['#'], block: [], strings: ['"', "'"] };
const dashes: CommentSyntax = { line: ['--'], block: [['/*', '*/']], strings: ["'", '"'] };
const semicolon: CommentSyntax = { line: [';'], block: [['#|', '|#']], strings: ['"'] };
const tags: CommentSyntax = { line: [], block: [['<!--', '-->']], strings: [] };

const groups: readonly (readonly [CommentSyntax, string])[] = [
  [
    c,
    'c cpp csharp java objective-c objective-cpp cuda-cpp arduino jsonc json5 proto3 proto glsl hlsl shaderlab solidity',
  ],
  // A single quote also begins a lifetime or closes nothing; only double quotes are strings.
  [{ ...c, strings: ['"'] }, 'rust'],
  [{ ...c, strings: ['"', "'", '`'] }, 'go'],
  [{ ...c, strings: ['"""', '"', "'"] }, 'kotlin swift scala groovy dart'],
  [{ ...c, strings: ["'''", '"', "'"] }, 'zig'],
  [{ ...c, line: ['//', '#'] }, 'php'],
  [script, 'javascript typescript javascriptreact typescriptreact vue svelte'],
  [{ ...c, line: [] }, 'css'],
  [c, 'scss less stylus'],
  [{ ...hash, strings: ['"""', "'''", '"', "'"], docstrings: true }, 'python'],
  [{ ...hash, block: [['=begin', '=end']] }, 'ruby'],
  [{ ...hash, block: [['<#', '#>']] }, 'powershell'],
  [{ ...hash, block: [['#=', '=#']], strings: ['"""', '"'] }, 'julia'],
  [{ ...hash, block: [['"""', '"""']], strings: ['"'] }, 'elixir graphql'],
  [
    hash,
    'shellscript bash zsh fish makefile dockerfile yaml dockercompose toml properties ini perl r coffeescript cmake nix',
  ],
  [{ ...hash, line: ['#', '//'], block: [['/*', '*/']], strings: ['"'] }, 'terraform hcl'],
  [dashes, 'sql mysql pgsql plsql ada vhdl'],
  [{ ...dashes, block: [['--[[', ']]']] }, 'lua'],
  [{ ...dashes, block: [['{-', '-}']], strings: ['"'] }, 'haskell elm purescript'],
  [semicolon, 'clojure lisp commonlisp scheme racket'],
  [{ ...c, line: ['%'], block: [], strings: ['"'] }, 'erlang matlab prolog'],
  [{ ...c, line: ["'"], block: [], strings: ['"'] }, 'vb'],
  [{ ...c, line: ['//'], block: [['(*', '*)']], strings: ['"'] }, 'fsharp ocaml pascal'],
  [tags, 'html xml xsl svg'],
];

/** How comments are written in a language of VS Code; undefined where that is not known. */
export function commentSyntaxOf(languageId: string): CommentSyntax | undefined {
  return groups.find(([, ids]) => ids.split(' ').includes(languageId))?.[0];
}
