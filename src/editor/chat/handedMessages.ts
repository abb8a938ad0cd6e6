import {
  LanguageModelChatMessageRole,
  type LanguageModelChatRequestMessage,
  LanguageModelDataPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
} from 'vscode';
import type { Origin } from '../../base/text.ts';
import { type Message, type PromptPart, TierError, type ToolCall } from '../../tiers/tier.ts';

const nowhere = { line: 0, character: 0 };

/** What others put into a conversation: nobody knows where it is from, so there is no rule by which it could ever leave for a cloud. */
const handedOver: Origin = {
  kind: 'handed',
  uri: 'hearth:handed',
  path: '',
  range: { start: nowhere, end: nowhere },
};

/**
 * A conversation that VS Code's chat, or another extension through it, hands over.
 * @throws {TierError} `badRequest` where there is something in it that no model here can read
 */
export function handedMessages(given: readonly LanguageModelChatRequestMessage[]): readonly Message[] {
  const names = new Map<string, string>();
  return given.flatMap(({ role, content }) => {
    const calls: ToolCall[] = [];
    const results: Message[] = [];
    let text = '';
    for (const part of content) {
      if (part instanceof LanguageModelToolCallPart) {
        names.set(part.callId, part.name);
        calls.push({ id: part.callId, name: part.name, given: part.input });
      } else if (part instanceof LanguageModelToolResultPart) {
        const resultOf = { id: part.callId, name: names.get(part.callId) ?? '' };
        results.push({ role: 'user', parts: [handed(part.content.map(textOf).join('\n'))], resultOf });
      } else text += textOf(part);
    }
    const own: Message = { role: roleOf(role), parts: [handed(text)], ...(calls.length > 0 ? { calls } : {}) };
    return text === '' && calls.length === 0 ? results : [...results, own];
  });
}

const handed = (text: string): PromptPart => ({ kind: 'excerpt', text, origin: handedOver });

/** VS Code's own chat sends its instructions in a third role, which its API does not name. */
function roleOf(role: LanguageModelChatMessageRole): Message['role'] {
  if (role === LanguageModelChatMessageRole.User) return 'user';
  return role === LanguageModelChatMessageRole.Assistant ? 'assistant' : 'system';
}

/** What else there may be, such as marks for a provider's cache, says nothing to a model. */
function textOf(part: unknown): string {
  if (part instanceof LanguageModelTextPart) return part.value;
  if (!(part instanceof LanguageModelDataPart)) return '';
  if (part.mimeType.startsWith('image/')) throw new TierError('badRequest', 'no model here reads pictures');
  return /^text\/|\bjson\b/.test(part.mimeType) ? new TextDecoder().decode(part.data) : '';
}
