import type uPlot from 'uplot';
import type { ScorecardState } from '../../src/editor/scorecard/protocol.ts';
import { element } from '../answers/elements.ts';

/** Colours of the theme for lines, and dashes, so that lines differ without colours too. */
const looks = [
  { color: '--vscode-charts-blue', dash: [] },
  { color: '--vscode-charts-yellow', dash: [8, 4] },
  { color: '--vscode-charts-green', dash: [2, 4] },
  { color: '--vscode-charts-purple', dash: [12, 4, 2, 4] },
] as const;

const height = 200;

/** The trend as a chart. The table below it says the same to screen readers, so that it is a picture with a name to them. */
export class TrendChart {
  readonly element: HTMLElement;
  readonly #canvas = element('div', 'canvas');
  readonly #legend = element('ul', 'legend');
  readonly #language: string;
  #trend: ScorecardState['trend'] | undefined;
  #plot: uPlot | undefined;
  readonly #library = loaded();

  constructor(name: string, language: string) {
    this.#language = language;
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', name);
    this.element = element('div', 'chart', this.#canvas, this.#legend);
    new ResizeObserver(() => this.#fit()).observe(this.#canvas);
    // Another theme has other colours, and a canvas keeps the old ones.
    new MutationObserver(() => void this.#draw()).observe(document.body, {
      attributes: true,
      attributeFilter: ['class'],
    });
  }

  show(trend: ScorecardState['trend']): void {
    this.#trend = trend;
    this.element.hidden = trend.times.length === 0;
    void this.#draw();
  }

  #fit(): void {
    const width = this.#canvas.clientWidth;
    if (width > 0 && this.#plot && this.#plot.width !== width) this.#plot.setSize({ width, height });
  }

  async #draw(): Promise<void> {
    const Plot = await this.#library;
    const trend = this.#trend;
    this.#plot?.destroy();
    this.#plot = undefined;
    if (!trend || trend.times.length === 0) return;
    const style = getComputedStyle(document.body);
    const color = (name: string) => style.getPropertyValue(name).trim() || style.color;
    const lookOf = (index: number) => looks[index % looks.length] ?? looks[0];
    const axis = { stroke: color('--vscode-descriptionForeground'), font: `12px ${style.fontFamily}` };
    const grid = { stroke: color('--vscode-editorIndentGuide-background1'), width: 1 };
    const date = new Intl.DateTimeFormat(this.#language, { day: 'numeric', month: 'short' });
    const time = new Intl.DateTimeFormat(this.#language, { hour: 'numeric', minute: '2-digit' });
    const [first = 0, last = first] = [trend.times[0], trend.times.at(-1)];
    const isOneDay = last - first < 24 * 3600;
    const shown = (seconds: number) => (isOneDay ? time : date).format(seconds * 1000);
    // Where runs follow each other closely, several lines of the grid are in one minute, or on one day.
    const labels = (splits: readonly number[]) =>
      splits.map(shown).map((label, index, all) => (label === all[index - 1] ? '' : label));
    this.#plot = new Plot(
      {
        width: Math.max(200, this.#canvas.clientWidth),
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true, range: () => padded(first, last) }, y: { range: [0, 105] } },
        axes: [
          { ...axis, grid: { show: false }, ticks: grid, values: (_, splits) => labels(splits), space: 80 },
          {
            ...axis,
            grid,
            ticks: grid,
            values: (_, splits) => splits.map((share) => `${share} %`),
            size: 56,
            incrs: [25],
          },
        ],
        series: [
          {},
          ...trend.lines.map((_, index) => {
            const { color: name, dash } = lookOf(index);
            const stroke = color(name);
            return { stroke, width: 2, dash: [...dash], spanGaps: true, points: { show: true, size: 8, fill: stroke } };
          }),
        ],
      },
      [[...trend.times], ...trend.lines.map(({ values }) => [...values])],
      this.#canvas,
    );
    this.#legend.replaceChildren(
      ...trend.lines.map(({ label }, index) => {
        const key = element('span', `key key-${index % looks.length}`);
        return element('li', '', key, label);
      }),
    );
  }
}

/** uPlot asks for numbers in the browser's language when it is loaded, and some name one that is none. */
async function loaded(): Promise<typeof uPlot> {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en' });
  }
  return (await import('uplot')).default;
}

/** A little room on both sides; a day for a single run. */
function padded(first: number, last: number): [number, number] {
  const room = Math.max((last - first) * 0.05, first === last ? 12 * 3600 : 1);
  return [first - room, last + room];
}
