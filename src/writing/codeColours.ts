import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** Longer blocks stay uncoloured, in UTF-16 code units: some grammars take more than linear time on hostile text. */
const mostCharacters = 20_000;
/** How many coloured blocks are remembered: while an answer streams in, all but its last block come again unchanged. */
const mostRemembered = 50;

/**
 * Makes the function that colours code: HTML in which each part stands in a span with a class such as `hljs-keyword`;
 * undefined if the language is not known or the code is too long.
 */
export function codeColours(): (code: string, language: string) => string | undefined {
  const own = highlighter.newInstance();
  const languages = {
    bash,
    c,
    cpp,
    csharp,
    css,
    diff,
    go,
    java,
    javascript,
    json,
    markdown,
    python,
    rust,
    sql,
    typescript,
    xml,
    yaml,
  };
  for (const [name, grammar] of Object.entries(languages)) own.registerLanguage(name, grammar);
  const remembered = new Map<string, string>();

  return (code, language) => {
    if (code.length > mostCharacters || own.getLanguage(language) === undefined) return undefined;
    const key = `${language}\n${code}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const html = own.highlight(code, { language, ignoreIllegals: true }).value;
    remembered.set(key, html);
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    return html;
  };
}
