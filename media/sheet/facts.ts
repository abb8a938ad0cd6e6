import type { SheetFact, SheetFactValue, SheetNotice, SheetWords } from '../../src/editor/privacy/sheetProtocol.ts';
import { button, element, type IconName, icon } from '../answers/elements.ts';

const noticeIcons: Readonly<Record<SheetNotice['kind'], IconName>> = {
  masked: 'shield',
  released: 'warning',
  hidden: 'unseen',
  leftOut: 'barred',
  takenOut: 'minus',
};

/** What stands out, in a row above the text. */
export function noticesOf(notices: readonly SheetNotice[]): readonly HTMLElement[] {
  if (notices.length === 0) return [];
  return [
    element(
      'ul',
      'notices',
      ...notices.map(({ kind, text }) => element('li', `notice ${kind}`, icon(noticeIcons[kind], 14), text)),
    ),
  ];
}

/** What there is to know beside the text. A secret has a button with which the person says that it is none. */
export function factsOf(
  facts: readonly SheetFact[],
  words: SheetWords,
  decide: (id: string, isReleased: boolean) => void,
): HTMLElement {
  const rows = facts.flatMap(({ label, values }) => [
    element('dt', '', label),
    ...values.map((value) => element('dd', '', ...factValue(value, words, decide))),
  ]);
  const list = element('dl', '', ...rows);
  const box = element('div', 'facts', list);
  box.tabIndex = 0; // it may scroll
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', words.details);
  return box;
}

function factValue(
  { text, note, secret }: SheetFactValue,
  words: SheetWords,
  decide: (id: string, isReleased: boolean) => void,
): readonly HTMLElement[] {
  const parts = [element('span', '', text), ...(note === undefined ? [] : [element('span', 'note', note)])];
  if (secret === undefined) return parts;
  const [word, label] = secret.isReleased ? [words.mask, words.maskThis] : [words.release, words.releaseThis];
  const press = () => decide(secret.id, !secret.isReleased);
  const action = button('link', label.replace('{0}', [text, note].join(', ')), press, word);
  action.id = `secret-${secret.id}`;
  return [...parts, action];
}
