import type { Badge, Card, FromPage, PageWords, TableRow } from '../../src/editor/answers/protocol.ts';
import { AnswerBody } from './answerBody.ts';
import { AnswerTable } from './answerTable.ts';
import { button, confirmOn, element, icon } from './elements.ts';
import { FollowUp } from './followUp.ts';
import { Verdict } from './verdict.ts';

/** One answer on the page. It is built once and then only changed, so that focus and selection stay. */
export class AnswerCard {
  readonly element: HTMLElement;
  readonly #words: PageWords;
  readonly #send: (message: FromPage) => void;
  readonly #say: (text: string) => void;
  readonly #toggle: HTMLButtonElement;
  readonly #title = element('span', 'title');
  readonly #about = element('span', 'about');
  readonly #tier = element('span', 'tier');
  /** Says that there is no answer, also when the card is closed. */
  readonly #trouble = element('span', 'trouble', icon('error'));
  readonly #inside = element('div', 'inside');
  readonly #status = element('div', 'status');
  readonly #doing = element('span', 'doing');
  readonly #mark = element('span', 'mark');
  readonly #remarks = element('ul', 'remarks');
  readonly #failure = element('div', 'failure');
  readonly #meta: HTMLButtonElement;
  readonly #details = element('dl', 'details');
  readonly #body: AnswerBody;
  readonly #table: AnswerTable;
  readonly #stop: HTMLButtonElement;
  readonly #offer: HTMLButtonElement;
  readonly #copy: HTMLButtonElement;
  readonly #insert: HTMLButtonElement;
  readonly #insertBelow: HTMLButtonElement;
  readonly #replace: HTMLButtonElement;
  readonly #escalate: HTMLButtonElement;
  readonly #keep: HTMLButtonElement;
  readonly #verdict: Verdict;
  readonly #followUp: FollowUp;
  #card: Card;
  #askedAt = 0;

