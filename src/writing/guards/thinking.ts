const tags = 'think|thinking|thought|reasoning|analysis|reflection';
const atStart = new RegExp(`^\\s*<(?:${tags})>`, 'i');
const opening = new RegExp(`<(?:${tags})>`, 'i');
const closing = new RegExp(`</(?:${tags})>`, 'i');
/** How gpt-oss marks where its answer begins (OpenAI's Harmony format), where a server passes that on. */
const channel = /^[\s\S]*<\|channel\|>final<\|message\|>/;
/** A token with which models end, where a server passes it on. */
const end = /(?:<\|[a-z_]{1,30}\|>|<\/s>|<end_of_turn>|\[\/INST\])$/i;

/**
 * An answer without what the model thought aloud before it: `<think>…</think>`, also where the opening is missing (the template wrote
 * it) or the closing is (the answer was cut while it still thought: nothing is left). An answer to a text that has such a tag itself
 * is left alone.
 */
export function withoutThinking(answer: string, original = ''): string {
  if (opening.test(original) || closing.test(original)) return answer;
  let rest = withoutEnds(answer.replace(channel, ''));
  for (;;) {
    const start = atStart.exec(rest)?.[0].length;
    const close = closing.exec(start === undefined ? rest : rest.slice(start));
    if (close === null) return start === undefined ? rest : '';
    // What stands before a closing without its opening was thought; a whole pair later in the text is part of it.
    if (start === undefined && opening.test(rest.slice(0, close.index))) return rest;
    rest = rest.slice((start ?? 0) + close.index + close[0].length);
  }
}

function withoutEnds(answer: string): string {
  let text = answer;
  for (let taken = 0; taken < 5; taken++) {
    const found = end.exec(text.trimEnd().slice(-40));
    if (found === null) break;
    text = text.trimEnd().slice(0, -found[0].length);
  }
  return text;
}
