import type { Workbench } from '../editor/workbench.ts';
import { type FakeSession, startFakeSession } from './fakeSession.ts';
import { extensionId } from './session.ts';

/** In this VS Code the window is in a browser, and the files are on the machine behind it. */
describe('Where Hearth runs, in a browser', function () {
  this.timeout(180_000);
  let session: FakeSession;
  let workbench: Workbench;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench?.screenshot(`failed-${this.currentTest.title}`);
    await session?.stop();
  });

  it('beside the files, where somebody wants it there', async () => {
    session = await startFakeSession({ 'remote.extensionKind': { [extensionId]: ['workspace'] } });
    workbench = await session.openWindow({ 'a.txt': 'a\n' });
    await workbench.command('Hearth: Focus on Models View');
    await workbench.page.getByText('Completions', { exact: true }).first().waitFor({ timeout: 30_000 });
  });
});
