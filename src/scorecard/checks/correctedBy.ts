import { folded } from '../../writing/findings/folded.ts';
import { located } from '../../writing/findings/locate.ts';
import { saidIn } from '../../writing/findings/said.ts';
import { withHunks } from '../../writing/guards/change.ts';

/**
 * The text with the mistakes corrected that an answer lists, as proofreading reads such a list: what stands nowhere, or more than once,
 * changes nothing. An answer that is no such list leaves the text as it is.
 */
export function correctedBy(answer: string, source: string): string {
  const text = folded(source);
  const changes = (saidIn(answer, true) ?? []).flatMap((said) => {
    const place = located(said, text);
    return place === undefined || place === 'several' ? [] : [{ ...place, added: said.replacement }];
  });
  const inOrder = changes.sort((one, other) => one.start - other.start);
  return withHunks(
    source,
    inOrder.filter(({ start }, index) => start >= (inOrder[index - 1]?.end ?? 0)),
  );
}
