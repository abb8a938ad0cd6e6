import type { FromSheet, SheetPart, SheetView, SheetWords, ToSheet } from '../src/editor/privacy/sheetProtocol.ts';
import { button, element, icon } from './answers/elements.ts';
import { factsOf, noticesOf } from './sheet/facts.ts';
import { bodyOf, type Choose, partOf, partWith } from './sheet/parts.ts';
import { tabsOf } from './sheet/tabs.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromSheet): void };

/** The send sheet's page: shows a draft, complete, and says what the person does with it. */
function run(sheet: HTMLElement, spoken: HTMLElement): void {
  const code = acquireVsCodeApi();
  const send = (message: FromSheet) => code.postMessage(message);
  let press: { readonly send: () => void; readonly escape: () => void } | undefined;
  let view = 0;
  /** What the person did last that has the draft made anew: the focus stays with it. */
  let pressed: string | undefined;

  function preview(shown: ToSheet): void {
    const { view: draft, words } = shown;
    const body = bodyOf(draft.body, draft.bodyMarks);
    const choose: Choose = (part, isTakenOut) =>
      change({ type: isTakenOut ? 'takeOut' : 'putBack', piece: part.number }, `piece-${part.number}`, words);
    const decide = (secret: string, isReleased: boolean) =>
      change({ type: isReleased ? 'release' : 'mask', secret }, `secret-${secret}`, words);
    const readable = element('div', 'parts', ...draft.parts.map((part) => partOf(part, words, choose)));
    const tabs = tabsOf(
      words.views,
      [
        { id: 'readable', label: words.readable, panel: readable },
        { id: 'raw', label: words.raw, panel: body },
      ],
      view,
      (chosen) => {
        view = chosen;
      },
    );
    // What is sent back is what stands in the page, so that only what is shown can be approved.
    const approve = () => send({ type: 'send', displayed: body.textContent ?? '' });
    const cancel = () => send({ type: 'cancel' });
    press = { send: approve, escape: cancel };
    const heading = headingOf(words);
    const places = scrolledIn(sheet);
    sheet.replaceChildren(
      headerOf(heading, draft),
      element('div', 'bar', tabs.list, element('span', 'size', draft.size)),
      ...noticesOf(draft.notices),
      ...tabs.panels,
      factsOf(draft.facts, words, decide),
      element(
        'footer',
        '',
        button('primary', words.sendHint, approve, words.send),
        button('secondary', words.edit, () => edit(shown), words.edit),
        button('secondary', words.keepLocal, () => send({ type: 'keepLocal' }), words.keepLocal),
        button('secondary', words.cancelHint, cancel, words.cancel),
        element('span', 'hint', words.hint),
      ),
    );
    sheet.removeAttribute('aria-busy');
    scrollAsBefore(sheet, places);
    if (pressed !== undefined) spoken.textContent = [...draft.notices.map(({ text }) => text), draft.size].join('. ');
    // Not a button: Enter must not send by accident.
    const focused = pressed === undefined ? null : document.getElementById(pressed);
    (focused ?? heading).focus({ preventScroll: focused !== null });
    pressed = undefined;
  }

  /**
   * Has the draft made anew. Until it is shown, nothing can be sent or changed.
   * @returns whether the change is under way
   */
  function change(message: FromSheet, from: string, words: SheetWords): boolean {
    if (pressed !== undefined) return false;
    pressed = from;
    press = { send: () => {}, escape: () => send({ type: 'cancel' }) };
    sheet.setAttribute('aria-busy', 'true');
    spoken.textContent = words.checking;
    for (const each of sheet.querySelectorAll<HTMLButtonElement>('footer .primary')) each.disabled = true;
    send(message);
    return true;
  }

  function edit(shown: ToSheet): void {
    const { view: draft, words } = shown;
    const fields = draft.parts
      .filter(({ isTakenOut }) => !isTakenOut)
      .map((part) => ({ part, field: part.isOurs ? undefined : fieldOf(part, words) }));
    const back = () => preview(shown);
    const done = () => {
      const texts = fields.flatMap(({ part, field }) =>
        // A text field writes every line end as \n; a text that was left alone keeps its own.
        field === undefined || field.value === part.source.replace(/\r\n?/g, '\n')
          ? []
          : [[part.number, field.value] as const],
      );
      if (texts.length === 0) back();
      else change({ type: 'edit', texts }, 'title', words);
    };
    press = { send: done, escape: back };
    sheet.replaceChildren(
      headerOf(headingOf(words), draft),
      element('div', 'bar', element('span', 'size', words.editing)),
      element(
        'div',
        'panel parts',
        ...fields.map(({ part, field }) =>
          field === undefined ? partOf(part, words, () => false) : partWith(part, field),
        ),
      ),
      element(
        'footer',
        '',
        button('primary', words.preview, done, words.preview),
        button('secondary', words.discard, back, words.discard),
      ),
    );
    const first = fields.find(({ field }) => field !== undefined)?.field;
    first?.setSelectionRange(0, 0);
    first?.focus();
    first?.parentElement?.scrollIntoView();
  }

  addEventListener('message', (event: MessageEvent<ToSheet>) => {
    if (event.data.type === 'show') preview(event.data);
  });
  addEventListener('keydown', (event) => {
    if (event.isComposing || event.repeat) return;
    if (event.key === 'Escape') press?.escape();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) press?.send();
    else return;
    event.preventDefault();
  });
  send({ type: 'ready' });
}

function headingOf(words: SheetWords): HTMLHeadingElement {
  const heading = element('h1', '', words.title);
  heading.id = 'title';
  heading.tabIndex = -1;
  // It has the focus at first: where it all goes is read out with it.
  heading.setAttribute('aria-describedby', 'destination');
  return heading;
}

function headerOf(heading: HTMLHeadingElement, { host, provider }: SheetView): HTMLElement {
  const destination = element(
    'p',
    'destination',
    icon('cloud'),
    element('strong', '', host),
    element('span', '', provider),
  );
  destination.id = 'destination';
  return element('header', '', heading, destination);
}

function fieldOf(part: SheetPart, words: SheetWords): HTMLTextAreaElement {
  const field = element('textarea', '');
  field.value = part.source;
  field.rows = Math.min(24, part.source.split('\n').length + 1);
  field.spellcheck = false;
  field.setAttribute('aria-label', words.editPart.replace('{0}', part.label));
  return field;
}

const scrolling = ['#readable', '#raw', '.facts'];

/** How far each box is scrolled, so that a change does not lose the reader's place. */
function scrolledIn(sheet: HTMLElement): readonly number[] {
  return scrolling.map((box) => sheet.querySelector(box)?.scrollTop ?? 0);
}

function scrollAsBefore(sheet: HTMLElement, places: readonly number[]): void {
  for (const [index, box] of scrolling.entries()) sheet.querySelector(box)?.scrollTo(0, places[index] ?? 0);
}

const [sheet, spoken] = [document.querySelector<HTMLElement>('#sheet'), document.querySelector<HTMLElement>('#spoken')];
if (sheet !== null && spoken !== null) run(sheet, spoken);
