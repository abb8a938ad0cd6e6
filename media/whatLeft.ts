import type { FromLedgerPage, ToLedgerPage } from '../src/editor/ledger/protocol.ts';
import { element } from './answers/elements.ts';
import { Findings } from './whatLeft/findings.ts';
import { emptyLedger, headerOf, LedgerTotals } from './whatLeft/overview.ts';
import { LedgerTable } from './whatLeft/table.ts';
import { LedgerToolbar } from './whatLeft/toolbar.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromLedgerPage): void };

/** The page of the ledger: shows what the extension tells it, and asks for the rows that pass what was typed and picked. */
function run(main: HTMLElement): void {
  const code = acquireVsCodeApi();
  const send = (message: FromLedgerPage) => code.postMessage(message);

  function build({ words, tiers }: Extract<ToLedgerPage, { type: 'words' }>): (message: ToLedgerPage) => void {
    let from = 0;
    const show = (first: number) => {
      from = first;
      send({ type: 'show', filter: toolbar.filter, from });
    };
    const totals = new LedgerTotals(words);
    const toolbar = new LedgerToolbar(words, tiers, {
      filtered: () => show(0),
      act: (type) => send({ type }),
      exported: (format) => send({ type: 'export', format, filter: toolbar.filter }),
    });
    const findings = new Findings(words, {
      showLine: (file, line) => send({ type: 'showLine', file, line }),
      reload: () => send({ type: 'reload' }),
    });
    const table = new LedgerTable(words, { page: show, open: (key) => send({ type: 'open', key }) });
    const content = element('div', 'content', totals.element, toolbar.element, findings.element, table.element);
    const empty = emptyLedger(words);
    main.replaceChildren(headerOf(words), empty, content);
    content.hidden = true;
    empty.hidden = true;

    return (message) => {
      switch (message.type) {
        case 'overview':
          findings.clearFailure();
          empty.hidden = !message.isEmpty;
          content.hidden = message.isEmpty;
          totals.show(message.totals);
          toolbar.showMonths(message.months);
          if (!message.isEmpty) show(from);
          break;
        case 'rows':
          from = message.from;
          table.show(message);
          break;
        case 'entry':
          table.showEntry(message);
          break;
        case 'checked':
          toolbar.checked();
          findings.show(message);
          break;
        case 'failed':
          toolbar.checked();
          content.hidden = false;
          findings.fail(message.text);
      }
    };
  }

  let received: ((message: ToLedgerPage) => void) | undefined;
  addEventListener('message', ({ data }: MessageEvent<ToLedgerPage>) => {
    if (data.type === 'words') received = build(data);
    else received?.(data);
  });
  send({ type: 'ready' });
}

const main = document.querySelector<HTMLElement>('#ledger');
if (main !== null) run(main);
