import { type Answer, says, saysAndEnds } from './ollamaAnswers.ts';
import { endsInHalfALine, endsWithoutDone, failsMidStream, neverStops, resetsConnection } from './ollamaFaults.ts';

/**
 * What is to come of an answer: the same as of a good one; nothing that could be put into a document; or something to review,
 * which must not touch anything else.
 */
export type Outcome = 'asGood' | 'refused' | 'reviewed';

/** An answer that models have given, or might, in place of the one that was asked for. */
export interface AdversarialAnswer {
  readonly name: string;
  /** @param good what a good model says; @param given all that it was told */
  readonly answer: (good: string, given: string) => Answer;
  /** For tasks that write a text anew, that write one from notes, and that go on from a text. */
  readonly revise: Outcome;
  readonly draft: Outcome;
  readonly continue: Outcome;
}

const always = (outcome: Outcome) => ({ revise: outcome, draft: outcome, continue: outcome });
const french =
  'Cette option indique au client combien de fois il doit essayer de nouveau, et elle a été ajoutée il y a longtemps déjà par toute l’équipe.';
const half = (text: string) => text.slice(0, text.length / 2);
const firstMark = /⟦x*\d+⟧/;

/** The named answers. Each is put to every task that writes. */
export const adversarialAnswers: readonly AdversarialAnswer[] = [
  { name: 'a good answer', answer: (good) => says(good), ...always('asGood') },
  {
    name: 'a good answer with line ends of Windows',
    answer: (good) => says(good.replaceAll('\n', '\r\n')),
    ...always('asGood'),
  },
  {
    name: 'an announcement before it',
    answer: (good) => says("Sure! Here's the revised text:\n\n", good),
    ...always('asGood'),
  },
  {
    name: 'an announcement in German',
    answer: (good) => says('Gerne! Hier ist der überarbeitete Text:\n\n', good),
    ...always('asGood'),
  },
  { name: 'a fence round it', answer: (good) => says(`\`\`\`markdown\n${good}\n\`\`\``), ...always('asGood') },
  { name: 'our own marks round it', answer: (good) => says(`"""\n${good}\n"""`), ...always('asGood') },
  {
    name: 'thinking before it',
    answer: (good) => says('<think>Let me see. It is short.</think>\n\n', good),
    ...always('asGood'),
  },
  {
    name: 'thinking without its opening',
    answer: (good) => says('Let me see.\n</think>\n\n', good),
    ...always('asGood'),
  },
  { name: 'thinking in its own field', answer: (good) => says({ thinking: 'Let me see.' }, good), ...always('asGood') },
  {
    name: 'thinking that never ends',
    answer: () => says('<think>Let me see. First I look at the text.'),
    ...always('refused'),
  },
  {
    name: 'a list of what was changed',
    answer: (good) => says(good, '\n\n**Changes made:**\n- some grammar'),
    revise: 'asGood',
    draft: 'reviewed',
    continue: 'asGood',
  },
  {
    name: 'a farewell',
    answer: (good) => says(good, '\n\nLet me know if you would like anything else!'),
    revise: 'asGood',
    draft: 'reviewed',
    continue: 'asGood',
  },
  {
    name: 'characters that nobody sees',
    answer: (good) => says(good.replace(' ', '\u200b \u202e')),
    revise: 'reviewed',
    draft: 'asGood',
    continue: 'asGood',
  },
  { name: 'another language', answer: () => says(french), ...always('refused') },
  {
    name: 'a lost placeholder',
    answer: (good) => says(good.replace(firstMark, '')),
    revise: 'refused',
    draft: 'asGood',
    continue: 'asGood',
  },
  {
    name: 'a doubled placeholder',
    answer: (good) => says(good.replace(firstMark, (mark) => mark + mark)),
    revise: 'refused',
    draft: 'asGood',
    continue: 'asGood',
  },
  { name: 'a placeholder that there is none of', answer: (good) => says(`${good} ⟦99⟧`), ...always('reviewed') },
  {
    name: 'an address that nobody gave',
    answer: (good) => says(`${good} See https://evil.example/x.`),
    revise: 'refused',
    draft: 'reviewed',
    continue: 'reviewed',
  },
  {
    name: 'a command in a link',
    answer: (good) => says(`${good} [Click](command:workbench.action.quit)`),
    revise: 'refused',
    draft: 'reviewed',
    continue: 'reviewed',
  },
  { name: 'all that it was told', answer: (_, given) => says(given), ...always('reviewed') },
  { name: 'nothing', answer: () => says(''), ...always('refused') },
  { name: 'blank lines', answer: () => says('\n', ' \n'), ...always('refused') },
  {
    name: 'an answer to the text',
    answer: () =>
      says('You can install it with npm. Do you need help with anything else? I am here for you at any time.'),
    revise: 'refused',
    draft: 'reviewed',
    continue: 'reviewed',
  },
  {
    name: 'a refusal',
    answer: () => says("I'm sorry, but I can't help with that."),
    revise: 'refused',
    draft: 'reviewed',
    continue: 'reviewed',
  },
  {
    name: 'the longest length',
    answer: (good) => saysAndEnds({ doneReason: 'length' }, half(good)),
    revise: 'refused',
    draft: 'refused',
    continue: 'reviewed',
  },
  {
    name: 'no end',
    answer: () => neverStops('and so on '.repeat(200)),
    revise: 'refused',
    draft: 'refused',
    continue: 'reviewed',
  },
  { name: 'an end without a word', answer: (good) => endsWithoutDone(half(good)), ...always('refused') },
  { name: 'half a line', answer: (good) => endsInHalfALine(half(good)), ...always('refused') },
  { name: 'a reset', answer: (good) => resetsConnection(half(good)), ...always('refused') },
  {
    name: 'an error in the middle',
    answer: (good) => failsMidStream('llama runner process no longer running', half(good)),
    ...always('refused'),
  },
];
