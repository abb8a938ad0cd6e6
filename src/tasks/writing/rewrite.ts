import { instruction, typed, type WritingTask } from './writingTask.ts';

/** Ways to say the same otherwise. */
export type Tone = 'clearer' | 'shorter' | 'friendlier' | 'moreFormal';

const tones: Readonly<Record<Tone, Pick<WritingTask, 'purpose'> & { readonly wanted: string }>> = {
  clearer: {
    purpose: 'rewrite',
    wanted: 'Rewrite this text so that it is clearer and easier to read. Keep its meaning.',
  },
  shorter: { purpose: 'shorten', wanted: 'Say the same in fewer words. Leave out what a reader does not need.' },
  friendlier: { purpose: 'tone', wanted: 'Rewrite this text in a friendlier tone. Keep its meaning and its length.' },
  moreFormal: { purpose: 'tone', wanted: 'Rewrite this text in a more formal tone. Keep its meaning and its length.' },
};

/** `hearth.rewrite`: the same in another way. @param wish one of our tones, or the user's own words */
export function rewrite(wish: Tone | { readonly own: string }): WritingTask {
  if (typeof wish === 'string') {
    const { purpose, wanted } = tones[wish];
    return { id: 'rewrite', purpose, wanted: [instruction(wanted)] };
  }
  return { id: 'rewrite', purpose: 'rewrite', wanted: [instruction('Edit this text as wished: '), typed(wish.own)] };
}
