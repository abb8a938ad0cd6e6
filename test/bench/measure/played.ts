/** What was counted while one piece was typed with one system. */
export interface Played {
  readonly piece: string;
  keys: number;
  /** Keys after which somebody looked: all but the last, behind which nothing is left to say. */
  looks: number;
  right: number;
  wrong: number;
  requests: number;
  evaluatedTokens: number;
  generatedTokens: number;
  /** From a key to the moment at which a text appeared for it where none was visible, in milliseconds. */
  readonly latencies: number[];
  acceptedCharacters: number;
  acceptances: number;
  flickers: number;
  duplicates: number;
  /** Requests for which more than one token was generated after what was typed had contradicted them. */
  overruns: number;
}

/** Nothing counted yet. */
export function newPlayed(piece: string): Played {
  return {
    piece,
    keys: 0,
    looks: 0,
    right: 0,
    wrong: 0,
    requests: 0,
    evaluatedTokens: 0,
    generatedTokens: 0,
    latencies: [],
    acceptedCharacters: 0,
    acceptances: 0,
    flickers: 0,
    duplicates: 0,
    overruns: 0,
  };
}

/** Grouped by piece: the same piece typed with other seeds is no independent sample. */
export function byPiece(played: readonly Played[]): readonly (readonly Played[])[] {
  const groups = new Map<string, Played[]>();
  for (const one of played) {
    const group = groups.get(one.piece);
    if (group) group.push(one);
    else groups.set(one.piece, [one]);
  }
  return [...groups.values()];
}
