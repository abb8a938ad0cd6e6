import { isOutside, type Measured, type Provenance, type Tier } from '../../tiers/tier.ts';
import type { Badge } from './protocol.ts';
import type { AnswerWords } from './words.ts';

/** A length of time for people: "0.4 s" (in German "0,4 s"), "12 s", "1 min 5 s". */
export function duration(milliseconds: number, words: AnswerWords): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return words.seconds(words.number(seconds, 1));
  const whole = Math.round(seconds);
  return whole < 60 ? words.seconds(`${whole}`) : words.minutes(`${Math.floor(whole / 60)}`, `${whole % 60}`);
}

/** Who will answer, as far as it is known while the answer is awaited. */
export function expectedBadge(tier: Tier, model: string, words: AnswerWords): Badge {
  return { tier, word: words.tiers[tier], model, facts: '', details: [] };
}

/** Who answered and how fast. */
export function answeredBadge(provenance: Provenance, measured: Measured, words: AnswerWords): Badge {
  const { answerTokens, answerMs } = measured;
  const facts = [duration(measured.totalMs, words)];
  if (answerTokens !== undefined) {
    facts.push(words.tokens(words.number(answerTokens)));
    if (answerMs !== undefined && answerMs > 0) {
      const rate = (answerTokens / answerMs) * 1000;
      facts.push(words.tokensPerSecond(words.number(rate, rate < 10 ? 1 : 0)));
    }
  }
  if (measured.costUsd !== undefined) facts.push(words.usd(measured.costUsd));
  const details = [
    { label: words.model, value: provenance.model },
    { label: words.engine, value: provenance.engine },
    { label: words.host, value: provenance.host },
  ];
  const { digest } = provenance;
  // Twelve digits are what `ollama list` shows of a digest.
  if (digest !== undefined) details.push({ label: words.digest, value: digest.replace(/^sha256:/, '').slice(0, 12) });
  if (measured.promptTokens !== undefined) {
    details.push({ label: words.prompt, value: words.tokens(words.number(measured.promptTokens)) });
  }
  if (measured.firstPieceMs !== undefined) {
    details.push({ label: words.firstWords, value: duration(measured.firstPieceMs, words) });
  }
  if (isOutside(provenance.tier)) {
    const { costUsd } = measured;
    details.push({ label: words.cost, value: costUsd === undefined ? words.costUnknown : words.usd(costUsd) });
  }
  if (measured.loadMs !== undefined && measured.loadMs >= 100) {
    details.push({ label: words.modelLoaded, value: duration(measured.loadMs, words) });
  }
  return { ...expectedBadge(provenance.tier, provenance.model, words), facts: facts.join(' · '), details };
}
