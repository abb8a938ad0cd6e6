import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  type ChatParticipant,
  chat,
  type DocumentSelector,
  type Extension,
  type ExtensionContext,
  extensions,
  InlineCompletionItem,
  type InlineCompletionItemProvider,
  InlineCompletionTriggerKind,
  languages,
  MarkdownString,
  Range,
  type SelectedCompletionInfo,
  type StatusBarItem,
  type TreeDataProvider,
  window,
} from 'vscode';
import type { Disposable } from '../../../src/base/disposable.ts';
import type { Decision } from '../../../src/completion/decisions.ts';
import type { ModelRow } from '../../../src/editor/models/modelRow.ts';
import type { HearthForTests } from '../../../src/extension.ts';
import { type LedgerRecord, recordsOf } from '../../../src/privacy/ledgerLines.ts';
import type { Status } from '../../../src/tiers/status.ts';
import { type FakeCloud, startFakeCloud } from '../../fakes/fakeCloud.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/fakeOllama.ts';
import type { RecordedRequest } from '../../fakes/loopbackServer.ts';
import type { FakeModel } from '../../fakes/ollamaModels.ts';
import { closeEditors, type Place } from './documents.ts';
import { extensionContext } from './extensionContext.ts';
import { keptLog } from './keptLog.ts';
import { Person } from './person.ts';
import { replace } from './replace.ts';
import { until } from './until.ts';
import { givenSettings } from './userSettings.ts';
import { AnswersPage, Sheets } from './webviews.ts';

/** The key of the cloud's account; looked for in everything that is written or shown. */
export const cloudKey = 'sk-canary-0123456789';

/** Fills in, is in memory. */
export const coder: FakeModel = { name: 'coder:latest', capabilities: ['completion', 'insert'], loaded: true };
/** Answers tasks, is in memory. */
export const writer: FakeModel = { name: 'writer:latest', parameterSize: '8B', loaded: true };

/** What a Hearth starts with. */
export interface HearthOptions {
  readonly models?: readonly FakeModel[];
  /** By default a fake Ollama of its own; given one, that is used and neither awaited nor stopped. */
  readonly engine?: FakeOllama;
  /** Whether there is a key for the cloud; by default there is. */
  readonly key?: boolean;
  /** The user's settings by full name, on top of a cloud that is set up: every test could reach it if something went wrong. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the user's state holds; by default it is decided that Hearth suggests beside its neighbour. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Where global storage goes; by default a folder of its own. */
  readonly storage?: string;
}

/** A Hearth in the real extension host, with the test in place of the person, the pages, the engine and the provider. */
export interface Hearth {
  readonly engine: FakeOllama;
  readonly cloud: FakeCloud;
  /** Requests to the cloud since this Hearth started. */
  readonly cloudRequests: readonly RecordedRequest[];
  readonly person: Person;
  readonly page: AnswersPage;
  readonly sheets: Sheets;
  readonly secrets: ReadonlyMap<string, string>;
  readonly storage: string;
  readonly view: HearthForTests['view'];
  readonly reviews: HearthForTests['reviews'];
  readonly status: Status;
  /** What `@hearth` is, as VS Code's chat gets it. */
  readonly participant: ChatParticipant;
  /** The status bar item as it is shown and spoken. */
  readonly face: { readonly text: string; readonly spoken: string };
  /** The card that is shown over it. */
  readonly hover: MarkdownString;
  /** The Models view, as VS Code gets it. */
  readonly models: { readonly provider: TreeDataProvider<ModelRow> };
  /** Everything in Hearth's log. */
  readonly logged: readonly string[];
  /** Why the last completion was shown or not. */
  readonly decision: Decision | undefined;
  readonly selector: DocumentSelector;
  /** What the model was told in the last request for an answer, all messages in one. */
  readonly prompt: string;
  /** The newest answer in the view, as the model wrote it. */
  readonly newestText: string;
  /** Waits until nothing is being answered. */
  idle(): Promise<unknown>;
  /** Requests for text at the engine, by path. */
  asked(path: '/api/generate' | '/api/chat'): readonly RecordedRequest[];
  /** Asks the registered provider as VS Code does. @returns the texts offered at the cursor */
  complete(
    place: Place,
    options?: { invoked?: boolean; cancel?: CancellationTokenSource; selected?: SelectedCompletionInfo },
  ): Promise<readonly string[]>;
  ledger(): readonly LedgerRecord[];
  /** Deactivates at once, whatever is going on. */
  leave(): Promise<void>;
  /** Deactivates, and checks what must hold after every test. */
  end(): Promise<void>;
}

