import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { Gate } from '../fakes/gate.ts';
import { type OllamaExchange, says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';

const patience = 30_000;
const chapter = (index: number) =>
  `# Chapter ${index}\n\n${`In chapter ${index} the engine is explained, with its parts and how they work together. `.repeat(60)}\n\n`;
const promptOf = ({ request }: OllamaExchange) => JSON.stringify(request.body?.messages ?? '');

/** A text that is too long for the model, in a real window. What the stand-in for the model says is not tested. */
describe('A long text in a real window', () => {
  let session: FakeSession;
  let workbench: Workbench;
  before(async function () {
    this.timeout(180_000);
    session = await startFakeSession();
    const book = Array.from({ length: 20 }, (_, index) => chapter(index + 1)).join('');
    workbench = await session.openWindow({ 'book.txt': book });
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const view = () => workbench.webview('view');

  it('is read in parts that are counted, with Stop and a smaller piece on offer; what was not read is said', async () => {
    const third = new Gate();
    let count = 0;
    session.engine.script(async (exchange) => {
      count++;
      if (count === 3) await third.pass();
      await says('The engine is explained, ', 'with its parts.')(exchange);
    });
    await workbench.openFile('book.txt');
    await workbench.command('Hearth: Summarize');
    await view()
      .getByText(/^Part 3 of \d+ · .* left$/)
      .waitFor({ timeout: patience });
    assert.equal(await view().getByRole('button', { name: 'Read Less of It…' }).count(), 1);
    await workbench.screenshot('long-text-running-dark');
    await view().getByRole('button', { name: 'Stop' }).click();
    await view()
      .getByText(/^Not read: parts 3 to \d+/)
      .waitFor({ timeout: patience });
    const notes = view().getByText('The engine is explained, with its parts.');
    await notes.nth(1).waitFor({ timeout: patience });
    assert.equal(await notes.count(), 2);
    await workbench.screenshot('long-text-stopped-dark');
    third.open();
  });

  it('run again, goes on with the parts that are left, and makes one answer of all of them', async () => {
    const before = session.engine.requests.length;
    session.engine.script((exchange) =>
      says(promptOf(exchange).includes('was read in') ? 'The book explains an engine in **20 chapters**.' : 'A note.')(
        exchange,
      ),
    );
    await workbench.command('Hearth: Summarize');
    await view().getByText('The book explains an engine in 20 chapters.').waitFor({ timeout: patience });
    const asked = session.engine.requests.slice(before).filter(({ path }) => path === '/api/chat');
    assert.ok(!asked.some(({ body }) => JSON.stringify(body).includes('# Chapter 1\\\\n')), 'the first part again');
    await workbench.screenshot('long-text-done-dark');
  });
});
