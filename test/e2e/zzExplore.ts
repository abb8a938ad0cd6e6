import { startFakeSession } from './fakeSession.ts';
import { says } from '../fakes/ollamaAnswers.ts';
import { coder, writer } from '../fakes/ollamaModels.ts';
const log = (...a: unknown[]) => console.log(new Date().toISOString().slice(14, 19), ...a);
const group = process.argv.includes('group');
const enable = !process.argv.includes('noenable');
const session = await startFakeSession(
  { 'hearth.chat.models': true, 'chat.commandCenter.enabled': true },
  [coder, { ...writer, capabilities: ['completion', 'tools'], contextLength: 32768 }].map((m) => ({ ...m, loaded: true })),
);
try {
  session.engine.script(says('The engine says: ', 'forty-two.'));
  if (group) (await import('node:fs')).writeFileSync(`${session.editor.userData}/User/chatLanguageModels.json`, JSON.stringify([{ name: 'Hearth', vendor: 'hearth' }]));
  const w = await session.openWindow({ 'a.lua': 'x = 1\n' });
  const { page } = w;
  log('open');
  if (enable) {
    await w.command('Extensions: Enable All Extensions');
    await page.waitForTimeout(3000);
    await w.screenshot('zz-enabled');
    log(await w.notifications());
    await page.reload();
    await w.status('status').waitFor({ timeout: 60000 });
    log('reloaded');
    await page.waitForTimeout(8000);
  }
  await w.command('Chat: Open Chat');
  await page.locator('.interactive-input-part .monaco-editor').first().waitFor();
  await page.waitForTimeout(4000);
  await w.screenshot('zz-chat');
  log('toolbars', await page.locator('.interactive-input-part .action-label').evaluateAll((all) => all.map((e) => `${e.textContent}|${e.getAttribute('aria-label')}`)));
  await page.locator('.interactive-input-part .monaco-editor').first().click();
  await page.keyboard.type('What is the answer?', { delay: 20 });
  await page.keyboard.press('Enter');
  await page.waitForTimeout(15000);
  await w.screenshot('zz-sent');
  log('responses', await page.locator('.interactive-response').allInnerTexts());
  log('dialog', await page.locator('.monaco-dialog-box').allInnerTexts());
  log('engine', session.engine.requests.map(({ path, body }) => `${path} ${JSON.stringify(body ?? '').slice(0, 200)}`).filter((l) => l.includes('/api/chat')));
} finally {
  await session.stop();
}
