import type { Completer, CompletionRequest } from '../../../src/tiers/tier.ts';

/** What a baseline asks an engine for; everything else is the same for each. */
export type Asked = Pick<CompletionRequest, 'prompt' | 'maximumTokens' | 'stop'>;

/** The whole answer, or undefined when it was aborted. */
export async function wholeAnswer(
  completer: Completer,
  asked: Asked,
  signal: AbortSignal,
): Promise<string | undefined> {
  const request = { ...asked, model: 'baseline', raw: true, contextTokens: 8192 };
  let text = '';
  for await (const event of completer.complete(request, signal)) {
    if (event.kind === 'done') return text;
    text += event.text;
  }
  return undefined;
}
