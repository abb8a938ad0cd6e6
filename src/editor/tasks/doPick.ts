import {
  commands,
  type Disposable,
  l10n,
  type Memento,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocument,
  ThemeIcon,
  window,
} from 'vscode';
import type { Settings } from '../../base/settings.ts';
import { type Here, offeredHere, type Place, type TextKind } from '../../tasks/places.ts';
import { isProse } from '../../tasks/prompt.ts';
import type { CloudFlag } from '../privacy/cloudFlag.ts';
import { whyReadOnly } from '../readOnly.ts';
import type { RunItem } from './custom/customItems.ts';
import { comparedDocuments } from './places/explainChanges.ts';
import { documentAtHand } from './takeExcerpt.ts';
import { taskTitle } from './taskTitle.ts';

/** What the list of everything needs. */
export interface DoPickParts {
  readonly memory: Memento;
  readonly flag: CloudFlag;
  readonly settings: () => Settings;
  /** Asks a question of the user's own. @param given what a menu gave */
  readonly ask: (question: string, given: unknown) => Promise<void>;
  /** Asks it about what the terminal shows. */
  readonly askTerminal: (question: string) => Promise<void>;
  /** Rewrites by a wish of the user's own. */
  readonly rewrite: (wish: string) => Promise<void>;
  /** The tasks that people wrote as files, as items that bring what they do. */
  readonly custom: (document: TextDocument, isReadOnly: boolean, given: unknown) => Promise<readonly RunItem[]>;
}

interface Item extends QuickPickItem {
  readonly id?: string;
  readonly own?: 'ask' | 'rewrite';
  readonly run?: () => Promise<void>;
}

const memoryKey = 'hearth.recentTasks';
const mostRecent = 4;

/**
 * `hearth.do`: everything that can be done with the text at hand; a line of one's own is a question or a wish.
 * @param given what a menu gave: a notebook's cell; `'terminal'` where its key was pressed in one
 */
export async function doSomething(parts: DoPickParts, given: unknown): Promise<void> {
  const document = given === 'terminal' ? undefined : documentAtHand(given);
  const here = await hereOf(document, given);
  if (!here) {
    void window.showInformationMessage(l10n.t('Open a text file first: there is nothing to work on.'));
    return;
  }
  const recent = recentIn(parts.memory);
  const offered = offeredHere(here, recent);
  const items: readonly Item[] = [
    ...group(l10n.t('Used lately'), offered.recent),
    ...group(fittingWords(here.kind), offered.fitting),
    ...(document ? await parts.custom(document, here.isReadOnly, given) : []),
    ...group(l10n.t('More'), offered.others),
  ];
  const picked = await pick(items, here, parts);
  if (picked?.item.own === 'ask') {
    await (here.kind === 'terminal' ? parts.askTerminal(picked.typed) : parts.ask(picked.typed, given));
  } else if (picked?.item.run) await picked.item.run();
  else if (picked?.item.own === 'rewrite') await parts.rewrite(picked.typed);
  else if (picked?.item.id !== undefined) {
    const { id } = picked.item;
    await parts.memory.update(memoryKey, [id, ...recent.filter((each) => each !== id)].slice(0, mostRecent));
    await commands.executeCommand(`hearth.${id}`, given);
  }
}

/** Where the list was asked for: in a cell, an editor, or, where neither is open, the terminal. */
async function hereOf(document: TextDocument | undefined, given: unknown): Promise<Here | undefined> {
  if (!document) {
    const isTerminal = given === 'terminal' || window.activeTerminal !== undefined;
    return isTerminal ? { kind: 'terminal', isReadOnly: true, isComparison: false } : undefined;
  }
  return {
    kind: isProse(document) ? 'prose' : 'code',
    isReadOnly: (await whyReadOnly(document)) !== undefined,
    isComparison: comparedDocuments() !== undefined,
  };
}

function fittingWords(kind: TextKind): string {
  const words = { prose: l10n.t('For text'), code: l10n.t('For code'), terminal: l10n.t('For the terminal') };
  return words[kind];
}

function recentIn(memory: Memento): readonly string[] {
  const known = memory.get<unknown>(memoryKey);
  return Array.isArray(known) ? known.filter((id) => typeof id === 'string') : [];
}

function group(label: string, some: readonly Place[]): readonly Item[] {
  if (some.length === 0) return [];
  return [
    { label, kind: QuickPickItemKind.Separator },
    ...some.map(({ id, icon, asks }) => ({
      id,
      label: asks ? `${taskTitle(id)}…` : taskTitle(id),
      iconPath: new ThemeIcon(icon),
    })),
  ];
}

/** @returns what was chosen, with what was typed; undefined after Escape */
function pick(
  items: readonly Item[],
  { kind, isReadOnly }: Here,
  { flag, settings }: DoPickParts,
): Promise<{ readonly item: Item; readonly typed: string } | undefined> {
  const box = window.createQuickPick<Item>();
  const own = (): readonly Item[] => {
    const typed = box.value.trim();
    if (typed === '') return [];
    return [
      { label: l10n.t('In your own words'), kind: QuickPickItemKind.Separator },
      {
        label: l10n.t('Ask: “{0}”', typed),
        own: 'ask',
        alwaysShow: true,
        iconPath: new ThemeIcon('comment-discussion'),
      },
      ...(kind === 'prose' && !isReadOnly
        ? [
            {
              label: l10n.t('Rewrite: “{0}”', typed),
              own: 'rewrite' as const,
              alwaysShow: true,
              iconPath: new ThemeIcon('edit'),
            },
          ]
        : []),
    ];
  };
  const fill = () => {
    box.items = [...items, ...own()];
  };
  const showFlag = () => {
    box.buttons = settings().cloudEnabled
      ? [
          {
            iconPath: new ThemeIcon('cloud-upload'),
            toggle: { checked: flag.isSet },
            tooltip: flag.isSet
              ? l10n.t('The next request goes to the cloud, past the sheet. Press to keep it local.')
              : l10n.t('Answered locally. Press to ask the cloud this time; you will see what would leave first.'),
          },
        ]
      : [];
    box.title = flag.isSet
      ? l10n.t('Hearth: What Shall Be Done? (in the cloud)')
      : l10n.t('Hearth: What Shall Be Done?');
  };
  box.placeholder = l10n.t('Choose, or say it in your own words: make this a table');
  box.matchOnDescription = true;
  fill();
  showFlag();
  return new Promise((resolve) => {
    const listeners: readonly Disposable[] = [
      box.onDidChangeValue(fill),
      flag.onChange(showFlag),
      // Where no cloud is set up, it says so, and nothing was switched.
      box.onDidTriggerButton(() => void commands.executeCommand('hearth.escalateNext').then(showFlag)),
      box.onDidAccept(() => {
        const item = box.selectedItems[0] ?? box.activeItems[0];
        if (item) resolve({ item, typed: box.value.trim() });
        box.hide();
      }),
      box.onDidHide(() => {
        resolve(undefined);
        for (const each of listeners) each.dispose();
        box.dispose();
      }),
    ];
    box.show();
  });
}
