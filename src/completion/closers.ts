const opening: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
  ['>', '<'],
]);

/** Whether a text closes all these brackets itself, beyond those it opens, so that it can take their place. */
export function closesAll(text: string, closers: string): boolean {
  let at = 0;
  let open = 0;
  for (const character of text) {
    const closer = closers[at];
    if (closer === undefined) break;
    if (character === closer && open === 0) at++;
    else if (character === closer) open--;
    else if (character === opening.get(closer)) open++;
  }
  return at === closers.length;
}
