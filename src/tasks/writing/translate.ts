import { instruction, type WritingTask } from './writingTask.ts';

/** `hearth.translate`: the same in another language, with its markup. @param code an ISO 639-1 code; @param name its English name */
export function translate(code: string, name: string): WritingTask {
  return {
    id: 'translate',
    purpose: 'translate',
    into: code,
    wanted: [instruction(`Translate this text into ${name}. Keep its tone and its markup.`)],
  };
}
