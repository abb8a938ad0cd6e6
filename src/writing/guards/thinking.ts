const tags = 'think|thinking|thought|reasoning|analysis|reflection';
const atStart = new RegExp(`^\\s*<(?:${tags})>`, 'i');
const opening = new RegExp(`<(?:${tags})>`, 'i');
const closing = new RegExp(`</(?:${tags})>`, 'i');
/** How gpt-oss marks where its answer begins (OpenAI's Harmony format), where a server passes that on. */
const channel = /^[\s\S]*<\|channel\|>final<\|message\|>/;
/** Tokens with which models end, where a server passes them on. */
const ends = /(?:\s*(?:<\|[a-z_]{1,30}\|>|<\/s>|<end_of_turn>|\[\/INST\]))+\s*$/i;

/**
 * An answer without what the model thought aloud before it: `<think>…</think>`, also where the opening is missing (the template wrote
 * it) or the closing is (the answer was cut while it still thought: nothing is left). An answer to a text that has such a tag itself
 * is left alone.
 */
export function withoutThinking(answer: string, original = ''): string {
  if (opening.test(original) || closing.test(original)) return answer;
  let rest = answer.replace(channel, '').replace(ends, '');
  for (;;) {
    const start = atStart.exec(rest)?.[0].length;
    const end = closing.exec(start === undefined ? rest : rest.slice(start));
    if (end === null) return start === undefined ? rest : '';
    // What stands before a closing without its opening was thought; a whole pair later in the text is part of it.
    if (start === undefined && opening.test(rest.slice(0, end.index))) return rest;
    rest = rest.slice((start ?? 0) + end.index + end[0].length);
  }
}
