import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { outline, type Recording, recordings, send } from './recordings.ts';

/**
 * Declares the tests that hold a server to the recordings: one for each recorded exchange, in the recorded order, except
 * those listed as not applicable, and one that finds stale entries of that list.
 * @param url Gives the server's address when the tests run.
 * @param notApplicable Name of a recording to the reason why this server does not answer like it.
 * @param adapt Puts the server's own model name in place of the recorded one.
 */
export function holdsToRecordings(
  url: () => string,
  notApplicable: Readonly<Record<string, string>>,
  adapt: (recording: Recording) => Recording = (recording) => recording,
): void {
  const recorded = recordings();
  for (const recording of recorded.filter(({ name }) => !(name in notApplicable)).map(adapt)) {
    it(`answers "${recording.name}" like a real Ollama`, async () => {
      assert.deepEqual(outline(await send(url(), recording.request)), outline(recording.response));
    });
  }

  it('excuses no recording that does not exist or that is answered rightly after all', async () => {
    for (const name of Object.keys(notApplicable)) {
      const found = recorded.find((recording) => recording.name === name);
      assert.ok(found, `there is no recording "${name}"`);
      const recording = adapt(found);
      const answered = outline(await send(url(), recording.request));
      assert.ok(!isDeepStrictEqual(answered, outline(recording.response)), `"${name}" is answered rightly`);
    }
  });
}
