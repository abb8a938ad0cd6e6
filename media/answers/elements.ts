/** Pictures of 16 × 16, drawn in strokes of the text's colour. */
const paths = {
  local: 'M3.5 3.5h9v6.5h-9z M1.5 12.5h13',
  selfHosted: 'M2.5 2.5h11v4.5h-11z M2.5 9h11v4.5h-11z M5 4.75h.5 M5 11.25h.5',
  cloud: 'M4.6 12.5a3 3 0 0 1-.4-5.97 4 4 0 0 1 7.74.55A2.74 2.74 0 0 1 11.7 12.5z',
  handedOver: 'M2.5 6.5v7h7v-7z M6 3.5V2.5h7.5V10H12 M6.5 9.5l5-5 M8 4.5h3.5V8',
  open: 'M4 6l4 4 4-4',
  stop: 'M4.5 4.5h7v7h-7z',
  copy: 'M5.5 5.5h8v8h-8z M3.5 10.5h-1v-8h8v1',
  check: 'M3 8.5l3.25 3.25L13 5',
  insert: 'M2 3.5h6 M2 12.5h6 M2 8h2.5 M14 8H7.5 M10 5.5L7.5 8l2.5 2.5',
  insertBelow: 'M2 3h12 M2 6h8 M8 8.5v5 M5.75 11.25L8 13.5l2.25-2.25',
  send: 'M2.5 8h10 M8.5 4l4 4-4 4',
  replace: 'M2 4.5h9.5 M9 2l2.5 2.5L9 7 M14 11.5H4.5 M7 9l-2.5 2.5L7 14',
  escalate: 'M4.3 11a2.6 2.6 0 0 1-.1-5.1 4 4 0 0 1 7.7.5 2.4 2.4 0 0 1-.2 4.6 M8 14V8 M5.75 10.25L8 8l2.25 2.25',
  keep: 'M4.5 2.5h7v11L8 10.75 4.5 13.5z',
  compare: 'M2.5 3.5h4.5v9H2.5z M9 3.5h4.5v9H9z M4 6h1.5 M10.5 8.5h1.5',
  fetched: 'M8 2.5v8 M5 7.5l3 3 3-3 M3 13.5h10',
  question: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z M6.4 6.3a1.6 1.6 0 1 1 2.3 1.5c-.5.3-.7.6-.7 1.2 M8 11.2h.01',
  error: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z M8 5v3.5 M8 11h.01',
  shield: 'M8 1.75l5 2v3.75c0 3.1-2 5.3-5 6.75-3-1.45-5-3.65-5-6.75V3.75z M5.75 7.75l1.6 1.6 2.9-3.1',
  document: 'M4 1.5h5.5L12.5 4.5v10H4z M9.5 1.5v3h3',
  warning: 'M8 2.25l6.25 11.25H1.75z M8 6.5v3.25 M8 11.75h.01',
  unseen:
    'M1.5 8S4 4 8 4s6.5 4 6.5 4-2.5 4-6.5 4-6.5-4-6.5-4z M8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z M3 13.5l10-11',
  barred: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z M3.9 3.9l8.2 8.2',
  minus: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z M5 8h6',
  hearth:
    'M2 14h12 M3.5 14V7.5a4.5 4.5 0 0 1 9 0V14 M8 12.5c-1.4 0-2.2-.9-2.2-2 0-1.5 1.5-1.9 1.6-3.7 1.4.6 2.8 2 2.8 3.7 0 1.1-.8 2-2.2 2z',
} as const;

export type IconName = keyof typeof paths;

/** A picture that says nothing to screen readers: words stand beside it or in its button's label. */
export function icon(name: IconName, size = 16): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  for (const [key, value] of Object.entries({
    class: `icon icon-${name}`,
    viewBox: '0 0 16 16',
    width: size,
    height: size,
  })) {
    svg.setAttribute(key, `${value}`);
  }
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

/** An element with a class and children; strings become text, never HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/**
 * A button. `label` says all of what it does, on hovering; it is also what the button is called where it has no words of its own,
 * or where they are part of it: who speaks to the screen says the words that stand there.
 */
export function button(className: string, label: string, press: () => void, ...children: (Node | string)[]) {
  const made = element('button', className, ...children);
  made.type = 'button';
  made.title = label;
  const words = made.textContent ?? '';
  if (words !== label && label.toLowerCase().includes(words.toLowerCase())) made.setAttribute('aria-label', label);
  made.addEventListener('click', press);
  return made;
}

/** Shows on a button, for a moment, that what it stands for was done. */
export function confirmOn(pressed: HTMLButtonElement): void {
  pressed.classList.add('confirmed');
  setTimeout(() => pressed.classList.remove('confirmed'), 1500);
}
