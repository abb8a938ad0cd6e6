import type { Words } from '../words.ts';
import type { CaseMessage } from './caseFile.ts';
import { filledIn, isBeyondUs } from './template.ts';

/** A prompt of a file, to be filled in for each case; or why it is not run here, in the user's words. */
export type Prompt =
  | { readonly template: string; filledWith(values: Readonly<Record<string, string>>): readonly CaseMessage[] }
  | { readonly notRun: string };

/** Reads a prompt as promptfoo does: a JSON list is a conversation, any other text is what the user says. */
export function promptOf(raw: string, l10n: Words): Prompt {
  if (/^(?:file|https?|langfuse|portkey|helicone):\/\//.test(raw.trim()))
    return { notRun: l10n.t('prompts from elsewhere are shown, and not loaded') };
  if (isBeyondUs(raw)) return { notRun: l10n.t('filters, conditions and loops of templates are not run here') };
  const conversation = messagesIn(raw);
  if (conversation) {
    return {
      template: raw,
      filledWith: (values) => conversation.map(({ role, content }) => ({ role, content: filledIn(content, values) })),
    };
  }
  if (/^\s*- role:/m.test(raw))
    return { notRun: l10n.t('write a conversation as JSON: as YAML in a text it is not read') };
  return { template: raw, filledWith: (values) => [{ role: 'user', content: filledIn(raw, values) }] };
}

function messagesIn(raw: string): readonly CaseMessage[] | undefined {
  if (!raw.trimStart().startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(raw);
    return Array.isArray(list) && list.length > 0 && list.every(isMessage) ? list : undefined;
  } catch {
    return undefined;
  }
}

function isMessage(value: unknown): value is CaseMessage {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown };
  return (role === 'system' || role === 'user' || role === 'assistant') && typeof content === 'string';
}
