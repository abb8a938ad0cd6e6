import type { SheetMark, SheetPart, SheetStretch, SheetWords } from '../../src/editor/privacy/sheetProtocol.ts';
import { element } from '../answers/elements.ts';

/** Takes a piece out, or puts it back. Returns whether that is done: not while another change is under way. */
export type Choose = (part: SheetPart, isTakenOut: boolean) => boolean;

/** A part with its text as it leaves and all that is hidden or masked in it; the user's own can be taken out. */
export function partOf(part: SheetPart, words: SheetWords, choose: Choose): HTMLElement {
  const body = part.isTakenOut
    ? element('p', 'gone', words.takenOut)
    : element('pre', '', ...part.stretches.map(stretchOf));
  const section = sectionOf(part, part.isOurs ? ours(part) : chosen(part, words, choose), body);
  if (part.isTakenOut) section.classList.add('taken-out');
  return section;
}

/** A part with something else in the place of its text. */
export function partWith(part: SheetPart, body: HTMLElement): HTMLElement {
  return sectionOf(part, ours(part), body);
}

function sectionOf(part: SheetPart, heading: HTMLElement, body: HTMLElement): HTMLElement {
  const section = element('section', part.isOurs ? 'part ours' : 'part', heading, body);
  // A group and no landmark: several have the same name.
  section.setAttribute('role', 'group');
  section.setAttribute('aria-label', part.label);
  return section;
}

function ours(part: SheetPart): HTMLElement {
  return element('h2', '', part.label);
}

/** The part's name as a checkbox: ticked is what leaves. */
function chosen(part: SheetPart, words: SheetWords, choose: Choose): HTMLElement {
  const box = element('input', '');
  box.type = 'checkbox';
  box.id = `piece-${part.number}`;
  box.checked = !part.isTakenOut;
  box.addEventListener('change', () => {
    if (!part.canTakeOut || !choose(part, !box.checked)) box.checked = !box.checked;
  });
  if (!part.canTakeOut) {
    // Not `disabled`: it can be reached, and says why.
    box.setAttribute('aria-disabled', 'true');
    box.title = words.lastPiece;
  }
  const label = element('label', '', box, element('span', 'name', part.label));
  return element('h2', '', label, element('span', 'note', part.note));
}

function stretchOf({ kind, text, title }: SheetStretch): Node | string {
  if (kind === 'text') return text;
  const mark = element('span', kind === 'hidden' ? 'hidden-character' : `secret ${kind}`, text);
  if (title !== undefined) mark.title = title;
  return mark;
}

/**
 * The exact body: its text is the body, character for character. A badge before what is hidden in it is drawn by the style, and
 * so is no part of the text.
 */
export function bodyOf(body: string, marks: readonly SheetMark[]): HTMLPreElement {
  const nodes: (Node | string)[] = [];
  let done = 0;
  for (const { start, end, badge } of marks) {
    nodes.push(body.slice(done, start));
    const mark = element('span', 'exactly', body.slice(start, end));
    mark.dataset.badge = badge;
    nodes.push(mark);
    done = end;
  }
  nodes.push(body.slice(done));
  return element('pre', 'body', ...nodes);
}
