/** The markers of the families that are trained to fill in the middle, by what follows them. */
const markers: Readonly<Record<'before' | 'after' | 'middle', readonly string[]>> = {
  before: [
    '<|fim_prefix|>',
    '<fim_prefix>',
    '<fim-prefix>',
    '<PRE> ',
    '[PREFIX]',
    '<｜fim▁begin｜>',
    '<|code_prefix|>',
  ],
  after: ['<|fim_suffix|>', '<fim_suffix>', '<fim-suffix>', ' <SUF>', '[SUFFIX]', '<｜fim▁hole｜>', '<|code_suffix|>'],
  middle: ['<|fim_middle|>', '<fim_middle>', '<fim-middle>', ' <MID>', '[MIDDLE]', '<｜fim▁end｜>', '<|code_middle|>'],
};

/**
 * What a trained model takes for the text before the cursor, in whatever order a prompt has its parts: what stands behind the
 * prefix marker, and behind that what stands behind the middle marker, where it goes on writing. Without markers: all of it.
 */
export function textBeforeCursor(prompt: string): string {
  const parts = { before: '', after: '', middle: '' };
  const found = (Object.keys(markers) as (keyof typeof markers)[])
    .flatMap((kind) => markers[kind].map((marker) => ({ kind, marker, at: prompt.lastIndexOf(marker) })))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at);
  if (found.length === 0) return prompt;
  for (const [index, { kind, marker, at }] of found.entries()) {
    parts[kind] = prompt.slice(at + marker.length, found[index + 1]?.at);
  }
  return parts.before + parts.middle;
}
