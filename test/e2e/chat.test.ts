import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { picturesInThemes } from './themes.ts';

const patience = 30_000;
const files = { 'words.ts': 'export const count = (text: string) => text.split(" ").length;\n' };

/** VS Code's chat, in the words of its user. */
class ChatView {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Opens it, and sends a message. */
  async send(message: string): Promise<void> {
    const { page } = this.#workbench;
    await this.#workbench.command('Chat: Open Chat');
    await page.locator('.interactive-input-part .monaco-editor').first().click({ timeout: patience });
    await page.keyboard.type(message, { delay: 20 });
    // The list of names and commands takes the first Enter.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  }

  /** What was answered last. */
  get answer() {
    return this.#workbench.page.locator('.interactive-response').last();
  }

  async answered(text: string): Promise<void> {
    await this.answer.getByText(text).first().waitFor({ timeout: patience });
  }
}

describe('VS Code’s chat, without an account', function () {
  this.timeout(180_000);
  let session: FakeSession;
  let workbench: Workbench;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${this.currentTest.title}`);
    await session?.stop();
  });

  it('@hearth /explain answers the first message, by the user’s own engine, and loads no picture', async () => {
    session = await startFakeSession();
    session.engine.script(
      says('It **counts** words.\n\n![x](https://picture.example/leak.png)\n\n```ts\nconst a = 1;\n```\n'),
    );
    workbench = await session.openWindow(files);
    const asked: string[] = [];
    workbench.page.on('request', (request) => void asked.push(request.url()));
    await workbench.openFile('words.ts');
    const chat = new ChatView(workbench);
    await chat.send('@hearth /explain ');
    await chat.answered('counts');
    await chat.answered('local');
    const body = JSON.stringify(session.engine.requests.filter(({ path }) => path === '/api/chat').at(-1)?.body);
    assert.match(body, /Explain this code/);
    assert.match(body, /split/);
    assert.deepEqual(
      asked.filter((url) => url.includes('picture.example')),
      [],
    );
    await picturesInThemes(workbench, 'chat-hearth');
  });

  it('what goes wrong is said once, with what helps', async () => {
    session = await startFakeSession({}, []);
    workbench = await session.openWindow(files);
    const chat = new ChatView(workbench);
    await chat.send('@hearth What is a stack?');
    await chat.answered('The engine has no model that can do this.');
    await chat.answer.getByRole('button', { name: 'Set Up' }).waitFor({ timeout: patience });
    await workbench.screenshot('chat-failed-dark');
  });
});
