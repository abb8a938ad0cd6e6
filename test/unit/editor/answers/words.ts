import { numberIn } from '../../../../src/base/numberIn.ts';
import type { AnswerWords } from '../../../../src/editor/answers/words.ts';

/** The view's words without VS Code to translate them. */
export const words: AnswerWords = {
  tiers: { local: 'local', selfHosted: 'self-hosted', cloud: 'cloud', handedOver: 'handed over' },
  number: (value, digits) => numberIn('en', value, digits),
  seconds: (count) => `${count} s`,
  minutes: (minutes, seconds) => `${minutes} min ${seconds} s`,
  tokens: (count) => `${count} tokens`,
  usd: (amount) => `$${amount}`,
  cost: 'Cost',
  costUnknown: 'unknown',
  tokensPerSecond: (count) => `${count} tok/s`,
  engine: 'Engine',
  host: 'Host',
  model: 'Model',
  digest: 'Digest',
  firstWords: 'First words',
  modelLoaded: 'Model loaded',
  prompt: 'Prompt',
  incomplete: 'incomplete',
  stopped: 'stopped',
  started: (title) => `${title}: answering`,
  completed: (title, tier) => `${title}: answer complete, ${tier}`,
  cutShort: (title, tier) => `${title}: answer incomplete, ${tier}`,
  wasStopped: (title) => `${title}: stopped`,
  failed: (title, message) => `${title}: no answer. ${message}`,
  rowsShown: (shown, of) => `${shown} of ${of}`,
  verdictKept: 'Kept on this computer',
  verdictTakenBack: 'Taken back',
};
