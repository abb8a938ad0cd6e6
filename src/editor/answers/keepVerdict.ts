import { l10n, window } from 'vscode';
import type { Log } from '../../base/log.ts';
import type { JudgedCases } from '../../scorecard/judgedCases.ts';
import type { Asked } from '../tasks/taskRunner.ts';
import type { AnswerGestures } from './answersView.ts';

/**
 * Keeps what a person says of an answer of the cloud, with the question and both answers, or forgets it again.
 * @param parts.session tells the answers of this window's session from those of others: their ids start anew each time
 */
export function keepVerdict(parts: {
  readonly cases: JudgedCases;
  readonly asked: (id: string) => Asked | undefined;
  readonly session: string;
  readonly log: Log;
}): AnswerGestures['judge'] {
  return async (answerId, verdict, local, cloud) => {
    const id = `${parts.session}-${answerId}`;
    const asked = parts.asked(answerId);
    try {
      if (verdict === undefined) await parts.cases.forget(id);
      else if (asked) {
        await parts.cases.keep({
          version: 1,
          id,
          at: new Date().toISOString(),
          verdict,
          title: asked.title,
          about: asked.about,
          ...(asked.task === undefined ? {} : { task: asked.task }),
          messages: asked.request.messages,
          local: answerOf(local),
          cloud: answerOf(cloud),
        });
      }
      return true;
    } catch (error) {
      parts.log.error(`a verdict was not written: ${String(error)}`);
      void window.showErrorMessage(l10n.t('Your verdict could not be written to disk. The log says more.'));
      return false;
    }
  };
}

type Answered = Parameters<AnswerGestures['judge']>[2];

const answerOf = ({ text, provenance, measured }: Answered) => ({ text, provenance, totalMs: measured.totalMs });
