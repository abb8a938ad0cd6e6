import type { Kept, Span } from './reading.ts';

/**
 * What is kept in any text but LaTeX. Each pattern is linear: it begins only where a word begins, and what it runs over
 * cannot contain its own beginning.
 */
const anywhere: readonly (readonly [Kept, RegExp])[] = [
  // Mustache, Handlebars, Jinja, Liquid, Hugo, Vue, GitHub Actions.
  ['template', /\{\{\{?[^{}]*\}?\}\}/g],
  ['template', /\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}/g],
  ['template', /\{#(?:[^#{]|#(?!\})|\{(?!#))*#\}/g],
  // ERB, EJS, ASP.
  ['template', /<%(?:[^%<]|%(?!>)|<(?!%))*%>/g],
  // Shell and template literals, Python's and ICU's named fields, printf.
  ['template', /\$\{[^{}\n]*\}/g],
  ['template', /\{[\w][\w.-]*\}/g],
  ['template', /(?<![\d%])%(?:\(\w+\)|\d+\$)?[-+0#]*\d*(?:\.\d+)?l{0,2}[sdifuxXeEgGc@](?!\w)/g],
  ['template', /\$[A-Z_][A-Z0-9_]+\b/g],
  // Attributes of a heading or an image: {#id .class}.
  ['template', /\{[#.:][^{}\n]*\}/g],
  // Emoji by name.
  ['template', /(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])/g],
  // Wiki links, and citations as Pandoc writes them.
  ['reference', /!?\[\[[^[\]\n]*\]\]/g],
  ['reference', /\[[^[\]\n@]*@[^[\]\n]+\]/g],
  // People, issues.
  ['reference', /(?<![\w/@.])@[A-Za-z0-9][\w-]*(?:\/[\w-]+)?/g],
  ['reference', /(?<![\w&/#.-])(?:[\w.-]+\/[\w.-]+)?#\d+\b/g],
];

/** Addresses and paths, where no parser finds them. */
const addresses: readonly (readonly [Kept, RegExp])[] = [
  ['url', /(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\s<>"`{}|\\^]*[^\s<>"`{}|\\^.,;:!?'")\]*_]/g],
  ['url', /(?<![\w.-])www\.[^\s<>"`]*[^\s<>"`.,;:!?')\]]/g],
  ['url', /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  // A path has an extension, or begins like one: "and/or" is none.
  ['url', /(?<![\w.@~/\\-])(?:\.{1,2}\/|~\/|\/)?(?:[\w.@-]+\/)+[\w@-][\w.@-]*\.\w{1,8}\b/g],
  ['url', /(?<![\w.@~/\\<-])(?:\.{1,2}|~)?\/[\w.@-]+(?:\/[\w.@-]+)+\/?/g],
  ['url', /(?<![\w\\])[A-Za-z]:\\[\w.\\@-]+/g],
];

/** What is kept as well in text without markup. */
const unparsed: readonly (readonly [Kept, RegExp])[] = [
  ['code', /``[^`]+``|`[^`\n]+`/g],
  // The hash of a commit: it has a digit, or it might be a word.
  ['reference', /(?<![\w-])(?=[a-f]*\d)[0-9a-f]{7,40}(?![\w-])/g],
];

/** What is kept in Markdown besides what its parser finds. */
export function keptAnywhere(text: string): Span[] {
  return found(text, anywhere);
}

/** What is kept in text without markup. */
export function keptInPlainText(text: string): Span[] {
  return found(text, [...unparsed, ...addresses, ...anywhere]);
}

/** Addresses and paths: what is kept in LaTeX besides its own marks, as braces are no template there. */
export function addressesIn(text: string): Span[] {
  return found(text, addresses);
}

function found(text: string, patterns: readonly (readonly [Kept, RegExp])[]): Span[] {
  return patterns.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }) => ({
      start: index,
      end: index + match.length,
      what,
      block: false,
    })),
  );
}