  constructor(card: Card, words: PageWords, send: (message: FromPage) => void, say: (text: string) => void) {
    const { id } = card;
    this.#card = card;
    this.#words = words;
    this.#send = send;
    this.#say = say;
    const copied = (text?: string) => {
      send(text === undefined ? { type: 'copy', id } : { type: 'copy', id, text });
      say(words.copied);
    };
    this.#body = new AnswerBody(words, {
      copy: copied,
      insert: (text) => send({ type: 'insert', id, text }),
      replace: (text) => send({ type: 'replace', id, text }),
    });

    this.#toggle = element('button', 'toggle', icon('open'), element('span', 'heading', this.#title, this.#about));
    this.#toggle.type = 'button';
    this.#toggle.setAttribute('aria-controls', `${id}-inside`);
    this.#toggle.addEventListener('click', () => send({ type: 'toggle', id, expanded: !this.#card.expanded }));
    const heading = element('h2', '', this.#toggle);
    this.#title.id = `${id}-title`;

    const act = (type: 'stop' | 'escalate' | 'keep') => () => send({ type, id });
    this.#stop = button('action', words.stop, act('stop'), icon('stop'), words.stop);
    this.#offer = button('action instead', '', () => send({ type: 'offer', id }));
    this.#table = new AnswerTable(words, {
      open: (row) => send({ type: 'openRow', id, row }),
      openAll: () => send({ type: 'openTable', id }),
      copy: () => {
        send({ type: 'copyTable', id });
        say(words.copied);
      },
    });
    this.#copy = button(
      'action',
      words.copy,
      () => {
        copied();
        confirmOn(this.#copy);
      },
      icon('copy'),
      icon('check'),
      words.copy,
    );
    const insert = () => send({ type: 'insert', id });
    this.#insert = button('action', words.insertHint, insert, icon('insert'), words.insert);
    const insertBelow = () => send({ type: 'insertBelow', id });
    this.#insertBelow = button('action', words.insertBelowHint, insertBelow, icon('insertBelow'), words.insertBelow);
    const replace = () => send({ type: 'replace', id });
    this.#replace = button('action', words.replaceHint, replace, icon('replace'), words.replace);
    this.#escalate = button('action', words.escalateHint, act('escalate'), icon('escalate'), words.escalate);

    this.#keep = button('action', words.keepHint, act('keep'), icon('keep'), words.keep);
    this.#verdict = new Verdict(words, (verdict) =>
      send(verdict === undefined ? { type: 'judge', id } : { type: 'judge', id, verdict }),
    );

    this.#followUp = new FollowUp(words, (question) => send({ type: 'followUp', id, question }));

    this.#status.append(this.#doing, this.#offer, this.#stop);
    this.#meta = element('button', 'meta');
    this.#meta.type = 'button';
    this.#meta.title = words.details;
    this.#meta.addEventListener('click', () => this.#openDetails(this.#details.hidden !== false));
    this.#meta.setAttribute('aria-expanded', 'false');
    this.#meta.setAttribute('aria-controls', `${id}-details`);
    this.#details.id = `${id}-details`;
    this.#details.hidden = true;

    this.#trouble.setAttribute('role', 'img');
    this.#trouble.setAttribute('aria-label', words.failed);
    this.#trouble.title = words.failed;

    this.#inside.id = `${id}-inside`;
    this.#inside.append(
      this.#status,
      this.#body.element,
      this.#table.element,
      this.#mark,
      this.#remarks,
      this.#failure,
      this.#meta,
      this.#details,
      element('div', 'actions', this.#copy, this.#insert, this.#insertBelow, this.#replace, this.#escalate, this.#keep),
      this.#verdict.element,
      this.#followUp.element,
    );
    this.element = element(
      'article',
      'card',
      element('header', '', heading, this.#trouble, this.#tier),
      element('div', 'progress'),
      this.#inside,
    );
    this.element.id = id;
    this.element.setAttribute('aria-labelledby', this.#title.id);
    this.update(card);
  }

  get isRunning(): boolean {
    return this.#card.phase === 'waiting' || this.#card.phase === 'streaming';
  }

  get id(): string {
    return this.#card.id;
  }

  /** The card of the local answer that this one stands beside. */
  get besides(): string | undefined {
    return this.#card.besides;
  }

  /** Who answers, as far as it is known. */
  get who(): Pick<Badge, 'tier' | 'word' | 'model'> {
    return this.#card.badge ?? { tier: 'local', word: '', model: '' };
  }

  /** The element that holds the answer's text. */
  get text(): HTMLElement {
    return this.#body.element;
  }

  /** @param html see {@link AnswerBody.show} */
  show(html: string): void {
    this.#body.show(html);
  }

  /** Has screen readers read what is new of the answer: the blocks that are whole, or all that is left once it has ended. */
  readOut(what: 'whole blocks' | 'rest'): void {
    const text = this.#body.unread(what).join(' ');
    if (text !== '') this.#say(text);
  }

  /** What is shown so far is known already: only what follows is read out. */
  wasReadOut(): void {
    this.#body.unread('rest');
  }

  addRows(rows: readonly TableRow[]): void {
    this.#table.add(rows);
  }

  update(card: Card): void {
    const wasRunning = this.isRunning;
    const stopHadFocus = document.activeElement === this.#stop;
    this.#card = card;
    this.#askedAt = performance.now() - card.elapsedMs;
    this.element.dataset.phase = card.phase;
    this.element.classList.toggle('running', this.isRunning);
    this.element.classList.toggle('collapsed', !card.expanded);
    this.#title.textContent = card.title;
    this.#about.textContent = card.about;
    this.#about.title = card.about;
    this.#toggle.setAttribute('aria-expanded', `${card.expanded}`);
    this.#inside.hidden = !card.expanded;
    this.#body.element.setAttribute('aria-busy', `${this.isRunning}`);
    this.#status.hidden = !this.isRunning;
    this.#mark.textContent = card.mark ?? '';
    this.#mark.hidden = card.mark === undefined;
    this.#offer.hidden = card.offerLabel === undefined;
    this.#offer.textContent = card.offerLabel ?? '';
    this.#offer.title = card.offerLabel ?? '';
    this.#table.update(card.table);
    this.#remarks.hidden = card.remarks === undefined;
    this.#remarks.replaceChildren(...(card.remarks ?? []).map((text) => element('li', '', text)));
    this.#copy.hidden = !card.canCopy;
    this.#insert.hidden = !card.canInsert;
    this.#insertBelow.hidden = !card.canInsert;
    this.#followUp.element.hidden = !card.canFollowUp;
    this.#replace.hidden = !card.canReplace;
    this.element.classList.toggle('replaceable', card.canReplace);
    this.#escalate.hidden = !card.canEscalate;
    this.#keep.hidden = !card.canKeep;
    this.#verdict.show(card.judged);
    this.#showBadge(card.badge);
    this.#showFailure(card);
    this.tick();
    // The button that had the focus is gone: the next press of a key must not go to the top of the page.
    if (wasRunning && !this.isRunning && stopHadFocus) this.focus();
  }

  /** Takes the focus, to its heading. */
  focus(options?: FocusOptions): void {
    this.#toggle.focus(options);
  }

  /** Brings the seconds up to date while the answer is awaited. */
  tick(): void {
    if (!this.isRunning) return;
    const seconds = Math.floor((performance.now() - this.#askedAt) / 1000);
    const elapsed = seconds < 2 ? '' : this.#words.elapsed.replace('{0}', `${seconds}`);
    const { phase, notice } = this.#card;
    this.#doing.textContent = notice ?? (phase === 'waiting' ? `${this.#words.asking} ${elapsed}` : elapsed);
  }

  #showBadge(badge: Badge | undefined): void {
    this.#tier.hidden = badge === undefined;
    this.#meta.hidden = badge === undefined || badge.facts === '';
    if (badge === undefined) return;
    this.#tier.dataset.tier = badge.tier;
    this.#tier.replaceChildren(icon(badge.tier, 14), badge.word);
    this.#tier.title = badge.details.map(({ label, value }) => `${label}: ${value}`).join('\n') || badge.model;
    const figures = element('span', 'figures', element('span', 'model', badge.model), element('span', '', badge.facts));
    const who = element('span', 'visually-hidden', `${this.#words.details}: ${badge.word}, `);
    this.#meta.replaceChildren(who, figures, icon('open', 12));
    this.#details.replaceChildren(
      ...badge.details.flatMap(({ label, value }) => [element('dt', '', label), element('dd', '', value)]),
    );
  }

  #showFailure({ id, failure }: Card): void {
    this.#failure.hidden = failure === undefined;
    this.#trouble.hidden = failure === undefined;
    if (failure === undefined) return;
    this.#failure.replaceChildren(element('p', 'message', failure.message));
    if (failure.detail !== undefined) this.#failure.append(element('p', 'detail', failure.detail));
    if (failure.actionLabel === undefined) return;
    const act = () => this.#send({ type: 'act', id });
    this.#failure.append(button('action primary', failure.actionLabel, act, failure.actionLabel));
  }

  #openDetails(open: boolean): void {
    this.#details.hidden = !open;
    this.#meta.setAttribute('aria-expanded', `${open}`);
  }
}
