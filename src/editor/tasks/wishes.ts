import { l10n, type Memento, type QuickPickItem, QuickPickItemKind, window } from 'vscode';

/** What wishes in a person's own words are remembered for. */
export type WishedOf = 'rewrite' | 'draft' | 'extract' | 'classify';

/** How many are remembered of each, most recent first. */
const mostRemembered = 8;

/** The wishes that a person put in their own words, so that they need not type them again. They stay on this machine. */
export class Wishes {
  readonly #memory: Memento;

  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** Most recent first. */
  of(what: WishedOf): readonly string[] {
    const known = this.#memory.get<unknown>(keyOf(what));
    return Array.isArray(known) ? known.filter((wish) => typeof wish === 'string').slice(0, mostRemembered) : [];
  }

  async remember(what: WishedOf, wish: string): Promise<void> {
    const others = this.of(what).filter((known) => known !== wish);
    await this.#memory.update(keyOf(what), [wish, ...others].slice(0, mostRemembered));
  }
}

const keyOf = (what: WishedOf) => `hearth.wishes.${what}`;

/** A wish: one of ours, or the person's own words. */
export type Wish<T> = T | { readonly own: string };

/** What was chosen, and what it is called within a title. */
export interface Chosen<T> {
  readonly wish: Wish<T>;
  readonly name: string;
}

/** Lets a person choose between our own, their earlier wishes, and a new one. @returns undefined after Escape */
export async function chooseWish<T>(
  wishes: Wishes,
  what: WishedOf,
  ours: readonly { readonly label: string; readonly ours: T; readonly description?: string }[],
  words: { readonly title: string; readonly placeHolder: string; readonly prompt: string },
): Promise<Chosen<T> | undefined> {
  type Item = QuickPickItem & { readonly ours?: T; readonly own?: string };
  const earlier = wishes.of(what).map((own): Item => ({ label: own, own }));
  const items: readonly Item[] = [
    ...ours,
    { label: l10n.t('In my own words…') },
    ...(earlier.length === 0
      ? []
      : [{ label: l10n.t('Earlier wishes'), kind: QuickPickItemKind.Separator }, ...earlier]),
  ];
  const { title, placeHolder, prompt } = words;
  const chosen = await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (!chosen) return undefined;
  if (chosen.ours !== undefined) return { wish: chosen.ours, name: chosen.label.toLowerCase() };
  const own = (chosen.own ?? (await window.showInputBox({ title, prompt })))?.trim();
  if (!own) return undefined;
  await wishes.remember(what, own);
  return { wish: { own }, name: own };
}
