import { askAbout } from '../prompt.ts';
import { type CodeTask, giveItBack, mostCodeTokens } from './codeTask.ts';

/** `hearth.document`: comments that say what a piece of code is for, in its language's own convention. */
export const document: CodeTask = {
  id: 'document',
  changes: 'code',
  maximumTokens: mostCodeTokens,
  messages: (excerpt) =>
    askAbout(
      excerpt,
      `Add documentation to this code: ${conventionOf(excerpt.languageId)}. Say what each function, type or module is for, what it ` +
        'takes and returns, and what it throws, as far as the code tells. Keep comments that are there and still true. ' +
        `Do not change any code.\n${giveItBack}`,
    ),
};

/** How a language's own tools read documentation. */
function conventionOf(languageId: string): string {
  return (
    conventions.find(([languages]) => languages.includes(languageId))?.[1] ?? 'in the comments usual for its language'
  );
}

const conventions: readonly (readonly [languages: readonly string[], convention: string])[] = [
  // TSDoc and JSDoc; in TypeScript the types stand in the code.
  [['typescript', 'typescriptreact'], 'TSDoc comments (/** … */) without types'],
  [['javascript', 'javascriptreact'], 'JSDoc comments (/** … */)'],
  // PEP 257
  [['python'], 'docstrings (""" … """) as in PEP 257'],
  // doc.rust-lang.org/rustdoc
  [['rust'], 'rustdoc comments (/// …)'],
  // go.dev/doc/comment: begins with the name
  [['go'], 'Go doc comments (// Name …), each beginning with the name it is for'],
  [['java', 'groovy'], 'Javadoc comments (/** … */)'],
  [['kotlin'], 'KDoc comments (/** … */)'],
  [['scala'], 'Scaladoc comments (/** … */)'],
  [['csharp'], 'XML documentation comments (/// <summary> …)'],
  [['fsharp'], 'XML documentation comments (/// …)'],
  [['c', 'cpp', 'cuda-cpp', 'objective-c', 'objective-cpp'], 'Doxygen comments (/** … */)'],
  [['php'], 'PHPDoc comments (/** … */)'],
  [['ruby'], 'YARD comments (# …)'],
  [['swift'], 'Swift documentation comments (/// …)'],
  [['r'], "roxygen2 comments (#' …)"],
  [['julia'], 'docstrings (""" … """) before each definition'],
  [['elixir'], '@doc and @moduledoc attributes'],
  [['lua'], 'LDoc comments (--- …)'],
  [['haskell'], 'Haddock comments (-- | …)'],
  [['shellscript'], 'comments (# …) before each function'],
  [['powershell'], 'comment-based help (<# .SYNOPSIS … #>)'],
  [['sql'], 'comments (-- …)'],
];
