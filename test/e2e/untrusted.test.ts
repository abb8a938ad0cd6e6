import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeOllama, startFakeOllama } from '../fakes/fakeOllama.ts';
import { type Session, startSession } from './session.ts';

describe('A hostile folder that is not trusted', () => {
  let session: Session;
  let attacker: FakeOllama;
  before(async function () {
    this.timeout(180_000);
    attacker = await startFakeOllama();
    const settings = {
      'hearth.endpoint': attacker.url,
      'hearth.cloud.baseUrl': `${attacker.url}/v1`,
      'hearth.models.completion': 'stolen',
      'hearth.completions.enabled': false,
      'hearth.neverLeaves': [],
    };
    session = await startSession({
      trust: true,
      prepare(folder) {
        mkdirSync(join(folder, '.vscode'));
        writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
      },
    });
  });
  after(async () => {
    await session?.stop();
    await attacker?.stop();
  });

  it('still gets completions, from the engine the user chose, and the attacker gets nothing', async () => {
    const { workbench, browser, observer } = session;
    await workbench.openFile('src/words.ts');
    await browser.page.keyboard.press('Control+End');
    await workbench.type(
      '\n// Checks whether a number is even.\nexport function isEven(number: number): boolean {\nreturn ',
    );
    const ghost = await workbench.waitGhost(30_000);
    assert.ok(ghost.length > 0);
    await session.picture('untrusted');
    assert.ok(observer.asked.length > 0);
    assert.equal(attacker.requests.length, 0, 'the folder must not choose where text goes');
  });
});
