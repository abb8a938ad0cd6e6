/**
 * When a suggestion is shown. Showing a wrong text costs more than showing none: it is read, judged and typed over.
 */
export interface ShowGate {
  /** The mean log-probability per token below which a suggestion is not shown. */
  readonly leastCertainty: number;
}

/** Tuned on `npm run bench -- --pareto`. */
export const usualGate: ShowGate = { leastCertainty: -0.46 };

/** Everything is shown, as when a person asks for a suggestion. */
export const openGate: ShowGate = { leastCertainty: Number.NEGATIVE_INFINITY };

/**
 * Whether to show a suggestion.
 * @param certainty the mean log-probability of its tokens; undefined where the engine does not say: then it is shown
 */
export function shows(gate: ShowGate, certainty: number | undefined): boolean {
  return certainty === undefined || certainty >= gate.leastCertainty;
}