/** What a request told the model, all messages in one. @param between stands between two of them */
export function promptOf(request: RecordedRequest | undefined, between = '\n'): string {
  const messages = request?.body?.messages as readonly { readonly content: string }[] | undefined;
  return messages?.map(({ content }) => content).join(between) ?? '';
}

/** Hearth as VS Code knows it. */
export function hearthExtension(): Extension<HearthForTests> {
  const extension = extensions.getExtension('hearth-dev.hearth');
  if (!extension) throw new Error('Hearth is not installed here');
  return extension;
}

/** Where Hearth itself is. */
export const hearthPath = (): string => hearthExtension().extensionPath;

let onlyCloud: Promise<FakeCloud> | undefined;

/**
 * Ends the Hearth that VS Code has started by itself, since two would register the same commands, and starts the one cloud
 * of the suite.
 */
function prepared(): Promise<FakeCloud> {
  onlyCloud ??= (async () => {
    const natural: HearthForTests = await extensions.getExtension('hearth-dev.hearth')?.activate();
    natural.dispose();
    return startFakeCloud();
  })();
  return onlyCloud;
}

/** Loads the built extension as VS Code does. */
export async function loadHearth(): Promise<typeof import('../../../src/extension.ts')> {
  await prepared();
  return import(join(hearthPath(), 'dist', 'extension.js'));
}

