import { parentPort } from 'node:worker_threads';
import type { Question } from './writing/parsing.ts';

/**
 * The worker thread: parses away from the extension host's loop, where 1 MB of Markdown would hold up everything for seconds. It gets
 * a {@link Question} and answers `{ id, result }`; one that cannot be answered ends it. Each parser is loaded when it is first needed:
 * the guards with their tables of languages take longer and more memory than an answer that is only shown.
 */
function answering(): (question: Question) => Promise<unknown> {
  const rendering = once(async () => (await import('./writing/renderMarkdown.ts')).markdownRenderer());
  const guarding = once(async () => (await import('./writing/guards/guards.ts')).guards());
  const finding = once(async () => (await import('./writing/findings/findings.ts')).findingsReader());
  const dividing = once(async () => await import('./writing/reading/divide.ts'));
  const expanding = once(async () => await import('./writing/reading/expand.ts'));
  const drafting = once(async () => await import('./writing/guards/drafted.ts'));
  const telling = once(async () => await import('./writing/guards/language.ts'));
  const comparing = once(async () => (await import('./writing/guards/hunks.ts')).hunksBetween);

  return async ({ ask, given }) => {
    switch (ask) {
      case 'render':
        return (await rendering())(given.markdown);
      case 'divide':
        return (await dividing()).divide(given.text, given.languageId, given.most, given.declarations);
      case 'expand':
        return (await expanding()).expand(given.text, given.languageId, given.selection);
      case 'prepare':
        return (await guarding()).prepare(given.text, given.languageId, given.defined);
      case 'judge':
        return (await guarding()).judge(given);
      case 'parts':
        return (await import('./writing/findings/partsOf.ts')).partsOf(given);
      case 'findings':
        return (await finding())(given);
      case 'judgeDraft':
        return (await drafting()).judgeDraft(given);
      case 'language':
        return (await telling()).languageOf(given.text) ?? '';
      case 'wrongLanguage':
        return (await telling()).wrongLanguage(given.answer, given.original, given.language) ?? '';
      case 'compare':
        return (await comparing())(given.before, given.after, given.by);
    }
  };
}

/** The function, called once: what it gave is given again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const answer = answering();
parentPort?.on('message', async (question: Question) => {
  parentPort?.postMessage({ id: question.id, result: await answer(question) });
});
