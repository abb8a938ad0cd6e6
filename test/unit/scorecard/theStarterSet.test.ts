import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judged, readWell } from './reading.ts';
import { starterCases, starterFile } from './starterCases.ts';

const path = join(import.meta.dirname, '../../../media/scorecard/starter.yaml');

/** Answers that a good model could give, and what a poor one says, by the title of the case. */
const answers: Readonly<Record<string, readonly [good: string, poor: string]>> = {
  'Explain: a debounce': ['It waits: a pending `timer` is cleared at each call.', 'Sure! This is code.'],
  'Explain: a retry': [
    'It tries again on `TimeoutError`, up to `attempts` times.',
    'It retries on TimeoutError by `backoff()`.',
  ],
  'Explain: a query': ['The total of overdue invoices over 1,000.', 'It selects customers.'],
  'Summarize: minutes, the gist': ['The boiler failed; the repair is paid from the reserve.', 'A meeting took place.'],
  'Summarize: an outage, key points': [
    '- The certificate had expired.\n- 212 orders were late.',
    'The certificate and 212 orders.',
  ],
  'Summarize: an outage, one sentence': ['An expired certificate stopped orders for half an hour.', 'Orders stopped.'],
  'Ask: who may borrow a ladder': ['Members who have had the safety briefing.', 'Everybody.'],
  'Ask: what is not in the text': ['The text does not say.', 'Fifty euros.'],
  'Extract: what is to do': ['{"items": [{"task": "ask the parish", "who": "Tomasz", "when": ""}]}', 'Tomasz asks.'],
  'Extract: figures': [
    '{"items": [{"figure": "1,850 euros", "of": "repair"}, {"figure": "2,300", "of": "reserve"}]}',
    '{"items": []}',
  ],
  'Classify: a bug report': ['{"labels": "bug", "reason": "It worked."}', '{"labels": "wish", "reason": ""}'],
  'Classify: a wish': ['{"labels": "wish", "reason": "It would be lovely."}', '{"labels": "bug", "reason": ""}'],
  'Review: a loop that reads too far': [
    '{"remarks": [{"quote": "", "weight": "problem", "remark": "reads out of bounds"}]}',
    '{"remarks": []}',
  ],
  'Rewrite: shorter': [
    'If it rains at the fair on 3 May, all stalls move into the hall, which has room for 40.',
    'If it rains, the stalls move.',
  ],
  'Rewrite: more formal': [
    'May I ask whether you received invoice ⟦1⟧ of 12 March? We need the 480 euros by the end of the month; please write to ⟦2⟧.',
    'Here is the revised text:\n\nDid you receive the invoice of 12 March? We need the 480 euros.',
  ],
  'Proofread: spelling': [
    JSON.stringify({
      findings: [
        ['recieved', 'received'],
        ['adress', 'address'],
        ['send', 'sent'],
      ].map(([original, replacement]) => ({ original, replacement, why: '', kind: 'spelling' })),
    }),
    '{"findings": [{"original": "parcel", "replacement": "package", "why": "", "kind": "word"}]}',
  ],
  'Proofread: grammar': [
    JSON.stringify({
      findings: [
        ['bring', 'brings'],
        ['is', 'are'],
        ['less', 'fewer'],
      ].map(([original, replacement]) => ({ original, replacement, why: '', kind: 'grammar' })),
    }),
    '{"findings": []}',
  ],
  'Proofread: nothing is wrong': [
    '{"findings": []}',
    '{"findings": [{"original": "Whoever", "replacement": "Who", "why": "", "kind": "word"}]}',
  ],
  'Translate: into German': [
    'Die Bibliothek ist vom 24. bis 31. Dezember geschlossen. Bücher, die in dieser Woche fällig sind, können bis zum 7. Januar zurückgegeben werden.',
    'The library will be closed from 24 to 31 December. Books can be returned until 7 January.',
  ],
  'Translate: into French, with marks': [
    'Appuyez sur ⟦1⟧ pour enregistrer le formulaire. Si la page ⟦2⟧ reste vide, veuillez écrire au bureau.',
    'Appuyez sur le bouton pour enregistrer le formulaire. Si la page reste vide, écrivez au bureau.',
  ],
  'Fix: a wrong comparison': ['function isEven(value) {\n  return value % 2 === 0;\n}', 'function isEven(value) {}'],
  'Document: a function': [
    'def fetch_with_retry(load, attempts=3):\n    """Retries."""\n    for attempt in range(attempts):\n        …\n    raise last',
    'It retries.',
  ],
  'Name it: a variable': [
    '{"names": [{"name": "days", "why": "it counts days"}]}',
    '{"names": [{"name": "x", "why": ""}]}',
  ],
  'Commit message: a limit': ['Limit uploads to 10 MB', 'Here is the commit message:\n\nUpdate upload.ts'],
};

describe('The starter set', () => {
  before(() => {
    if (process.env.HEARTH_UPDATE_PROMPTS === '1') writeFileSync(path, starterFile());
  });

  it('asks with the very words of the tasks: `npm run test:prompts -- --update` writes it anew', () => {
    assert.equal(readFileSync(path, 'utf8'), starterFile());
  });

  const { cases, notRun } = readWell(starterFile());

  it('is 24 cases over thirteen tasks, all of which are judged here', () => {
    assert.equal(cases.length, 24);
    assert.equal(new Set(cases.map(({ id }) => id)).size, 24);
    assert.equal(new Set(cases.map(({ task }) => task)).size, 13);
    assert.deepEqual(notRun, []);
    assert.deepEqual(
      Object.keys(answers),
      starterCases.map(({ title }) => title),
    );
  });

  for (const each of cases) {
    const [good = '', poor = ''] = answers[each.title] ?? [];
    it(`passes a good answer and no poor one: ${each.title}`, async () => {
      const passed = async (text: string) => Object.values(await judged(each, text)).every(Boolean);
      assert.deepEqual(
        Object.entries(await judged(each, good)).filter(([, well]) => !well),
        [],
      );
      assert.equal(await passed(poor), false);
    });
  }
});
