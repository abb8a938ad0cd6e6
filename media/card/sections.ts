import type { ScorecardState, ScorecardWords, ShownSignal, ShownTask } from '../../src/editor/scorecard/protocol.ts';
import { button, element, type IconName, icon } from '../answers/elements.ts';
import { rowOf, section, tableOf } from './parts.ts';

const looks: Readonly<Record<ShownTask['look'], IconName>> = {
  suffices: 'check',
  withReview: 'minus',
  undecided: 'question',
  escalate: 'escalate',
};

/** The verdict on each task, and below the table what did not pass. */
export function verdictsOf(
  verdicts: readonly ShownTask[],
  words: ScorecardWords,
  use: (task: string) => void,
): HTMLElement {
  const rows = verdicts.map(({ task, title, look, verdict, passed, unsteady, isUsed }) => {
    const pressed = button('link', `${words.use}: ${title}`, () => use(task), words.use);
    pressed.dataset.focus = `use-${task}`;
    return rowOf(
      title,
      element('span', `verdict ${look}`, icon(looks[look]), verdict),
      passed,
      unsteady,
      isUsed ? element('span', 'used', words.used) : pressed,
    );
  });
  const failed = verdicts.flatMap((each) => each.failed);
  const list = failed.map(({ title, why }) =>
    element('li', '', element('strong', '', title), element('span', 'why', why)),
  );
  const details = element(
    'details',
    'failed',
    element('summary', '', `${words.didNotPass} (${failed.length})`),
    element('ul', '', ...list),
  );
  return element('div', '', tableOf(words.verdicts, words.columns, rows), ...(failed.length === 0 ? [] : [details]));
}

/** Two runs beside each other. */
export function comparisonOf(
  { summary, remark, rows }: NonNullable<ScorecardState['comparison']>,
  words: ScorecardWords,
): HTMLElement {
  const table = tableOf(
    words.comparison,
    words.comparisonColumns,
    rows.map(({ title, text }) => rowOf(title, text)),
    'sentences',
  );
  return section(
    words.comparison,
    element('p', 'summary', summary),
    ...(remark === '' ? [] : [element('p', 'intro', remark)]),
    ...(rows.length === 0 ? [] : [table]),
  );
}

/** The trend in figures: for screen readers, and for whoever wants to know exactly. */
export function trendTable(rows: readonly (readonly string[])[], words: ScorecardWords): HTMLElement {
  return tableOf(
    words.trend,
    words.trendColumns,
    rows.map(([when = '', ...cells]) => rowOf(when, ...cells)),
    'times',
  );
}

/** What a run says of requests that went to the cloud. */
export function auditOf({ audit, audited }: Pick<ScorecardState, 'audit' | 'audited'>): readonly HTMLElement[] {
  const items = audited.map(({ title, passed, text }) =>
    element(
      'li',
      `verdict ${passed ? 'suffices' : 'escalate'}`,
      icon(passed ? looks.suffices : looks.escalate),
      element('span', '', element('strong', '', title), element('span', 'why', text)),
    ),
  );
  return [element('p', '', audit), ...(items.length === 0 ? [] : [element('ul', 'audited', ...items)])];
}

/** The figures to watch. */
export function signalsOf(signals: readonly ShownSignal[], words: ScorecardWords): HTMLElement {
  const cards = signals.map(({ title, value, detail }) =>
    element('li', 'signal', element('h3', '', title), element('p', 'value', value), element('p', 'detail', detail)),
  );
  return section(words.signals, element('ul', 'signals', ...cards));
}
