import assert from 'node:assert/strict';
import { type OllamaExchange, says, saysAndEnds } from '../fakes/ollamaAnswers.ts';
import { stalls } from '../fakes/ollamaFaults.ts';
import { closeEditors, removeFromFolder, showFile } from './support/documents.ts';
import { type Hearth, startHearth } from './support/hearth.ts';
import { run } from './support/run.ts';
import { until } from './support/until.ts';

/** What an engine was told last in a request. */
const promptOf = ({ request }: OllamaExchange) =>
  ((request.body?.messages as readonly { content: string }[] | undefined) ?? []).at(-1)?.content ?? '';

/** 20,000 lines of a language that has no tools here. */
const lines = (change: (index: number) => string = (index) => `count = count + ${index}`) =>
  Array.from({ length: 20_000 }, (_, index) => (index % 20 === 0 ? '' : change(index))).join('\n');

describe('a text that is too long for the model', () => {
  let hearth: Hearth;
  beforeEach(async () => {
    hearth = await startHearth();
  });
  afterEach(async () => {
    hearth.engine.script(undefined);
    await closeEditors();
    await hearth.end();
    removeFromFolder('long.lua');
  });
  const asked = () => hearth.asked('/api/chat');

  it('20,000 lines are read in parts, nothing is left out, and after an edit only the part it is in is asked about', async function () {
    this.timeout(60_000);
    const editor = await showFile('long.lua', lines());
    hearth.engine.script((exchange) =>
      says(
        promptOf(exchange).includes('was read in') ? 'It counts.' : `Counts from ${/\d+/.exec(promptOf(exchange))}.`,
      )(exchange),
    );
    await run('summarize');
    const card = hearth.page.newest;
    assert.equal(hearth.newestText, 'It counts.');
    assert.equal(card.phase, 'done');
    assert.equal(card.mark, undefined);
    assert.equal(card.remarks, undefined);
    const first = asked().length;
    assert.ok(first > 20, String(first));
    const sent = asked().map(({ body }) => JSON.stringify(body));
    for (const index of [1, 9_999, 19_999]) {
      assert.equal(sent.filter((text) => text.includes(`count + ${index}\\n`)).length, 1, String(index));
    }
    await editor.edit((edit) => edit.replace(editor.document.lineAt(10_001).range, 'count = 0'));
    await run('summarize');
    // The part that was changed, and the last answer, which may take several steps.
    const again = asked().slice(first);
    const parts = again.filter(({ body }) => !JSON.stringify(body).includes('was read in'));
    assert.equal(parts.length, 1);
    assert.match(JSON.stringify(parts[0]?.body), /count = 0\\n/);
    assert.equal(hearth.cloudRequests.length, 0);
  });

  it('says from the first moment in how many parts, and how far it is; Stop closes the connection and shows what was read', async () => {
    await showFile('long.lua', lines());
    hearth.engine.script((exchange) =>
      (promptOf(exchange).includes('count + 1\n') ? says('The first counts.') : stalls('The sec'))(exchange),
    );
    const running = run('summarize');
    const part = await hearth.page.until(({ notice = '' }) => notice.startsWith('Part 2 of '), 'the second part');
    assert.match(part.notice ?? '', /^Part 2 of \d+ · .* left$/);
    assert.equal(part.offerLabel, 'Read Less of It…');
    await until(() => asked().length === 2, 'the second request');
    const request = asked()[1];
    hearth.page.press({ type: 'stop', id: part.id });
    await running;
    await request?.closed;
    assert.equal(asked().length, 2);
    assert.equal(hearth.page.newest.phase, 'stopped');
    assert.match(hearth.newestText, /^\*\*lines 1–\d+\*\*\n\nThe first counts\.$/);
    assert.match(hearth.page.newest.remarks?.[0] ?? '', /^Not read: parts 2 to \d+ \(lines \d+–20000\)\.$/);
  });

  it('a smaller piece can be chosen instead, at any moment', async () => {
    await showFile('long.lua', lines());
    hearth.engine.script(stalls());
    const running = run('summarize');
    const card = await hearth.page.until(({ offerLabel }) => offerLabel !== undefined, 'the offer');
    await until(() => asked().length === 1, 'the first part');
    hearth.engine.script(says('The beginning.'));
    hearth.person.pick = () => 'The first part that fits';
    hearth.page.press({ type: 'offer', id: card.id });
    await running;
    await until(() => hearth.page.newest.phase === 'done', 'the answer');
    assert.match(hearth.page.newest.about, /^first part of whole file/);
    assert.equal(hearth.newestText, 'The beginning.');
    assert.equal(hearth.page.cards[1]?.phase, 'stopped');
  });

  it('Extract: the rows of all parts; what its own part does not say is flagged', async () => {
    await showFile(
      'long.lua',
      lines((index) => `-- note ${index} of many`),
    );
    const labels = ['Names', 'Table'];
    hearth.person.pick = () => labels.shift();
    let count = 0;
    hearth.engine.script((exchange) => {
      // A completion may read ahead meanwhile.
      if (exchange.request.path !== '/api/chat') return says('')(exchange);
      count++;
      const items = [
        { name: `note ${/note (\d+)/.exec(promptOf(exchange))?.[1]}`, kind: 'other' },
        ...(count === 2 ? [{ name: 'note 19999', kind: 'other' }] : []),
      ];
      return says(JSON.stringify({ items }))(exchange);
    });
    await run('extract');
    assert.equal(hearth.page.newest.phase, 'done');
    assert.ok(count > 5, String(count));
    assert.equal(hearth.newestText.match(/\| note \d+ \|/g)?.length, count);
    assert.match(hearth.newestText, /\| ⚠ note 19999 \|/);
    assert.match(hearth.newestText, /⚠ 1 value does not stand in the text like this/);
  });

  it('says so when the engine evidently read less than was sent', async () => {
    await showFile('notes7.txt', 'Ann comes at nine, and Bob brings the minutes of the meeting. '.repeat(60));
    hearth.engine.script(saysAndEnds({ promptCount: 90 }, 'Somebody comes.'));
    await run('summarize');
    const { remarks, mark, phase } = hearth.page.newest;
    assert.equal(phase, 'done');
    assert.match(remarks?.[0] ?? '', /^The engine read only 90 tokens of at least \d+, and said nothing of it/);
    assert.equal(mark, 'incomplete');
  });
});
