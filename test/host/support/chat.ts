import {
  CancellationTokenSource,
  ChatRequestTurn,
  ChatResponseMarkdownPart,
  type ChatResponseStream,
  ChatResponseTurn,
  type ChatResult,
  type Command,
  MarkdownString,
  type Uri,
} from 'vscode';
import type { Hearth } from './hearth.ts';

/** What stands in the chat below a message. */
export interface SaidInChat {
  /** All Markdown, put together. */
  readonly text: string;
  readonly progress: readonly string[];
  readonly buttons: readonly Command[];
  readonly references: readonly unknown[];
  readonly result: ChatResult;
}

/** A message to `@hearth`. */
export interface ToHearth {
  readonly prompt?: string;
  readonly command?: string;
  readonly references?: readonly unknown[];
  /** What was said before: questions, each with what came of it. */
  readonly before?: readonly (readonly [question: string, said: SaidInChat])[];
  readonly cancel?: CancellationTokenSource;
  /** Told of all Markdown so far, each time some comes. */
  readonly onText?: (text: string) => void;
}

/** Puts a message to `@hearth` as VS Code does, with a model that must not be asked. */
export async function toHearth(hearth: Hearth, message: ToHearth): Promise<SaidInChat> {
  const { prompt = '', command, references = [], before = [], cancel = new CancellationTokenSource() } = message;
  const progress: string[] = [];
  const buttons: Command[] = [];
  const referred: unknown[] = [];
  let text = '';
  const stream: Partial<ChatResponseStream> = {
    markdown(value) {
      text += value instanceof MarkdownString ? value.value : value;
      message.onText?.(text);
    },
    progress: (value: string) => void progress.push(value),
    button: (value: Command) => void buttons.push(value),
    reference: (value: unknown) => void referred.push(value),
  };
  const model = { sendRequest: () => Promise.reject(new Error('the chosen model was asked')) };
  const request = {
    prompt,
    command,
    references: references.map((value, index) => ({ id: `ref${index}`, value })),
    toolReferences: [],
    model,
  };
  const history = before.flatMap(([question, said]) => [
    Object.assign(Object.create(ChatRequestTurn.prototype), { prompt: question, command: undefined }),
    Object.assign(Object.create(ChatResponseTurn.prototype), {
      response: [new ChatResponseMarkdownPart(said.text)],
      result: said.result,
    }),
  ]);
  const result = await hearth.participant.requestHandler(
    request as never,
    { history },
    stream as ChatResponseStream,
    cancel.token,
  );
  return { text, progress, buttons, references: referred, result: result ?? {} };
}

/** Where a reference of an answer leads. */
export const pathOf = (reference: unknown): string => {
  const { uri = reference } = reference as { uri?: Uri };
  return (uri as Uri).path.split('/').at(-1) ?? '';
};
