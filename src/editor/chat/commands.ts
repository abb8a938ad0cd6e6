import { chat, type ExtensionContext, Uri } from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { ChatModels, type ChatModelsParts } from './chatModels.ts';
import type { ParticipantParts } from './participant.ts';

/** What VS Code's chat needs of the rest of Hearth. */
export type ChatParts = ParticipantParts & ChatModelsParts;

/** Registers `@hearth`, and Hearth's models in VS Code's chat. What answers is loaded with the first message. */
export function registerChat(
  { extensionUri }: Pick<ExtensionContext, 'extensionUri'>,
  parts: ChatParts,
): { readonly models: ChatModels; readonly registered: readonly Disposable[] } {
  const models = new ChatModels(parts);
  const participant = chat.createChatParticipant('hearth.chat', async (...given) =>
    (await import('./participant.ts')).answerInChat(parts, ...given),
  );
  participant.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.png');
  participant.followupProvider = {
    provideFollowups: async (result) => (await import('./participant.ts')).followUpsTo(result),
  };
  return { models, registered: [models, participant] };
}
