import { join } from 'node:path';
import { runNode } from '../run/run.mjs';
import { mainJob } from './mainJob.ts';
import { root, type Session, startSession } from './session.ts';

for (const [how, start] of [
  ['in the dark theme', () => startSession({ theme: 'dark' })],
  ['packaged and installed, in the light theme', startPackaged],
] as const) {
  describe(`The main job, ${how}`, () => {
    let session: Session;
    before(async function () {
      this.timeout(180_000);
      session = await start();
    });
    after(() => session?.stop());
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await session.picture(`failed-${this.currentTest.title}`);
    });

    for (const step of mainJob()) {
      it(step.name, async () => {
        console.log(`      ${await step.run(session)}`);
      });
    }
  });
}

/** `npm run package`, and what it made installed into a clean VS Code. */
async function startPackaged(): Promise<Session> {
  const { code, output } = await runNode(['test/run/package.mjs'], { quiet: true });
  if (code !== 0) throw new Error(output);
  console.log(`      ${output.trim().split('\n').at(-1)}`);
  return startSession({ theme: 'light', vsix: join(root, 'hearth.vsix') });
}
