import { instruction, type WritingTask } from './writingTask.ts';

/** `hearth.proofread`: mistakes mended, and nothing else. */
export const proofread: WritingTask = {
  id: 'proofread',
  purpose: 'proofread',
  wanted: [
    instruction(
      'Correct spelling, grammar and punctuation. Change nothing that is correct: no other words, no other style. ' +
        'If there is no mistake, give the text back as it is.',
    ),
  ],
};
