import assert from 'node:assert/strict';
import type { Workbench } from '../editor/workbench.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { coder, type FakeModel, writer } from '../fakes/ollamaModels.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { picturesInThemes } from './themes.ts';
import { until } from './until.ts';

const patience = 30_000;
const caller: FakeModel = { ...writer, capabilities: ['completion', 'tools'], contextLength: 32_768 };
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

  /** Chooses how messages are answered: `Agent`, with which a chat begins, or `Ask`. */
  async chooseMode(mode: string): Promise<void> {
    const row = this.#rows.filter({ hasText: new RegExp(`^${mode}`) });
    // VS Code learns of its modes one after the other, and a list that is open does not grow.
    await until(
      async () => {
        if ((await this.#rows.count()) > 0) await this.#workbench.page.keyboard.press('Escape');
        await this.#input.getByRole('button', { name: 'Agent' }).click({ timeout: patience });
        return row.waitFor({ timeout: 2_000 }).then(
          () => true,
          () => false,
        );
      },
      () => `the mode ${mode}`,
    );
    await row.click({ timeout: patience });
    await this.#input.getByRole('button', { name: mode }).waitFor({ timeout: patience });
  }

  /** Chooses a model by its name. */
  async chooseModel(name: string): Promise<void> {
    await this.openModels();
    await this.#workbench.page.keyboard.type(name);
    await this.#rows.filter({ hasText: new RegExp(`^${name}`) }).click({ timeout: patience });
    await this.#input.locator('.model-picker-name', { hasText: name }).waitFor({ timeout: patience });
  }

  /** Opens the list of models. */
  async openModels(): Promise<void> {
    await this.#workbench.command('Chat: Open Chat');
    await this.#input.locator('.model-picker-name').click({ timeout: patience });
    await this.#rows.first().waitFor({ timeout: patience });
  }

  /** The rows of the list that is open. */
  rows(): Promise<readonly string[]> {
    return this.#rows.allInnerTexts();
  }

  /** VS Code's own chat is there: it says so in words about models that people bring. */
  async ownChatIsThere(): Promise<void> {
    await this.#input.getByText('Set BYOK utility models').waitFor({ timeout: patience });
  }

  get #input() {
    return this.#workbench.page.locator('.interactive-input-part');
  }

  get #rows() {
    return this.#workbench.page.locator('.action-widget .monaco-list-row');
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

  it('a plain message is answered by the model of Hearth’s that was chosen, once VS Code’s own chat is enabled', async () => {
    const models = [coder, caller, { ...caller, name: 'helper:latest' }].map((each) => ({ ...each, loaded: true }));
    session = await startFakeSession({ 'hearth.chat.models': true }, models);
    session.engine.script(says('The answer is **forty-two**.'));
    workbench = await session.openWindow(files);
    // VS Code comes with its chat, and keeps it disabled until somebody signs in or enables it.
    await workbench.command('Extensions: Enable All Extensions');
    const chat = new ChatView(workbench);
    await workbench.command('Chat: Open Chat');
    await chat.ownChatIsThere();
    await chat.chooseMode('Ask');
    for (const name of ['helper', 'writer']) {
      await chat.chooseModel(name);
      await chat.send(`What is the answer, ${name}?`);
      await chat.answered('forty-two');
      await chat.answered(name);
      const asked = session.engine.requests.filter(({ path }) => path === '/api/chat').at(-1);
      assert.equal(asked?.body?.model, `${name}:latest`);
      assert.match(JSON.stringify(asked?.body?.messages), new RegExp(`What is the answer, ${name}\\?`));
    }
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0, 'nobody was asked to sign in');
    await picturesInThemes(workbench, 'chat-model');
  });

  it('where no models are offered, what stands for @hearth says what it is', async () => {
    session = await startFakeSession();
    workbench = await session.openWindow(files);
    const chat = new ChatView(workbench);
    await chat.openModels();
    const [only] = await chat.rows();
    assert.match(only ?? '', /^@hearth only\s+answers nothing by itself$/);
    await workbench.screenshot('chat-stand-in-dark');
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
