import { mergedSecrets } from './mergedSecrets.ts';
import type { FindSecrets, Secret } from './secret.ts';
import { secretlintSecrets } from './secretlint.ts';
import { withoutPlaceholders } from './secretNames.ts';
import { ownSecrets } from './secretRules.ts';
import { viewsOf } from './textViews.ts';

/** Looks for secrets in texts, in every reading of them, with secretlint's rules and our own. Runs in the worker thread. */
export const findSecrets: FindSecrets = async (texts) => Promise.all(texts.map(secretsIn));

async function secretsIn(text: string): Promise<readonly Secret[]> {
  const found: Secret[] = [];
  for (const view of viewsOf(withoutPlaceholders(text))) {
    for (const { rule, start, end } of [...(await secretlintSecrets(view.text)), ...ownSecrets(view.text)]) {
      found.push({ rule, ...view.original(start, end) });
    }
  }
  return mergedSecrets(found);
}
