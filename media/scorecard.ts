import type {
  FromScorecardPage,
  ScorecardState,
  ScorecardWords,
  ToScorecardPage,
} from '../src/editor/scorecard/protocol.ts';
import { button, element, icon } from './answers/elements.ts';
import { choiceOf, section } from './card/parts.ts';
import { auditOf, comparisonOf, signalsOf, trendTable, verdictsOf } from './card/sections.ts';
import { TrendChart } from './card/trendChart.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromScorecardPage): void };

/** The page of the scorecard: shows what the extension tells it. */
function run(main: HTMLElement): void {
  const code = acquireVsCodeApi();
  const send = (message: FromScorecardPage) => code.postMessage(message);
  const failure = element('p', 'failure');
  failure.setAttribute('role', 'alert');
  failure.hidden = true;

  function build(words: ScorecardWords, language: string): (state: ScorecardState) => void {
    const heading = element('h1', '', words.title);
    heading.id = 'title';
    const act = (type: 'run' | 'export' | 'exportCases' | 'openFolder', label: string, look: string) =>
      button(look, label, () => send({ type }), label);
    const exporting = act('export', words.export, 'secondary');
    const acts = element(
      'div',
      'acts',
      act('run', words.run, 'primary'),
      act('openFolder', words.openFolder, 'secondary'),
      exporting,
      act('exportCases', words.exportCases, 'secondary'),
    );
    const notice = element('p', 'notice');
    notice.setAttribute('role', 'status');
    const waiting = element('div', '');
    const empty = element(
      'section',
      'empty',
      icon('local', 48),
      element('h2', '', words.emptyTitle),
      element('p', '', words.emptyText),
      waiting,
    );
    const keep = () => send({ type: 'keepCandidates' });
    const candidatesIn = ({ candidates }: ScorecardState) =>
      candidates === ''
        ? []
        : [element('p', '', candidates, ' ', button('link', words.keepCandidates, keep, words.keepCandidates))];
    const chart = new TrendChart(words.trend, language);
    const content = element('div', 'content');
    const signals = element('div', '');
    main.replaceChildren(
      element('header', '', heading, element('p', 'intro', words.intro), acts),
      failure,
      notice,
      empty,
      content,
      signals,
    );

    return (state) => {
      const { chosen, runs, others, tasks } = state;
      const choose = (change: Partial<ScorecardState['chosen']>) => send({ type: 'choose', ...chosen, ...change });
      failure.hidden = true;
      const isEmpty = runs.length === 0;
      exporting.disabled = isEmpty;
      empty.hidden = !isEmpty;
      content.hidden = isEmpty;
      notice.hidden = state.notice === '';
      notice.replaceChildren(icon('warning'), state.notice);
      signals.replaceChildren(signalsOf(state.signals, words));
      waiting.replaceChildren(...(isEmpty ? candidatesIn(state) : []));
      if (isEmpty) return;
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
      const comparison = state.comparison ? [comparisonOf(state.comparison, words)] : [];
      content.replaceChildren(
        element(
          'div',
          'choices',
          choiceOf('run', words.whichRun, runs, chosen.run, (value) => choose({ run: value, other: '' })),
          ...(others.length === 0
            ? []
            : [choiceOf('other', words.compareWith, others, chosen.other, (other) => choose({ other }))]),
        ),
        element('ul', 'facts', ...state.facts.map((fact) => element('li', '', fact))),
        section(
          words.verdicts,
          verdictsOf(state.verdicts, words, (task) => send({ type: 'use', task })),
        ),
        ...comparison,
        section(
          words.trend,
          element('p', 'intro', words.trendIntro),
          choiceOf('task', words.whichTask, tasks, chosen.task, (task) => choose({ task })),
          chart.element,
          trendTable(state.trend.rows, words),
        ),
        section(words.escalations, ...auditOf(state), ...candidatesIn(state)),
      );
      chart.show(state.trend);
      if (focused !== undefined) document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    };
  }

  let show: ((state: ScorecardState) => void) | undefined;
  addEventListener('message', ({ data }: MessageEvent<ToScorecardPage>) => {
    if (data.type === 'words') show = build(data.words, data.language);
    else if (data.type === 'state') show?.(data.state);
    else {
      failure.hidden = false;
      failure.textContent = data.text;
    }
  });
  send({ type: 'ready' });
}

const main = document.querySelector<HTMLElement>('#scorecard');
if (main !== null) run(main);
