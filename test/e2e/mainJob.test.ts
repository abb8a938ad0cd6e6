import { mainJob } from './mainJob.ts';
import { type Session, startSession } from './session.ts';

describe('The main job, in a real window on a real engine', () => {
  let session: Session;
  before(async function () {
    this.timeout(180_000);
    session = await startSession();
  });
  after(() => session?.stop());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  for (const step of mainJob()) {
    it(step.name, async () => {
      console.log(`      ${await step.run(session)}`);
    });
  }
});
