/** How fast a model was seen to be here. Absent: not seen yet. */
export interface MeasuredSpeed {
  /** New text that it reads in a second, in tokens. */
  readonly readTokensPerSecond?: number;
  /** What it writes in a second, in tokens. */
  readonly writeTokensPerSecond?: number;
  /** From the key to the suggestion: the median, in milliseconds. */
  readonly suggestionMs?: number;
}

/** What the speed of a model hangs on. */
export interface ModelWork {
  readonly sizeBytes?: number;
  readonly parameters?: number;
  /** Of a model with experts: the parameters that work on one token. */
  readonly activeParameters?: number;
}

/** A model that was measured. */
export interface Measured extends ModelWork {
  readonly name: string;
  readonly speed: MeasuredSpeed;
}

/**
 * Slower than this, nobody waits for a suggestion: a second is the limit for a train of thought that is not interrupted
 * (Nielsen, "Usability engineering", 1993, 5.5).
 */
export const tooSlowToTypeMs = 1000;

/** What a model is to be chosen for before it was measured: predictions err, so half of the limit. */
export const comfortableMs = 500;

/** Slower than people read (238 words a minute: Brysbaert, 2019, doi 10.1016/j.jml.2019.104047), about 4 tokens for 3 words. */
export const readingTokensPerSecond = 5.5;

/** What a key costs, as `src/completion` asks: VS Code waits 50 ms, a line or so is new, and the rest of a line is written. */
const editorMs = 50;
const newTokens = 16;
const lineTokens = 12;

/** The time from a key to a suggestion by how fast a model reads and writes; undefined where one of them is not known. */
export function suggestionMs({ readTokensPerSecond, writeTokensPerSecond }: MeasuredSpeed): number | undefined {
  if (!readTokensPerSecond || !writeTokensPerSecond) return undefined;
  return editorMs + (newTokens / readTokensPerSecond + lineTokens / writeTokensPerSecond) * 1000;
}

/**
 * How fast another model would be on the same processor. Reading is bound by arithmetic, two operations for each parameter that
 * works (Kaplan et al., arXiv 2001.08361, 2.1); writing by the memory, from which all of them are read for each token (Pope et
 * al., arXiv 2211.05102, 2). So both go with the size. It does not hold where one of them is on the GPU and the other is not.
 */
export function predicted(other: ModelWork, measured: Measured): MeasuredSpeed {
  const reading = ratio(workOf(measured), workOf(other));
  const writing = ratio(bytesAtWork(measured), bytesAtWork(other));
  const { readTokensPerSecond: read, writeTokensPerSecond: write } = measured.speed;
  const speed = {
    ...(read && reading ? { readTokensPerSecond: read * reading } : {}),
    ...(write && writing ? { writeTokensPerSecond: write * writing } : {}),
  };
  const ms = suggestionMs(speed);
  return ms === undefined ? speed : { ...speed, suggestionMs: ms };
}

const ratio = (a: number | undefined, b: number | undefined) => (a && b ? a / b : undefined);

const workOf = ({ activeParameters, parameters }: ModelWork) => activeParameters ?? parameters;

function bytesAtWork({ sizeBytes, activeParameters, parameters }: ModelWork): number | undefined {
  return sizeBytes && activeParameters && parameters ? sizeBytes * (activeParameters / parameters) : sizeBytes;
}
