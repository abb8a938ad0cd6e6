import assert from 'node:assert/strict';
import { installLlamaServer } from '../llamaServer/install.mjs';
import { type LlamaServer, startLlamaServer } from '../llamaServer/llamaServer.ts';
import { type Session, startSession } from './session.ts';

/** How long something may take to appear, in ms: generous, since the machine may be busy. */
const patience = 30_000;

describe('llama.cpp’s own server in a real window', function () {
  this.timeout(180_000);
  let server: LlamaServer | undefined;
  let session: Session | undefined;
  before(async function () {
    const why = await installLlamaServer();
    if (why !== undefined) {
      console.log(`    llama.cpp's server cannot be had here, so it was not tried: ${why}`);
      this.skip();
    }
    server = await startLlamaServer();
    session = await startSession({ settings: { 'hearth.endpoint': `${server.url}/v1` } });
  });
  after(async () => {
    await session?.stop();
    await server?.stop();
  });
  const started = (): Session => session ?? assert.fail('no window');

  it('its model is ready by itself, known by the name of its file', async () => {
    const { workbench } = started();
    await workbench.status('status').filter({ hasText: 'tiny-demo' }).waitFor({ timeout: patience });
  });

  it('ghost text comes, and Tab accepts it', async () => {
    const { workbench, browser, picture } = started();
    await workbench.openFile('src/words.ts');
    await browser.page.keyboard.press('Control+End');
    await workbench.type('\n// Checks whether a number is even.\nexport function isEven(number: number): boolean {\n');
    await workbench.type('return ');
    const text = (await workbench.waitGhost(patience)).split('\n')[0] ?? '';
    assert.ok(text.trim().length > 0);
    await picture('llama-server-ghost');
    await browser.page.keyboard.press('Tab');
    await workbench.waitNoGhost();
    const accepted = `return ${text}`;
    assert.ok((await workbench.text()).some((line) => line.includes(accepted)));
  });

  it('Explain streams into the view, answered locally', async () => {
    const { workbench, picture } = started();
    await workbench.openFile('src/words.ts');
    await workbench.selectLines(6, 9);
    await workbench.command('Hearth: Explain');
    const card = workbench.webview('view').getByRole('article').filter({ hasText: 'Explain' }).first();
    await card.getByText('tok/s').waitFor({ timeout: patience });
    assert.match(await card.innerText(), /local/);
    // The text is put into its form by another thread, and may be there after the figures.
    await card.locator('.body').first().filter({ hasText: /\w/ }).waitFor({ timeout: patience });
    await picture('llama-server-explain');
    assert.match(await workbench.statusHover('status'), /llama\.cpp \S+ at 127\.0\.0\.1:\d+ \(local\)/);
    const { log } = server ?? assert.fail('no server');
    assert.ok(
      log.some((line) => line.includes('print_timing')),
      'the server must have worked',
    );
  });
});
