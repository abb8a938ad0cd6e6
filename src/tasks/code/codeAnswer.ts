import { withoutThinking } from '../../writing/guards/thinking.ts';

/** What came of an answer that should be code. */
export type CodeAnswer =
  | { readonly kind: 'code'; readonly code: string }
  /** `empty`: there is no code in it; `cut`: its end is missing. */
  | { readonly kind: 'none'; readonly why: 'empty' | 'cut' };

/**
 * The code in an answer: the one block, or the longest of several; an answer without any fence is code as a whole. Its outer blank
 * lines, its indentation and its line ends become those of the code it is for.
 * @param original the code that was sent; empty where the answer stands for itself
 * @param isWhole whether the model came to an end
 */
export function codeOf(answer: string, original: string, isWhole: boolean): CodeAnswer {
  const text = withoutThinking(answer, original).replaceAll('\r\n', '\n');
  const { blocks, isOpen } = blocksOf(text);
  if (isOpen || !isWhole) return { kind: 'none', why: 'cut' };
  const code = blocks.length === 0 ? text : blocks.reduce((a, b) => (b.length > a.length ? b : a));
  if (code.trim() === '') return { kind: 'none', why: 'empty' };
  return { kind: 'code', code: original === '' ? withoutBlankEdges(code) : withEdgesOf(original, code) };
}

/** The contents of the fenced blocks of a text, and whether the last one is not closed. */
function blocksOf(text: string): { readonly blocks: readonly string[]; readonly isOpen: boolean } {
  const blocks: string[] = [];
  let fence: { readonly mark: string; readonly indentation: string; readonly lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    const [, indentation = '', mark] = /^([ \t]*)(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined) {
      if (mark !== undefined) fence = { mark, indentation, lines: [] };
    } else if (line.trim() === fence.mark) {
      blocks.push(fence.lines.join('\n'));
      fence = undefined;
    } else {
      // A block in a list is indented as a whole.
      fence.lines.push(line.startsWith(fence.indentation) ? line.slice(fence.indentation.length) : line);
    }
  }
  return { blocks, isOpen: fence !== undefined };
}

function withEdgesOf(original: string, code: string): string {
  const [before = ''] = /^(?:[ \t]*\r?\n)*/.exec(original) ?? [];
  const [after = ''] = original.slice(before.length).trimEnd() === '' ? [''] : (/\s*$/.exec(original) ?? []);
  return `${before}${indentedLike(original, withoutBlankEdges(code))}${after}`;
}

const withoutBlankEdges = (text: string) => text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();

/** Small models drop the indentation that all lines share; it is put back. */
function indentedLike(original: string, code: string): string {
  const [wanted, has] = [sharedIndentation(original), sharedIndentation(code)];
  if (wanted === has || !wanted.startsWith(has)) return code;
  const missing = wanted.slice(has.length);
  return code
    .split('\n')
    .map((line) => (line.trim() === '' ? line : missing + line))
    .join('\n');
}

function sharedIndentation(text: string): string {
  const all = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  return all.reduce((shared, one) => {
    let length = 0;
    while (length < shared.length && shared[length] === one[length]) length++;
    return shared.slice(0, length);
  }, all[0] ?? '');
}