/** Starts a Hearth, and waits until it knows its engine, where that answers. */
export async function startHearth(options: HearthOptions = {}): Promise<Hearth> {
  const cloud = await prepared();
  cloud.script(undefined);
  const { activate } = await loadHearth();
  const engine = options.engine ?? (await startFakeOllama({ models: options.models ?? [coder, writer] }));
  const secrets = new Map(options.key === false ? [] : [[`hearth.cloud.key ${cloud.url}`, cloudKey]]);
  const storage = options.storage ?? mkdtempSync(join(tmpdir(), 'hearth-storage-'));
  const log = keptLog();
  const person = new Person();
  const sheets = new Sheets();
  const page = new AnswersPage();
  const settings = givenSettings({
    'hearth.cloud.baseUrl': `${cloud.url}/v1`,
    'hearth.cloud.model': 'big-model',
    ...options.settings,
  });
  const cloudBefore = cloud.requests.length;
  const context = extensionContext({
    extension: hearthExtension(),
    storage,
    secrets,
    state: options.state ?? { 'hearth.whoSuggests': 'both' },
  });

  let item: StatusBarItem | undefined;
  let registered: { selector: DocumentSelector; provider: InlineCompletionItemProvider } | undefined;
  let models: Hearth['models'] | undefined;
  let participant: ChatParticipant | undefined;
  const watching: readonly Disposable[] = [
    replace(window, 'createTreeView', (real) => (...values) => {
      const [, { treeDataProvider: provider }] = values as unknown as [
        string,
        { treeDataProvider: TreeDataProvider<ModelRow> },
      ];
      models = { provider };
      return real(...values);
    }),
    replace(chat, 'createChatParticipant', (real) => (...values) => {
      participant = real(...values) as ChatParticipant;
      return participant;
    }),
    replace(window, 'createStatusBarItem', (real) => (...values) => {
      item = real(...values) as StatusBarItem;
      return item;
    }),
    replace(languages, 'registerInlineCompletionItemProvider', (real) => (...values) => {
      const [selector, provider] = values as unknown as [DocumentSelector, InlineCompletionItemProvider];
      registered = { selector, provider };
      return real(...values);
    }),
  ];
  const hostBefore = process.env.OLLAMA_HOST;
  process.env.OLLAMA_HOST = engine.url;
  const activated = activate(context as ExtensionContext);
  if (hostBefore === undefined) delete process.env.OLLAMA_HOST;
  else process.env.OLLAMA_HOST = hostBefore;
  for (const each of watching) each.dispose();
  assert.ok(activated && item && registered && models && participant, 'Hearth did not register what it must');
  const parts = activated;
  const shownItem = item;
  const { provider, selector } = registered;
  const { board, decisions, view, reviews } = parts;

  const cancelled = new CancellationTokenSource().token;
  view.resolveWebviewView(page, { state: undefined }, cancelled);
  page.press({ type: 'ready' });
  if (options.engine === undefined) {
    await until(() => board.status.ready ?? board.status.failing, 'Hearth to know its engine');
  }

  let hasLeft = false;
  async function leave(): Promise<void> {
    hasLeft = true;
    parts.dispose();
    log.dispose();
    person.dispose();
    sheets.dispose();
    settings.dispose();
    if (options.engine === undefined) await engine.stop();
    await closeEditors();
    if (options.storage === undefined) rmSync(storage, { recursive: true, force: true });
  }

  function readLedger(): readonly LedgerRecord[] {
    const folder = join(storage, 'ledger');
    // One of the tests puts a file in its place.
    const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    const names = (isFolder ? readdirSync(folder).sort() : []).filter((name) => name.endsWith('.jsonl'));
    return names.flatMap((name) => [...recordsOf(readFileSync(join(folder, name), 'utf8'))]);
  }

  const asked: Hearth['asked'] = (path) =>
    engine.requests.filter((request) => request.path === path && request.body?.prompt !== '' /* a load */);

  return {
    engine,
    cloud,
    person,
    page,
    sheets,
    secrets,
    models,
    participant,
    logged: log.lines,
    storage,
    view,
    reviews,
    selector,
    get cloudRequests() {
      return cloud.requests.slice(cloudBefore);
    },
    get status() {
      return board.status;
    },
    get face() {
      const { text, accessibilityInformation } = shownItem;
      return { text, spoken: accessibilityInformation?.label ?? '' };
    },
    get hover() {
      const { tooltip } = shownItem;
      assert.ok(tooltip instanceof MarkdownString);
      return tooltip;
    },
    get decision() {
      return decisions.last.at(-1);
    },
    get prompt() {
      return promptOf(asked('/api/chat').at(-1));
    },
    get newestText() {
      return view.textOf(page.newest.id) ?? '';
    },
    idle: () => until(() => board.status.working === 0, 'the status to be idle'),
    asked,
    async complete({ document, position }, { invoked = false, cancel = new CancellationTokenSource(), selected } = {}) {
      const triggerKind = invoked ? InlineCompletionTriggerKind.Invoke : InlineCompletionTriggerKind.Automatic;
      const asking = { triggerKind, selectedCompletionInfo: selected };
      const given = await provider.provideInlineCompletionItems(document, position, asking, cancel.token);
      const items = Array.isArray(given) ? given : (given?.items ?? []);
      return items.map((each) => {
        assert.ok(each instanceof InlineCompletionItem);
        assert.ok(each.range?.isEqual(selected?.range ?? new Range(position, position)));
        return String(each.insertText);
      });
    },
    ledger: readLedger,
    leave,
    async end() {
      if (hasLeft) return;
      try {
        await until(() => board.status.working === 0 && !board.status.loading, 'the status to be idle at the end');
        assert.doesNotMatch(shownItem.text, /spin/);
        assert.equal(sheets.open, 0, 'a sheet was left open');
        const kinds = readLedger().map((each) => (each.kind === 'traffic' ? each.what : each.kind));
        const inquiries = kinds.filter((kind) => kind === 'modelList' || kind === 'keyTest').length;
        const asked = cloud.requests.length - cloudBefore;
        if (sheets.sent === 0) assert.equal(asked, inquiries, 'the cloud was asked unasked');
      } finally {
        await leave();
      }
    },
  };
}
