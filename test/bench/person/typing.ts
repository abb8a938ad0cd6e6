import { normal, type Random, randomFor } from '../physics/random.ts';

/** One key. A slip is a wrong character, which the backspace behind it takes back. */
export interface Key {
  readonly kind: 'text' | 'slip' | 'backspace';
  /** What it puts into the document; nothing for a backspace. */
  readonly text: string;
  /** How much of the text stands there before it, in UTF-16 code units. */
  readonly from: number;
  /** How long after the key before it, in milliseconds. */
  readonly afterMs: number;
}

/** How a person types (design: `completion.md`, "Physics"). */
const typing = {
  medianMs: 160,
  sigma: 0.45,
  afterNewline: 3.5,
  atPunctuation: 1.5,
  typoShare: 0.015,
  /** A typo is noticed and taken back after a longer moment than the next key would take. */
  backspaceFactor: 1.8,
  /** At the start of a line or an argument, people now and then stop to think. */
  pauseShare: 0.15,
  pauseMs: { least: 800, most: 2600 },
  /** No finger is faster, and nobody who is still at it waits longer. */
  leastMs: 35,
  mostMs: 6000,
} as const;

/** The keys that type a text. The indentation that an editor puts after a newline by itself comes with that key. */
export function keysFor(text: string, id: string, seed: number): readonly Key[] {
  const random = randomFor('typing', id, seed);
  const keys: Key[] = [];
  for (let at = 0, previous = '\n'; at < text.length; ) {
    const typed = textOfKey(text, at);
    if (/^[a-z]$/.test(typed) && random() < typing.typoShare) {
      const slip = String.fromCharCode(97 + Math.floor(random() * 26));
      if (slip !== typed) {
        keys.push({ kind: 'slip', text: slip, from: at, afterMs: interval(typed, previous, random) });
        const noticed = typing.backspaceFactor * interval(typed, slip, random);
        keys.push({ kind: 'backspace', text: '', from: at, afterMs: noticed });
      }
    }
    keys.push({ kind: 'text', text: typed, from: at, afterMs: interval(typed, previous, random) });
    at += typed.length;
    previous = typed.startsWith('\n') ? '\n' : typed;
  }
  return keys;
}

function textOfKey(text: string, at: number): string {
  if (text[at] === '\n') return /^\n[ \t]*/.exec(text.slice(at))?.[0] ?? '\n';
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function interval(typed: string, previous: string, random: Random): number {
  let median: number = typing.medianMs;
  if (previous === '\n') median *= typing.afterNewline;
  else if (/^[^\w\s]/.test(typed)) median *= typing.atPunctuation;
  let milliseconds = Math.exp(normal(random, Math.log(median), typing.sigma));
  if (/[\n({;]/.test(previous) && random() < typing.pauseShare) {
    milliseconds += typing.pauseMs.least + random() * (typing.pauseMs.most - typing.pauseMs.least);
  }
  return Math.max(typing.leastMs, Math.min(milliseconds, typing.mostMs));
}
