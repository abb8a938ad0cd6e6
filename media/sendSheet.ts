import type {
  FromSheet,
  SheetFact,
  SheetPart,
  SheetView,
  SheetWords,
  ToSheet,
} from '../src/editor/privacy/sheetProtocol.ts';
import { button, element, icon } from './answers/elements.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromSheet): void };

/** Characters that change what is read, or carry what nobody sees: in the readable view they are made visible. */
const hiddenCharacters =
  /([\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}])/u;

/** The send sheet's page: shows a draft, complete, and says what the person does with it. */
function run(sheet: HTMLElement): void {
  const code = acquireVsCodeApi();
  const send = (message: FromSheet) => code.postMessage(message);
  let press: { readonly send: () => void; readonly escape: () => void } | undefined;

  function preview({ view, words }: ToSheet): void {
    const body = element('pre', 'body', view.body);
    const readable = element('div', 'parts', ...view.parts.map(partOf));
    const tabs = tabsOf(words.views, [
      { id: 'readable', label: words.readable, panel: readable },
      { id: 'raw', label: words.raw, panel: body },
    ]);
    // What is sent back is what stands in the page, so that only what is shown can be approved.
    const approve = () => send({ type: 'send', displayed: body.textContent ?? '' });
    const cancel = () => send({ type: 'cancel' });
    press = { send: approve, escape: cancel };
    const heading = headingOf(words);
    sheet.replaceChildren(
      headerOf(heading, view),
      element('div', 'bar', tabs.list, element('span', 'size', view.size)),
      ...tabs.panels,
      factsOf(view.facts),
      element(
        'footer',
        '',
        button('primary', words.sendHint, approve, words.send),
        button('secondary', words.edit, () => edit({ type: 'show', view, words }), words.edit),
        button('secondary', words.keepLocal, () => send({ type: 'keepLocal' }), words.keepLocal),
        button('secondary', words.cancelHint, cancel, words.cancel),
        element('span', 'hint', words.hint),
      ),
    );
    // Not a button: Enter must not send by accident.
    heading.focus();
  }

  function edit(shown: ToSheet): void {
    const { view, words } = shown;
    const fields = view.parts.map((part) => ({ part, field: part.isOurs ? undefined : fieldOf(part, words) }));
    const back = () => preview(shown);
    const done = () => {
      const texts = fields.flatMap(({ part, field }) =>
        // A text field writes every line end as \n; a text that was left alone keeps its own.
        field === undefined || field.value === part.text.replace(/\r\n?/g, '\n')
          ? []
          : [[part.number, field.value] as const],
      );
      if (texts.length === 0) back();
      else send({ type: 'edit', texts });
    };
    press = { send: done, escape: back };
    sheet.replaceChildren(
      headerOf(headingOf(words), view),
      element('div', 'bar', element('span', 'size', words.editing)),
      element(
        'div',
        'panel parts',
        ...fields.map(({ part, field }) => (field === undefined ? partOf(part) : partWith(part, field))),
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
  return element('header', '', heading, destination);
}

/** A part with its text and all that is hidden in it. */
function partOf(part: SheetPart): HTMLElement {
  const pieces = part.text.split(hiddenCharacters).map((piece, index) => (index % 2 === 0 ? piece : badgeOf(piece)));
  return partWith(part, element('pre', '', ...pieces));
}

function partWith(part: SheetPart, text: HTMLElement): HTMLElement {
  const label = element('h2', '', part.label);
  return element('section', part.isOurs ? 'part ours' : 'part', label, text);
}

function badgeOf(character: string): HTMLElement {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return element('span', 'hidden-character', `[U+${codePoint}]`);
}

function fieldOf(part: SheetPart, words: SheetWords): HTMLTextAreaElement {
  const field = element('textarea', '');
  field.value = part.text;
  field.rows = Math.min(24, part.text.split('\n').length + 1);
  field.spellcheck = false;
  field.setAttribute('aria-label', words.editPart.replace('{0}', part.label));
  return field;
}

function factsOf(facts: readonly SheetFact[]): HTMLElement {
  const rows = facts.flatMap(({ label, values }) => [
    element('dt', '', label),
    ...values.map(({ text, note }) =>
      element('dd', '', element('span', '', text), ...(note === undefined ? [] : [element('span', 'note', note)])),
    ),
  ]);
  const list = element('dl', 'facts', ...rows);
  list.tabIndex = 0; // it may scroll
  return list;
}

/** A segmented control: one of several views, chosen with the mouse or the arrow keys. */
function tabsOf(
  label: string,
  views: readonly { readonly id: string; readonly label: string; readonly panel: HTMLElement }[],
): { readonly list: HTMLElement; readonly panels: readonly HTMLElement[] } {
  const tabs = views.map((view, index) => {
    const tab = button('segment', view.label, () => select(index), view.label);
    tab.id = `${view.id}-tab`;
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', view.id);
    view.panel.id = view.id;
    view.panel.classList.add('panel');
    view.panel.setAttribute('role', 'tabpanel');
    view.panel.setAttribute('aria-labelledby', tab.id);
    view.panel.tabIndex = 0;
    return tab;
  });
  const select = (chosen: number) => {
    for (const [index, view] of views.entries()) {
      view.panel.hidden = index !== chosen;
      tabs[index]?.setAttribute('aria-selected', String(index === chosen));
      tabs[index]?.setAttribute('tabindex', index === chosen ? '0' : '-1');
    }
  };
  const list = element('div', 'segments', ...tabs);
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', label);
  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const current = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const next = (current + step + tabs.length) % tabs.length;
    select(next);
    tabs[next]?.focus();
    event.preventDefault();
  });
  select(0);
  return { list, panels: views.map(({ panel }) => panel) };
}

const sheet = document.querySelector<HTMLElement>('#sheet');
if (sheet !== null) run(sheet);
